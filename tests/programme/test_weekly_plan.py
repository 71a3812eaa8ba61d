import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.exercises import FLOOR_POSITIONS, UPRIGHT_POSITIONS, Catalogue, load_catalogue
from steadyback.programme.screening import NOT_EXAMINED_FLAG
from steadyback.programme.weekly_plan import build_week, training_level
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import PlannedSession, Preferences, WeeklyPlan
from steadyback.records.screening import Baseline

Week = Callable[..., WeeklyPlan]
EASY = Baseline(pain_average=2, pain_rest=1, settle_h=0.5, rmdq=2, active_min_per_week=200)


def kinds(plan: WeeklyPlan) -> list[str]:
    return ["".join(one.kind[0].upper() for one in day.sessions) or "-" for day in plan.days]


def sessions(plan: WeeklyPlan) -> list[PlannedSession]:
    return [one for day in plan.days for one in day.sessions]


def test_a_week_of_level_one(week: Week) -> None:
    plan = week(level=1)
    assert kinds(plan) == ["C", "S", "C", "-", "S", "C", "-"]
    assert [day.on for day in plan.days] == [date(2026, 11, 23) + timedelta(days=offset) for offset in range(7)]
    walk = sessions(plan)[0].exercises[0]
    assert (walk.exercise_id, walk.dose.minutes, walk.dose.effort) == ("walk", 20, (3, 4))
    assert sessions(plan)[0].minutes == 20


@pytest.mark.parametrize(
    ("level", "cardio", "strength", "minutes"), [(0, 3, 2, 10), (1, 3, 2, 20), (2, 4, 2, 25), (3, 5, 3, 30)]
)
def test_the_weeks_of_the_levels(week: Week, level: int, cardio: int, strength: int, minutes: int) -> None:
    plan = week(level=level)
    found = [one.kind for one in sessions(plan)]
    assert (found.count("cardio"), found.count("strength")) == (cardio, strength)
    assert {one.exercises[0].dose.minutes for one in sessions(plan) if one.kind == "cardio"} == {minutes}


def test_on_a_day_with_both_cardio_comes_first(week: Week) -> None:
    both = [day for day in week(level=3).days if len(day.sessions) == 2]
    assert both
    assert all([one.kind for one in day.sessions] == ["cardio", "strength"] for day in both)


def test_the_week_begins_on_the_day_that_the_person_chose(week: Week) -> None:
    plan = week(preferences=Preferences(start_weekday=2))
    assert plan.days[2].sessions[0].kind == "cardio"
    assert kinds(plan) == ["C", "-", "C", "S", "C", "-", "S"]


def test_a_plan_that_starts_in_mid_week_keeps_the_persons_weekdays(week: Week) -> None:
    by_monday = dict(zip(range(7), kinds(week()), strict=True))
    plan = week(starts_on=date(2026, 11, 26))
    assert kinds(plan) == [by_monday[day.on.weekday()] for day in plan.days]


def test_chosen_days_are_kept_and_fewer_days_are_explained(week: Week) -> None:
    plan = week(preferences=Preferences(training_days=(1, 4)))
    assert [index for index, kind in enumerate(kinds(plan)) if kind != "-"] == [1, 4]
    assert "PL-04.days" in {reason.rule for reason in plan.reasons}


@pytest.mark.parametrize(
    ("level", "baseline", "limits", "expected", "rule"),
    [
        (2, EASY, {}, 2, None),
        (7, EASY, {}, 0, "P14"),
        (-1, EASY, {}, 0, "P14"),
        (2, Baseline(), {}, 0, "PL-01"),
        (3, EASY, {"highest_level": 1}, 1, "G-03.limits"),
        (3, EASY, {"highest_level": -2}, 0, "G-03.limits"),
        (1, EASY, {"highest_level": 3}, 1, None),
    ],
)
def test_the_level_is_only_ever_lowered(level: int, baseline: Any, limits: Any, expected: int, rule: Any) -> None:
    found, reasons = training_level(level, baseline, ClearanceLimits(**limits))
    assert found == expected
    assert [reason.rule for reason in reasons] == ([rule] if rule else [])


