"""The guided ways down to the floor and up again, as movements of the figure (`ways.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from steadyback.exercises import Exercise, load_catalogue, load_transitions
from steadyback.exercises.model import Phase, PhaseDuration
from steadyback.exercises.movement import KEY, PROPS, build_movement
from steadyback.exercises.problem import CatalogueError, Problem
from steadyback.exercises.shapes import ListOf, Table
from steadyback.exercises.transitions import SUPPORTS, WAYS
from steadyback.motion.performance import NoMovementError, Performance, perform

FILE: Final = "ways.toml"
OPEN_HAND: Final = {"fingers.both": {"curl": -8}, "thumb.both": {"flex": -30}}
ID_OF: Final = {"down_to_floor": "way_down", "up_from_floor": "way_up"}
_WAY: Final = Table({"steps": ListOf(KEY, 5, 8, unique=False)}, {"props": PROPS})
_SHAPE: Final = Table({way: Table(dict.fromkeys(SUPPORTS, _WAY)) for way in WAYS})


@cache
def load_ways() -> Mapping[str, Exercise]:
    """Every way by its id (`way_down_chair`), with a phase for each step. Raises CatalogueError."""
    raw = tomllib.loads((files("steadyback.motion") / FILE).read_text("utf-8"))
    problems = list(_SHAPE.problems(raw, FILE, ""))
    if problems:
        raise CatalogueError(problems)
    return {
        f"{ID_OF[way]}_{support}": _way(f"{ID_OF[way]}_{support}", raw[way][support], way, support)
        for way in WAYS
        for support in SUPPORTS
    }


def perform_way(name: str, body_name: str, *, keys_only: bool = False) -> Performance:
    """One way on one body. It begins where it begins: the last step does not lead back. NoMovementError for no way."""
    if name not in load_ways():
        raise NoMovementError(f"there is no way {name!r}; there are {', '.join(load_ways())}")
    found = perform(load_ways()[name], body_name, keys_only=keys_only)
    first = found.phases[0]
    still = replace(first, frames=np.stack([first.frames[-1]] * 2), between=first.goal)
    return replace(found, phases=(still, *found.phases[1:]))


def open_handed(key: Mapping[str, Any]) -> dict[str, Any]:
    """A step with the hands open: they lean on something in most steps, and fingers that stay are written once."""
    return {**key, "pose": OPEN_HAND | key.get("pose", {})}


def _way(name: str, raw: Mapping[str, Any], way: str, support: str) -> Exercise:
    """Phases as an exercise has them, without angles; what a way does not have is that of walking."""
    steps = load_transitions()[way][support]
    if len(steps) != len(raw["steps"]):
        raise CatalogueError([Problem(FILE, f"{way}.{support}.steps", str(len(raw["steps"])), f"{len(steps)} steps")])
    phases = tuple(
        Phase(f"step_{at}", "steady", PhaseDuration(step.seconds, step.seconds, step.seconds), "normal", step.say, {})
        for at, step in enumerate(steps, 1)
    )
    keys = {phase.id: key for phase, key in zip(phases, raw["steps"], strict=True)}
    movement = build_movement(
        {"props": raw.get("props", []), "keys": {name: open_handed(key) for name, key in keys.items()}},
        steps[0].position,
    )
    return replace(load_catalogue()["walk"], id=name, name=name, phases=phases, motion=movement, variants=(), faults=())
