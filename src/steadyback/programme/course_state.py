"""Where the weeks of a person have led: what the fold over days carries from one day to the next."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from steadyback.exercises import Catalogue, Exercise, RepetitionDosage
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.dose_steps import Cardio, Work, base_cardio, top_work
from steadyback.programme.exercise_choice import Person
from steadyback.programme.flare import Flare, return_share
from steadyback.programme.pain_course import Finding
from steadyback.programme.rules import whole
from steadyback.programme.weekly_plan import person_for, training_level
from steadyback.records.decisions import Decision, Referral
from steadyback.records.history import Circumstances, DayFacts, LegSymptoms, TrainingSession
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline

WEEK = timedelta(days=7)


@dataclass(slots=True)
class ExerciseCourse:
    """One exercise over the weeks. `work` is its whole dose; `met` counts good sessions in a row at it.

    before: the dose before the last rise, until a session at the new one has settled. done: the last dose done in
    full. single: repetitions when it had one set less. quota: repetitions in quota mode, 0 while it is being found.
    """

    work: Work
    since: date
    met: int = 0
    stops: int = 0
    before: Work | None = None
    done: Work | None = None
    single: int | None = None
    forms: list[float] = field(default_factory=list)
    quota: int = 0
    tolerated: list[int] = field(default_factory=list)
    missed: int = 0
    because: tuple[Reason, ...] = ()


@dataclass(slots=True)
class CardioCourse:
    dose: Cardio
    since: date
    before: Cardio | None = None
    done_this_week: list[TrainingSession] = field(default_factory=list)
    mornings: list[Finding] = field(default_factory=list)
    lowered_on: date | None = None
    tolerated: list[int] = field(default_factory=list)
    quota: int = 0
    missed: int = 0
    because: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Week:
    """The week that runs: what it began with and what has happened in it."""

    starts_on: date
    number: int = 1
    total: int = 0
    sessions: int = 0
    lowered: bool = False
    deload: bool = False
    own_step: str = ""


@dataclass(slots=True)
class Course:
    """The state of one person's programme. Folded day by day; the same facts give the same state."""

    begun_on: date
    today: date
    catalogue: Catalogue
    circumstances: Circumstances
    level: int
    level_reasons: tuple[Reason, ...]
    week: Week
    cardio: CardioCourse
    strength_days: int
    stretch_level: int
    functional: bool
    baseline: Baseline
    exercises: dict[str, ExerciseCourse] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    undosed: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    pending: DayFacts | None = None
    mornings: list[tuple[date, int]] = field(default_factory=list)
    before_sessions: list[tuple[date, int]] = field(default_factory=list)
    readings: dict[date, int] = field(default_factory=dict)
    weekly: list[tuple[date, float]] = field(default_factory=list)
    weekly_pain: Finding | None = None
    weekly_pain_on: date | None = None
    function: float | None = None
    first_pain: int | None = None
    rmdq: list[float] = field(default_factory=list)
    leg: LegSymptoms | None = None
    sliders: dict[str, int] = field(default_factory=dict)
    sliders_since: date | None = None
    last_on: dict[str, date] = field(default_factory=dict)
    training_weeks: int = 0
    lowered_weeks: int = 0
    top_since: date | None = None
    flare: Flare | None = None
    flares: list[date] = field(default_factory=list)
    after_flare: dict[str, int] = field(default_factory=dict)
    referrals: list[Referral] = field(default_factory=list)
    rescreen: Reason | None = None
    screened_on: date | None = None
    waiting: tuple[str, ...] = ()
    opened: bool = False
    filled: object = None
    decisions: list[Decision] = field(default_factory=list)

    @property
    def level_today(self) -> int:
        """The level as irritability and the specialist allow it today."""
        return training_level(self.level, self.baseline, self.circumstances.limits)[0]

    @property
    def person(self) -> Person:
        now = self.circumstances
        return person_for(self.level_today, now.outcome.flags, self.baseline, now.preferences, now.limits)

    @property
    def is_quota(self) -> bool:
        """PL-06: set by a clinician, or two sliders over their threshold at screening."""
        now = self.circumstances
        return now.quota_set or len(now.outcome.yellow_over) >= whole("PL-06.sliders")

    def top(self, exercise: Exercise) -> Work:
        """The most of an exercise that the level and the specialist allow today."""
        return top_work(dosage_of(exercise), self.level_today, self.circumstances.limits.highest_level)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The functional slot comes as a step of its own when level 1 is reached, as does what waits (amendments 4)."""
        return (*(() if self.functional else ("functional",)), *self.waiting)

    def dosed(self) -> list[tuple[str, str, ExerciseCourse]]:
        """Slot, exercise id and course of everything that grows, in the order of the slots."""
        return [
            (slot, self.slots[slot], self.exercises[self.slots[slot]]) for slot in DOSED_SLOTS if slot in self.slots
        ]

    @property
    def standing(self) -> dict[str, str]:
        """Every exercise of a session by its slot, also stretches and mobility, which no step makes more."""
        return {**self.slots, **self.undosed}

    def chosen_undosed(self) -> list[tuple[str, str]]:
        """Slot and exercise of the stretches and mobility that the person chose, in the order of their names."""
        return sorted((slot, name) for slot, name in self.choices.items() if self.undosed.get(slot) == name)

    def total(self) -> int:
        return sum(course.work.volume for _, _, course in self.dosed())

    def share(self, kind: str) -> float | None:
        """F-04: the share of the dose that a return from a flare-up allows, None for the whole."""
        return return_share(self.after_flare.get(kind))

    def gap(self, kind: str | None = None) -> int:
        """Whole days since the last training, of a kind or of any; before the first since the beginning."""
        days = [self.last_on[one] for one in self.last_on if kind in (None, one)]
        return (self.today - max(days, default=self.begun_on)).days

    def open_referrals(self) -> list[Referral]:
        return [one for one in self.referrals if one.is_open]

    def raise_referral(self, found: Referral | None) -> None:
        """Keep a referral, once while it is open."""
        if found is not None and all(one.rule != found.rule for one in self.open_referrals()):
            self.referrals.append(found)

    def close_referrals(self) -> None:
        """A clinician acted, or a full screening was done (3.10). Nothing else closes one."""
        self.referrals = [replace(one, closed_on=one.closed_on or self.today) for one in self.referrals]


def dosage_of(exercise: Exercise) -> RepetitionDosage:
    if not isinstance(exercise.dosage, RepetitionDosage):
        raise ValueError(f"{exercise.id} is counted in minutes")
    return exercise.dosage


def cardio_of(level: int, today: date) -> CardioCourse:
    return CardioCourse(base_cardio(level), today)
