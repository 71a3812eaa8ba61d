"""What a person answered at screening, and what follows from it (specification 1, amendments 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from steadyback.records.reasons import Reason, Value


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    PREFER_NOT = "prefer_not"


class Disposition(StrEnum):
    """Ordered from least to most cautious; compare with `severity`."""

    CLEAR = "CLEAR"
    CAUTION = "CAUTION"
    CLINICIAN_FIRST = "CLINICIAN_FIRST"
    EMERGENCY = "EMERGENCY"

    @property
    def severity(self) -> int:
        return tuple(Disposition).index(self)


class Urgency(StrEnum):
    NOW = "now"
    SAME_DAY = "same_day"
    DAYS = "days"
    FOURTEEN_DAYS = "within_14_days"


@dataclass(frozen=True, slots=True)
class ScreeningAnswers:
    """Everything a person told us at screening.

    answers: item id (A01 ... E17) -> answer. A missing id is unanswered.
    facts: follow-up facts by key, as the screening data file names them (year_of_birth, pregnancy_weeks, A01.when,
    E10.KNEE_KNEEL ...). Values are plain; dates are ISO strings.
    sliders: Y01 ... Y07 -> 0 to 10.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    sliders: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concern:
    """One finding that needs somebody: an item or rule id, how serious, how soon, and since when."""

    rule: str
    disposition: Disposition
    urgency: Urgency | None
    raised_on: date


@dataclass(frozen=True, slots=True)
class ScreeningOutcome:
    """What screening found. `complete` is false while a required answer is missing: then no programme.

    flags are the caution flags for exercise selection. yellow_over lists sliders beyond their talk-about threshold.
    notes are codes of advice to show (support_line, axspa_advice, balance_work, pelvic_health_physio ...).
    """

    complete: bool
    disposition: Disposition
    urgency: Urgency | None
    concerns: tuple[Concern, ...]
    flags: frozenset[str]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    postponed: bool = False
    yellow_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """Pain, function and activity for PL-01 and PL-02. None means not answered: the most cautious branch.

    Pain is NPRS 0-10 over the last 7 days; settle_h hours until a rise settles; rmdq a total 0-24 entered by hand;
    activities up to three own activities with their difficulty 0-10; active_min_per_week moderate minutes.
    """

    pain_average: int | None = None
    pain_rest: int | None = None
    pain_worst: int | None = None
    settle_h: float | None = None
    rmdq: int | None = None
    activities: tuple[tuple[str, int], ...] = ()
    active_min_per_week: int | None = None
