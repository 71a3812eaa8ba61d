import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from steadyback.web.transfer import SCHEMA_VERSION

PERSON = "0b7c1e1e-6a53-4c57-9a5e-0d3d6a4b8f10"
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


def an_export() -> dict[str, Any]:
    tables: dict[str, list[Any]] = {name: [] for name in TABLES.split()}
    tables["person"].append(
        {
            "id": PERSON,
            "created_at": "2026-03-04T05:06:07.891011+00:00",
            "zone": "Europe/Vienna",
            "notices_acknowledged_at": None,
            "rehearsed_at": None,
            "settings": {"country": "AT"},
            "preferences": None,
        }
    )
    tables["morningpain"].append(
        {
            "id": "5cf2ed4e-3f2a-4c1c-8f8e-0d6f6a3b2c1d",
            "person": PERSON,
            "recorded_at": "2026-03-05T05:06:07+00:00",
            "on": "2026-03-05",
            "pain": 3,
        }
    )
    return {
        "format": "steadyback-export",
        "schema_version": 2,
        "product_version": "0",
        "exported_at": "2026-03-06T00:00:00+00:00",
        "tables": tables,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose default data holds one person with one morning."""
    file = tmp_path / "first.json"
    file.write_text(json.dumps(an_export()), encoding="utf-8")
    assert steadyback("import", file, folder=tmp_path).returncode == 0
    return tmp_path


def test_it_writes_everything_to_the_named_file_for_its_owner_only(folder: Path) -> None:
    done = steadyback("export", "-o", "mine.json", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine.json" in done.stdout
    found = json.loads((folder / "mine.json").read_text(encoding="utf-8"))
    before = an_export()["tables"]
    later = {key: [] for key in set(found["tables"]) - set(before)}
    assert found["tables"] == {**before, **later}, "an older file, with tables that came since and hold nothing yet"
    assert stat.S_IMODE((folder / "mine.json").stat().st_mode) == 0o600


def test_without_a_name_the_file_carries_the_moment(folder: Path) -> None:
    assert steadyback("export", folder=folder).returncode == 0
    (written,) = folder.glob("steadyback-export-20*.json")
    assert json.loads(written.read_text(encoding="utf-8"))["format"] == "steadyback-export"


def test_a_dash_writes_to_the_screen(folder: Path) -> None:
    done = steadyback("export", "-o", "-", folder=folder)
    assert json.loads(done.stdout)["tables"]["morningpain"][0]["pain"] == 3


def test_an_older_file_is_replaced_whole(folder: Path) -> None:
    (folder / "mine.json").write_text("x" * 100_000, encoding="utf-8")
    steadyback("export", "-o", "mine.json", folder=folder)
    assert json.loads((folder / "mine.json").read_text(encoding="utf-8"))["schema_version"] == SCHEMA_VERSION


def test_a_place_that_cannot_be_written_leaves_nothing_and_says_so(folder: Path) -> None:
    done = steadyback("export", "-o", "nowhere/mine.json", folder=folder)
    assert done.returncode == 1
    assert "cannot write nowhere/mine.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(folder.glob(".mine*"))


def test_a_folder_in_the_place_of_the_file_is_refused_and_no_rest_stays(folder: Path) -> None:
    (folder / "mine.json").mkdir()
    done = steadyback("export", "-o", "mine.json", folder=folder)
    assert done.returncode == 1
    assert "cannot write mine.json" in done.stderr
    assert not list(folder.glob(".mine*"))


def test_where_nobody_has_begun_there_is_nothing_to_export(tmp_path: Path) -> None:
    done = steadyback("export", "--data", tmp_path / "none", folder=tmp_path)
    assert done.returncode == 1
    assert "nothing to export" in done.stderr
    assert not (tmp_path / "none").exists()
