"""Reads the angle definitions, which are data (`angle_definitions.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

SIGNS: Final = ("none", "ventral", "outward", "down", "up")
REFERENCES: Final = ("horizontal", "vertical", "forward", "thigh")
SIDED_POINTS: Final = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
KEYS: Final = {"first", "second", "against", "less", "sign", "per_side", "meaning"}


class AngleDefinitionError(ValueError):
    """A definition is not usable; the message names the angle, the key, what was found and what is allowed."""


@dataclass(frozen=True, slots=True)
class AngleDefinition:
    """One angle: two directions, or one against a reference. Exactly one of `second` and `against` is given.

    `less` only with the reference "thigh": a rise that is taken off before the angle is made.
    """

    name: str
    first: tuple[str, str]
    second: tuple[str, str] | None
    against: str | None
    sign: str
    per_side: bool
    meaning: str
    less: tuple[str, str] | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """The points that have to be seen, without repeats."""
        return tuple(dict.fromkeys(self.first + (self.second or ()) + (self.less or ())))


@cache
def load_definitions() -> Mapping[str, AngleDefinition]:
    """All angle definitions by name. Raises AngleDefinitionError on the first unusable one."""
    text = resources.files(__package__).joinpath("angle_definitions.toml").read_text("utf-8")
    return {name: parse_definition(name, entry) for name, entry in tomllib.loads(text).items()}


def parse_definition(name: str, entry: Mapping[str, object]) -> AngleDefinition:
    if unknown := entry.keys() - KEYS:
        raise AngleDefinitionError(f"{name}: unknown key {sorted(unknown)[0]!r}, allowed are {', '.join(sorted(KEYS))}")
    if ("second" in entry) == ("against" in entry):
        raise AngleDefinitionError(f"{name}: needs either `second` or `against`")
    against = entry.get("against")
    if against is not None and against not in REFERENCES:
        raise AngleDefinitionError(f"{name}.against: {against!r}, allowed are {', '.join(REFERENCES)}")
    sign = entry.get("sign")
    if sign not in SIGNS:
        raise AngleDefinitionError(f"{name}.sign: {sign!r}, allowed are {', '.join(SIGNS)}")
    per_side, meaning = entry.get("per_side"), entry.get("meaning")
    if not isinstance(per_side, bool) or not isinstance(meaning, str):
        raise AngleDefinitionError(f"{name}: needs `per_side` (true or false) and `meaning` (a sentence)")
    second = direction(name, "second", entry["second"]) if "second" in entry else None
    first = direction(name, "first", entry.get("first"))
    if "less" in entry and against != "thigh":
        raise AngleDefinitionError(f'{name}.less: only goes with the reference "thigh"')
    less = direction(name, "less", entry["less"]) if "less" in entry else None
    return AngleDefinition(name, first, second, str(against) if against else None, str(sign), per_side, meaning, less)


def direction(name: str, key: str, found: object) -> tuple[str, str]:
    if isinstance(found, list) and len(found) == 2 and all(map(is_point, found)):
        return (found[0], found[1])
    raise AngleDefinitionError(f"{name}.{key}: {found!r}, expected two of {', '.join(SIDED_POINTS)}, or mid_ of one")


def is_point(found: object) -> bool:
    if not isinstance(found, str):
        return False
    return any(found.removeprefix(prefix) in SIDED_POINTS for prefix in ("", "mid_", "left_", "right_"))
