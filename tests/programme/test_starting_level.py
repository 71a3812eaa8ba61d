from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.programme.starting_level import irritability, start_level
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.screening import Baseline, Disposition, ScreeningOutcome

TODAY = date(2026, 11, 23)
BEST = Baseline(pain_average=2, pain_rest=1, settle_h=0.5, rmdq=2, active_min_per_week=200)


def outcome(*flags: str, disposition: Disposition = Disposition.CLEAR) -> ScreeningOutcome:
    return ScreeningOutcome(True, disposition, None, (), frozenset(flags), ())


def level(baseline: Baseline = BEST, *flags: str, born: int | None = 1980, **more: Any) -> int:
    return start_level(baseline, outcome(*flags, **more), born, TODAY)[0]


@pytest.mark.parametrize(
    ("settle", "average", "rest", "expected"),
    [
        (24, 6, 4, "moderate"),
        (24.5, 0, 0, "high"),
        (0, 7, 0, "high"),
        (0, 0, 5, "high"),
        (1, 0, 0, "moderate"),
        (0.9, 4, 0, "moderate"),
        (0.9, 3, 4, "low"),
        (None, 0, 0, "high"),
        (0, None, 0, "high"),
        (0, 0, None, "high"),
        (-1, 0, 0, "high"),
        (float("nan"), 0, 0, "high"),
        (0, 11, 0, "high"),
        (0, 0, -1, "high"),
    ],
)
def test_irritability(settle: Any, average: Any, rest: Any, expected: str) -> None:
    assert irritability(Baseline(settle_h=settle, pain_average=average, pain_rest=rest)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 3),
        ({"settle_h": 30}, 0),
        ({"settle_h": 2}, 1),
        ({"rmdq": 14}, 0),
        ({"rmdq": 13}, 1),
        ({"rmdq": 7}, 1),
        ({"rmdq": 6}, 2),
        ({"rmdq": 4}, 2),
        ({"rmdq": 3}, 3),
        ({"rmdq": 25}, 0),
        ({"rmdq": None}, 0),
        ({"active_min_per_week": 149}, 2),
        ({"active_min_per_week": 59}, 1),
        ({"active_min_per_week": None}, 1),
    ],
)
def test_the_lowest_factor_decides(change: dict[str, Any], expected: int) -> None:
    assert level(replace(BEST, **change)) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((7, 6), 0), ((6, 6, 6), 1), ((4, 3), 1), ((3, 3), 2), ((1, 2), 2), ((1, 1), 3), ((0,), 3), ((1, 11), 0)],
)
def test_function_comes_from_own_activities_where_there_is_no_score(scores: tuple[int, ...], expected: int) -> None:
    activities = tuple((f"thing {index}", score) for index, score in enumerate(scores))
    assert level(replace(BEST, rmdq=None, activities=activities)) == expected


def test_with_both_the_more_cautious_counts() -> None:
    assert level(replace(BEST, rmdq=2, activities=(("socks", 8),))) == 0
    assert level(replace(BEST, rmdq=20, activities=(("socks", 0),))) == 0


@pytest.mark.parametrize(
    ("flags", "born", "more", "expected"),
    [
        (("ACTIVE",), 1980, {}, 3),
        (("HTN",), 1980, {}, 2),
        ((), 1980, {"disposition": Disposition.CLINICIAN_FIRST}, 2),
        (("BALANCE",), 1980, {}, 1),
        ((), 1952, {}, 3),
        ((), 1951, {}, 1),
        ((), None, {}, 1),
        ((), 2050, {}, 1),
    ],
)
def test_caution_age_and_falls_cap_the_level(flags: Any, born: Any, more: Any, expected: int) -> None:
    assert level(BEST, *flags, born=born, **more) == expected


def test_every_factor_says_what_it_saw_and_whether_it_decided() -> None:
    found, reasons = start_level(replace(BEST, rmdq=5), outcome("HTN"), 1980, TODAY)
    assert found == 2
    assert reasons[0].rule == "PL-02"
    assert reasons[0].values == {"level": 2}
    assert {reason.rule for reason in reasons if reason.values.get("decides")} == {"PL-02.function", "PL-02.caution"}


SCORES = st.one_of(st.none(), st.integers(-1, 11))
BASELINES = st.builds(
    Baseline,
    pain_average=SCORES,
    pain_rest=SCORES,
    settle_h=st.one_of(st.none(), st.sampled_from([0, 0.5, 1, 5, 24, 25, 48])),
    rmdq=st.one_of(st.none(), st.integers(-1, 25)),
    activities=st.lists(st.tuples(st.just("thing"), st.integers(0, 10)), max_size=3).map(tuple),
    active_min_per_week=st.one_of(st.none(), st.integers(0, 400)),
)


@given(BASELINES, st.one_of(st.none(), st.integers(1900, 2030)), st.sets(st.sampled_from(["HTN", "BALANCE"])))
def test_p14_any_input_has_a_level_and_a_reason(baseline: Baseline, born: int | None, flags: set[str]) -> None:
    found, reasons = start_level(baseline, outcome(*flags), born, TODAY)
    assert 0 <= found <= 3
    assert any(reason.values.get("decides") for reason in reasons)


WORSE: list[tuple[str, Any]] = [
    ("pain_average", lambda v: min(10, v + 1)),
    ("pain_rest", lambda v: min(10, v + 1)),
    ("settle_h", lambda v: v + 1),
    ("rmdq", lambda v: min(24, v + 1)),
    ("active_min_per_week", lambda v: max(0, v - 30)),
]


@given(BASELINES, st.sampled_from(WORSE), st.integers(1930, 2000), st.booleans())
def test_p3_worsening_one_input_never_raises_the_level(
    baseline: Baseline, worse: tuple[str, Any], born: int, fallen: bool
) -> None:
    flags = ("BALANCE",) if fallen else ()
    before = level(baseline, *flags, born=born)
    name, change = worse
    value = getattr(baseline, name)
    if value is not None and value >= 0 and (name == "settle_h" or value <= 400):
        assert level(replace(baseline, **{name: change(value)}), *flags, born=born) <= before
    assert level(replace(baseline, **{name: None}), *flags, born=born) <= before or name == "rmdq"
    assert level(baseline, *flags, "HTN", born=born) <= before
    assert level(baseline, *flags, "BALANCE", born=born) <= before
    assert level(baseline, *flags, born=born - 10) <= before


@pytest.mark.data
def test_the_level_agrees_with_the_reference_model(reference: Any) -> None:
    for average in range(0, 11, 2):
        for settle in (0, 1, 24, 25):
            for rmdq in (0, 4, 7, 14):
                for minutes in (0, 60, 150):
                    for born, fallen in ((1980, False), (1940, False), (1980, True)):
                        baseline = Baseline(average, 1, average, settle, rmdq, (), minutes)
                        flags = ("BALANCE",) if fallen else ()
                        theirs = reference.start_level(
                            reference.irritability(average, 1, settle), rmdq, minutes, fallen, TODAY.year - born, fallen
                        )
                        assert level(baseline, *flags, born=born) == theirs


@pytest.mark.parametrize(("starting", "found"), [(None, 3), (3, 3), (1, 1), (0, 0), (-1, 0)])
def test_a_specialists_starting_dose_is_one_more_cap(starting: int | None, found: int) -> None:
    assert start_level(BEST, outcome(), 1980, TODAY, ClearanceLimits(starting_level=starting))[0] == found
