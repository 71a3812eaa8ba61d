"""The measures and tests by id, read from `measures.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Measure:
    """error: of one measurement. meaningful: the least change that matters; share: as a part of the first score.

    own_wording: the question is ours; otherwise only a total is entered by hand.
    """

    id: str
    name: str
    lowest: float
    highest: float
    lower_is_better: bool
    error: float
    meaningful: float
    own_wording: bool
    evidence: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class PhysicalTest:
    """A guided test of 4.2. seconds: it ends there. excluded: flags with which it is not offered."""

    id: str
    name: str
    unit: str
    view: str
    lower_is_better: bool
    meaningful: float
    excluded: frozenset[str]
    note: str
    evidence: str
    seconds: int | None = None
    best_of: int = 1
    per_side: bool = False


def _data() -> dict[str, list[dict[str, object]]]:
    text = files("steadyback.outcomes").joinpath("measures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_measures() -> Mapping[str, Measure]:
    return MappingProxyType({str(row["id"]): Measure(**row) for row in _data()["measure"]})  # type: ignore[arg-type]


@cache
def load_physical_tests() -> Mapping[str, PhysicalTest]:
    """Every test by id."""
    found = {}
    for row in _data()["test"]:
        excluded = row["excluded"]
        assert isinstance(excluded, list)
        found[str(row["id"])] = PhysicalTest(**{**row, "excluded": frozenset(excluded)})  # type: ignore[arg-type]
    return MappingProxyType(found)


def offered_tests(flags: frozenset[str]) -> tuple[PhysicalTest, ...]:
    """The tests that may be offered with these flags, in the order of the file."""
    return tuple(test for test in load_physical_tests().values() if not test.excluded & flags)
