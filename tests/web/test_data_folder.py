"""The data folder is private to its owner."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from steadyback.web.data_folder import DataFolderError, data_folder, prepare, secret_key, write_once


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    secret_key(folder)
    assert mode(folder) == 0o700
    assert mode(folder / "secret.key") == 0o600


def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    prepare(folder)
    assert mode(folder) == 0o700


def test_the_secret_is_made_once_and_closed_again_if_opened(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    assert secret_key(tmp_path) == first
    assert len(first) >= 50
    assert mode(tmp_path / "secret.key") == 0o600


def test_processes_that_start_at_once_use_one_whole_secret(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    program = """
import pathlib, sys
from steadyback.web.data_folder import secret_key
print(secret_key(pathlib.Path(sys.argv[1])))
"""
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    told = {process.communicate()[0].strip() for process in started}
    assert told == {secret_key(folder)}
    assert [path.name for path in folder.iterdir()] == ["secret.key"]


def test_a_file_is_seen_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_while_written: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen_while_written.append((tmp_path / "new").exists()))
    write_once(tmp_path / "new", b"all of it")
    assert seen_while_written == [False]
    write_once(tmp_path / "new", b"of a second process")
    assert (tmp_path / "new").read_bytes() == b"all of it"


def test_an_empty_secret_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    with pytest.raises(DataFolderError, match="backup"):
        secret_key(tmp_path)


def test_a_file_in_its_place_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(DataFolderError, match="--data"):
        prepare(tmp_path / "data")


def test_the_environment_chooses_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STEADYBACK_DATA", str(tmp_path / "mine"))
    assert data_folder() == tmp_path / "mine"
    monkeypatch.delenv("STEADYBACK_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "steadyback"
