"""Live half a year by the rules, fold it again from its facts, and print every version of the plan as JSON."""

import hashlib
import json
import sys
from datetime import date, timedelta

from steadyback.exercises import load_catalogue
from steadyback.programme.course import begin, close_day, open_day
from steadyback.programme.course_state import Course
from steadyback.programme.screening import evaluate, load_screening
from steadyback.programme.versions import follow, week_of
from steadyback.records.clearance import ClearanceLimits, GateDecision, GateStatus
from steadyback.records.codec import to_json
from steadyback.records.history import (
    Circumstances,
    DayFacts,
    ExerciseResult,
    History,
    Mark,
    MovedDay,
    TrainingSession,
    WeeklyAnswers,
)
from steadyback.records.plan import Preferences
from steadyback.records.screening import Answer, Baseline, ScreeningAnswers

FIRST, DAY = date(2027, 9, 6), timedelta(days=1)
DAYS = 26 * 7
OPEN = GateDecision(GateStatus.OPEN, ())


def circumstances(limits: ClearanceLimits | None = None) -> Circumstances:
    answers = dict.fromkeys(load_screening().items, Answer.NO) | {"E13": Answer.YES, "C07": Answer.YES}
    facts = {"year_of_birth": 1985, "first_episode": "no", "pain_began": "longer", "pregnancy_gate": "no"}
    outcome = evaluate(ScreeningAnswers(answers | {"E11": Answer.YES}, facts), FIRST)
    baseline = Baseline(4, 2, 6, 12, 8, (("socks", 5), ("lifting", 6)), 100)
    return Circumstances(outcome, baseline, 1985, limits or ClearanceLimits(), Preferences(), screened=True)


def told(day: int) -> DayFacts:
    """A day in words of numbers: every seventh a week's answers, now and then a bad night, a flare-up, days away."""
    on = FIRST + DAY * day
    marks = {Mark.FLARE} if day == 60 else {Mark.AWAY} if 90 <= day < 99 else {Mark.ILL} if day == 130 else set()
    limits = ClearanceLimits(highest_level=2, excluded_exercises=frozenset({"bridge"})) if day == 140 else None
    now = circumstances(limits) if day in (0, 140) else None
    weekly = WeeklyAnswers(3 + (day // 7) % 2, 5, 4.0 - day / 90, 6, 4, 8) if day % 7 == 6 else None
    moved = (MovedDay(on, on + DAY * 2),) if day % 21 == 8 else ()
    choices = {"hip_lateral": "clamshell"} if day == 40 else {}
    morning = None if day % 17 == 5 else 6 if day % 41 == 9 else 2 + day % 2
    return DayFacts(on, now, morning, weekly=weekly, marks=frozenset(marks), choices=choices, moved=moved)


def done(course: Course, day: int) -> tuple[TrainingSession, ...]:
    if course.flare is not None or 90 <= day < 99:
        return ()
    if day % 7 in (0, 2, 5):
        return (TrainingSession("cardio", course.cardio.dose.minutes, pain_before=3, effort=4),)
    if day % 7 not in (1, 4):
        return ()
    results = tuple(
        ExerciseResult(
            name, slot, "full", one.work.sets, one.work.reps, one.work.volume, 4 + day % 3, 3,
            form=0.9 - 0.1 * (day % 4) if slot == "abdominal" else None, steady=True,
        )
        for slot, name, one in course.dosed()
    )  # fmt: skip
    return (TrainingSession("strength", 25, pain_before=3, exercises=results),)


def lived() -> History:
    course, days = begin(circumstances(), FIRST, load_catalogue()), []
    for day in range(DAYS):
        facts = told(day)
        open_day(course, facts)
        days.append(
            DayFacts(**{name: getattr(facts, name) for name in facts.__slots__} | {"sessions": done(course, day)})
        )
        close_day(course, days[-1])
    return History(FIRST, tuple(days))


def main() -> None:
    history = lived()
    programme = follow(history, history.days[-1].on, load_catalogue())
    week = week_of(programme, gate=OPEN)
    found = {
        "week": to_json(week),
        "versions": to_json(programme.versions),
        "decisions": to_json(programme.decisions),
        "referrals": to_json(programme.referrals),
    }
    text = json.dumps(found)
    summary = {"versions": len(programme.versions), "decisions": len(programme.decisions), "week": found["week"]}
    digest = hashlib.sha256(text.encode()).hexdigest()
    print(json.dumps({"python": list(sys.version_info[:2]), "sha256": digest, **summary}))


main()
