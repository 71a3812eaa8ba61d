"""What happened over the weeks, as dated facts: everything from which the programme derives the plan of a day.

None always means not told. Pain and effort are 0-10, amounts as they were led, repetitions per side.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from steadyback.records.clearance import ClearanceLimits
from steadyback.records.plan import Preferences
from steadyback.records.screening import Baseline, ScreeningOutcome


class Mark(StrEnum):
    """Something that a person says of a whole day."""

    FLARE = "flare"
    ILL = "ill"
    AWAY = "away"


class LegSymptoms(StrEnum):
    """Pain or tingling below the knee, compared with the beginning."""

    NONE = "none"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One exercise of a session. done is "full", "part", "skipped", "stopped" or "not_reached".

    sets and reps are what was led; hold_share is the mean hold as a share of its target. form is 0-1 by the camera,
    steady the person's own word where there was none. eased: an easier version was taken.
    """

    exercise_id: str
    slot: str
    done: str
    sets: int = 0
    reps: int = 0
    repetitions: int = 0
    effort: int | None = None
    reps_left: int | None = None
    hold_share: float | None = None
    form: float | None = None
    steady: bool | None = None
    eased: bool = False


@dataclass(frozen=True, slots=True)
class TrainingSession:
    """One session that is over, guided or elsewhere. gentle: led by S-05. rules: of everything it was decided by."""

    kind: str
    minutes: int
    guided: bool = True
    gentle: bool = False
    finished: bool = True
    pain_before: int | None = None
    pain_max: int | None = None
    effort: int | None = None
    rules: frozenset[str] = frozenset()
    exercises: tuple[ExerciseResult, ...] = ()


@dataclass(frozen=True, slots=True)
class StartCheck:
    """The seven taps and the pain before a session, with the rules that decided."""

    pain_before: int | None
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WeeklyAnswers:
    """The six weekly questions (specification 3.1). function is the mean difficulty of the person's own activities.

    sure_of_moving is Y01, low_or_worried Y04, sessions_felt 0 (too much) to 10 (fine). leg is asked of those who
    have pain or tingling below the knee.
    """

    pain_average: int | None = None
    pain_worst: int | None = None
    function: float | None = None
    sure_of_moving: int | None = None
    low_or_worried: int | None = None
    sessions_felt: int | None = None
    leg: LegSymptoms | None = None


@dataclass(frozen=True, slots=True)
class MovedDay:
    """What is planned for two days of one week changes places (PL-04). Both are the day on which this is told or later.

    It lasts for that week. Telling the same again moves it back.
    """

    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class ChosenDose:
    """A dose that was chosen for a slot: sets and repetitions of this exercise, or minutes where the slot is cardio."""

    exercise_id: str = ""
    sets: int = 0
    reps: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is true of a person from a day on: health answers, limits, choices.

    screened: this is a full screening of that day. quota_set: a clinician set quota mode (PL-06).
    sliders are the yellow-flag answers, Y01 ... Y07.
    """

    outcome: ScreeningOutcome
    baseline: Baseline
    year_of_birth: int | None
    limits: ClearanceLimits = field(default_factory=ClearanceLimits)
    preferences: Preferences = field(default_factory=Preferences)
    sliders: Mapping[str, int] = field(default_factory=dict)
    quota_set: bool = False
    screened: bool = False


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything told on one of the person's own calendar days.

    measures: entered totals by code ("rmdq"). choices: slot -> the exercise that the person or trainer swapped in.
    doses: slot -> the dose that was chosen for it. order: the slots of the strength exercises in the order that was
    chosen, empty when nothing was said of it.
    moved: days that changed places, in the order in which it was told. reviewed: a clinician looked at the open
    referrals.
    """

    on: date
    circumstances: Circumstances | None = None
    morning: int | None = None
    checks: tuple[StartCheck, ...] = ()
    sessions: tuple[TrainingSession, ...] = ()
    weekly: WeeklyAnswers | None = None
    marks: frozenset[Mark] = frozenset()
    measures: Mapping[str, float] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    doses: Mapping[str, ChosenDose] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    moved: tuple[MovedDay, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The facts of a person from the day the programme began. Days without facts may be missing."""

    begun_on: date
    days: tuple[DayFacts, ...]
