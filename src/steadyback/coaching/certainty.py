"""How sure it is that a rule was broken, beside what the camera's points wander by: told only where it is clear.

The error of a metric follows from that of its points. A stretch of time beyond the limit counts by how far its mean is
beyond it, in standard errors of such a mean; repetitions add up. Where the points keep their places there is no error,
and every stretch that is long enough is clear at once.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

from steadyback.coaching import wander
from steadyback.coaching.history import Seen
from steadyback.coaching.limits import limit
from steadyback.coaching.measured import Trace
from steadyback.coaching.metrics import Metric, Start
from steadyback.coaching.wander import left_of_mean
from steadyback.exercises import FaultRule
from steadyback.kinematics import Side

SURE: Final = limit("certainty.sure")
SURE_AT_ONCE: Final = limit("certainty.sure_at_once")
LONG_S: Final = (limit("certainty.long"), limit("certainty.longer"))
LONGEST_SHARE: Final = limit("certainty.longest_share")
START_ERROR: Final = limit("certainty.start")
CLEAREST: Final = limit("certainty.clearest")
LEAST: Final = limit("certainty.least")
REPETITIONS: Final = int(limit("faults.proxy_repetitions"))
PROXY_SEEN: Final = int(limit("faults.proxy_seen"))


@dataclass(frozen=True, slots=True)
class Error:
    """Standard deviations in the unit of a rule: of one moment, and of the start position it is compared with."""

    moment: float = 0.0
    start: float = 0.0

    def of_mean(self, span_s: float) -> float:
        return math.hypot(self.moment * left_of_mean(span_s), self.start)


@dataclass(frozen=True, slots=True)
class Clear:
    """The stretch that shows a rule broken most clearly, and by how many standard errors; none: less than nothing."""

    run: Trace
    by: float


def error_of(metric: Metric, start: Start, seen: Seen, side: Side, wander_px: float) -> Error:
    """The error of a metric as it is measured in a frame, for points that wander by so many pixels."""
    in_unit, found = metric.against(start, side), metric.raw(seen, side)
    if wander_px <= 0 or in_unit is None or found is None:
        return Error()
    raw_error = wander.error_of(
        lambda frame: metric.raw(Seen.of(frame, seen.near), side), metric.landmarks(seen, side), seen.frame, wander_px
    )
    # A size has a kink where it is nothing: on one side of it at least the slope is the true one.
    error = max(abs(in_unit(found + step) - in_unit(found)) for step in (raw_error, -raw_error))
    return Error(error, 0.0 if metric.taken == "as_is" else START_ERROR * error / math.sqrt(max(1, start.count)))


def clearest(rule: FaultRule, trace: Trace, run: Trace | None, error: Error) -> Clear:
    """Of a rule's longest run and the long means of its trace, what is beyond the limit most clearly."""
    if error.moment <= 0:
        return Clear([], LEAST) if run is None else Clear(run, CLEAREST)
    found = [Clear([], LEAST)] if run is None else [clear(rule, run, error)]
    lasts_s = trace[-1][0] - trace[0][0] if trace else 0.0
    for span_s in LONG_S:
        if span_s <= LONGEST_SHARE * lasts_s:
            found.append(clear(rule, farthest_mean(rule, trace, span_s), error))
    return max(found, key=lambda one: one.by)


def clear(rule: FaultRule, run: Trace, error: Error) -> Clear:
    mean = math.fsum(value for _, value in run) / len(run)
    by = beyond(rule, mean) / error.of_mean(run[-1][0] - run[0][0])
    return Clear(run, max(LEAST, min(CLEAREST, by)))


def beyond(rule: FaultRule, value: float) -> float:
    """How far a value is beyond the limit of a rule, in its unit; negative within."""
    return (value - float(rule.value)) * (1 if rule.op == ">" else -1)


def farthest_mean(rule: FaultRule, trace: Trace, span_s: float) -> Trace:
    """The stretch of so long whose mean is farthest beyond the limit; the trace is longer."""
    first, total = 0, 0.0
    best, found = -math.inf, trace
    for last, (t_s, value) in enumerate(trace):
        total += value
        while t_s - trace[first][0] > span_s:
            total -= trace[first][1]
            first += 1
        is_whole = last + 1 == len(trace) or trace[last + 1][0] - trace[first][0] > span_s
        if is_whole and (by := beyond(rule, total / (last - first + 1))) > best:
            best, found = by, trace[first : last + 1]
    return found


class Evidence:
    """What the last repetitions say about each rule, together."""

    def __init__(self) -> None:
        self._of_rule: dict[str, deque[float]] = {}

    def add(self, rule: FaultRule, found: Clear) -> bool:
        """Whether it is sure now: by this repetition alone, or with those before it. A proxy has to be seen twice."""
        clear = self._of_rule.setdefault(rule.id, deque(maxlen=REPETITIONS))
        clear.append(found.by)
        if found.by <= 0 or (rule.measurable == "proxy" and sum(by > 0 for by in clear) < PROXY_SEEN):
            return False
        latest = list(clear)
        return any(sum(latest[-count:]) / math.sqrt(count) >= SURE for count in range(1, len(latest) + 1))