def test_computed_flags(week: Week) -> None:
    assert "NO_CLINICIAN_OK" in week().flags
    assert "NO_CLINICIAN_OK" not in week(limits=ClearanceLimits(tier_4_allowed=True)).flags
    assert "ACUTE_HIGH_IRRIT" in week(baseline=Baseline()).flags
    assert "ACUTE_HIGH_IRRIT" not in week().flags


def test_the_kind_of_cardio_is_the_persons(week: Week) -> None:
    bike = sessions(week(preferences=Preferences(cardio_kind="bike")))[0].exercises[0]
    assert (bike.exercise_id, bike.reasons[0].rule) == ("bike", "PL-05.preference")


def test_a_kind_that_is_not_right_is_replaced_and_explained(week: Week) -> None:
    plan = week(preferences=Preferences(cardio_kind="swim"), flags=frozenset({"SEIZURE"}))
    walk = sessions(plan)[0].exercises[0]
    assert (walk.exercise_id, walk.reasons[0].rule) == ("walk", "PL-05.instead")
    assert walk.replaces[0].exercise_id == "swim"
    assert walk.replaces[0].reasons[0].values == {"flag": "SEIZURE"}


def test_an_unexamined_leg_walks(week: Week) -> None:
    plan = week(preferences=Preferences(cardio_kind="bike"), flags=frozenset({NOT_EXAMINED_FLAG}))
    assert sessions(plan)[0].exercises[0].exercise_id == "walk"


def test_worries_are_noted_and_change_nothing_else(week: Week) -> None:
    worried = week(yellow_over=("Y01", "Y03"))
    assert "PL-06" in {reason.rule for reason in worried.reasons}
    assert worried.days == week().days


def test_a_session_that_stays_too_long_says_so(week: Week) -> None:
    plan = week(level=2, preferences=Preferences(session_minutes=15))
    over = next(reason for reason in plan.reasons if reason.rule == "PL-05.over")
    assert over.values["wanted"] == 15


CATALOGUE = load_catalogue()
FLAGS = st.frozensets(st.sampled_from([*CATALOGUE.flags, NOT_EXAMINED_FLAG]), max_size=6)
PREFERENCES = st.builds(
    Preferences,
    start_weekday=st.integers(0, 6),
    training_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    cardio_kind=st.sampled_from(["walk", "swim", "bike", "march_in_place", "unknown"]),
    session_minutes=st.sampled_from([15, 30, 45]),
    positions_avoided=st.frozensets(st.sampled_from([*FLOOR_POSITIONS, *UPRIGHT_POSITIONS]), max_size=4),
    tummy_cue=st.sampled_from(["brace", "draw_in", "odd"]),
    chair_for_floor=st.booleans(),
)
LIMITS = st.builds(
    ClearanceLimits,
    excluded_exercises=st.frozensets(st.sampled_from(CATALOGUE.ids), max_size=8),
    excluded_positions=st.frozensets(st.sampled_from(FLOOR_POSITIONS), max_size=2),
    highest_level=st.one_of(st.none(), st.integers(0, 3)),
    no_loaded_bending=st.booleans(),
    no_lying_face_down=st.booleans(),
    tier_4_allowed=st.booleans(),
)
BASELINES = st.sampled_from([EASY, Baseline(), Baseline(4, 2, 6, 3, 8, (), 30)])


def build(level: int, flags: Any, preferences: Preferences, limits: Any, baseline: Baseline, start: int) -> WeeklyPlan:
    return build_week(
        starts_on=date(2026, 11, 23) + timedelta(days=start),
        level=level,
        flags=flags,
        baseline=baseline,
        preferences=preferences,
        limits=limits,
        catalogue=CATALOGUE,
    )


