"""What a guided test gave: only what it can give, compared with its like, a change within the error is none (4.2)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from steadyback.outcomes.change import Meaning, MeasureError
from steadyback.outcomes.physical_results import change_of_test, checked_result, result_of, side_difference
from steadyback.outcomes.physical_tests import load_physical_tests
from steadyback.records.codec import from_json, to_json
from steadyback.records.outcomes import MeasuredBy, PhysicalTestResult, SightOfTest

TESTS = load_physical_tests()
ON = date(2028, 2, 29)
SEEN = SightOfTest(True, 0.93, "pose_landmarker_full")


def results(test: str, *values: float, **more: Any) -> list[PhysicalTestResult]:
    return [PhysicalTestResult(test, ON + timedelta(days=42 * at), value, **more) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("test", "values", "meaning"),
    [
        ("chair_stand_30_s", (12,), Meaning.TOO_EARLY),
        ("chair_stand_30_s", (12, 13), Meaning.WITHIN_ERROR),
        ("chair_stand_30_s", (12, 14), Meaning.BETTER),
        ("chair_stand_30_s", (12, 10), Meaning.WORSE),
        ("fingertip_to_floor", (20, 13), Meaning.BETTER),
        ("fingertip_to_floor", (20, 14), Meaning.WITHIN_ERROR),
        ("fingertip_to_floor", (13, 20), Meaning.WORSE),
    ],
)
def test_a_change_counts_from_the_error_of_the_test_on(test: str, values: tuple[float, ...], meaning: Meaning) -> None:
    found = change_of_test(results(test, *values))
    assert found is not None
    assert found.meaning is meaning


def test_a_test_with_help_is_compared_with_its_like_only() -> None:
    free, helped = results("chair_stand_30_s", 8, 14)
    helped = replace(helped, adapted=True)
    found = change_of_test([free, helped])
    assert found is not None
    assert found.first == found.last == helped
    assert found.meaning is Meaning.TOO_EARLY


def test_the_best_try_counts() -> None:
    stance = result_of(TESTS["single_leg_stance"], ON, (12, 30.5, 21), side="left", ended_by="foot_down")
    assert (stance.value, stance.tries) == (30.5, (12.0, 30.5, 21.0))
    assert result_of(TESTS["fingertip_to_floor"], ON, (14,)).value == 14
    assert from_json(PhysicalTestResult, to_json(stance)) == stance


@pytest.mark.parametrize(
    ("test", "tries", "more", "message"),
    [
        ("chair_stand_30_s", (61,), {}, "0 to 60"),
        ("chair_stand_30_s", (-1,), {}, "0 to 60"),
        ("chair_stand_30_s", (float("nan"),), {}, "0 to 60"),
        ("chair_stand_30_s", (), {}, "1 to 1"),
        ("single_leg_stance", (1, 2, 3, 4), {"side": "left"}, "1 to 3"),
        ("single_leg_stance", (46,), {"side": "left"}, "0 to 45"),
        ("single_leg_stance", (40,), {}, "left or right"),
        ("chair_stand_30_s", (10,), {"side": "left"}, "none"),
        ("chair_stand_30_s", (10,), {"ended_by": "bored"}, "time, tired, pain"),
        ("fingertip_to_floor", (10,), {"adapted": True}, "help"),
        ("chair_stand_30_s", (10,), {"pain": (2, 11)}, "0 to 10"),
        ("chair_stand_30_s", (10,), {"by": MeasuredBy.CAMERA}, "what was seen"),
    ],
)
def test_what_a_test_cannot_give_is_refused(
    test: str, tries: tuple[float, ...], more: dict[str, Any], message: str
) -> None:
    with pytest.raises(MeasureError, match=message):
        result_of(TESTS[test], ON, tries, **more)


def test_an_unknown_test_is_refused() -> None:
    with pytest.raises(MeasureError, match="is no test"):
        checked_result(PhysicalTestResult("sorensen", ON, 100))


def test_a_camera_says_what_it_saw() -> None:
    found = result_of(TESTS["chair_stand_30_s"], ON, (11,), by=MeasuredBy.CAMERA, sight=SEEN)
    assert found.sight == SEEN


def test_sides_and_tests_are_not_mixed() -> None:
    left, right = (results("side_plank_hold", 20, side=side)[0] for side in ("left", "right"))
    with pytest.raises(MeasureError, match="one at a time"):
        change_of_test([left, right])
    assert side_difference([left, replace(right, value=26)]) == 6
    assert side_difference([left]) is None
    assert change_of_test([]) is None
