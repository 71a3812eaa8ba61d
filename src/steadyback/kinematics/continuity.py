"""Notices where the film is not one continuous movement: a cut, another person, a time jump."""

import math
from typing import Final

from steadyback.kinematics.body import Trunk

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
        self._before: tuple[float, Trunk] | None = None

    def breaks_at(self, t_s: float, trunk: Trunk) -> bool:
        """Whether the frame of this time with this trunk does not continue the last one that was given."""
        last, self._before = self._before, (t_s, trunk)
        if last is None:
            return False
        elapsed_s, before = t_s - last[0], last[1]
        if not 0 < elapsed_s <= LONGEST_GAP_S:
            return True
        shorter, longer = sorted((before.torso_px, trunk.torso_px))
        if shorter * TORSO_CHANGE < longer and elapsed_s < LONGEST_GAP_S / 3:
            return True
        places = zip(before.shoulders + before.hips, trunk.shoulders + trunk.hips, strict=True)
        moved = [math.dist(a, b) for a, b in places]
        return math.fsum(moved) / len(moved) > (JUMP_TORSO + FASTEST_TORSO_PER_S * elapsed_s) * longer
