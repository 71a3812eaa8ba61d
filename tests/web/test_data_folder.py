"""The data folder is private to its owner."""

import stat
from pathlib import Path

import pytest

from steadyback.web.data_folder import DataFolderError, data_folder, prepare, secret_key


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
