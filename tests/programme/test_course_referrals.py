"""Who should look, and what is asked anew, found from the weeks that a person tells (R-04 to R-11, X-01)."""

from dataclasses import replace
from typing import Any

import pytest
from lived_weeks import BASELINE, Weeks, circumstances

from steadyback.records.history import LegSymptoms, Mark, WeeklyAnswers
from steadyback.records.screening import Baseline


def raised(lived: Weeks) -> list[tuple[str, int]]:
    """Each referral with the day of the programme on which it was raised."""
    return [(one.rule, (one.raised_on - lived.course.begun_on).days) for one in lived.course.referrals]


def weekly(pain: int = 4, **more: Any) -> WeeklyAnswers:
    return WeeklyAnswers(pain_average=pain, function=4.0, **more)


@pytest.mark.parametrize(("totals", "found"), [((8, 5, 10), 1), ((8, 5, 9), 0), ((8, 13), 1), ((8, 12), 0), ((8,), 0)])
def test_r04_five_points_above_the_best_total(totals: tuple[int, ...], found: int) -> None:
    lived = Weeks()
    for total in totals[1:]:
        lived.day(measures={"rmdq": float(total)})
    assert [rule for rule, _ in raised(lived)] == ["R-04"] * found


@pytest.mark.parametrize("odd", [-1.0, 25.0, float("nan")])
def test_a_total_that_cannot_be_changes_nothing(odd: float) -> None:
    lived = Weeks()
    lived.day(measures={"rmdq": odd})
    assert lived.course.rmdq == [8.0]


def test_r04_also_from_the_total_of_a_new_screening() -> None:
    lived = Weeks().weeks(1)
    lived.day(circumstances=circumstances(baseline=replace(BASELINE, rmdq=13)))
    assert raised(lived) == [("R-04", 7)]
    assert lived.course.open_referrals()


def test_r07_pain_below_the_knee_that_is_worse_is_referred_on_that_day() -> None:
    lived = Weeks().weeks(2)
    lived.day(weekly=weekly(leg=LegSymptoms.WORSE))
    assert ("R-07.worse", 14) in raised(lived)


@pytest.mark.parametrize(
    ("leg", "found"),
    [(LegSymptoms.SAME, True), (LegSymptoms.BETTER, False), (LegSymptoms.NONE, False), (None, True)],
)
def test_r07_pain_below_the_knee_that_is_not_better_after_six_weeks(leg: LegSymptoms | None, found: bool) -> None:
    lived = Weeks(circumstances(yes=("E04",)))
    for day in range(42):
        lived.day(weekly=weekly(leg=leg) if day % 7 == 6 else None)
    assert not any(rule == "R-07" and day < 42 for rule, day in raised(lived))
    lived.day()
    assert (("R-07", 42) in raised(lived)) == found


def test_without_pain_below_the_knee_nobody_is_referred_for_it() -> None:
    lived = Weeks().weeks(6)
    lived.day()
    assert "R-07" not in {rule for rule, _ in raised(lived)}


WORRIED = {"Y01": 2, "Y03": 8, "Y06": 9}


def test_r11_three_sliders_over_their_threshold_for_four_weeks() -> None:
    lived = Weeks(circumstances(sliders={**WORRIED, "Y02": 8}))
    lived.weeks(4)
    assert "R-11" not in {rule for rule, _ in raised(lived)}
    lived.day()
    assert ("R-11", 28) in raised(lived)


def test_r11_begins_anew_when_a_week_is_calmer() -> None:
    lived = Weeks(circumstances(sliders=WORRIED))
    lived.weeks(1)
    lived.day(weekly=weekly(sure_of_moving=8))
    assert lived.course.sliders_since is None
    lived.day(weekly=weekly(sure_of_moving=1))
    assert lived.course.sliders_since == lived.course.today
    lived.weeks(3)
    lived.day()
    assert "R-11" not in {rule for rule, _ in raised(lived)}


def test_r11_is_a_note_and_keeps_no_dose_after_its_week() -> None:
    lived = Weeks(circumstances(sliders=WORRIED)).weeks(4)
    lived.day()
    (note,) = [one for one in lived.course.referrals if one.rule == "R-11"]
    assert note.within_h is None


def flared(days: int) -> Weeks:
    lived = Weeks().weeks(1)
    lived.day(train=False, marks=frozenset({Mark.FLARE}), morning=7)
    for _ in range(days):
        lived.day(train=False, morning=7)
    return lived


def test_x01_a_flare_up_of_more_than_seven_days_asks_everything_once() -> None:
    lived = flared(7)
    assert lived.course.rescreen is None
    lived.day(train=False, morning=7)
    assert lived.course.rescreen is not None
    assert lived.course.rescreen.values == {"flare_days": 8}
    lived.day(train=False, morning=7, circumstances=circumstances(baseline=replace(BASELINE, pain_average=6)))
    assert lived.course.flare is not None
    assert lived.course.rescreen is None, "answered on that day"
    lived.day(train=False, morning=7)
    assert lived.course.rescreen is None, "and not asked again every day of the same flare-up"


def test_x01_a_screening_in_the_middle_of_a_gap_does_not_stand_for_the_one_after_it() -> None:
    lived = Weeks().weeks(1)
    calm = Baseline(pain_average=3, pain_rest=1, pain_worst=4, settle_h=2, rmdq=6, active_min_per_week=100)
    while lived.course.gap() < 27:
        again = {"circumstances": circumstances(baseline=calm)} if lived.course.gap() == 20 else {}
        lived.day(train=False, morning=None, **again)
    assert lived.course.rescreen is None
    lived.day(train=False, morning=None)
    assert lived.course.rescreen is not None
    assert lived.course.rescreen.values["days"] == 28
