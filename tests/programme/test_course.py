"""Weeks of a person, told in sentences: what grows, what waits, what becomes lighter, and by which rule."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lived_weeks import DAY, MONDAY, Weeks, circumstances

from steadyback.programme.dose_steps import Cardio, Work
from steadyback.programme.strength_course import lower
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.decisions import Outcome
from steadyback.records.history import LegSymptoms, Mark, StartCheck, WeeklyAnswers
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline


def works(weeks: Weeks) -> dict[str, Work]:
    return dict(weeks.amounts.work)


def whole(weeks: Weeks) -> dict[str, Work]:
    """The doses without what an easy week takes off."""
    return {name: one.work for _, name, one in weeks.course.dosed()}


def rules(decisions: list[Any]) -> set[str]:
    return {reason.rule for one in decisions for reason in one.reasons}


def test_two_for_two_raises_two_exercises_at_a_time() -> None:
    lived = Weeks().weeks(1, morning=3)
    grown = [
        one for one in lived.decisions if one.outcome is Outcome.PROGRESS and one.subject in lived.course.exercises
    ]
    by_day = {one.on: [other for other in grown if other.on == one.on] for one in grown}
    assert grown
    assert all(len(ones) == 2 for ones in by_day.values())
    assert all(change.after == change.before + 2 for one in grown for change in one.changes)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"reps_left": 1},
        {"reps_left": None},
        {"effort": 7},
        {"effort": None},
        {"steady": False},
        {"steady": None},
        {"form": 0.79},
        {"eased": True},
        {"done": "part"},
    ],
)
def test_nothing_grows_when_a_part_of_two_for_two_is_missing(spoilt: dict[str, Any]) -> None:
    lived = Weeks().weeks(2, change=lambda one: replace(one, **spoilt))
    assert set(works(lived).values()) == {Work(1, 8)}


def test_a_hold_of_six_fifths_counts_as_repetitions_left() -> None:
    assert max(
        works(Weeks().weeks(2, change=lambda one: replace(one, reps_left=None, hold_share=1.2))).values()
    ) > Work(1, 8)
    lived = Weeks().weeks(2, change=lambda one: replace(one, reps_left=None, hold_share=1.19))
    assert set(works(lived).values()) == {Work(1, 8)}


def test_the_total_of_a_week_grows_by_a_fifth_at_most() -> None:
    lived = Weeks()
    for _ in range(3):
        before = lived.course.total()
        lived.weeks(1)
        assert lived.course.total() <= before * 1.2


def test_a_morning_that_is_not_told_raises_nothing_and_says_so() -> None:
    lived = Weeks().weeks(2, morning=None)
    assert set(works(lived).values()) == {Work(1, 8)}
    assert "P14" in rules(lived.decisions)


def test_n01_takes_the_last_step_back() -> None:
    lived = Weeks().weeks(1)
    grown = {name for name, work in works(lived).items() if work.reps > 8}
    lived.day()
    lived.day()
    assert lived.days[-1].sessions[0].kind == "strength"
    before = works(lived)
    lived.day(morning=5)
    assert grown
    assert all(works(lived)[name] == Work(1, 8) for name in grown if before[name].reps == 10)
    assert all(works(lived)[name].volume < before[name].volume for name in before)


def test_one_stop_keeps_and_a_second_lowers() -> None:
    lived = Weeks()
    stop = {"change": lambda one: replace(one, done="stopped") if one.exercise_id == "bridge" else one}
    for _ in range(3):
        lived.day(**stop)
    assert works(lived)["bridge"] == Work(1, 8)
    for _ in range(3):
        lived.day(**stop)
    assert works(lived)["bridge"].volume < 8
    assert {"3.8.stopped", "3.8.stopped_again"} <= rules(lived.of("bridge"))


def test_very_hard_makes_lighter_and_hard_keeps() -> None:
    lived = Weeks().weeks(1, change=lambda one: replace(one, effort=9 if one.exercise_id == "bridge" else 8))
    assert works(lived)["bridge"].volume < 8
    assert works(lived)["curl_up_reach"] == Work(1, 8)


def test_a_week_with_two_points_more_pain_lowers_everything() -> None:
    lived = Weeks().weeks(2)
    lived.day()
    before = whole(lived)
    lived.day(train=False, weekly=WeeklyAnswers(pain_average=6))
    assert "W-01.worse" in rules(lived.decisions)
    assert all(work.volume < before[name].volume for name, work in whole(lived).items())
    assert lived.course.cardio.dose.minutes < 20


def test_a_week_with_one_point_more_pain_keeps_everything() -> None:
    lived = Weeks().weeks(1, pain=5)
    before = works(lived)
    lived.weeks(1, pain=5, change=lambda one: replace(one, reps_left=0))
    assert works(lived) == before
    assert "W-01" in rules(lived.of("cardio"))


def test_cardio_grows_by_two_minutes_a_week_when_all_days_are_done() -> None:
    assert Weeks().weeks(1).course.cardio.dose == Cardio(20, 3)
    lived = Weeks().weeks(1)
    lived.day()
    assert lived.course.cardio.dose == Cardio(22, 3)


def test_cardio_waits_when_a_day_was_missed_or_hard() -> None:
    for spoilt in ({"minutes": 10}, {"effort": 7}, {"effort": None}, {"finished": False}):

        def less(one: Any, spoilt: dict[str, Any] = spoilt) -> Any:
            return replace(one, **spoilt) if one.kind == "cardio" else one

        lived = Weeks().weeks(1, session=less)
        lived.day()
        assert lived.course.cardio.dose == Cardio(20, 3)


def test_every_fourth_week_is_easy_and_the_dose_comes_back_after_it() -> None:
    lived = Weeks().weeks(3)
    before = whole(lived)
    lived.day()
    assert lived.course.week.deload
    assert sum(work.volume for work in works(lived).values()) < sum(work.volume for work in before.values())
    assert lived.amounts.cardio_minutes == int(lived.course.cardio.dose.minutes * 0.7)
    for _ in range(7):
        lived.day()
    assert not lived.course.week.deload
    assert sum(work.volume for work in works(lived).values()) >= sum(work.volume for work in before.values())


def test_the_level_rises_after_two_weeks_at_its_top_and_changes_no_dose() -> None:
    lived = Weeks()
    while lived.course.level == 1 and len(lived.days) < 140:
        before = lived.course.total()
        lived.day(weekly=WeeklyAnswers(pain_average=2) if len(lived.days) % 7 == 6 else None)
    assert lived.course.level == 2
    (up,) = lived.of("level")
    assert up.reasons[0].rule == "3.8.level_up"
    assert up.reasons[0].values["days"] == 14
    assert lived.course.total() <= before * 1.2


def test_the_level_falls_after_two_weeks_in_a_row_in_which_something_was_lowered() -> None:
    lived = Weeks().weeks(1)
    lived.weeks(1, pain=6)
    lived.weeks(1, pain=8)
    lived.day()
    assert lived.course.level == 0
    assert "3.8.level_down" in rules(lived.of("level"))


def test_a_week_away_repeats_what_was_done_last() -> None:
    lived = Weeks().weeks(1)
    assert max(works(lived).values()).reps > 8
    for _ in range(8):
        lived.day(train=False, morning=None)
    assert set(works(lived).values()) == {Work(1, 8)}
    assert lived.course.level == 1


def test_two_weeks_away_lead_back_a_level_lower() -> None:
    lived = Weeks().weeks(2)
    while lived.course.gap() < 13:
        lived.day(train=False, morning=None)
    assert lived.course.level == 1
    lived.day(train=False, morning=None)
    assert lived.course.level == 0
    assert max(works(lived).values()) <= Work(1, 8)
    assert lived.course.rescreen is None


def test_four_weeks_away_ask_for_a_full_screening_and_then_begin_again() -> None:
    lived = Weeks().weeks(4)
    for _ in range(29):
        lived.day(train=False, morning=None)
    assert lived.course.rescreen is not None
    assert lived.course.rescreen.rule == "X-01"
    lived.day(train=False, circumstances=replace(circumstances(), quota_set=False, sliders={"Y01": 8}))
    assert lived.course.rescreen is None
    assert "3.8.restart" in rules(lived.of("level"))
    assert lived.course.cardio.dose.minutes <= 20


def test_a_flare_up_takes_strength_away_and_comes_back_in_four_sessions() -> None:
    lived = Weeks().weeks(2)
    before = lived.course.total()
    lived.day(train=False, marks=frozenset({Mark.FLARE}))
    for session in lived.planned(lived.next - DAY):
        assert session.kind == "cardio"
        assert all(lived.course.catalogue[one.exercise_id].tier == 0 for one in session.exercises)
        assert max(one.dose.minutes for one in session.exercises) <= 10
    for _ in range(2):
        lived.day(train=False)
        assert lived.amounts.flare
    lived.day()
    assert not lived.amounts.flare
    shares = []
    for _ in range(21):
        lived.day()
        shares.append(lived.course.share("strength"))
    done = [shares[0], *[now for before, now in pairwise(shares) if before != now]]
    assert done == [0.5, 0.75, None]
    assert lived.course.total() <= before * 1.2


def test_a_flare_up_grows_nothing_and_refers_after_seven_days() -> None:
    lived = Weeks().weeks(1)
    lived.day(train=False, marks=frozenset({Mark.FLARE}), morning=6)
    for _ in range(7):
        lived.day(train=False, morning=6)
        assert not lived.course.referrals
    lived.day(train=False, morning=6)
    assert [(one.rule, one.within_h) for one in lived.course.open_referrals()] == [("R-03", 48)]
    assert lived.course.rescreen is not None


def test_an_urgent_referral_keeps_everything_until_somebody_looked() -> None:
    lived = Weeks().weeks(1)
    lived.day(weekly=WeeklyAnswers(pain_average=4, leg=LegSymptoms.WORSE))
    before = whole(lived)
    lived.weeks(2)
    assert whole(lived) == before
    assert "REFER" in rules(lived.decisions)
    lived.day(reviewed=True)
    assert not lived.course.open_referrals()
    lived.weeks(2)
    assert whole(lived) != before


def test_signs_before_a_session_are_referred_on_the_same_day() -> None:
    lived = Weeks()
    lived.day(train=False, checks=(StartCheck(3, frozenset({"S-01"})),))
    assert [one.rule for one in lived.course.open_referrals()] == ["R-01"]


def test_three_days_of_eight_before_exercise_are_referred_on_the_third() -> None:
    lived = Weeks()
    for day in range(3):
        assert not lived.course.referrals
        lived.day(train=False, checks=(StartCheck(8),), morning=None)
        assert len(lived.course.referrals) == (day == 2)


def test_six_and_twelve_weeks_without_change_are_referred() -> None:
    lived = Weeks().weeks(6, train=False, morning=None, reviewed=False)
    lived.day(train=False)
    assert [one.rule for one in lived.course.referrals] == ["R-05"]


def test_r08_leads_to_the_easier_exercise() -> None:
    lived = Weeks().weeks(2, change=lambda one: replace(one, form=0.5) if one.exercise_id == "curl_up_reach" else one)
    lived.day()
    assert "R-08" in [one.rule for one in lived.course.referrals]
    assert lived.course.slots["abdominal"] == lived.course.catalogue["curl_up_reach"].easier.id


def test_a_specialists_level_is_never_passed() -> None:
    limits = ClearanceLimits(highest_level=1, excluded_exercises=frozenset({"bridge"}), pain_limit=3)
    lived = Weeks(circumstances(limits=limits))
    for _ in range(12):
        lived.weeks(1)
        assert lived.amounts.level <= 1
        assert "bridge" not in works(lived)
        assert all(work.volume <= 8 for work in works(lived).values())
        assert (lived.amounts.cardio_minutes, lived.amounts.cardio_days) <= (20, 3)


def test_a_specialists_starting_dose_lowers_the_start_and_lets_it_grow() -> None:
    free, held = Weeks(), Weeks(circumstances(limits=ClearanceLimits(starting_level=0)))
    assert (held.course.level, free.course.level > 0) == (0, True)
    deciding = [one.rule for one in held.course.level_reasons if one.values.get("decides")]
    assert "G-03.limits" in deciding
    held.weeks(12)
    assert held.course.level > 0


def test_a_starting_dose_in_a_new_answer_counts_at_once_and_only_once() -> None:
    lived = Weeks().weeks(3)
    assert lived.course.level > 0
    held = replace(circumstances(limits=ClearanceLimits(starting_level=0)), screened=False)
    lived.day(circumstances=held)
    assert lived.course.level == 0
    assert [one.reasons[0].rule for one in lived.course.decisions if one.subject == "level"] == ["G-03.limits"]
    lived.course.level = 1
    lived.day(circumstances=held)
    assert lived.course.level == 1


def test_high_irritability_in_a_week_leads_to_the_lightest_list_at_once() -> None:
    lived = Weeks().weeks(1)
    lived.day(weekly=WeeklyAnswers(pain_average=7))
    assert lived.amounts.level == 0
    assert all(lived.course.catalogue[name].tier == 0 for name in works(lived))


def test_new_health_answers_lower_the_level_and_never_raise_it() -> None:
    easy = Baseline(pain_average=1, pain_rest=0, pain_worst=2, settle_h=0.5, rmdq=1, active_min_per_week=300)
    lived = Weeks(circumstances(baseline=easy))
    assert lived.course.level == 3
    lived.day(circumstances=circumstances(baseline=easy))
    lived.day(circumstances=circumstances(baseline=easy, yes=("E12",)))
    assert lived.course.level == 1
    lived.day(circumstances=circumstances(baseline=easy))
    assert lived.course.level == 1


def test_a_third_strength_day_is_a_step_of_its_own() -> None:
    lived = Weeks(circumstances(baseline=replace(circumstances().baseline, pain_average=1, rmdq=1, settle_h=0.2)))
    lived.course.level = 3
    lived.weeks(9, change=lambda one: replace(one, reps_left=0), pain=1, morning=1, reviewed=True)
    steps = [one for one in lived.of("week") if one.outcome is Outcome.PROGRESS]
    assert len({one.on for one in steps}) == len(steps)
    for one in steps:
        others = [other for other in lived.decisions if other.on == one.on and other.outcome is Outcome.PROGRESS]
        assert others == [one]
    assert "strength_days" in {change.what for one in steps for change in one.changes}
    assert lived.amounts.strength_days == 3


def test_quota_mode_finds_a_quota_keeps_to_it_and_lets_it_grow() -> None:
    lived = Weeks(circumstances(quota_set=True))
    lived.weeks(1)
    assert set(works(lived).values()) == {Work(1, 8)}
    lived.day()
    lived.day()
    lived.day()
    assert max(works(lived).values()) == Work(1, 6)
    lived.weeks(3)
    assert max(works(lived).values()) > Work(1, 6)
    grown = works(lived)
    lived.weeks(2, change=lambda one: replace(one, done="part", repetitions=2))
    assert all(works(lived)[name].volume < work.volume for name, work in grown.items())
    assert "PL-06.missed" in rules(lived.decisions)


def test_an_exercise_can_be_chosen_only_where_it_is_right() -> None:
    lived = Weeks()
    lived.day(choices={"back": "quadruped_hip_extension"})
    assert lived.course.slots["back"] == "bridge"
    lived.day(choices={"hip_lateral": "clamshell"})
    assert lived.course.slots["hip_lateral"] == "clamshell"
    lived.day(choices={"back": "bird_dog"})
    assert lived.course.slots["back"] == "bridge"
    lived.day(choices={"back": "no_such_exercise"})
    assert lived.course.slots["back"] == "bridge"


def test_a_clock_that_goes_back_is_refused() -> None:
    lived = Weeks()
    lived.day()
    lived.next = MONDAY
    with pytest.raises(ValueError, match="does not follow"):
        lived.day()


def test_29_february_is_a_day_like_others() -> None:
    lived = Weeks().weeks(4)
    assert "2028-02-29" in {day.on.isoformat() for day in lived.days}
    assert len(lived.days) == 28


def test_parts_of_the_body_come_back_one_a_week_when_a_leg_was_examined() -> None:
    narrow = circumstances(yes=("E04",))
    lived = Weeks(narrow)
    lived.weeks(1)
    assert set(lived.course.slots) == {"abdominal", "hip_lateral"}
    wide = circumstances(yes=("E04",), facts={"E04.examined": "yes"})
    totals, slots = [lived.course.total()], []
    lived.day(circumstances=wide)
    for _ in range(3):
        slots.append(len(lived.course.slots))
        totals.append(lived.course.total())
        planned = {one.slot for session in lived.planned(lived.next - DAY) for one in session.exercises}
        assert planned & {"buttock", "back", "abdominal", "hip_lateral"} <= set(lived.course.slots)
        lived.weeks(1)
    assert slots == [3, 4, 4]
    assert "3.8.own_step" in rules(lived.of("week"))


def test_a_week_away_never_brings_back_a_dose_that_a_calmer_level_had_taken() -> None:
    lived = Weeks().weeks(2)
    name, one = next((name, one) for _, name, one in lived.course.dosed() if one.before is not None)
    one.before, one.work = Work(1, 12), Work(1, 8)
    for _ in range(9):
        lived.day(train=False, morning=None)
    assert lived.course.exercises[name].work.volume <= 8


def test_what_a_new_level_takes_off_is_not_given_back_by_a_gap() -> None:
    lived = Weeks().weeks(2)
    lived.day(weekly=WeeklyAnswers(pain_average=7))
    assert lived.amounts.level == 0
    doses = {name: one.work.volume for _, name, one in lived.course.dosed()}
    for _ in range(10):
        lived.day(train=False, morning=None)
        assert all(one.work.volume <= doses[name] for _, name, one in lived.course.dosed())


def test_lowering_always_lowers_where_it_can() -> None:
    lived = Weeks()
    lived.day()
    one = lived.course.exercises["bridge"]
    one.work, one.before = Work(1, 8), Work(1, 10)
    lower(lived.course, "back", "bridge", (Reason("N-01"),))
    assert lived.course.exercises["bridge"].work == Work(1, 6)
