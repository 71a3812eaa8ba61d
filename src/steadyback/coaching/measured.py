"""The frames of one movement and what was measured in them: each value once, whichever rules ask for it."""

import math
from typing import TypeAlias

from steadyback.coaching.history import Seen
from steadyback.coaching.metrics import Metric, Raw
from steadyback.kinematics import Side
from steadyback.pose.frame import VALUES_PER_LANDMARK

Trace: TypeAlias = list[tuple[float, float]]
"""(time in s, value), in rising time."""


class Measured:
    """Measures the metrics of one movement, done with `side`, where their points are seen well enough."""

    def __init__(self, frames: tuple[Seen, ...], side: Side, lowest_visibility: float) -> None:
        self.side = side
        self._frames = frames
        self._lowest_visibility = lowest_visibility
        self._known: dict[Raw, dict[int, float | None]] = {}
        self._all_seen = [min(seen.frame.values[3::VALUES_PER_LANDMARK]) >= lowest_visibility for seen in frames]

    def trace(self, metric: Metric, from_s: float = -math.inf, to_s: float = math.inf) -> tuple[Trace, int]:
        """The raw values in a span of time, without the frames that do not show it; and how many frames were asked."""
        known = self._known.setdefault(metric.raw, {})
        found: Trace = []
        asked = 0
        for at, seen in enumerate(self._frames):
            if not from_s <= seen.frame.t_s <= to_s:
                continue
            asked += 1
            if at not in known:
                known[at] = self._value(metric, at, seen)
            if (value := known[at]) is not None:
                found.append((seen.frame.t_s, value))
        return found, asked

    def _value(self, metric: Metric, at: int, seen: Seen) -> float | None:
        if not self._all_seen[at]:
            visibility = seen.frame.values[3::VALUES_PER_LANDMARK]
            if min(map(visibility.__getitem__, metric.landmarks(seen, self.side))) < self._lowest_visibility:
                return None
        value = metric.raw(seen, self.side)
        return value if value is not None and math.isfinite(value) else None
