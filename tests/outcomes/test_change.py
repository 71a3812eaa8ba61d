"""When a change means something: both tests, measurement error, and no judgement of a single day (4.1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.outcomes.change import Meaning, MeasureError, asked_on, change_of, checked, is_due
from steadyback.outcomes.measures import load_measures
from steadyback.records.outcomes import Measurement

BEGUN = date(2028, 2, 29)


def scores(measure: str, *values: float) -> list[Measurement]:
    return [Measurement(measure, BEGUN + timedelta(days=at), value, "clinic") for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("measure", "values", "meaning"),
    [
        ("pain", (6,), Meaning.TOO_EARLY),
        ("pain", (6, 5), Meaning.WITHIN_ERROR),
        ("pain", (6, 4), Meaning.MEANINGFULLY_BETTER),
        ("pain", (8, 6), Meaning.BETTER),
        ("pain", (4, 2.5), Meaning.BETTER),
        ("pain", (4, 6), Meaning.MEANINGFULLY_WORSE),
        ("pain", (0, 2), Meaning.MEANINGFULLY_WORSE),
        ("rmdq", (12, 7), Meaning.MEANINGFULLY_BETTER),
        ("rmdq", (20, 15), Meaning.BETTER),
        ("rmdq", (12, 9), Meaning.WITHIN_ERROR),
        ("rmdq", (12, 8), Meaning.BETTER),
        ("odi", (30, 20), Meaning.MEANINGFULLY_BETTER),
        ("odi", (60, 50), Meaning.BETTER),
        ("tsk_11", (30, 26), Meaning.MEANINGFULLY_BETTER),
        ("global_change", (0, 2), Meaning.MEANINGFULLY_BETTER),
        ("global_change", (0, -3), Meaning.MEANINGFULLY_WORSE),
        ("pain", (6, 9, 1, 4), Meaning.MEANINGFULLY_BETTER),
    ],
)
def test_meaningful_needs_both_the_absolute_and_the_relative_change(
    measure: str, values: tuple[float, ...], meaning: Meaning
) -> None:
    found = change_of(scores(measure, *values))
    assert found is not None
    assert found.meaning is meaning


def test_the_latest_entry_of_a_day_counts() -> None:
    first, last = scores("pain", 6, 3)
    found = change_of([first, last, Measurement("pain", last.on, 6)])
    assert found is not None
    assert found.meaning is Meaning.WITHIN_ERROR


def test_the_band_of_error_stays_within_the_measure() -> None:
    found = change_of(scores("pain", 6, 0))
    assert found is not None
    assert found.band() == (0, 1)


def test_nothing_measured_has_no_change() -> None:
    assert change_of([]) is None


@pytest.mark.parametrize(
    ("measurement", "message"),
    [
        (Measurement("pain", BEGUN, 11), "0 to 10"),
        (Measurement("pain", BEGUN, float("nan")), "allowed"),
        (Measurement("rmdq", BEGUN, 12), "source"),
        (Measurement("mood", BEGUN, 1), "not known"),
    ],
)
def test_a_score_that_its_measure_does_not_have_is_refused(measurement: Measurement, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        checked(measurement)


def test_different_measures_are_not_compared() -> None:
    with pytest.raises(MeasureError, match="one measure at a time"):
        change_of([*scores("pain", 3), *scores("rmdq", 3)])


@pytest.mark.parametrize(("week", "due"), [(0, 0), (5, 0), (6, 6), (11, 6), (12, 12), (24, 12), (25, 25), (38, 38)])
def test_outcomes_are_asked_at_the_beginning_weeks_6_and_12_then_every_three_months(week: int, due: int) -> None:
    today = BEGUN + timedelta(weeks=week)
    assert asked_on(BEGUN, today) == BEGUN + timedelta(weeks=due)
    assert is_due(BEGUN, today, [])
    assert not is_due(BEGUN, today, [BEGUN + timedelta(weeks=due)])


@given(st.floats(0, 10), st.floats(0, 10))
def test_better_one_way_is_worse_the_other_way(one: float, other: float) -> None:
    there, back = change_of(scores("pain", one, other)), change_of(scores("pain", other, one))
    assert there is not None
    assert back is not None
    assert ("better" in there.meaning) == ("worse" in back.meaning)


def test_every_measure_is_whole() -> None:
    for measure in load_measures().values():
        assert measure.lowest < measure.highest
        assert 0 <= measure.error <= measure.meaningful
        assert measure.evidence in "ECBD"
