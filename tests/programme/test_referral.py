"""R-01..R-11 at their thresholds: to whom, how soon, and never an all clear."""

from datetime import date, timedelta

import pytest

from steadyback.programme.referral import (
    Compared,
    from_signs,
    high_pain,
    is_urgent,
    leg_not_better,
    leg_worse,
    no_change,
    poor_form,
    sliders_for_long,
    worse_function,
)
from steadyback.records.history import LegSymptoms

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
THREE = frozenset({"Y01", "Y03", "Y06"})


@pytest.mark.parametrize(
    ("fired", "rule", "to", "within_h"),
    [
        ("S-01", "R-01", "emergency", 0),
        ("R-01", "R-01", "emergency", 0),
        ("A08", "R-01", "emergency", 0),
        ("M-01", "R-09", "emergency", 0),
        ("M-02", "R-02", "clinician", 24),
        ("S-02", "R-02", "clinician", 24),
        ("R-10", "R-10", "maternity", 24),
    ],
)
def test_signs_of_a_session_go_to_the_right_place_in_time(fired: str, rule: str, to: str, within_h: int) -> None:
    (found,) = from_signs([fired, "M-06"], TODAY)
    assert (found.rule, found.to, found.within_h, found.raised_on) == (rule, to, within_h, TODAY)
    assert is_urgent(found)


def test_r03_a_pain_of_eight_on_three_of_seven_days() -> None:
    days = [(TODAY - DAY * 6, 8), (TODAY - DAY, 9), (TODAY, 8)]
    found = high_pain(days, TODAY)
    assert found is not None
    assert (found.to, found.within_h) == ("clinician", 48)
    assert high_pain(days[1:], TODAY) is None
    assert high_pain([(TODAY - DAY * 7, 8), *days[1:]], TODAY) is None
    assert high_pain([(on, 7) for on, _ in days], TODAY) is None


def test_r04_five_above_the_best_total() -> None:
    found = worse_function([12, 8, 13], TODAY)
    assert found is not None
    assert (found.to, found.within_h) == ("clinician", 168)
    assert worse_function([12, 8, 12], TODAY) is None
    assert worse_function([13], TODAY) is None


@pytest.mark.parametrize(
    ("pain", "rmdq", "activities", "refers"),
    [
        ((6, 6), (12, 12), (5, 5), True),
        ((8, 6), (12, 12), (5, 5), False),
        ((8, 7), (12, 12), (5, 5), True),
        ((3, 2), (12, 12), (5, 5), False),
        ((6, 6), (20, 15), (5, 5), False),
        ((6, 6), (20, 16), (5, 1), True),
        ((6, 6), (12, 8), (5, 5), False),
        ((6, 6), (None, None), (8, 6), False),
        ((6, 6), (None, None), (8, 7), True),
        ((6, 6), (None, None), (4, 2.8), False),
        ((6, None), (None, None), (None, None), True),
        ((None, 2), (None, None), (None, None), True),
        ((0, 0), (None, None), (None, None), False),
    ],
)
def test_r05_neither_pain_nor_function_has_fallen(
    pain: tuple[float, float], rmdq: tuple[float, float], activities: tuple[float, float], refers: bool
) -> None:
    compared = Compared(pain, rmdq, activities)
    at_six, at_twelve = no_change(6, compared, TODAY), no_change(12, compared, TODAY)
    assert (at_six is not None) is refers
    assert (at_twelve is not None) is refers
    if at_six and at_twelve:
        assert (at_six.rule, at_six.to, at_six.within_h) == ("R-05", "physiotherapist", None)
        assert (at_twelve.rule, at_twelve.to, at_twelve.within_h) == ("R-06", "clinician", None)
        assert not is_urgent(at_six)
    assert all(no_change(week, compared, TODAY) is None for week in (5, 7, 11, 13))


def test_r07_a_leg_that_is_not_better_at_six_weeks_or_worse_at_any_time() -> None:
    flags = frozenset({"RADIC_STABLE"})
    worse = leg_worse(LegSymptoms.WORSE, TODAY)
    assert worse is not None
    assert (worse.rule, worse.to, worse.within_h) == ("R-07.worse", "clinician", 168)
    for answer in (LegSymptoms.SAME, None):
        found = leg_not_better(6, answer, flags, TODAY)
        assert found is not None
        assert (found.rule, found.to, found.within_h) == ("R-07", "clinician", None)
    assert leg_not_better(6, LegSymptoms.BETTER, flags, TODAY) is None
    assert leg_not_better(5, LegSymptoms.SAME, flags, TODAY) is None
    assert leg_not_better(6, None, frozenset(), TODAY) is None


def test_r08_poor_form_in_three_sessions() -> None:
    found = poor_form({"bridge": [0.5, 0.9, 0.59, 0.2], "bird_dog": [0.6, 0.6, 0.6], "clamshell": [0.1, 0.1]}, TODAY)
    assert list(found) == ["bridge"]
    assert (found["bridge"].to, found["bridge"].within_h) == ("trainer", None)


def test_r11_three_yellow_flags_for_four_weeks() -> None:
    found = sliders_for_long(THREE, TODAY - DAY * 28, TODAY)
    assert found is not None
    assert (found.to, found.within_h) == ("clinician", None)
    assert sliders_for_long(THREE, TODAY - DAY * 27, TODAY) is None
    assert sliders_for_long(frozenset({"Y01", "Y03"}), TODAY - DAY * 40, TODAY) is None
    assert sliders_for_long(THREE, None, TODAY) is None
