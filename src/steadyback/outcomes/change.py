"""Change against measurement error and what means something (4.1): both the absolute and the 30 % test have to pass."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from steadyback.outcomes.measures import Measure, load_measures
from steadyback.records.outcomes import Measurement

_WEEKS_ASKED = (0, 6, 12)
_THEN_EVERY_WEEKS = 13


class MeasureError(ValueError):
    """A score that its measure does not have. The text says what is allowed."""


class Meaning(StrEnum):
    """What may be said of a change. TOO_EARLY: there is only one day."""

    TOO_EARLY = "too_early"
    WITHIN_ERROR = "within_error"
    BETTER = "better"
    WORSE = "worse"
    MEANINGFULLY_BETTER = "meaningfully_better"
    MEANINGFULLY_WORSE = "meaningfully_worse"


@dataclass(frozen=True, slots=True)
class ChangeFound:
    """From the first to the last score. share: part of the first score, None where that is 0 or no share is defined."""

    measure: str
    first: Measurement
    last: Measurement
    change: float
    share: float | None
    meaning: Meaning

    def band(self) -> tuple[float, float]:
        """The last score with its measurement error, inside the range of the measure."""
        measure = load_measures()[self.measure]
        low, high = self.last.value - measure.error, self.last.value + measure.error
        return max(measure.lowest, low), min(measure.highest, high)


def checked(measurement: Measurement) -> Measurement:
    """The same measurement. Raises MeasureError for an unknown measure or a score outside its range."""
    measure = load_measures().get(measurement.measure)
    if measure is None:
        raise MeasureError(f"{measurement.measure!r} is not known; allowed: {', '.join(load_measures())}")
    value = measurement.value
    if not math.isfinite(value) or not measure.lowest <= value <= measure.highest:
        raise MeasureError(f"{measure.id} is {value:g}; allowed: {measure.lowest:g} to {measure.highest:g}")
    if not measure.own_wording and not measurement.source.strip():
        raise MeasureError(f"{measure.id} needs its source: who scored it, or which form")
    return measurement


def change_of(measurements: Sequence[Measurement]) -> ChangeFound | None:
    """The change of one measure from its first day to its last, None without any. The latest entry of a day counts.

    Raises MeasureError for mixed measures or a score that is none.
    """
    if not measurements:
        return None
    if len({one.measure for one in measurements}) > 1:
        raise MeasureError("these are scores of different measures; compare one measure at a time")
    by_day = {checked(one).on: one for one in measurements}
    first, last = by_day[min(by_day)], by_day[max(by_day)]
    measure = load_measures()[first.measure]
    difference = last.value - first.value
    share = abs(difference) / abs(first.value) if measure.share is not None and first.value else None
    return ChangeFound(measure.id, first, last, difference, share, _meaning(measure, first, last, share))


def _meaning(measure: Measure, first: Measurement, last: Measurement, share: float | None) -> Meaning:
    if first.on == last.on:
        return Meaning.TOO_EARLY
    size = abs(last.value - first.value)
    if size <= measure.error:
        return Meaning.WITHIN_ERROR
    better = (last.value < first.value) == measure.lower_is_better
    # A fall from 0 has no share; then the absolute test alone decides that something became worse.
    enough = measure.share is None or share is None or share >= measure.share
    if size >= measure.meaningful and enough:
        return Meaning.MEANINGFULLY_BETTER if better else Meaning.MEANINGFULLY_WORSE
    return Meaning.BETTER if better else Meaning.WORSE


def asked_on(begun_on: date, today: date) -> date:
    """The last day on which outcomes were due: the beginning, weeks 6 and 12, then every three months."""
    weeks = max(0, (today - begun_on).days // 7)
    due = max(week for week in _WEEKS_ASKED if week <= weeks)
    if weeks > _WEEKS_ASKED[-1]:
        due = _WEEKS_ASKED[-1] + (weeks - _WEEKS_ASKED[-1]) // _THEN_EVERY_WEEKS * _THEN_EVERY_WEEKS
    return begun_on + timedelta(weeks=due)


def is_due(begun_on: date, today: date, measured_on: Sequence[date]) -> bool:
    """Whether outcomes are asked today: none was measured since they were last due."""
    return all(on < asked_on(begun_on, today) for on in measured_on)
