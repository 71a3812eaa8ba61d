"""Notices where the film is not one continuous movement: a cut, another person, a time jump."""

import math
from typing import Final

from steadyback.kinematics.body import HIPS, SHOULDERS, Vector, torso_px
from steadyback.pose import LandmarkFrame

LONGEST_GAP_S: Final = 1.5
JUMP_TORSO: Final = 0.3
FASTEST_TORSO_PER_S: Final = 4.0
TORSO_CHANGE: Final = 2.0


class Continuity:
    """Compares each frame with the one before it. Limits are defaults of ours (evidence D), not measurements.

    Shoulders and hips that move farther than a body can between two frames, a torso that is suddenly twice or half
    as long, a clock that runs backwards or leaps: each means that what was measured before no longer counts.
    """

    def __init__(self) -> None:
        self._t_s: float | None = None
        self._trunk: tuple[Vector, ...] = ()
        self._torso_px = 0.0

    def breaks_at(self, frame: LandmarkFrame) -> bool:
        """Whether this frame does not continue the last one that was given; the frame has a person."""
        before_s, trunk_before, torso_before = self._t_s, self._trunk, self._torso_px
        self._t_s = frame.t_s
        self._trunk = tuple(frame.point_px(landmark) for landmark in SHOULDERS + HIPS)
        self._torso_px = torso_px(frame)
        if before_s is None:
            return False
        elapsed_s = frame.t_s - before_s
        if not 0 < elapsed_s <= LONGEST_GAP_S:
            return True
        shorter, longer = sorted((torso_before, self._torso_px))
        if shorter * TORSO_CHANGE < longer and elapsed_s < LONGEST_GAP_S / 3:
            return True
        moved = [math.dist(a, b) for a, b in zip(trunk_before, self._trunk, strict=True)]
        return math.fsum(moved) / len(moved) > (JUMP_TORSO + FASTEST_TORSO_PER_S * elapsed_s) * longer
