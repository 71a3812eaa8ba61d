"""Finds movements away from rest and back in one smoothed angle, by relative range.

Two thresholds: it has to leave rest by half of the travel that the exercise describes, and to come back by half of
what it then really travelled. People move faster and farther than the bands say, so bands play no part here.
Its limits: `limits.toml`, room `excursion`.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from steadyback.coaching.limits import limit

LEAVING_SHARE: Final = limit("excursion.leaving_share")
SMALLEST_TRAVEL_DEG: Final = limit("excursion.smallest_travel")
SMALLEST_SHARE: Final = limit("excursion.smallest_share")
PARTIAL_SHARE: Final = limit("excursion.partial_share")
SMALLEST_PARTIAL_DEG: Final = limit("excursion.smallest_partial")
RETURNING_SHARE: Final = limit("excursion.returning_share")
HIGHEST_LEAVING_SHARE: Final = limit("excursion.highest_leaving_share")
LATEST_RETURNING_SHARE: Final = limit("excursion.latest_returning_share")
EDGE_SHARE: Final = limit("excursion.edge_share")
TOP_SHARE: Final = limit("excursion.top_share")
SETTLED_S: Final = limit("excursion.settled")
SHORTEST_S: Final = limit("excursion.shortest")
LONGEST_S: Final = limit("excursion.longest")


def leaving_deg_of(travel_deg: float) -> float:
    """How far it has to go to be counted."""
    travel_deg = abs(travel_deg)
    return max(LEAVING_SHARE * travel_deg, min(SMALLEST_TRAVEL_DEG, SMALLEST_SHARE * travel_deg))


def partial_deg_of(travel_deg: float) -> float | None:
    """How far it has to go to be told as a small one; None where that cannot be told from a camera's error."""
    partial_deg = max(PARTIAL_SHARE * abs(travel_deg), SMALLEST_PARTIAL_DEG)
    return partial_deg if partial_deg < leaving_deg_of(travel_deg) else None


@dataclass(frozen=True, slots=True)
class Excursion:
    """Away and back: leaves rest, farthest point, back at rest, and the time near the farthest point."""

    start_s: float
    peak_s: float
    end_s: float
    rest_deg: float
    range_deg: float
    top_from_s: float
    top_to_s: float
    complete: bool
    blur_s: float = 0.0
    """Over how long the angle was smoothed beyond what is usual, because its points wander."""

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


class ExcursionFinder:
    """Takes (time, angle) in rising time; gives an excursion when it is over.

    `travel_deg` is the signed travel of the exercise: a negative one is a movement towards smaller angles.
    """

    def __init__(self, travel_deg: float, leaving_deg: float | None = None) -> None:
        self._direction = 1.0 if travel_deg > 0 else -1.0
        self._usual_deg = self._leaving_deg = leaving_deg_of(travel_deg) if leaving_deg is None else leaving_deg
        self._least_deg = 0.0
        self._farthest_deg = HIGHEST_LEAVING_SHARE * abs(travel_deg)
        self._trace: deque[tuple[float, float]] = deque()
        self._state = "resting"
        self._low = self._peak = self._valley = (0.0, 0.0)

    def push(self, t_s: float, angle_deg: float) -> Excursion | None:
        now = (t_s, angle_deg * self._direction)
        if not self._trace:
            self._rest_at(now)
            return None
        self._trace.append(now)
        if now[0] - self._trace[0][0] > LONGEST_S:
            self._rest_at(now)
        if self._state == "returning":
            return self._returning(now)
        if self._state == "away":
            self._away(now)
        else:
            self._resting(now)
        return None

    def disregard(self, least_deg: float) -> None:
        """Take what is smaller than this for an error of the camera: neither leaves rest nor comes back by it."""
        self._least_deg = least_deg
        if self._state == "away" and self._peak[1] - self._low[1] < self._clear_deg:
            self._state = "resting"  # What was taken for a movement may have been none.
        if self._state == "resting":
            self._leaving_deg = self._clear_deg

    @property
    def _clear_deg(self) -> float:
        return max(self._usual_deg, min(self._least_deg, self._farthest_deg))

    @property
    def is_away(self) -> bool:
        """Whether it has clearly left rest and is not settled there again."""
        return self._state != "resting"

    def stop(self) -> Excursion | None:
        """The recording breaks off here: what is under way, complete if it was back already; then forget all."""
        found = None
        if self._state != "resting":
            found = self._excursion(complete=self._state == "returning")
        self._trace.clear()
        self._state = "resting"
        return found

    def _rest_at(self, now: tuple[float, float]) -> None:
        self._state, self._low = "resting", now
        while self._trace and self._trace[0][0] < now[0]:
            self._trace.popleft()
        if not self._trace:
            self._trace.append(now)

    def _resting(self, now: tuple[float, float]) -> None:
        if now[1] <= self._low[1]:
            self._rest_at(now)
        elif now[1] - self._low[1] >= self._leaving_deg:
            self._state, self._peak = "away", now

    def _away(self, now: tuple[float, float]) -> None:
        if now[1] > self._peak[1]:
            self._peak = now
        elif self._peak[1] - now[1] >= self._returning_deg(self._peak[1] - self._low[1]):
            self._state, self._valley = "returning", now

    def _returning_deg(self, range_deg: float) -> float:
        return max(RETURNING_SHARE * range_deg, min(self._least_deg, LATEST_RETURNING_SHARE * range_deg))

    def _returning(self, now: tuple[float, float]) -> Excursion | None:
        if now[1] < self._valley[1] - EDGE_SHARE * self._leaving_deg:
            self._valley = now
        if now[1] > self._peak[1]:
            self._state, self._peak = "away", now
            return None
        settled = now[0] - self._valley[0] >= SETTLED_S
        if not settled and now[1] - self._valley[1] < self._leaving_deg:
            return None
        found = self._excursion(complete=True) if self._peak[1] - self._low[1] >= self._clear_deg else None
        self._rest_at(self._valley)
        for later in self._trace:
            if later[1] <= self._low[1]:
                self._low = later
        return found

    def _excursion(self, *, complete: bool) -> Excursion | None:
        peak_s, peak = self._peak
        away = peak - self._low[1]
        floor_after = self._valley[1] if complete else peak - away
        edge_before = self._low[1] + EDGE_SHARE * away
        edge_after = floor_after + EDGE_SHARE * (peak - floor_after)
        top = peak - TOP_SHARE * away
        before = [point for point in self._trace if point[0] <= peak_s]
        after = [point for point in self._trace if point[0] >= peak_s]
        start_s = max((t for t, s in before if s <= edge_before), default=before[0][0])
        end_s = min((t for t, s in after if s <= edge_after), default=after[-1][0])
        if end_s - start_s < SHORTEST_S:
            return None
        near_top = [t for t, s in self._trace if s >= top and start_s <= t <= end_s]
        rest_deg = self._low[1] * self._direction
        return Excursion(start_s, peak_s, end_s, rest_deg, away, near_top[0], near_top[-1], complete)
