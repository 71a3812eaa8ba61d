"""What has to stop is told while it happens: rules of the severity `stop`, frame by frame."""

import math
from collections import deque
from collections.abc import Collection
from typing import Final

from steadyback.coaching.certainty import SURE_AT_ONCE, clearest, error_of
from steadyback.coaching.events import Fault
from steadyback.coaching.faults import SMOOTHED_OVER, breaks, fault_of
from steadyback.coaching.history import Seen
from steadyback.coaching.limits import limit
from steadyback.coaching.measured import Trace
from steadyback.coaching.metrics import Metric, Start, median_low
from steadyback.exercises import FaultRule
from steadyback.kinematics import Side

LONGEST_KEPT_S: Final = limit("stop_watch.longest_kept")
HELD_FOR_S: Final = limit("stop_watch.held_for")


class StopWatch:
    """Watches one frame after the other; each stretch in which a rule is broken for long enough is told once.

    `held` names the angles of a position that is held and not repeated. Who goes into it or out of it passes through
    what would be a fault of it, and is told nothing: such a rule waits for longer than that takes.
    """

    def __init__(
        self, rules: tuple[tuple[FaultRule, Metric], ...], lowest_visibility: float, held: Collection[str] = ()
    ) -> None:
        self._held = held
        self._rules = rules
        self._lowest_visibility = lowest_visibility
        self._recent: dict[str, deque[float]] = {rule.id: deque(maxlen=SMOOTHED_OVER) for rule, _ in rules}
        self._runs: dict[str, Trace] = {rule.id: [] for rule, _ in rules}
        self._told: set[str] = set()
        self._told_spans: dict[str, tuple[float, float]] = {}

    def forget(self) -> None:
        """Nothing is under way: what was broken is over."""
        for recent in self._recent.values():
            recent.clear()
        for run in self._runs.values():
            run.clear()
        self._told.clear()

    def push(self, seen: Seen, side: Side, start: Start, wander_px: float = 0.0) -> tuple[Fault, ...]:
        """The faults that have just lasted as long as their rule asks, and are clear for points that wander so far."""
        found = (self._watch(rule, metric, seen, side, start, wander_px) for rule, metric in self._rules)
        return tuple(fault for fault in found if fault is not None)

    def has_told(self, fault: Fault) -> bool:
        """Whether a fault that was found afterwards is one that was told while it happened."""
        from_s, to_s = self._told_spans.get(fault.code, (math.inf, -math.inf))
        return fault.from_s <= to_s and fault.to_s >= from_s

    def _watch(
        self, rule: FaultRule, metric: Metric, seen: Seen, side: Side, start: Start, wander_px: float
    ) -> Fault | None:
        value = self._measure(metric, seen, side, start)
        if value is None:
            return None
        recent, run = self._recent[rule.id], self._runs[rule.id]
        recent.append(value)
        middle = median_low(recent)
        if len(recent) < SMOOTHED_OVER or not breaks(rule, middle):
            run.clear()
            self._told.discard(rule.id)
            return None
        run.append((seen.t_s, middle))
        if seen.t_s - run[0][0] > LONGEST_KEPT_S:
            del run[1:-1]
        if rule.id in self._told:
            self._told_spans[rule.id] = (self._told_spans[rule.id][0], seen.t_s)
            return None
        lasting_s = max(rule.for_ms / 1000, HELD_FOR_S if rule.metric in self._held else 0.0)
        if seen.t_s - run[0][0] < lasting_s:
            return None
        if clearest(rule, [], run, error_of(metric, start, seen, side, wander_px)).by < SURE_AT_ONCE:
            return None
        self._told.add(rule.id)
        self._told_spans[rule.id] = (run[0][0], seen.t_s)
        return fault_of(rule, run, index=0)

    def _measure(self, metric: Metric, seen: Seen, side: Side, start: Start) -> float | None:
        needed = metric.landmarks(seen, side)
        if any(seen.frame.visibility(landmark) < self._lowest_visibility for landmark in needed):
            return None
        raw, in_unit = metric.raw(seen, side), metric.against(start, side)
        if raw is None or in_unit is None or not math.isfinite(raw):
            return None
        return in_unit(raw)
