"""A person's weeks written down by hand: days with sessions done as planned, to be changed by one thing at a time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from steadyback.exercises import load_catalogue
from steadyback.programme.amounts import DOSED_SLOTS, Amounts
from steadyback.programme.course import amounts_of, begin, close_day, open_day
from steadyback.programme.course_state import Course
from steadyback.programme.screening import evaluate, load_screening
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.history import Circumstances, DayFacts, ExerciseResult, History, TrainingSession, WeeklyAnswers
from steadyback.records.plan import PlannedSession, Preferences
from steadyback.records.screening import Answer, Baseline, ScreeningAnswers

MONDAY = date(2028, 2, 7)
DAY = timedelta(days=1)
BASELINE = Baseline(pain_average=4, pain_rest=2, pain_worst=6, settle_h=12, rmdq=8, active_min_per_week=100)
LONG = Preferences(session_minutes=120)


def circumstances(
    *,
    limits: ClearanceLimits | None = None,
    baseline: Baseline = BASELINE,
    yes: tuple[str, ...] = (),
    facts: Mapping[str, Any] = {},
    preferences: Preferences = LONG,
    **more: Any,
) -> Circumstances:
    answers = dict.fromkeys(load_screening().items, Answer.NO) | {"E13": Answer.YES, "C07": Answer.YES}
    answers |= dict.fromkeys(yes, Answer.YES)
    known = {"year_of_birth": 1985, "first_episode": "no", "pain_began": "longer", "pregnancy_gate": "no"}
    outcome = evaluate(ScreeningAnswers(answers, {**known, **facts}), MONDAY)
    return Circumstances(
        outcome=outcome,
        baseline=baseline,
        year_of_birth=1985,
        limits=limits or ClearanceLimits(),
        preferences=preferences,
        screened=True,
        **more,
    )


class Weeks:
    """Live day by day. Whatever is planned is done well and felt light, unless a day says otherwise."""

    def __init__(self, now: Circumstances | None = None, on: date = MONDAY) -> None:
        self.first = now or circumstances()
        self.course: Course = begin(self.first, on, load_catalogue())
        self.next = on
        self.days: list[DayFacts] = []
        self.decisions: list[Any] = []
        self.amounts: Amounts = amounts_of(self.course)

    def day(
        self,
        train: bool = True,
        morning: int | None = 3,
        change: Callable[[ExerciseResult], ExerciseResult] = lambda one: one,
        session: Callable[[TrainingSession], TrainingSession] = lambda one: one,
        **facts: Any,
    ) -> None:
        on, self.next = self.next, self.next + DAY
        if not self.days:
            facts.setdefault("circumstances", self.first)
        day = DayFacts(on, morning=morning, **facts)
        open_day(self.course, day)
        self.amounts = amounts_of(self.course)
        self.decisions += self.course.decisions
        if train:
            done = [session(done_well(one, change)) for one in self.planned(on)]
            day = replace(day, sessions=tuple(done))
        close_day(self.course, day)
        self.days.append(day)

    def planned(self, on: date) -> tuple[PlannedSession, ...]:
        course, now = self.course, self.course.circumstances
        week = build_week(
            starts_on=course.week.starts_on,
            level=0,
            flags=now.outcome.flags,
            baseline=course.baseline,
            preferences=now.preferences,
            limits=now.limits,
            catalogue=course.catalogue,
            amounts=self.amounts,
        )
        return week.days[(on - course.week.starts_on).days].sessions

    def weeks(self, count: int, *, pain: int | None = 4, train: bool = True, **day: Any) -> "Weeks":
        """Whole weeks, the weekly questions answered on the last day of each."""
        for _ in range(count):
            for weekday in range(7):
                facts = dict(day)
                if weekday == 6 and pain is not None:
                    facts["weekly"] = WeeklyAnswers(pain_average=pain, function=4.0)
                self.day(train, **facts)
        return self

    def history(self) -> History:
        return History(self.days[0].on, tuple(self.days))

    def of(self, subject: str) -> list[Any]:
        return [one for one in self.decisions if one.subject == subject]


def done_well(planned: PlannedSession, change: Callable[[ExerciseResult], ExerciseResult]) -> TrainingSession:
    if planned.kind == "cardio":
        minutes = next(one.dose.minutes for one in planned.exercises if one.slot == "cardio")
        return TrainingSession("cardio", minutes, pain_before=3, effort=4)
    results = [
        ExerciseResult(one.exercise_id, one.slot, "full", one.dose.sets, one.dose.reps, 0, 4, 3, steady=True)
        for one in planned.exercises
        if one.slot in DOSED_SLOTS
    ]
    return TrainingSession("strength", planned.minutes, pain_before=3, exercises=tuple(change(one) for one in results))
