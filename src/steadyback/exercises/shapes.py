"""The shapes of values in a file of the catalogue: what may stand where. Unknown keys are refused.

A shape yields every problem it finds, not only the first. Values are what `tomllib` gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from steadyback.exercises import vocabulary as words
from steadyback.exercises.problem import Problem, shown


class Shape(Protocol):
    """Something that knows what a value may be."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a name: not empty, no line break, no blank at either end, at most `longest` characters."""

    longest: int = 300

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        allowed = f"text of 1 to {self.longest} characters on one line, no blank at either end"
        if not isinstance(value, str) or not value.strip() or value != value.strip() or "\n" in value:
            yield Problem(file, key, shown(value), allowed)
        elif len(value) > self.longest:
            yield Problem(file, key, f"{len(value)} characters ({shown(value, 50)})", allowed)


@dataclass(frozen=True, slots=True)
class Word:
    """One of a fixed list of words."""

    allowed: tuple[str, ...]

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in self.allowed:
            yield Problem(file, key, shown(value), ", ".join(self.allowed))


@dataclass(frozen=True, slots=True)
class Identifier:
    """A lower-case name of letters, digits and underscores."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not value.isascii() or not value.isidentifier() or value != value.lower():
            yield Problem(file, key, shown(value), "lower-case letters, digits and underscores, starting with a letter")


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high` (so never infinite, never NaN); with `whole`, without a fraction."""

    low: float
    high: float
    whole: bool = False

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        kinds = (int,) if self.whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high:
            what = "a whole number" if self.whole else "a number"
            yield Problem(file, key, shown(value), f"{what} from {self.low:g} to {self.high:g}")


@dataclass(frozen=True, slots=True)
class Truth:
    """true or false."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(file, key, shown(value), "true or false")


@dataclass(frozen=True, slots=True)
class Threshold:
    """The value of a fault rule: a finite number, true or false, or a word."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if isinstance(value, bool) or (isinstance(value, str) and value.isidentifier()):
            return
        yield from Number(-1000, 1000).problems(value, file, key)


@dataclass(frozen=True, slots=True)
class Evidenced:
    """Evidence letters, alone or joined by a stroke; `n/a` where there is nothing to support."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if value == "n/a":
            return
        if not isinstance(value, str) or not set(value.split("/")) <= set(words.EVIDENCE_LETTERS):
            yield Problem(file, key, shown(value), f"{', '.join(words.EVIDENCE_LETTERS)}, joined by /, or n/a")


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of `fewest` to `most` values of one shape, none of them twice where `unique`."""

    item: Shape
    fewest: int = 0
    most: int = 40
    unique: bool = True

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, list) or not self.fewest <= len(value) <= self.most:
            yield Problem(file, key, shown(value), f"a list of {self.fewest} to {self.most} entries")
            return
        for index, item in enumerate(value):
            yield from self.item.problems(item, file, f"{key}[{index}]")
            if self.unique and item in value[:index]:
                yield Problem(file, f"{key}[{index}]", f"{shown(item)} a second time", "each entry once")


@dataclass(frozen=True, slots=True)
class Range:
    """Two numbers, the lower one first."""

    number: Number

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        pair = ListOf(self.number, 2, 2, unique=False)
        found = list(pair.problems(value, file, key))
        yield from found
        if not found and value[0] > value[1]:
            yield Problem(file, key, shown(value), "the lower number first")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the keys in `required`, perhaps those in `optional`, and no others."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(file, key or "file", shown(value), f"a table with {', '.join(self.required)}")
            return
        prefix = f"{key}." if key else ""
        for name, shape in self.required.items():
            if name not in value:
                yield Problem(file, f"{prefix}{name}", "nothing", "this key is required")
            else:
                yield from shape.problems(value[name], file, f"{prefix}{name}")
        for name, item in value.items():
            if name in self.optional:
                yield from self.optional[name].problems(item, file, f"{prefix}{name}")
            elif name not in self.required:
                yield Problem(file, f"{prefix}{name}", "an unknown key", ", ".join([*self.required, *self.optional]))


@dataclass(frozen=True, slots=True)
class Entries:
    """A table whose keys have one shape and whose values have another."""

    name: Shape
    item: Shape

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(file, key, shown(value), "a table")
            return
        for name, item in value.items():
            yield from self.name.problems(name, file, f"{key}.{name}")
            yield from self.item.problems(item, file, f"{key}.{name}")
