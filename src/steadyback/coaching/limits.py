"""The coach's own numbers, as data: `limits.toml` says each one's value, unit, evidence and where it comes from.

Angle bands and fault thresholds are not here: they stay in the exercise files with their evidence letters.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

UNITS: Final = ("deg", "torso", "share", "s", "picture", "frames", "times")
EVIDENCE: Final = ("E", "C", "D", "B")
"""Letters of the specification: E guideline or trial evidence, C consensus, D our default, B stated in the article."""


class LimitError(ValueError):
    """`limits.toml` is not as it has to be; the message says where."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One number. `source` is "default" where it is ours and awaits better, else what it was taken from."""

    id: str
    value: float
    unit: str
    evidence: str
    source: str
    meaning: str


@cache
def load_limits() -> Mapping[str, Limit]:
    """All limits by id ("room.name"). Raises LimitError for a file that is not as it has to be."""
    text = resources.files(__package__).joinpath("limits.toml").read_text("utf-8")
    return parse_limits(text)


def parse_limits(text: str) -> dict[str, Limit]:
    found = {}
    for room, entries in tomllib.loads(text).items():
        for name, entry in entries.items():
            at = f"{room}.{name}"
            if not isinstance(entry, list) or len(entry) != 5:
                raise LimitError(f"{at}: expected [value, unit, evidence, source, meaning]")
            value, unit, evidence, source, meaning = entry
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise LimitError(f"{at}: {value!r} is no number")
            if unit not in UNITS or evidence not in EVIDENCE:
                raise LimitError(f"{at}: unit {unit!r} or evidence {evidence!r} is unknown")
            if not all(isinstance(said, str) and said for said in (source, meaning)):
                raise LimitError(f"{at}: source and meaning have to be said")
            found[at] = Limit(at, float(value), unit, evidence, source, meaning)
    return found


def limit(at: str) -> float:
    """The value of one limit. Raises KeyError for an unknown id."""
    return load_limits()[at].value
