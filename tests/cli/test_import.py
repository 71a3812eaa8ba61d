import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PERSON = {
    "id": "0b7c1e1e-6a53-4c57-9a5e-0d3d6a4b8f10",
    "created_at": "2026-03-04T05:06:07+00:00",
    "zone": "UTC",
    "notices_acknowledged_at": None,
    "rehearsed_at": None,
    "settings": {"country": "AT"},
    "preferences": None,
}
TABLES = (
    "person screening emergencyvisit approvalrecord plan sessioncheck session sessionevent hold elsewhereactivity "
    "morningpain weeklycheck daymark score exercisechoice movedday guidedtest referralreview"
)


def steadyback(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "steadyback", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "STEADYBACK_DATA": str(folder / "default-data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    tables: dict[str, list[Any]] = {name: [] for name in TABLES.split()}
    tables["person"] = [PERSON]
    head = {
        "format": "steadyback-export",
        "schema_version": 2,
        "product_version": "0",
        "exported_at": "2026-03-06T00:00:00+00:00",
    }
    path.write_text(json.dumps({**head, "tables": tables}), encoding="utf-8")
    return path


def everything_in(data: Path, folder: Path) -> Any:
    return json.loads(steadyback("export", "--data", data, "-o", "-", folder=folder).stdout)["tables"]


def test_it_restores_an_empty_machine(file: Path, tmp_path: Path) -> None:
    done = steadyback("import", file, "--data", tmp_path / "new", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 entries" in done.stdout
    assert everything_in(tmp_path / "new", tmp_path)["person"] == [PERSON]


def test_a_second_import_is_refused_and_changes_nothing(file: Path, tmp_path: Path) -> None:
    steadyback("import", file, folder=tmp_path)
    done = steadyback("import", file, folder=tmp_path)
    assert done.returncode == 1
    assert "already something here" in done.stderr
    assert everything_in(tmp_path / "default-data", tmp_path)["person"] == [PERSON]


def test_a_damaged_file_is_refused_with_its_place(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("2026-03-04T", "2026-13-04T"), encoding="utf-8")
    done = steadyback("import", file, folder=tmp_path)
    assert done.returncode == 1
    assert "tables.person[0].created_at" in done.stderr
    assert "nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr


def test_half_a_file_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])
    done = steadyback("import", file, folder=tmp_path)
    assert done.returncode == 1
    assert "damaged or not JSON" in done.stderr


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_call(tmp_path: Path, name: str) -> None:
    done = steadyback("import", name, folder=tmp_path)
    assert done.returncode == 2
    assert f"cannot read {name}" in done.stderr
    assert not (tmp_path / "default-data").exists()


def test_the_command_needs_a_file(tmp_path: Path) -> None:
    assert steadyback("import", folder=tmp_path).returncode == 2
