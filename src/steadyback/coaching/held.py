"""Times a position that is held and not repeated, such as a plank."""

from collections import deque
from typing import Final

from steadyback.coaching.events import Event, Hold
from steadyback.coaching.history import Seen
from steadyback.coaching.limits import limit
from steadyback.coaching.measured import Trace
from steadyback.coaching.metrics import median_low
from steadyback.coaching.motion import HOLD_TOLERANCE_DEG, CountedMotion
from steadyback.exercises import Exercise
from steadyback.kinematics import AngleMeter

BEGIN_TOLERANCE_DEG: Final = limit("motion.begin_tolerance")
SHORTEST_POSITION_S: Final = limit("held.shortest_position")
LONGEST_WAY_S: Final = limit("held.longest_way")
EDGE_DEG: Final = limit("held.edge")
REST_SPAN_S: Final = limit("held.rest_span")
BEGINS_SHARE: Final = limit("held.begins")
GOES_ON_SHARE: Final = limit("held.goes_on")
LEFT_S: Final = limit("held.left")
BEYOND_LIMIT_DEG: Final = limit("held.beyond_limit")
SAGS_STILL_DEG: Final = limit("held.sags_still")
KEPT_AT_EACH_END_S: Final = 2 * LONGEST_WAY_S


class HeldPosition:
    """All angles of the position near their bands. The way into it and out of it is no part of the time held.

    It begins nearer to the bands than it goes on, and apart from how this body lay before: on some bodies lying propped
    is hardly another line than a plank that sags, and whoever still lies or goes back to lying does not hold.
    """

    def __init__(self, exercise: Exercise, motion: CountedMotion) -> None:
        self._bands = motion.held or {}
        self._limits_deg = {
            rule.metric: float(rule.value) + BEYOND_LIMIT_DEG
            for rule in exercise.faults
            if rule.metric in self._bands and rule.op == ">"
        }
        self._meters = {side: {name: AngleMeter.of(name, side) for name in self._bands} for side in ("left", "right")}
        self._lowest_deg = min((band.min for band in tuple(self._bands.values())[:1]), default=0.0)
        self.from_s: float | None = None
        self.is_held_now = False
        self._begun: Trace = []
        self._recent: deque[tuple[float, float]] = deque()
        self._before: deque[tuple[float, float]] = deque()
        self._rest_deg: float | None = None

    def push(self, seen: Seen, posture_fits: bool) -> list[Event]:
        found = {
            name: meter.measure(seen.frame, seen.near, seen.trunk) for name, meter in self._meters[seen.near].items()
        }
        self.is_held_now = posture_fits and all(
            angle is not None and self._is_near(angle, name, is_first=at == 0)
            for at, (name, angle) in enumerate(found.items())
        )
        first_deg = next(iter(found.values()), None)
        if self.is_held_now and first_deg is not None:
            self._take(seen.t_s, first_deg)
            return []
        if posture_fits and first_deg is not None:
            self._before.append((seen.t_s, first_deg))
            while self._before[0][0] < seen.t_s - REST_SPAN_S:
                self._before.popleft()
        return self.stop() if self._recent and seen.t_s - self._recent[-1][0] > LEFT_S else []

    def _is_near(self, angle_deg: float, name: str, *, is_first: bool) -> bool:
        band, begun = self._bands[name], self.from_s is not None
        near_deg = HOLD_TOLERANCE_DEG if begun else BEGIN_TOLERANCE_DEG
        low, high = band.min - near_deg, max(band.max + near_deg, self._limits_deg.get(name, -180.0))
        rest_deg = self._rest_deg if begun else self._lay_at()
        if not is_first or (begun and rest_deg is None):
            return low <= angle_deg <= high
        if rest_deg is None:
            return band.min <= angle_deg <= high
        # Away from how it lay, but never so far that a plank that sags would be none.
        apart_deg = band.target + (GOES_ON_SHARE if begun else BEGINS_SHARE) * (rest_deg - band.target)
        return max(low, min(apart_deg, band.min - (SAGS_STILL_DEG if begun else 0.0))) <= angle_deg <= high

    def _lay_at(self) -> float | None:
        """Where the first angle was while the person still lay: its lower quarter, as the way up has begun."""
        ordered = sorted(angle for _, angle in self._before if angle < self._lowest_deg)
        return ordered[len(ordered) // 4] if ordered else None

    def _take(self, t_s: float, angle_deg: float) -> None:
        if self.from_s is None:
            self.from_s, self._rest_deg = t_s, self._lay_at()
        if t_s - self.from_s <= KEPT_AT_EACH_END_S:
            self._begun.append((t_s, angle_deg))
        self._recent.append((t_s, angle_deg))
        while self._recent[0][0] < t_s - KEPT_AT_EACH_END_S:
            self._recent.popleft()

    def stop(self) -> list[Event]:
        """It is over, or the recording is."""
        self.is_held_now = False
        self._before.clear()
        if self.from_s is None:
            return []
        way_s = min(LONGEST_WAY_S, (self._recent[-1][0] - self.from_s) / 4)
        from_s = arrived(self._begun, way_s)
        to_s = -arrived([(-t_s, angle) for t_s, angle in reversed(self._recent)], way_s)
        self.from_s, self._begun = None, []
        self._recent.clear()
        return [Hold("both", round(from_s, 3), round(to_s, 3))] if to_s - from_s >= SHORTEST_POSITION_S else []


def arrived(trace: Trace, way_s: float) -> float:
    """When an angle first came near to where it then stayed; the way there takes no longer than `way_s`."""
    begun_s = trace[0][0]
    after = [angle for t_s, angle in trace if begun_s + way_s <= t_s <= begun_s + 2 * way_s]
    if not after:
        return begun_s
    stays_deg = median_low(after)
    return next((t_s for t_s, angle in trace if abs(angle - stays_deg) <= EDGE_DEG), begun_s)
