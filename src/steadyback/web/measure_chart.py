"""One measure over time as a picture: scores, and round the first one the band in which a change may be chance (4.1).

Coordinates are those of an SVG of WIDTH x HEIGHT units. The table beside it says the same in numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from steadyback.outcomes.measures import Measure
from steadyback.records.outcomes import Measurement

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 14, 34


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid; `text_at` is the base line of its number."""

    at: float
    text: str

    @property
    def text_at(self) -> float:
        return self.at + 5


@dataclass(frozen=True, slots=True)
class Chart:
    """line: the points of a polyline. band: top and height of the shaded part, None where no error is known."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    dots: tuple[tuple[float, float], ...]
    line: str
    band: tuple[float, float] | None
    values: tuple[Tick, ...]
    days: tuple[tuple[float, date, str], ...]

    @property
    def plot_width(self) -> float:
        return self.right - self.left

    @property
    def tick_x(self) -> float:
        return self.left - 8

    @property
    def days_y(self) -> float:
        return self.bottom + 24


def chart_of(measure: Measure, scores: Sequence[Measurement]) -> Chart | None:
    """The picture of the scores of one measure, oldest first; None with fewer than two days."""
    by_day = {one.on: one.value for one in scores}
    days = sorted(by_day)
    if len(days) < 2:
        return None
    span = (days[-1] - days[0]).days

    def x(on: date) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (on - days[0]).days / span, 1)

    def y(value: float) -> float:
        share = (value - measure.lowest) / (measure.highest - measure.lowest)
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share, 1)

    dots = tuple((x(on), y(by_day[on])) for on in days)
    first = by_day[days[0]]
    high, low = min(measure.highest, first + measure.error), max(measure.lowest, first - measure.error)
    steps = _steps(measure)
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        bottom=HEIGHT - _BOTTOM,
        dots=dots,
        line=" ".join(f"{a:g},{b:g}" for a, b in dots),
        band=(y(high), round(y(low) - y(high), 1)) if measure.error else None,
        values=tuple(Tick(y(value), f"{value:g}") for value in steps),
        days=tuple((x(on), on, anchor) for on, anchor in ((days[0], "start"), (days[-1], "end"))),
    )


def _steps(measure: Measure) -> list[float]:
    """Where the grid has its lines: whole numbers, with 0 in the middle where the scale goes both ways."""
    span = measure.highest - measure.lowest
    counts = (2,) if measure.lowest < 0 else (5, 4, 3)
    count = next((one for one in counts if span % one == 0), 1)
    return [measure.lowest + span * step / count for step in range(count + 1)]
