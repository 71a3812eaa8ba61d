"""What a guided test gave, and whether it changed: compared with the same test, side and way of doing it (4.2)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from steadyback.outcomes.change import Meaning, MeasureError
from steadyback.outcomes.physical_tests import SIDES, PhysicalTest, load_physical_tests
from steadyback.records.outcomes import MeasuredBy, PhysicalTestResult, SightOfTest

NOTICE = "not a diagnostic measurement"
ENDS_FOR_A_CLINICIAN = ("leg_pain",)


@dataclass(frozen=True, slots=True)
class ChangeOfTest:
    """From the first to the last result of one test, side and way. A change within the error is no change."""

    first: PhysicalTestResult
    last: PhysicalTestResult
    change: float
    error: float
    meaning: Meaning


def result_of(
    test: PhysicalTest,
    on: date,
    tries: Sequence[float],
    *,
    side: str = "",
    ended_by: str = "",
    by: MeasuredBy = MeasuredBy.HAND,
    adapted: bool = False,
    pain: tuple[int | None, int | None] = (None, None),
    sight: SightOfTest | None = None,
) -> PhysicalTestResult:
    """The result of one side: the best try. `pain` is before and after. Raises MeasureError for what the test lacks."""
    for value in tries:
        _check_value(test, value)
    if not 1 <= len(tries) <= test.best_of:
        raise MeasureError(f"{test.id} has {len(tries)} tries; allowed: 1 to {test.best_of}")
    best = min(tries) if test.lower_is_better else max(tries)
    found = PhysicalTestResult(
        test.id, on, float(best), side, by, tuple(map(float, tries)), ended_by, adapted, *pain, sight
    )
    return checked_result(found)


def checked_result(result: PhysicalTestResult) -> PhysicalTestResult:
    """The same result. Raises MeasureError for an unknown test, a value, side, end or pain that it cannot have."""
    test = load_physical_tests().get(result.test)
    if test is None:
        raise MeasureError(f"{result.test!r} is no test; allowed: {', '.join(load_physical_tests())}")
    _check_value(test, result.value)
    if result.side not in test.sides:
        wanted = " or ".join(SIDES) if test.per_side else "none"
        raise MeasureError(f"{test.id} has the side {result.side!r}; allowed: {wanted}")
    if result.ended_by and result.ended_by not in {end.code for end in test.ends}:
        raise MeasureError(f"{test.id} ended by {result.ended_by!r}; allowed: {', '.join(e.code for e in test.ends)}")
    if result.adapted and not test.adapted:
        raise MeasureError(f"{test.id} is not done with help; leave `adapted` out")
    for pain in (result.pain_before, result.pain_after):
        if pain is not None and pain not in range(11):
            raise MeasureError(f"pain is {pain}; allowed: 0 to 10")
    if result.by is MeasuredBy.CAMERA and result.sight is None:
        raise MeasureError(f"{test.id} by camera has to say what was seen: view, tracked share and model")
    return result


def _check_value(test: PhysicalTest, value: float) -> None:
    if isinstance(value, bool) or not math.isfinite(value) or not 0 <= value <= test.highest:
        raise MeasureError(f"{test.id} is {value:g} {test.unit}; allowed: 0 to {test.highest:g}")


def change_of_test(results: Sequence[PhysicalTestResult]) -> ChangeOfTest | None:
    """The change of one test and side, None without any result. The latest entry of a day counts.

    Only results done in the same way as the last one (with help or without) are compared. Raises MeasureError for
    results of different tests or sides.
    """
    if not results:
        return None
    if len({(one.test, one.side) for one in results}) > 1:
        raise MeasureError("these are results of different tests or sides; compare one at a time")
    test = load_physical_tests()[checked_result(results[0]).test]
    latest = {one.on: checked_result(one) for one in results}
    last = latest[max(latest)]
    alike = [one for one in latest.values() if one.adapted == last.adapted]
    first = min(alike, key=lambda one: one.on)
    change = last.value - first.value
    return ChangeOfTest(first, last, change, test.error, _meaning(test, first, last))


def _meaning(test: PhysicalTest, first: PhysicalTestResult, last: PhysicalTestResult) -> Meaning:
    if first.on == last.on:
        return Meaning.TOO_EARLY
    change = last.value - first.value
    if abs(change) < test.error:
        return Meaning.WITHIN_ERROR
    return Meaning.BETTER if (change < 0) == test.lower_is_better else Meaning.WORSE


def side_difference(results: Sequence[PhysicalTestResult]) -> float | None:
    """Right less left of the last day on which both sides were tested, None where there is none (4.2, side plank)."""
    by_day: dict[date, dict[str, float]] = {}
    for one in results:
        by_day.setdefault(one.on, {})[one.side] = checked_result(one).value
    both = [on for on, sides in by_day.items() if set(SIDES) <= sides.keys()]
    return by_day[max(both)]["right"] - by_day[max(both)]["left"] if both else None
