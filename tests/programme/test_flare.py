"""Flare-ups (F-01..F-05) at their thresholds, and P10 against the reference model."""

from datetime import date, timedelta
from types import ModuleType

import pytest

from steadyback.programme.flare import (
    Flare,
    flare_begins,
    flare_ends,
    return_share,
    too_long,
    too_many,
    too_strong,
)

DAY = timedelta(days=1)
LEAP = date(2028, 2, 29)


def readings(*pains: int) -> dict[date, int]:
    """Highest pain by day, the last one on 29 February 2028."""
    return {LEAP - DAY * back: pain for back, pain in enumerate(reversed(pains))}


@pytest.mark.parametrize(
    ("pains", "usual", "begins"),
    [((5, 5), 3, True), ((5, 4), 3, False), ((5, 5), 3.5, False), ((5,), 3, False), ((9, 9), None, False)],
)
def test_f01_two_above_the_usual_for_a_day(pains: tuple[int, ...], usual: float | None, begins: bool) -> None:
    assert (flare_begins(LEAP, False, readings(*pains), usual) is not None) is begins


def test_f01_the_persons_word_is_enough() -> None:
    assert flare_begins(LEAP, True, {}, None) is not None


@pytest.mark.parametrize(
    ("began_days_ago", "mornings", "ends"),
    [
        (3, (3, 3), True),
        (3, (4, 4), True),
        (3, (5, 4), False),
        (3, (4, 5), False),
        (2, (3, 3), False),
        (3, (3,), False),
        (9, (3, 3), True),
    ],
)
def test_f03_two_mornings_near_the_usual_end_it_after_two_days(
    began_days_ago: int, mornings: tuple[int, ...], ends: bool
) -> None:
    flare = Flare(LEAP - DAY * began_days_ago, 3)
    scores = sorted(readings(*mornings).items())
    assert (flare_ends(flare, scores, LEAP) is not None) is ends


def test_p10_the_end_needs_what_the_reference_needs(reference: ModuleType) -> None:
    for usual in range(11):
        for one in range(11):
            for other in range(11):
                found = flare_ends(Flare(LEAP - DAY * 5, usual), sorted(readings(one, other).items()), LEAP)
                assert (found is not None) == reference.flare_off(one, other, usual)


def test_a_morning_left_out_ends_no_flare_up() -> None:
    scores = [(LEAP - DAY * 2, 2), (LEAP, 2)]
    assert flare_ends(Flare(LEAP - DAY * 6, 3), scores, LEAP) is None


def test_f04_half_then_three_quarters_then_the_whole() -> None:
    assert [return_share(done) for done in range(5)] == [0.5, 0.5, 0.75, 0.75, None]
    assert return_share(None) is None


def test_f05_more_than_seven_days() -> None:
    assert too_long(Flare(LEAP - DAY * 7, 3), LEAP) is None
    assert too_long(Flare(LEAP - DAY * 8, 3), LEAP) is not None
    assert too_long(None, LEAP) is None


def test_f05_the_third_in_six_weeks() -> None:
    assert too_many([LEAP - DAY * 41, LEAP - DAY * 20, LEAP], LEAP) is not None
    assert too_many([LEAP - DAY * 42, LEAP - DAY * 20, LEAP], LEAP) is None
    assert too_many([LEAP - DAY * 20, LEAP], LEAP) is None


def test_f05_eight_or_more_for_72_hours() -> None:
    flare = Flare(LEAP - DAY * 3, 3)
    assert too_strong(flare, readings(8, 9, 8, 8), LEAP) is not None
    assert too_strong(flare, readings(8, 8, 8), LEAP) is None
    assert too_strong(flare, readings(8, 7, 8, 8), LEAP) is None
    assert too_strong(None, readings(8, 8, 8, 8), LEAP) is None
