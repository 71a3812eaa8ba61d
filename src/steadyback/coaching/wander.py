"""How far the points of this camera wander about their places, measured by the lengths of limbs: they cannot change.

A limb that turns towards the camera changes its length slowly, an error within tenths of a second, so the second
difference of a length over two short steps shows the error. The median over all limbs is not moved by the one that
swings, and the quieter moments are taken, as a quick movement changes lengths too. What stays the same from frame to
frame (a camera a little off the side) is not seen in this way.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.pose import Landmark, LandmarkFrame
from steadyback.pose.frame import VALUES_PER_LANDMARK

STEP_S: Final = limit("wander.step")
WATCHED_S: Final = limit("wander.watched")
LASTS_S: Final = limit("wander.lasts")
FEWEST_STEPS: Final = int(limit("wander.fewest_steps"))
LONGEST_STEP_S: Final = 2 * STEP_S
LIMBS: Final = tuple(
    (Landmark[f"{side}_{start}"], Landmark[f"{side}_{end}"])
    for side in ("LEFT", "RIGHT")
    for start, end in (
        ("SHOULDER", "HIP"),
        ("HIP", "KNEE"),
        ("KNEE", "ANKLE"),
        ("SHOULDER", "ELBOW"),
        ("ELBOW", "WRIST"),
    )
)
QUIET_SHARE: Final = limit("wander.quiet_share")
QUIET_SIZE: Final = limit("wander.quiet_size")
USUAL_TORSO: Final = limit("wander.usual")


def kept_after(span_s: float) -> float:
    """How much of an error is still the same after so long, as a share."""
    return math.exp(-span_s / LASTS_S)


def left_of_mean(span_s: float) -> float:
    """What the mean over a span of time leaves of an error that wanders, as a share of its standard deviation."""
    along = span_s / LASTS_S
    if along < 1e-3:
        return 1.0
    return math.sqrt(2 / along * (1 - (1 - math.exp(-along)) / along))


SEEN_IN_LENGTHS: Final = QUIET_SIZE * math.sqrt(2 * (6 - 8 * kept_after(STEP_S) + 2 * kept_after(2 * STEP_S)))
"""The second difference of a length in the quieter moments, for two points that wander by one."""


class Wander:
    """Takes the frames that are judged, in rising time."""

    def __init__(self) -> None:
        self._lengths: deque[tuple[float, tuple[float, ...]]] = deque(maxlen=3)
        self._differences: deque[tuple[float, float]] = deque()
        self.px = 0.0
        """The standard deviation of a point along one axis, in pixels; 0 until enough was seen."""

    def push(self, frame: LandmarkFrame) -> bool:
        """Whether `px` may have changed."""
        if self._lengths and frame.t_s - self._lengths[-1][0] < STEP_S:
            return False
        if self._lengths and frame.t_s - self._lengths[-1][0] > LONGEST_STEP_S:
            self._lengths.clear()
        self._lengths.append((frame.t_s, tuple(length(frame, *ends) for ends in LIMBS)))
        if len(self._lengths) < 3:
            return False
        (_, first), (_, middle), (_, last) = self._lengths
        sizes = sorted(abs(a - 2 * b + c) for a, b, c in zip(first, middle, last, strict=True))
        self._differences.append((frame.t_s, (sizes[len(sizes) // 2 - 1] + sizes[len(sizes) // 2]) / 2))
        while self._differences[0][0] < frame.t_s - WATCHED_S:
            self._differences.popleft()
        if len(self._differences) >= FEWEST_STEPS:
            ordered = sorted(size for _, size in self._differences)
            self.px = ordered[int(QUIET_SHARE * len(ordered))] / SEEN_IN_LENGTHS
        return True

    def unusual_px(self, torso_px: float) -> float:
        """What is beyond the wandering of an ordinary picture, for which every tolerance has room already."""
        return max(0.0, self.px - USUAL_TORSO * torso_px)


def length(frame: LandmarkFrame, start: int, end: int) -> float:
    return math.dist(frame.point_px(start), frame.point_px(end))


def error_of(
    measure: Callable[[LandmarkFrame], float | None], landmarks: Iterable[int], frame: LandmarkFrame, wander_px: float
) -> float:
    """The standard deviation of what is measured in a frame, for points that wander by so much along each axis."""
    found = measure(frame)
    if wander_px <= 0 or found is None:
        return 0.0
    squares = 0.0
    for landmark in sorted(landmarks):
        for right_px, down_px in ((wander_px, 0.0), (0.0, wander_px)):
            value = measure(moved(frame, landmark, right_px, down_px))
            squares += 0.0 if value is None else (value - found) ** 2
    return math.sqrt(squares)


def moved(frame: LandmarkFrame, landmark: int, right_px: float, down_px: float) -> LandmarkFrame:
    """The same frame with one point elsewhere."""
    values, at = list(frame.values), landmark * VALUES_PER_LANDMARK
    values[at] += right_px / frame.width_px
    values[at + 1] += down_px / frame.height_px
    return replace(frame, values=tuple(values))
