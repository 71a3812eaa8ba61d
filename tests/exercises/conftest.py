"""A copy of the packaged exercise files, to be broken at will."""

from collections.abc import Callable
from pathlib import Path

import pytest

from steadyback.exercises.catalogue import check_folder, packaged_folder
from steadyback.exercises.problem import Problem

Break = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in packaged_folder().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.fixture
def broken(folder: Path) -> Break:
    """Replace `old` by `new` in one file (it must be there) and give back what the check says."""

    def break_file(name: str, old: str, new: str, count: int = 1) -> tuple[Problem, ...]:
        file = folder / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file.name}"
        file.write_text(text.replace(old, new, count), encoding="utf-8")
        return check_folder(folder)

    return break_file
