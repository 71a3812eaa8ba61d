"""The last frames that could be judged, thinned, so that angles are only measured where a movement was found."""

import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Self

from steadyback.coaching.excursion import LONGEST_S
from steadyback.coaching.limits import limit
from steadyback.coaching.wander import Wander, error_of
from steadyback.kinematics import AngleMeter, Side, Trunk
from steadyback.pose import Landmark, LandmarkFrame

SPACING_S: Final = limit("history.spacing")

MOMENT_FRAMES: Final = int(limit("history.moment_frames"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One frame that could be judged, and the side that was nearer to the camera."""

    frame: LandmarkFrame
    near: Side
    trunk: Trunk

    @classmethod
    def of(cls, frame: LandmarkFrame, near: Side) -> Self:
        return cls(frame, near, Trunk.of(frame))

    @property
    def t_s(self) -> float:
        return self.frame.t_s


class History:
    """Frames of the last two minutes in rising time."""

    def __init__(self) -> None:
        self._seen: deque[Seen] = deque()
        self.wander = Wander()

    def push(self, seen: Seen) -> None:
        t_s = seen.frame.t_s
        self.wander.push(seen.frame)
        if self._seen and t_s - self._seen[-1].frame.t_s < SPACING_S:
            return
        self._seen.append(seen)
        while self._seen[0].frame.t_s < t_s - LONGEST_S:
            self._seen.popleft()

    def between(self, from_s: float, to_s: float) -> tuple[Seen, ...]:
        """The frames from one time to another, both included; the newest are looked at first."""
        found = []
        for seen in reversed(self._seen):
            if seen.t_s < from_s:
                break
            if seen.t_s <= to_s:
                found.append(seen)
        return tuple(reversed(found))

    def around(self, t_s: float, span_s: float) -> "Moment":
        return Moment(evenly(self.between(t_s - span_s, t_s + span_s), MOMENT_FRAMES), self.wander)


def evenly(frames: tuple[Seen, ...], most: int) -> tuple[Seen, ...]:
    """At most so many of the frames, evenly spread with the first and the last one among them."""
    if len(frames) <= most:
        return frames
    last = len(frames) - 1
    return tuple(frames[at * last // (most - 1)] for at in range(most))


class Moment:
    """The angles around one point of time: the median of each, so that one bad frame decides nothing."""

    def __init__(self, close: tuple[Seen, ...], wander: Wander | None = None) -> None:
        self._close = close
        self._wander = wander
        self._known: dict[int, float | None] = {}
        self._trunks: tuple[tuple[LandmarkFrame, Trunk], ...] | None = None
        self.near: Side = close[-1].near if close else "left"

    def angle(self, meter: AngleMeter) -> float | None:
        if id(meter) not in self._known:
            self._known[id(meter)] = self._median(meter)
        return self._known[id(meter)]

    def error_deg(self, meter: AngleMeter) -> float:
        """The standard deviation of an angle in one of the frames, as far as its points wander more than usual."""
        if not self._close or self._wander is None:
            return 0.0
        seen = self._close[len(self._close) // 2]
        unusual_px = self._wander.unusual_px(seen.trunk.torso_px)
        return error_of(lambda frame: meter.measure(frame, seen.near), meter.landmarks, seen.frame, unusual_px)

    def _median(self, meter: AngleMeter) -> float | None:
        measured = (meter.measure(seen.frame, seen.near, seen.trunk) for seen in self._close)
        found = sorted(angle for angle in measured if angle is not None)
        return found[len(found) // 2] if found else None

    def height(self, point: str) -> float:
        """How high a landmark stands above mid-hip, in torso lengths; infinite where nothing is known."""
        landmark = Landmark[point.upper()]
        return self._of_frames(lambda frame, trunk: (trunk.mid_hip[1] - frame.point_px(landmark)[1]) / trunk.torso_px)

    def length(self, start: str, end: str) -> float:
        """Between two landmarks, in torso lengths; infinite where nothing is known."""
        one, two = Landmark[start.upper()], Landmark[end.upper()]
        return self._of_frames(
            lambda frame, trunk: math.dist(frame.point_px(one), frame.point_px(two)) / trunk.torso_px
        )

    def hips_above(self, earlier: "Moment") -> float:
        """How far mid-hip has risen in the picture since then, in torso lengths of then: a curled trunk is shorter."""
        torso_px = earlier.torso_px
        risen_px = self._middle(-seen.trunk.mid_hip[1] for seen in self._close) - earlier._middle(
            -seen.trunk.mid_hip[1] for seen in earlier._close
        )
        return risen_px / torso_px if torso_px > 0 else math.inf

    def travelled(self, earlier: "Moment", point: str) -> float:
        """How far a landmark is in the picture from where it was then, in torso lengths of then."""
        landmark = Landmark[point.upper()]
        (x0, y0), (x1, y1) = (
            tuple(self._middle(seen.frame.point_px(landmark)[axis] for seen in each._close) for axis in (0, 1))
            for each in (earlier, self)
        )
        torso_px = earlier.torso_px
        return math.hypot(x1 - x0, y1 - y0) / torso_px if torso_px > 0 else math.inf

    @property
    def torso_px(self) -> float:
        return self._middle(seen.trunk.torso_px for seen in self._close)

    @staticmethod
    def _middle(values: Iterable[float]) -> float:
        found = sorted(values)
        return found[len(found) // 2] if found else math.inf

    def _of_frames(self, measure: Callable[[LandmarkFrame, Trunk], float]) -> float:
        if self._trunks is None:
            self._trunks = tuple((seen.frame, seen.trunk) for seen in self._close if seen.trunk.torso_px > 0)
        return self._middle(measure(frame, trunk) for frame, trunk in self._trunks)

    def change(self, later: "Moment", meter: AngleMeter) -> float | None:
        before, after = self.angle(meter), later.angle(meter)
        return None if before is None or after is None else after - before
