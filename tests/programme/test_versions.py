"""Plans as versions: the same history gives the same plan, and a corrected entry says what follows from it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lived_weeks import DAY, MONDAY, Weeks, circumstances

from steadyback.exercises import load_catalogue
from steadyback.programme.versions import HistoryError, differences, follow, week_of
from steadyback.records.clearance import ClearanceLimits, GateDecision, GateStatus
from steadyback.records.codec import to_json
from steadyback.records.history import (
    DayFacts,
    ExerciseResult,
    History,
    LegSymptoms,
    Mark,
    StartCheck,
    TrainingSession,
    WeeklyAnswers,
)
from steadyback.records.plan import WeeklyPlan
from steadyback.records.reasons import Reason

OPEN = GateDecision(GateStatus.OPEN, (Reason("G-05"),))
CATALOGUE = load_catalogue()


def plan_of(history: History, today: date) -> WeeklyPlan:
    plan = week_of(follow(history, today, CATALOGUE), gate=OPEN)
    assert plan is not None
    return plan


def test_the_fold_gives_what_living_day_by_day_gave() -> None:
    lived = Weeks().weeks(5)
    programme = follow(lived.history(), lived.days[-1].on, CATALOGUE)
    assert programme.decisions == tuple(lived.decisions)
    assert programme.versions[-1].amounts == lived.amounts


def test_p13_the_same_history_gives_byte_identical_plans() -> None:
    history = Weeks().weeks(4).history()
    once = json.dumps(to_json(plan_of(history, history.days[-1].on)))
    again = json.dumps(to_json(plan_of(History(history.begun_on, tuple(history.days)), history.days[-1].on)))
    assert once == again


def test_p13_the_plan_of_a_date_does_not_change_when_time_goes_on() -> None:
    lived = Weeks().weeks(4)
    then = lived.days[16].on
    early = History(lived.days[0].on, tuple(lived.days[:17]))
    assert plan_of(early, then) == plan_of(lived.history(), then)


@pytest.mark.parametrize("status", [one for one in GateStatus if one is not GateStatus.OPEN])
def test_p1_a_closed_gate_leaves_no_plan(status: GateStatus) -> None:
    programme = follow(Weeks().weeks(1).history(), MONDAY + DAY * 6, CATALOGUE)
    assert week_of(programme, gate=GateDecision(status, ())) is None
    assert week_of(programme, gate=None) is None


def test_days_that_are_over_keep_the_amounts_that_they_had() -> None:
    lived = Weeks().weeks(1)
    lived.day()
    lived.day()
    lived.day()
    programme = follow(lived.history(), lived.days[-1].on, CATALOGUE)
    week = week_of(programme, gate=OPEN)
    assert week is not None
    cardio = {one.on: session.minutes for one in week.days for session in one.sessions if session.kind == "cardio"}
    assert set(cardio.values()) == {22}
    lived.weeks(2)
    then = [week_of(follow(lived.history(), MONDAY + DAY * day, CATALOGUE), gate=OPEN) for day in (15, 16)]
    before, after = (
        [one for day in week.days for one in day.sessions if one.kind == "strength"] for week in then if week
    )
    assert after[0].exercises == before[0].exercises, "that day is over"
    assert after[-1].exercises != before[-1].exercises, "a step came in the evening of the first of the two days"


def test_a_corrected_morning_takes_back_what_followed_from_it_and_says_so() -> None:
    lived = Weeks().weeks(1)
    lived.day()
    lived.day()
    lived.day(morning=8)
    lived.weeks(1)
    wrong = lived.history()
    right = History(wrong.begun_on, tuple(replace(day, morning=3) if day.morning == 8 else day for day in wrong.days))
    today = wrong.days[-1].on
    before, after = follow(wrong, today, CATALOGUE), follow(right, today, CATALOGUE)
    found = differences(before, after)
    assert found[0].on == lived.days[9].on
    assert "N-01" in {reason.rule for one in found[0].before for reason in one.reasons}
    assert "N-01" not in {reason.rule for one in found[0].after for reason in one.reasons}
    assert sum(work.volume for _, work in after.versions[-1].amounts.work) > sum(
        work.volume for _, work in before.versions[-1].amounts.work
    )
    assert differences(before, before) == ()


def test_every_version_has_a_day_and_a_reason_for_what_changed() -> None:
    programme = follow(Weeks().weeks(6).history(), MONDAY + DAY * 41, CATALOGUE)
    assert len(programme.versions) > 5
    assert all(version.decisions for version in programme.versions[1:])
    assert all(one.reasons for one in programme.decisions)


def test_ill_and_away_days_have_no_session() -> None:
    lived = Weeks()
    lived.day(train=False, marks=frozenset({Mark.ILL}))
    lived.day(train=False)
    lived.day(train=False, marks=frozenset({Mark.AWAY}))
    plan = plan_of(lived.history(), MONDAY)
    assert [bool(day.sessions) for day in plan.days] == [False, False, False, False, True, True, False]
    assert {"S-03", "3.8.away"} <= {reason.rule for reason in plan.reasons}
    well = plan_of(Weeks().weeks(1).history(), MONDAY)
    assert [bool(day.sessions) for day in well.days] == [True, True, True, False, True, True, False]


def test_p12_limits_take_away_and_add_no_more_of_anything() -> None:
    history = Weeks().weeks(4).history()
    limits = ClearanceLimits(frozenset({"bridge"}), frozenset(), 1, 3, True, True)
    first = replace(history.days[0], circumstances=circumstances(limits=limits))
    limited = History(history.begun_on, (first, *history.days[1:]))
    for offset in range(28):
        free = follow(history, MONDAY + DAY * offset, CATALOGUE).versions[-1].amounts
        tight = follow(limited, MONDAY + DAY * offset, CATALOGUE).versions[-1].amounts
        assert tight.level <= free.level
        assert tight.cardio_minutes <= free.cardio_minutes
        assert tight.cardio_days <= free.cardio_days
        assert sum(work.volume for _, work in tight.work) <= sum(work.volume for _, work in free.work)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ((), "health answers"),
        ((DayFacts(MONDAY),), "health answers"),
        ((DayFacts(MONDAY + DAY), DayFacts(MONDAY)), "in order"),
        ((DayFacts(MONDAY), DayFacts(MONDAY)), "in order"),
        ((DayFacts(MONDAY - DAY),), "before the beginning"),
    ],
)
def test_a_history_out_of_order_is_refused_with_a_sentence(days: tuple[DayFacts, ...], message: str) -> None:
    with pytest.raises(HistoryError, match=message):
        follow(History(MONDAY, days), MONDAY, CATALOGUE)


def test_a_day_before_the_beginning_has_no_plan() -> None:
    with pytest.raises(HistoryError, match="before the programme began"):
        follow(History(MONDAY, (DayFacts(MONDAY, circumstances()),)), MONDAY - DAY, CATALOGUE)


ODD = st.one_of(st.none(), st.integers(-3, 14))
RESULTS = st.builds(
    ExerciseResult,
    exercise_id=st.sampled_from(["bridge", "curl_up_reach", "sit_to_stand", "no_such_exercise"]),
    slot=st.sampled_from(["abdominal", "back", "functional"]),
    done=st.sampled_from(["full", "part", "stopped", "odd"]),
    sets=st.integers(0, 3),
    reps=st.integers(0, 14),
    repetitions=st.integers(0, 40),
    effort=ODD,
    reps_left=ODD,
    form=st.one_of(st.none(), st.floats(allow_nan=True)),
    steady=st.one_of(st.none(), st.booleans()),
)
SESSIONS = st.builds(
    TrainingSession,
    kind=st.sampled_from(["strength", "cardio", "stretch"]),
    minutes=st.integers(0, 200),
    guided=st.booleans(),
    gentle=st.booleans(),
    finished=st.booleans(),
    pain_before=ODD,
    effort=ODD,
    rules=st.frozensets(st.sampled_from(["M-01", "M-02", "M-04", "S-01", "zzz"]), max_size=2),
    exercises=st.lists(RESULTS, max_size=4).map(tuple),
)
WEEKLY = st.builds(
    WeeklyAnswers, ODD, ODD, st.one_of(st.none(), st.floats(allow_nan=True)), ODD, ODD, ODD,
    st.one_of(st.none(), st.sampled_from(LegSymptoms)),
)  # fmt: skip
ANY_DAY = st.fixed_dictionaries(
    {
        "morning": ODD,
        "sessions": st.lists(SESSIONS, max_size=2).map(tuple),
        "weekly": st.one_of(st.none(), WEEKLY),
        "checks": st.lists(st.builds(StartCheck, ODD, st.just(frozenset())), max_size=1).map(tuple),
        "marks": st.frozensets(st.sampled_from(Mark), max_size=1),
        "measures": st.dictionaries(st.just("rmdq"), st.floats(-5, 30), max_size=1),
        "reviewed": st.booleans(),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), ANY_DAY), max_size=25))
def test_p14_whatever_is_told_gives_a_plan_within_its_bounds(told: list[tuple[int, dict[str, object]]]) -> None:
    days, on = [DayFacts(MONDAY, circumstances())], MONDAY
    for wait, facts in told:
        on += DAY * (wait + 1)
        days.append(DayFacts(on, **facts))  # type: ignore[arg-type]
    programme = follow(History(MONDAY, tuple(days)), on, CATALOGUE)
    for version in programme.versions:
        amounts = version.amounts
        assert 0 <= amounts.level <= 3
        assert 5 <= amounts.cardio_minutes <= 30
        assert 3 <= amounts.cardio_days <= 5
        assert 2 <= amounts.strength_days <= 3
        assert all(1 <= work.sets <= 3 and 1 <= work.reps <= 15 for _, work in amounts.work)
    plan = week_of(programme, gate=OPEN)
    assert plan is not None
    person = programme.course.person
    for day in plan.days:
        for session in day.sessions:
            assert not any(person.why_not(CATALOGUE[one.exercise_id]) for one in session.exercises if day.on >= on)
