"""The positions that movements start from, read from `positions.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from steadyback.exercises.movement import POSITION, Keyframe, build_keyframe
from steadyback.exercises.problem import CatalogueError
from steadyback.exercises.shapes import Entries, Identifier

FILE: Final = "positions.toml"


@cache
def load_positions() -> Mapping[str, Keyframe]:
    """Every position by name. Raises CatalogueError with every problem of the file."""
    raw = tomllib.loads((files("steadyback.motion") / FILE).read_text("utf-8"))
    problems = list(Entries(Identifier(), POSITION).problems(raw, FILE, "positions"))
    if problems:
        raise CatalogueError(problems)
    return {name: build_keyframe(position) for name, position in raw.items()}
