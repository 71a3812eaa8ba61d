"""Measured outcomes: a total or score with its day and where it came from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Measurement:
    """One score. measure is an id of `outcomes/measures.toml`; source names who or what gave it, in free words."""

    measure: str
    on: date
    value: float
    source: str = ""


class MeasuredBy(StrEnum):
    """Who took the value of a guided test."""

    HAND = "hand"
    CLOCK = "clock"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class SightOfTest:
    """What a camera test has to carry (4.2): whether the view was right, which part was seen, and by which model."""

    view_was_right: bool
    tracked_share: float
    model: str


@dataclass(frozen=True, slots=True)
class PhysicalTestResult:
    """One guided test of one day. test is an id of `outcomes/measures.toml`; value in its unit; side "left", "right"
    or "" where there are none. tries: every attempt, the best of which counts. ended_by: a code of why it ended
    ("time", "limit", "pain" ...). adapted: done with help (arms used), so that it is compared with its like only.
    """

    test: str
    on: date
    value: float
    side: str = ""
    by: MeasuredBy = MeasuredBy.HAND
    tries: tuple[float, ...] = ()
    ended_by: str = ""
    adapted: bool = False
    pain_before: int | None = None
    pain_after: int | None = None
    sight: SightOfTest | None = None
