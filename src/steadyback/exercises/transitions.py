"""The guided ways down to the floor and up again, shown and spoken like an exercise (amendments 1)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from steadyback.exercises import schema, shapes
from steadyback.exercises.problem import CatalogueError, Problem
from steadyback.exercises.vocabulary import TRANSITION_POSITIONS
from steadyback.exercises.wording import nothing_unkind, sentences_are_whole_and_short

WAYS = ("down_to_floor", "up_from_floor")
SUPPORTS = ("chair", "none")
# Not guided from position to position: for a person who cannot take one of them.
OWN_WAY = "own_way"
_FILE = "transitions.toml"
_STEP = shapes.Table(
    {"say": schema.SPOKEN, "seconds": shapes.Number(2, 30), "position": shapes.Word(TRANSITION_POSITIONS)}
)
_STEPS = shapes.ListOf(_STEP, 5, 8, unique=False)
_OWN_STEPS = shapes.ListOf(_STEP, 3, 5, unique=False)
_SHAPE = shapes.Table({way: shapes.Table({**dict.fromkeys(SUPPORTS, _STEPS), OWN_WAY: _OWN_STEPS}) for way in WAYS})
_OWN_POSITIONS = frozenset({"standing", "side_lying", "supine_hooklying"})


@dataclass(frozen=True, slots=True)
class TransitionStep:
    """One calm step: what to say, how long to allow for it, the position the body is in at its end."""

    say: str
    seconds: float
    position: str


Transitions = Mapping[str, Mapping[str, tuple[TransitionStep, ...]]]


@cache
def load_transitions() -> Transitions:
    """`load_transitions()["down_to_floor"]["chair"]` is the list of steps. Raises CatalogueError."""
    text = (files("steadyback.exercises") / _FILE).read_text(encoding="utf-8").replace("\r\n", "\n")
    return read_transitions(text)


def read_transitions(text: str) -> Transitions:
    """Check and build the guided ways from the text of their file; raise CatalogueError with every problem."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CatalogueError([Problem(_FILE, "file", str(error), "valid TOML")]) from error
    problems = list(_SHAPE.problems(raw, _FILE, ""))
    if not problems:
        problems = [*_wording_problems(raw), *_route_problems(raw)]
    if problems:
        raise CatalogueError(problems)
    return {
        way: {support: tuple(TransitionStep(**step) for step in raw[way][support]) for support in (*SUPPORTS, OWN_WAY)}
        for way in WAYS
    }


def _wording_problems(raw: Mapping[str, Any]) -> list[Problem]:
    found = []
    for way in WAYS:
        for support in (*SUPPORTS, OWN_WAY):
            for index, step in enumerate(raw[way][support]):
                key = f"{way}.{support}[{index}].say"
                for rule in (nothing_unkind, sentences_are_whole_and_short):
                    found += [Problem(_FILE, *finding) for finding in rule(key, step["say"])]
    return found


def _route_problems(raw: Mapping[str, Any]) -> list[Problem]:
    """The way down ends lying on the back, the way up ends standing, and neither skips a position.

    The own way leaves out how, and with it every position on hands or knees.
    """
    found = []
    for way, last in zip(WAYS, ("supine_hooklying", "standing"), strict=True):
        for support in (*SUPPORTS, OWN_WAY):
            route = [step["position"] for step in raw[way][support]]
            if route[-1] != last:
                found.append(Problem(_FILE, f"{way}.{support}", f"an end in {route[-1]}", f"an end in {last}"))
            if support == OWN_WAY:
                found += [
                    Problem(_FILE, f"{way}.{support}", position, " - ".join(sorted(_OWN_POSITIONS)))
                    for position in route
                    if position not in _OWN_POSITIONS
                ]
                continue
            for before, after in pairwise(route):
                if abs(TRANSITION_POSITIONS.index(before) - TRANSITION_POSITIONS.index(after)) > 1:
                    allowed = " - ".join(TRANSITION_POSITIONS)
                    found.append(Problem(_FILE, f"{way}.{support}", f"{before} straight to {after}", allowed))
    return found