@settings(max_examples=120, deadline=None)
@given(st.integers(-1, 5), FLAGS, PREFERENCES, st.one_of(st.none(), LIMITS), BASELINES, st.integers(0, 6))
def test_p11_p12_p13_and_the_shape_of_every_week(
    level: int, flags: Any, preferences: Preferences, limits: Any, baseline: Baseline, start: int
) -> None:
    plan = build(level, flags, preferences, limits, baseline, start)
    again = build(level, frozenset(sorted(flags)), preferences, limits, baseline, start)
    assert json.dumps(to_json(plan)) == json.dumps(to_json(again)), "P13: byte-identical"
    assert from_json(WeeklyPlan, json.loads(json.dumps(to_json(plan)))) == plan
    assert plan.reasons
    assert any(not day.sessions for day in plan.days), "a day of rest"
    strength_days = [day.on.weekday() for day in plan.days if any(one.kind == "strength" for one in day.sessions)]
    assert not any((day + 1) % 7 in strength_days for day in strength_days), "P4"
    for session in sessions(plan):
        ids = [one.exercise_id for one in session.exercises if one.slot != "warm_up"]
        assert len(ids) == len(set(ids))
        for one in session.exercises:
            exercise = CATALOGUE[one.exercise_id]
            assert not exercise.contra_flags & plan.flags, "P11"
            assert one.reasons
            assert one.position in exercise.positions
            assert one.position not in preferences.positions_avoided
            assert exercise.tier <= max(plan.level, 0) + (1 if limits and limits.tier_4_allowed else 0)
            if limits is not None:
                assert one.exercise_id not in limits.excluded_exercises, "P12"
                assert one.position not in limits.excluded_positions


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), FLAGS, LIMITS)
def test_p12_limits_never_let_in_what_was_kept_out(level: int, flags: Any, limits: ClearanceLimits) -> None:
    from steadyback.programme.weekly_plan import person_for

    limits = ClearanceLimits(
        limits.excluded_exercises, limits.excluded_positions, limits.highest_level, limits.pain_limit,
        limits.no_loaded_bending, limits.no_lying_face_down,
    )  # fmt: skip
    free = person_for(level, flags, EASY, Preferences(), ClearanceLimits())
    lowered, _ = training_level(level, EASY, limits)
    held = person_for(lowered, flags, EASY, Preferences(), limits)
    allowed = {one.id for one in CATALOGUE if not free.why_not(one)}
    assert {one.id for one in CATALOGUE if not held.why_not(one)} <= allowed


def test_the_plan_names_its_tables(week: Week, catalogue: Catalogue) -> None:
    plan = week()
    assert plan.catalogue_sha256 == catalogue.sha256
    assert len(plan.rules_sha256) == 64


MONDAY = date(2026, 11, 23)


def reasons_of(plan: WeeklyPlan, rule: str) -> list[dict[str, Any]]:
    return [dict(reason.values) for reason in plan.reasons if reason.rule == rule]


def test_strength_done_yesterday_moves_the_strength_of_today_to_the_next_day(week: Week) -> None:
    plan = week(level=1, last_strength_on=MONDAY)
    assert kinds(plan) == ["C", "C", "S", "-", "S", "C", "-"]
    assert reasons_of(plan, "PL-04.done") == [{"done_on": "2026-11-23", "moved_to": "2026-11-25"}]


def test_strength_is_left_out_where_it_cannot_move(week: Week) -> None:
    chosen = Preferences(training_days=(1, 3, 5))
    assert "S" in kinds(week(level=1, preferences=chosen))[1]
    plan = week(level=1, preferences=chosen, last_strength_on=MONDAY)
    assert "S" not in kinds(plan)[1]
    assert reasons_of(plan, "PL-04.done")[0]["moved_to"] is None


@pytest.mark.parametrize("done", [None, MONDAY - timedelta(days=2), MONDAY + timedelta(days=1)])
def test_strength_done_as_planned_or_long_ago_changes_nothing(week: Week, done: date | None) -> None:
    assert week(level=1, last_strength_on=done) == week(level=1)


@settings(max_examples=60, deadline=None)
@given(
    level=st.integers(0, 3),
    start=st.integers(0, 6),
    days=st.one_of(st.just(()), st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some)))),
    done=st.integers(-2, 7),
)
def test_strength_is_never_planned_for_the_day_after_it_was_done(
    week: Week, level: int, start: int, days: tuple[int, ...], done: int
) -> None:
    last = MONDAY + timedelta(days=done)
    plan = week(level=level, preferences=Preferences(start_weekday=start, training_days=days), last_strength_on=last)
    strength = [day.on for day in plan.days if any(one.kind == "strength" for one in day.sessions)]
    assert last + timedelta(days=1) not in strength
    assert all((later - earlier).days > 1 for earlier, later in pairwise(strength))
    assert any(not day.sessions for day in plan.days)
    assert not days or all(day.on.weekday() in days for day in plan.days if day.sessions)
