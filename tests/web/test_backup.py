"""A whole installation goes into one file and comes back the same, or not at all; on either database."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgres import own_database

from steadyback.cli import main

WORKER = Path(__file__).with_name("real_database.py")


class Installation:
    """A data folder and, where tests run on PostgreSQL, a database of its own."""

    def __init__(self, data: Path, database: dict[str, str]) -> None:
        self.data = data
        self.environment = {**os.environ, **database, "STEADYBACK_DATA": str(data)}

    def start(self, *words: str) -> subprocess.Popen[str]:
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "steadyback.web.settings"}
        command = [sys.executable, str(WORKER), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    def work(self, *words: str) -> Any:
        out, _ = (worker := self.start(*words)).communicate(timeout=120)
        assert worker.returncode == 0
        return json.loads(out)

    def say(self, monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
        for name in ("STEADYBACK_DATA", "STEADYBACK_DATABASE"):
            monkeypatch.setenv(name, self.environment.get(name, ""))
        return main([str(word) for word in words])

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.data.rglob("*") if path.is_file() and "sqlite3" not in path.name)
        return {str(path.relative_to(self.data)): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with own_database() as database:
        one = Installation(tmp_path_factory.mktemp("kept") / "data", database)
        (one.session,) = one.work("seed", "1")  # type: ignore[attr-defined]
        one.work("write", one.session, "tab", "10")  # type: ignore[attr-defined]
        yield one


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    with own_database() as database:
        yield Installation(tmp_path / "new" / "data", database)


@pytest.fixture
def backup(kept: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    to = tmp_path / "steadyback.backup"
    assert kept.say(monkeypatch, "backup", to) == 0
    return to


def changed(backup: Path, name: str, to: bytes, *, manifest: dict[str, Any] | None = None) -> Path:
    """The same archive with one part of other content."""
    made = backup.with_suffix(".changed")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(made, "w") as new:
        told = json.loads(old.read("manifest.json"))
        for part in old.namelist():
            if part != "manifest.json":
                new.writestr(part, to if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, to)
        new.writestr("manifest.json", json.dumps({**told, **(manifest or {})}))
    return made


def untouched(empty: Installation) -> bool:
    return not empty.data.exists() and not [one for one in empty.data.parent.glob("*") if one.is_dir()]


def test_what_comes_back_is_what_was_there(
    kept: Installation, empty: Installation, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert empty.say(monkeypatch, "restore", backup) == 0
    session = kept.session  # type: ignore[attr-defined]
    found = empty.work("check", session)
    assert found == {"seqs": list(range(1, 11)), "record_is_the_fold": True}
    assert empty.files() == kept.files()
    assert "secret.key" in empty.files()
    assert empty.data.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in empty.data.rglob("*"))
    assert empty.work("write", session, "other", "2") == 2


def test_a_backup_made_while_somebody_trains_is_one_moment(
    kept: Installation, empty: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = kept.session  # type: ignore[attr-defined]
    worker = kept.start("write", session, "meanwhile", "40")
    assert kept.say(monkeypatch, "backup", tmp_path / "one") == 0
    worker.communicate(timeout=120)
    assert empty.say(monkeypatch, "restore", tmp_path / "one") == 0
    assert empty.work("check", session)["record_is_the_fold"]


def test_it_overwrites_nothing_unless_told_and_then_keeps_the_old_folder(
    kept: Installation,
    empty: Installation,
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty.work("seed", "2")
    secret = empty.files()["secret.key"]
    assert empty.say(monkeypatch, "restore", backup) == 1
    assert "--replace" in capsys.readouterr().err
    assert empty.files()["secret.key"] == secret
    assert empty.say(monkeypatch, "restore", "--replace", backup) == 0
    assert empty.work("check", kept.session)["record_is_the_fold"]  # type: ignore[attr-defined]
    (aside,) = empty.data.parent.glob("data.before-*")
    assert (aside / "secret.key").read_bytes() == secret
    assert empty.files()["secret.key"] != secret


def database_part(backup: Path) -> str:
    with zipfile.ZipFile(backup) as archive:
        return next(name for name in archive.namelist() if name.startswith("database."))


@pytest.mark.parametrize("part", ["data/secret.key", "database"])
def test_a_part_that_is_not_what_was_backed_up_is_refused(
    part: str,
    empty: Installation,
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = database_part(backup) if part == "database" else part
    assert empty.say(monkeypatch, "restore", changed(backup, name, b"something else")) == 1
    assert "checksum" in capsys.readouterr().err
    assert untouched(empty)


@pytest.mark.parametrize("cut", [0, 10, 2000, -40])
def test_half_a_file_is_refused(
    cut: int, empty: Installation, backup: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    half = backup.with_suffix(".half")
    half.write_bytes(backup.read_bytes()[:cut])
    assert empty.say(monkeypatch, "restore", half) == 1
    assert "damaged or no backup" in capsys.readouterr().err
    assert untouched(empty)


NONE = "0" * 64


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"format": "another"}, "not a SteadyBack backup"),
        ({"version": 2, "product_version": "9.0"}, "made by SteadyBack 9.0, which is newer"),
        ({"migrations": ["web.9999_later"], "product_version": "9.0"}, "made by SteadyBack 9.0, which is newer"),
        ({"database": "another"}, "is of a another database"),
        ({"parts": {"../out": {"bytes": 1, "sha256": NONE}}}, "outside the data folder"),
        ({"parts": {"/tmp/out": {"bytes": 1, "sha256": NONE}}}, "outside the data folder"),
        ({"parts": {"data/gone": {"bytes": 1, "sha256": NONE}}}, "missing or damaged"),
        ({"parts": {}}, "no database"),
    ],
)
def test_what_cannot_be_put_back_is_refused_and_said(
    manifest: dict[str, Any],
    said: str,
    empty: Installation,
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert empty.say(monkeypatch, "restore", changed(backup, "more", b"", manifest=manifest)) == 1
    assert said in capsys.readouterr().err
    assert untouched(empty)


def test_nothing_is_written_where_nothing_is_to_be_backed_up_or_it_cannot_be_written(
    kept: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kept.say(monkeypatch, "backup", kept.data / "inside") == 1
    assert kept.say(monkeypatch, "backup", tmp_path / "no" / "folder") == 1
    assert kept.say(monkeypatch, "backup", tmp_path) == 1
    assert kept.say(monkeypatch, "restore", tmp_path / "none") == 1
    nothing = Installation(tmp_path / "nothing", {"STEADYBACK_DATABASE": ""})
    assert nothing.say(monkeypatch, "backup", tmp_path / "file") == 1
    assert "nothing to back up" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert not (kept.data / "inside").exists()
