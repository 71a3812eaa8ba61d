"""Cycles in a motion of unknown kind: no exercise definition, no training, the whole recording at once.

For each of some assumed periods, slow drift and trembling are taken out, the direction in which the body moves most
(first principal component) is followed, and its swings are cut into cycles. The period whose neighbouring cycles are
most alike in the whole body wins. Limits are defaults of ours (evidence D), looked at on RepCount's development half.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from operator import add, mul, sub
from typing import Final, Self, TypeAlias

Columns: TypeAlias = list[list[float]]
"""One list of values over time for each coordinate, all of the same length, at `RATE_HZ`."""

RATE_HZ: Final = 12.0
PERIODS_S: Final = (0.6, 0.9, 1.35, 2.0, 3.0, 4.5, 7.0, 10.0)
"""Assumed periods, each half as long again as the one before. A last assumption is that there is no drift at all."""
TREMBLING_SHARE: Final = 0.08
DRIFT_SHARE: Final = 0.6
"""Standard deviations of the two smoothings, as shares of the assumed period."""
SETTLED_SMOOTHING_S: Final = 0.2
SWING_SHARE: Final = 0.5
"""A swing covers at least this share of the usual range of the motion; the last one may be a little shorter."""
LAST_SWING_SHARE: Final = 0.6
USUAL_RANGE: Final = (0.03, 0.97)
COMPARED_POINTS: Final = 12
NEIGHBOURS: Final = 1
ALONE: Final = 0.1
"""How alike a cycle without any neighbour counts: a single large movement is weak evidence of repetition."""
SMALL_SHARE: Final = 0.3
SHORTEST_RECORDING_S: Final = 1.5
POWER_STEPS: Final = 40


@dataclass(frozen=True, slots=True)
class Cycle:
    """Away and back: rest, farthest point, rest again, in seconds from the first sample; `size` in units of input."""

    start_s: float
    peak_s: float
    end_s: float
    size: float

    def later(self, by_s: float) -> Self:
        """The same cycle on a clock that began earlier."""
        return replace(self, start_s=self.start_s + by_s, peak_s=self.peak_s + by_s, end_s=self.end_s + by_s)


@dataclass(frozen=True, slots=True)
class CyclicMotion:
    """The cycles of one continuous motion, and how alike they are: the middle cycle's likeness to a neighbour.

    1 is the same movement again and again; 0 and below, or a single cycle, is no evidence of repetition.
    """

    cycles: tuple[Cycle, ...] = ()
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """The motion read under one assumed period. Turns are (sample, +1 at a top or -1 at a bottom)."""

    score: float
    columns: Columns
    signal: list[float]
    turns: list[tuple[int, int]]


def find_cycles(times_s: Sequence[float], points: Sequence[Sequence[float]]) -> CyclicMotion:
    """The cycles of one continuous motion.

    `times_s` rise; `points` holds the coordinates of every frame in one row, all rows of the same length and finite.
    Returns nothing where the recording is too short or nothing goes away and comes back.
    """
    if len(times_s) < 2 or times_s[-1] - times_s[0] < SHORTEST_RECORDING_S:
        return CyclicMotion()
    columns = resampled(times_s, points)
    found = [reading for period_s in (*PERIODS_S, None) if (reading := read(columns, period_s))]
    if not found:
        return CyclicMotion()
    best = max(found, key=lambda reading: reading.score)
    cycles = tuple(cut(best))
    return CyclicMotion(cycles, round(usual_likeness(best.columns, cycles), 3))


def resampled(times_s: Sequence[float], points: Sequence[Sequence[float]]) -> Columns:
    """Linear interpolation to `RATE_HZ`, so that frame rates and gaps make no difference."""
    count = int((times_s[-1] - times_s[0]) * RATE_HZ) + 1
    rows: list[list[float]] = []
    for number in range(count):
        at_s = times_s[0] + number / RATE_HZ
        after = min(max(1, bisect_right(times_s, at_s)), len(times_s) - 1)
        before_s, after_s = times_s[after - 1], times_s[after]
        share = min(1.0, max(0.0, (at_s - before_s) / (after_s - before_s)))
        rows.append([a + share * (b - a) for a, b in zip(points[after - 1], points[after], strict=True)])
    return [list(column) for column in zip(*rows, strict=True)]


def read(columns: Columns, period_s: float | None) -> Reading | None:
    """Take out drift and trembling for an assumed period, and see how alike neighbouring cycles then are."""
    trembling_s = SETTLED_SMOOTHING_S if period_s is None else TREMBLING_SHARE * period_s
    steady = [smoothed(column, trembling_s) for column in columns]
    if period_s is not None:
        drift = [smoothed(column, DRIFT_SHARE * period_s) for column in steady]
        steady = [list(map(sub, column, slow)) for column, slow in zip(steady, drift, strict=True)]
    steady = [centred(column) for column in steady]
    signal = first_component(steady)
    ordered = sorted(signal)
    low, high = (ordered[round(share * (len(ordered) - 1))] for share in USUAL_RANGE)
    if high <= low:
        return None
    turns = turning_points(signal, SWING_SHARE * (high - low))
    scores = [likeness(steady, [at for at, kind in turns if kind == edge]) for edge in (-1, 1)]
    return Reading(max(scores), steady, signal, turns) if max(scores) > 0 else None


def smoothed(values: list[float], deviation_s: float) -> list[float]:
    """Three running means in a row: close to a Gaussian of that standard deviation, ends extended."""
    samples = deviation_s * RATE_HZ
    radius = round((math.sqrt(4 * samples * samples + 1) - 1) / 2)
    for _ in range(3 if radius else 0):
        padded = [values[0]] * radius + values + [values[-1]] * radius
        totals = list(accumulate(padded, initial=0.0))
        width = 2 * radius + 1
        values = [(later - earlier) / width for earlier, later in zip(totals, totals[width:], strict=False)]
    return values


def centred(values: list[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    return [value - mean for value in values]


def first_component(columns: Columns) -> list[float]:
    """The projection onto the direction of greatest variance, by repeated multiplication with the covariance."""
    covariance = [[0.0] * len(columns) for _ in columns]
    for i, one in enumerate(columns):
        for j in range(i, len(columns)):
            covariance[i][j] = covariance[j][i] = math.fsum(map(mul, one, columns[j]))
    widest = max(range(len(columns)), key=lambda i: covariance[i][i])
    direction = covariance[widest]
    for _ in range(POWER_STEPS):
        length = math.sqrt(math.fsum(map(mul, direction, direction)))
        if length == 0:
            break
        direction = [value / length for value in direction]
        direction = [math.fsum(map(mul, row, direction)) for row in covariance]
    length = math.sqrt(math.fsum(map(mul, direction, direction))) or 1.0
    signal = [0.0] * len(columns[0])
    for weight, column in zip(direction, columns, strict=True):
        share = weight / length
        signal = list(map(add, signal, [share * value for value in column]))
    return signal


def turning_points(signal: Sequence[float], swing: float) -> list[tuple[int, int]]:
    """Tops (+1) and bottoms (-1) in turn, each at least `swing` away from the one before."""
    turns: list[tuple[int, int]] = []
    top = bottom = 0
    for at, value in enumerate(signal):
        rising = not turns or turns[-1][1] < 0
        falling = not turns or turns[-1][1] > 0
        top = at if value > signal[top] else top
        bottom = at if value < signal[bottom] else bottom
        if rising and signal[top] - value >= swing:
            turns += [(bottom, -1)] if not turns and bottom < top else []
            turns.append((top, 1))
            bottom = at
        elif falling and value - signal[bottom] >= swing:
            turns += [(top, 1)] if not turns and top < bottom else []
            turns.append((bottom, -1))
            top = at
    if turns:
        last, kind = turns[-1]
        end = bottom if kind > 0 else top
        if end > last and abs(signal[end] - signal[last]) >= LAST_SWING_SHARE * swing:
            turns.append((end, -kind))
    return turns


def likeness(columns: Columns, edges: Sequence[int]) -> float:
    """How much of the recording is covered by cycles that resemble a neighbour, larger motion counting more."""
    shapes = [shape(columns, start, end) for start, end in pairwise(edges)]
    total: list[float] = []
    for at, (one, size) in enumerate(shapes):
        near = range(max(0, at - NEIGHBOURS), min(len(shapes), at + NEIGHBOURS + 1))
        alike = max((similarity(one, size, *shapes[other]) for other in near if other != at), default=ALONE)
        total.append((edges[at + 1] - edges[at]) * max(0.0, alike) ** 2 * math.sqrt(size))
    return math.fsum(total) / len(columns[0])


def usual_likeness(columns: Columns, cycles: Sequence[Cycle]) -> float:
    shapes = [shape(columns, round(cycle.start_s * RATE_HZ), round(cycle.end_s * RATE_HZ)) for cycle in cycles]
    pairs = [similarity(*one, *other) for one, other in pairwise(shapes)]
    if not pairs:
        return 0.0
    return median([max(nearest) for nearest in zip([pairs[0], *pairs], [*pairs, pairs[-1]], strict=True)])


def shape(columns: Columns, start: int, end: int) -> tuple[list[float], float]:
    """One cycle of the whole body at equally spaced points around its own middle, and how large it is."""
    values: list[float] = []
    last = len(columns[0]) - 1
    places = [start + (end - start) * step / (COMPARED_POINTS - 1) for step in range(COMPARED_POINTS)]
    cuts = [(min(int(place), last - 1), place - min(int(place), last - 1)) for place in places]
    for column in columns:
        values += centred([column[at] + share * (column[at + 1] - column[at]) for at, share in cuts])
    return values, math.sqrt(math.fsum(map(mul, values, values)) / COMPARED_POINTS)


def similarity(one: Sequence[float], size: float, other: Sequence[float], other_size: float) -> float:
    """1 for the same movement, lower the more shape or size differ, below 0 for opposite ones."""
    larger = max(size, other_size)
    return math.fsum(map(mul, one, other)) / (COMPARED_POINTS * larger * larger) if larger else 0.0


def cut(reading: Reading) -> Iterable[Cycle]:
    """Cycles from rest to rest; much smaller ones than usual and times far from the farthest point are left out."""
    away = away_direction(reading)
    turns = reading.turns
    triples = [
        (a, b, c) for (a, _), (b, kind), (c, _) in zip(turns, turns[1:], turns[2:], strict=False) if kind == away
    ]
    if not triples:
        return
    signal = reading.signal
    sizes = [abs(signal[b] - (signal[a] + signal[c]) / 2) for a, b, c in triples]
    usual = median(sizes)
    peaks = [b for _, b, _ in triples]
    period = median([later - earlier for earlier, later in pairwise(peaks)]) if len(peaks) > 1 else len(signal)
    for (start, peak, end), size in zip(triples, sizes, strict=True):
        if size >= SMALL_SHARE * usual:
            start_s, end_s = max(start, peak - period) / RATE_HZ, min(end, peak + period) / RATE_HZ
            yield Cycle(start_s, peak / RATE_HZ, end_s, size)


def away_direction(reading: Reading) -> int:
    """Which turn is the farthest point: people stay longer at rest, and move more slowly there."""
    signal, turns = reading.signal, reading.turns
    below: list[float] = []
    for (start, _), (end, _) in pairwise(turns):
        middle = (signal[start] + signal[end]) / 2
        inside = signal[start : end + 1]
        below.append(sum(value < middle for value in inside) / len(inside))
    longer_below = 2 * math.fsum(below) / max(1, len(below)) - 1
    speeds = [whole_body_speed(reading.columns, at) for at, _ in turns]
    at_top = [speed for speed, (_, kind) in zip(speeds, turns, strict=True) if kind > 0]
    at_bottom = [speed for speed, (_, kind) in zip(speeds, turns, strict=True) if kind < 0]
    top, bottom = (math.fsum(group) / max(1, len(group)) for group in (at_top, at_bottom))
    slower_below = (top - bottom) / (top + bottom) if top + bottom else 0.0
    return 1 if longer_below + slower_below > 0 else -1


def whole_body_speed(columns: Columns, at: int) -> float:
    """Mean change per sample within two samples of a turn."""
    first, last = max(0, at - 2), min(len(columns[0]) - 1, at + 3)
    steps = [math.sqrt(math.fsum((c[i + 1] - c[i]) ** 2 for c in columns)) for i in range(first, last)]
    return math.fsum(steps) / max(1, len(steps))


def median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
