"""Each threshold of the rule table at its boundary, in the numbers of the specification."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from lived_weeks import DAY, MONDAY, Weeks, circumstances

from steadyback.exercises import load_catalogue
from steadyback.programme.course_state import dosage_of
from steadyback.programme.decision_order import Evidence, decide
from steadyback.programme.dose_steps import (
    Cardio,
    Work,
    base_cardio,
    base_work,
    cardio_down,
    cardio_up,
    first_quota,
    quota_met,
    quota_missed,
    step_up,
    top_work,
)
from steadyback.programme.dosing import dose_for, strength_dose
from steadyback.programme.pain_course import morning_mean, next_morning, weekly_pain
from steadyback.programme.pain_monitoring import BRIEF_STRICT, MONITORED, decide_pain, pain_limit
from steadyback.programme.referral import Compared, no_change
from steadyback.programme.session_start import CHECK_ITEMS, asks_again, decide_start, pain_to_read_back
from steadyback.programme.session_steps import step_seconds
from steadyback.programme.starting_level import start_level
from steadyback.programme.strength_course import is_well_done
from steadyback.programme.weekly_plan import person_for
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.decisions import Outcome
from steadyback.records.history import ExerciseResult, Mark, StartCheck, WeeklyAnswers
from steadyback.records.plan import Dose, Preferences
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline, Disposition, ScreeningOutcome, Urgency
from steadyback.records.session import PainOutcome, ScriptPhase, ScriptStep, StartOutcome

TODAY = date(2026, 11, 23)
CLEAR = ScreeningOutcome(True, Disposition.CLEAR, None, (), frozenset(), ())
BEST = Baseline(pain_average=2, pain_rest=1, settle_h=0.5, rmdq=2, active_min_per_week=200)
BRIDGE = load_catalogue()["bridge"]
ANY = replace(dosage_of(BRIDGE), reps=5, reps_range=(1, 40), sets_range=(1, 9), hold_s=30, hold_range_s=(1, 90))
FREE = replace(BRIDGE, dosage=ANY)


# ---------------------------------------------------------------- screening and the starting level


@pytest.mark.parametrize(("operated_on", "urgency"), [("2026-08-24", Urgency.DAYS), ("2026-08-23", None)])
def test_an_operation_is_recent_for_three_months(
    screened: Callable[..., ScreeningOutcome], operated_on: str, urgency: Urgency | None
) -> None:
    facts = {"spine_operation_on": operated_on, "spine_fusion": "no"}
    assert screened({"E03": "yes"}, facts, today=TODAY).urgency is urgency


def start(**change: Any) -> int:
    return start_level(replace(BEST, **change), CLEAR, 1980, TODAY)[0]


@pytest.mark.parametrize(("minutes", "level"), [(59, 1), (60, 2), (149, 2), (150, 3)])
def test_minutes_of_activity(minutes: int, level: int) -> None:
    assert start(active_min_per_week=minutes) == level


@pytest.mark.parametrize(("mean", "level"), [(6.5, 0), (6.4, 1), (3.5, 1), (3.4, 2), (1.5, 2), (1.4, 3)])
def test_the_mean_of_own_activities(mean: float, level: int) -> None:
    assert start(rmdq=None, activities=(("socks", mean),)) == level


# ---------------------------------------------------------------- doses by level (PL-03)


def test_doses_by_level() -> None:
    assert [base_work(ANY, level) for level in range(4)] == [Work(1, 5), Work(1, 8), Work(2, 8), Work(2, 10)]
    assert [base_cardio(level) for level in range(4)] == [Cardio(10, 3), Cardio(20, 3), Cardio(25, 4), Cardio(30, 5)]


def test_the_longest_holds() -> None:
    stretches = [dose_for(FREE, "stretch_back", level) for level in range(4)]
    assert [(one.reps, one.hold_s) for one in stretches] == [(2, 10), (2, 20), (2, 20), (2, 30)]
    assert strength_dose(FREE, 1, 5, frozenset()).hold_s == 10
    assert strength_dose(FREE, 1, 5, frozenset({"HTN"})).hold_s == 5


def test_the_highest_tier_of_a_level() -> None:
    tiers = [person_for(n, frozenset(), BEST, Preferences(), ClearanceLimits()).highest_tier for n in range(4)]
    assert tiers == [0, 1, 2, 3]


def test_effort_by_level() -> None:
    walk = load_catalogue()["walk"]
    assert [dose_for(walk, "cardio", level).effort for level in range(4)] == [(2, 3), (3, 4), (4, 5), (4, 6)]
    assert dose_for(walk, "cardio", 3, frozenset({"CVD"})).effort == (4, 4)
    assert dose_for(walk, "warm_up", 3) == Dose(minutes=3, effort=(2, 3))


# ---------------------------------------------------------------- how long a session takes (PL-05)


def step(kind: str = "exercise", **more: Any) -> ScriptStep:
    phases = (ScriptPhase("lift", "concentric", 3.0, "out", ""),)
    wanted = {"phases": phases, "asks": (), "dose": Dose(sets=1, reps=4), **more}
    return ScriptStep(0, kind, "back", "bridge", "Bridge", "supine", **{"lines": (), **wanted})


@pytest.mark.parametrize(
    ("found", "seconds"),
    [
        (step(), 15 + 5 + 12),
        (step(asks=("pain", "effort")), 15 + 2 * 5 + 5 + 12),
        (step(sides=("left", "right")), 15 + 2 * 5 + 8 + 24),
        (step(dose=Dose(sets=2, reps=4, rest_s=30)), 15 + 2 * 5 + 24 + 30),
        (step(lines=("one two three four five six seven eight nine ten eleven twelve",) * 4), 48 / 2.4 + 5 + 12),
        (step("transition", lines=("one two three four five six",) * 4, line_seconds=(1.0, 2.0)), 3 + 10),
    ],
)
def test_what_a_step_takes(found: ScriptStep, seconds: float) -> None:
    assert step_seconds(found) == pytest.approx(seconds)


# ---------------------------------------------------------------- before and in a session


@pytest.mark.parametrize(
    ("pain", "days", "outcome"),
    [
        (8, 2, StartOutcome.REFER),
        (8, 1, StartOutcome.SKIP_ADVISE),
        (7, 9, StartOutcome.GENTLE),
        (6, 0, StartOutcome.GENTLE),
        (5, 0, StartOutcome.GO),
    ],
)
def test_pain_before_a_session(pain: int, days: int, outcome: StartOutcome) -> None:
    check = dict.fromkeys(CHECK_ITEMS, False)
    assert decide_start(check, pain, fever=False, high_pain_days=days).outcome is outcome


def test_a_session_left_for_more_than_three_hours_asks_again() -> None:
    assert not asks_again(timedelta(hours=3))
    assert asks_again(timedelta(hours=3, minutes=1))


def test_a_score_four_points_from_an_earlier_one_is_read_back() -> None:
    assert pain_to_read_back(6, [2]) == 2
    assert pain_to_read_back(5, [2]) is None


@pytest.mark.parametrize(
    ("mode", "before", "limit"),
    [(BRIEF_STRICT, 0, 2), (BRIEF_STRICT, 2, 3), (BRIEF_STRICT, 5, 5), (MONITORED, 0, 5), (BRIEF_STRICT, 9, 8)],
)
def test_the_limit_of_pain(mode: str, before: int, limit: int) -> None:
    assert pain_limit(mode, before) == limit


@pytest.mark.parametrize(
    ("mode", "before", "pain", "outcome"),
    [
        (MONITORED, 1, 3, PainOutcome.REDUCE),
        (MONITORED, 2, 3, PainOutcome.CONTINUE),
        (MONITORED, 0, 2, PainOutcome.CONTINUE),
        (BRIEF_STRICT, 2, 3, PainOutcome.REDUCE),
        (BRIEF_STRICT, 1, 2, PainOutcome.CONTINUE),
    ],
)
def test_pain_that_makes_an_exercise_smaller(mode: str, before: int, pain: int, outcome: PainOutcome) -> None:
    assert decide_pain(mode, before, pain).outcome is outcome


# ---------------------------------------------------------------- mornings and weeks


@pytest.mark.parametrize(
    ("morning", "usual", "rule"),
    [
        (5, 3, "N-01"),
        (4.5, 3, "N-02"),
        (6, 5.5, "N-01"),
        (5, 4.5, None),
        (6, 6, None),
        (4, 3, "N-02"),
        (4, 3.5, None),
        (3, 2, "N-02"),
        (2, 1, None),
        (2, 0, "N-01"),
    ],
)
def test_the_morning_after(morning: Any, usual: float, rule: str | None) -> None:
    found = next_morning(morning, usual)
    assert (found[1].rule if found else None) == rule


@pytest.mark.parametrize(("rise", "rule"), [(2.0, "W-01.worse"), (1.95, "W-01"), (1.0, "W-01"), (0.95, None)])
def test_the_week(rise: float, rule: str | None) -> None:
    found = weekly_pain(3, 3 + rise)
    assert (found[1].rule if found else None) == rule


def test_three_mornings_make_a_mean() -> None:
    mornings = [(MONDAY + DAY * day, 3 + day) for day in range(3)]
    assert morning_mean(mornings, MONDAY + DAY * 7) == 4
    assert morning_mean(mornings[1:], MONDAY + DAY * 7) is None


GOOD = Evidence(effort=4, form=1.0, met=Reason("W-02"))


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"effort": 9}, Outcome.REGRESS),
        ({"effort": 8}, Outcome.HOLD),
        ({"effort": 7}, Outcome.HOLD),
        ({"effort": 6}, Outcome.PROGRESS),
        ({"form": 0.79}, Outcome.HOLD),
        ({"form": 0.8}, Outcome.PROGRESS),
        ({"missed_days": 14}, Outcome.REGRESS),
        ({"missed_days": 13}, Outcome.HOLD),
        ({"missed_days": 7}, Outcome.HOLD),
        ({"missed_days": 6}, Outcome.PROGRESS),
        ({"stops": 2, "stopped": False}, Outcome.REGRESS),
        ({"stops": 1, "stopped": True}, Outcome.HOLD),
        ({"stops": 0, "stopped": True}, Outcome.PROGRESS),
    ],
)
def test_what_keeps_or_lowers_a_dose(change: dict[str, Any], outcome: Outcome) -> None:
    assert decide(replace(GOOD, **change))[0] is outcome


# ---------------------------------------------------------------- steps


def test_the_largest_step_is_two_fifths() -> None:
    assert step_up(Work(1, 5), ANY, Work(3, 12)) == Work(1, 7)
    assert step_up(Work(2, 5), ANY, Work(3, 12)) == Work(2, 7)
    assert step_up(Work(1, 4), ANY, Work(3, 12)) == Work(1, 5)
    assert step_up(Work(3, 12), ANY, Work(3, 12)) is None


def test_the_last_level_ends_at_three_sets_of_twelve() -> None:
    assert top_work(ANY, 3) == Work(3, 12)


@pytest.mark.parametrize(
    ("pain", "rmdq", "referred"),
    [
        ((6.5, 4.6), (20, 16), True),
        ((6.5, 4.5), (20, 16), False),
        ((3, 2.2), (20, 16), True),
        ((3, 2.1), (20, 16), False),
        ((6, 5), (20, 15), False),
        ((6, 5), (12, 9), True),
        ((6, 5), (10, 7), False),
    ],
)
def test_what_counts_as_a_change_after_six_weeks(
    pain: tuple[float, float], rmdq: tuple[float, float], referred: bool
) -> None:
    found = no_change(6, Compared(pain, rmdq, (None, None)), TODAY)
    assert (found is not None) == referred


@pytest.mark.parametrize(("now", "referred"), [(5.1, True), (5.0, False)])
def test_two_points_of_own_activities_count_where_no_total_is_known(now: float, referred: bool) -> None:
    found = no_change(6, Compared((6, 6), (None, None), (7, now)), TODAY)
    assert (found is not None) == referred


@pytest.mark.parametrize(("weeks", "rule"), [(5, None), (6, "R-05"), (7, None), (11, None), (12, "R-06"), (13, None)])
def test_reviews_come_at_weeks_six_and_twelve(weeks: int, rule: str | None) -> None:
    found = no_change(weeks, Compared((6, 6), (10, 10), (None, None)), TODAY)
    assert (found.rule if found else None) == rule


@pytest.mark.parametrize(
    ("now", "top", "expected"),
    [
        (Cardio(10, 3), Cardio(30, 5), Cardio(12, 3)),
        (Cardio(26, 3), Cardio(30, 5), Cardio(29, 3)),
        (Cardio(29, 3), Cardio(90, 7), Cardio(30, 3)),
        (Cardio(30, 4), Cardio(90, 7), Cardio(30, 5)),
        (Cardio(30, 5), Cardio(90, 7), None),
    ],
)
def test_cardio_grows_to_thirty_minutes_on_five_days(now: Cardio, top: Cardio, expected: Cardio | None) -> None:
    assert cardio_up(now, top) == expected


def test_cardio_goes_down_by_five_minutes_to_five() -> None:
    assert [cardio_down(minutes) for minutes in (20, 10, 7, 5)] == [15, 5, 5, 5]


def test_quotas() -> None:
    assert first_quota((100, 100, 100)) == 80
    assert first_quota((1, 1, 1)) == 1
    assert [quota_met(quota) for quota in (5, 100)] == [6, 110]
    assert [quota_missed(quota) for quota in (1, 100)] == [1, 80]


def result(**change: Any) -> ExerciseResult:
    return replace(ExerciseResult("bridge", "back", "full", 1, 8, 8, 4, 3, steady=True), **change)


@pytest.mark.parametrize(
    ("found", "well"),
    [
        (result(effort=6, reps_left=2), True),
        (result(effort=7), False),
        (result(reps_left=1), False),
        (result(reps_left=None, hold_share=1.2), True),
        (result(reps_left=None, hold_share=1.19), False),
        (result(form=0.8, steady=None), True),
        (result(form=0.79), False),
    ],
)
def test_what_two_for_two_asks_of_a_session(found: ExerciseResult, well: bool) -> None:
    assert (is_well_done(found) is not None) == well


# ---------------------------------------------------------------- weeks that were lived


def test_two_for_two_at_its_very_edge_grows() -> None:
    lived = Weeks().weeks(1, change=lambda one: replace(one, effort=6, reps_left=2))
    assert max(work.reps for _, work in lived.amounts.work) == 10


def test_a_week_with_few_exercises_grows_by_a_fifth_at_most() -> None:
    lived = Weeks(circumstances(yes=("E04",))).weeks(1)
    assert (lived.course.week.total, lived.course.total()) == (16, 19)


@pytest.mark.parametrize(("over", "quota"), [(("Y01",), False), (("Y01", "Y06"), True)])
def test_two_sliders_bring_quota_mode(over: tuple[str, ...], quota: bool) -> None:
    now = circumstances()
    assert Weeks(replace(now, outcome=replace(now.outcome, yellow_over=over))).course.is_quota == quota


def test_a_quota_falls_after_the_second_miss_in_a_row() -> None:
    lived = Weeks(circumstances(quota_set=True)).weeks(3)
    slot = lived.course.slots["abdominal"]
    quotas = []
    for _ in range(14):
        lived.day(change=lambda one: replace(one, done="part", repetitions=1))
        quotas.append((lived.course.exercises[slot].missed, lived.course.exercises[slot].quota))
    first = next(place for place, (missed, _) in enumerate(quotas) if missed == 1)
    changed = next(place for place, (missed, _) in enumerate(quotas) if place > first and missed == 0)
    assert quotas[changed][1] < quotas[first][1]
    assert max(missed for missed, _ in quotas) == 1


def test_a_flare_up_is_left_after_the_third_day_at_the_earliest() -> None:
    lived = Weeks().weeks(1)
    lived.day(train=False, marks=frozenset({Mark.FLARE}), morning=3)
    held = []
    for _ in range(4):
        lived.day(train=False, morning=3)
        held.append(lived.amounts.flare)
    assert held == [True, True, False, False]


def test_a_flare_up_has_short_walks() -> None:
    lived = Weeks().weeks(1)
    lived.day(train=False, marks=frozenset({Mark.FLARE}))
    (walk,) = [one for one in lived.planned(lived.next - DAY)[0].exercises if one.slot == "cardio"]
    assert walk.dose.minutes == 10


def test_the_easy_week_takes_a_set_or_a_quarter_and_three_tenths_of_the_minutes() -> None:
    lived = Weeks().weeks(3)
    lived.day()
    whole = {name: one.work for _, name, one in lived.course.dosed()}
    for name, work in lived.amounts.work:
        less = Work(whole[name].sets - 1, whole[name].reps) if whole[name].sets > 1 else None
        assert work == (less or Work(1, max(5, -(-whole[name].reps * 3 // 4))))
    assert lived.amounts.cardio_minutes == int(lived.course.cardio.dose.minutes * 0.7)


def test_the_level_rises_on_the_fifteenth_day_at_its_top() -> None:
    lived, tops = Weeks(), []
    while lived.course.level == 1 and len(lived.days) < 140:
        tops.append(lived.course.top_since)
        lived.day(weekly=WeeklyAnswers(pain_average=2) if len(lived.days) % 7 == 6 else None)
    assert lived.course.level == 2
    assert tops[-1] is not None
    assert (lived.course.today - tops[-1]).days == 14


def high(days: list[int]) -> list[str]:
    """Referrals after a pain of 8 before exercise on these days."""
    lived = Weeks()
    for day in range(max(days) + 1):
        checks = (StartCheck(8),) if day in days else ()
        lived.day(train=False, checks=checks, morning=None)
    return [one.rule for one in lived.course.referrals]


def test_high_pain_before_exercise_on_three_days_of_seven() -> None:
    assert high([0, 3]) == []
    assert high([0, 3, 6]) == ["R-03"]
    assert high([0, 3, 7]) == []


def test_a_third_flare_up_within_six_weeks_is_referred() -> None:
    def flares(gap_days: int) -> list[str]:
        lived = Weeks()
        for _ in range(3):
            lived.day(train=False, marks=frozenset({Mark.FLARE}), morning=2)
            for _ in range(gap_days - 1):
                lived.day(train=False, morning=2)
        return [one.rule for one in lived.course.referrals if one.rule == "R-03"]

    assert flares(20) == ["R-03"]
    assert flares(21) == []


def test_quota_is_four_fifths_of_three_sessions_and_grows_by_a_tenth() -> None:
    lived = Weeks(circumstances(quota_set=True))
    quotas = []
    for _ in range(42):
        lived.day()
        quotas.append(lived.course.exercises[lived.course.slots["abdominal"]].quota)
    found = [quota for before, quota in pairwise(quotas) if quota != before]
    assert found[0] == 6
    assert found[1] == 7


def test_the_week_of_training_counts_from_the_first_day() -> None:
    lived = Weeks().weeks(6, train=False, morning=None)
    assert lived.course.referrals == []
    lived.day(train=False)
    assert [(one.rule, one.raised_on) for one in lived.course.referrals] == [("R-05", MONDAY + timedelta(weeks=6))]
