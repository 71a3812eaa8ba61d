"""The guided tests of 4.2: what they are, who may not do one today, and how each is led."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from steadyback.exercises import Catalogue
from steadyback.records.clearance import ClearanceLimits, GateDecision
from steadyback.records.reasons import Reason

NPRS = range(11)
SIDES = ("left", "right")
_READY_S = 5


@dataclass(frozen=True, slots=True)
class End:
    """One way in which a test can end: a code that is kept, and the sentence that people choose."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class PhysicalTest:
    """One test, as `physical_tests.toml` explains its fields. prepare: what is said before it. adapted: the help that
    makes it a test of its own ("I used my arms"), or "". by_hand: why a camera does not take it over, or "".
    least_level: from which level of the programme it is offered.
    """

    id: str
    name: str
    unit: str
    view: str
    measured: str
    highest: float
    lower_is_better: bool
    error: float
    excluded: frozenset[str]
    like: tuple[str, ...]
    needs: str
    evidence: str
    prepare: tuple[str, ...]
    ends: tuple[End, ...]
    unless_someone: frozenset[str] = frozenset()
    seconds: int | None = None
    best_of: int = 1
    rest_s: int = 0
    per_side: bool = False
    least_level: int = 0
    adapted: str = ""
    each_side: str = ""
    by_hand: str = ""
    loinc: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        return SIDES if self.per_side else ("",)


@dataclass(frozen=True, slots=True)
class GuidedStep:
    """One step of a test. kind: "say", "ready" (counted down), "measure", "rest", "enter" (value and how it ended).

    seconds is None where the person goes on by themselves; for "measure" it is when it ends at the latest. attempt
    counts from 1.
    """

    kind: str
    text: str = ""
    seconds: int | None = None
    side: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class DayOfTest:
    """What decides about a test today. pain_now is NPRS, None when not told; pain_limit the limit of 3.6 with it.

    flags: the person's, with the computed ones. in_flare, ill: the programme's day. someone_there: somebody stands by.
    """

    gate: GateDecision
    flags: frozenset[str]
    level: int
    pain_now: int | None
    pain_limit: int
    limits: ClearanceLimits = field(default_factory=ClearanceLimits)
    in_flare: bool = False
    ill: bool = False
    someone_there: bool = False


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("steadyback.outcomes").joinpath("physical_tests.toml").read_text(encoding="utf-8"))


@cache
def load_physical_tests() -> Mapping[str, PhysicalTest]:
    """Every test by id, in the order of the file."""
    return MappingProxyType({row["id"]: _read(row) for row in _data()["test"]})


def _read(row: Mapping[str, Any]) -> PhysicalTest:
    return PhysicalTest(
        **{
            **row,
            "excluded": frozenset(row["excluded"]) | frozenset(_data()["never_with"]),
            "unless_someone": frozenset(row.get("unless_someone", ())),
            "like": tuple(row["like"]),
            "prepare": tuple(row["prepare"]),
            "ends": tuple(End(**end) for end in row["ends"]),
        }
    )


def why_not_today(today: DayOfTest) -> tuple[Reason, ...]:
    """Why nobody should test anything today: the gate, illness, a flare-up, pain. Empty when a test may be done."""
    if not today.gate.is_open:
        return today.gate.reasons
    found = []
    if today.ill:
        found.append(Reason("S-03"))
    if today.in_flare:
        found.append(Reason("F-02"))
    if today.pain_now is None or today.pain_now not in NPRS:
        found.append(Reason("P14", {"pain": today.pain_now}))
    elif today.pain_now > today.pain_limit:
        found.append(Reason("M-04", {"p": today.pain_now, "limit": today.pain_limit}))
    return tuple(found)


def why_not_test(test: PhysicalTest, today: DayOfTest, catalogue: Catalogue) -> tuple[Reason, ...]:
    """Everything against one test today; empty when it may be offered. What is not known counts against it."""
    exercises = [catalogue[name] for name in test.like]
    against = test.excluded.union(*(one.contra_flags for one in exercises))
    if not today.someone_there:
        against |= test.unless_someone
    found = [Reason("1.6", {"flag": flag}) for flag in sorted(against & today.flags)]
    ruled_out = today.limits.excluded_exercises & set(test.like)
    found += [Reason("G-03.limits", {"excluded": name}) for name in sorted(ruled_out)]
    positions = today.limits.excluded_positions
    if any(positions.issuperset(one.positions) for one in exercises):
        found.append(Reason("G-03.limits", {"positions": ",".join(sorted(positions))}))
    if today.limits.no_loaded_bending and test.id == "fingertip_to_floor":
        found.append(Reason("G-03.limits", {"no_loaded_bending": True}))
    if today.level < test.least_level:
        found.append(Reason("4.2.level", {"level": today.level, "from": test.least_level}))
    return (*why_not_today(today), *found)


def offered_tests(today: DayOfTest, catalogue: Catalogue) -> tuple[PhysicalTest, ...]:
    """The tests that may be done today, in the order of the file."""
    return tuple(test for test in load_physical_tests().values() if not why_not_test(test, today, catalogue))


def steps_of(test: PhysicalTest) -> tuple[GuidedStep, ...]:
    """How a test is led, complete from the first word to the value that is entered."""
    return tuple(_steps(test))


def _steps(test: PhysicalTest) -> Iterator[GuidedStep]:
    yield GuidedStep("say", test.needs)
    for text in test.prepare:
        yield GuidedStep("say", text)
    first = True
    for side in test.sides:
        for attempt in range(1, test.best_of + 1):
            if not first and test.rest_s:
                yield GuidedStep("rest", seconds=test.rest_s, side=side, attempt=attempt)
            first = False
            if test.measured != "value":
                yield GuidedStep("ready", seconds=_READY_S, side=side, attempt=attempt)
            yield GuidedStep("measure", seconds=test.seconds, side=side, attempt=attempt)
            yield GuidedStep("enter", side=side, attempt=attempt)


@dataclass(frozen=True, slots=True)
class TypicalRange:
    """What is usual at an age: shown as a range, never as pass or fail. low and high are the same for a mean."""

    low: float
    high: float


def typical_range(test: str, age: int | None, sex: str | None = None) -> TypicalRange | None:
    """The typical range at an age; None where none is known. Without the sex it spans what both have."""
    found = []
    for row in _data()["typical"]:
        if row["test"] != test or age is None or not row["ages"][0] <= age <= row["last_age"]:
            continue
        if sex is not None and row.get("sex", sex) != sex:
            continue
        at = max(place for place, from_age in enumerate(row["ages"]) if from_age <= age)
        found.append((row["low"][at], row["high"][at]))
    if not found:
        return None
    return TypicalRange(min(low for low, _ in found), max(high for _, high in found))
