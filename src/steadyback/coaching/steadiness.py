"""Whether camera and tracking are steady enough to judge what moves."""

import math
from collections import deque
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.kinematics import Trunk
from steadyback.pose import LANDMARK_COUNT, LandmarkFrame

CAMERA_SHIFT_TORSO: Final = limit("steadiness.camera_shift")
CAMERA_SPREAD_SHARE: Final = limit("steadiness.camera_spread")
LONGEST_STEP_S: Final = limit("steadiness.longest_step")
SETTLING_S: Final = limit("steadiness.settling")
WATCHED_S: Final = limit("steadiness.watched")
FEWEST_WATCHED: Final = int(limit("steadiness.fewest_watched"))
UNSTEADY_SHARE: Final = limit("steadiness.unsteady")


class Steadiness:
    """Says `camera_moved` for a second after all points jumped together, `unsteady` while the torso flickers in length.

    A person moves some points and not others, and never all by the same way within one frame.
    """

    def __init__(self) -> None:
        self._before: LandmarkFrame | None = None
        self._moved_until_s = -math.inf
        self._torso = 0.0
        self._recent: deque[tuple[float, bool]] = deque()
        self._jumps = 0

    def forget(self) -> None:
        """Another scene: nothing before it counts."""
        self._before = None
        self._moved_until_s = -math.inf
        self._recent.clear()
        self._jumps = 0

    def reason(self, frame: LandmarkFrame, trunk: Trunk) -> str | None:
        """Why not to judge this frame of somebody who is there, if so."""
        torso = trunk.torso_px
        before, self._before = self._before, frame
        if before is not None and 0 < frame.t_s - before.t_s <= LONGEST_STEP_S and jumped(before, frame, torso):
            self._moved_until_s = frame.t_s + SETTLING_S
        flickers = self._flickers(frame.t_s, max(torso, math.dist(*trunk.shoulders)))
        if frame.t_s < self._moved_until_s:
            return "camera_moved"
        return "unsteady" if flickers else None

    def _flickers(self, t_s: float, torso: float) -> bool:
        """Whether the torso jumps in length again and again, as it does where the tracking slips."""
        shorter, longer = sorted((self._torso, torso))
        jumps = bool(self._recent) and longer - shorter > UNSTEADY_SHARE * longer
        self._torso = torso
        self._recent.append((t_s, jumps))
        self._jumps += jumps
        while self._recent[0][0] < t_s - WATCHED_S:
            self._jumps -= self._recent.popleft()[1]
        return len(self._recent) >= FEWEST_WATCHED and self._jumps * 5 >= len(self._recent)


def jumped(before: LandmarkFrame, after: LandmarkFrame, torso: float) -> bool:
    """Whether every point went the same way by more than trembling: the camera moved, not the body."""
    far = CAMERA_SHIFT_TORSO * torso
    (x0, y0), (x1, y1) = before.point_px(0), after.point_px(0)
    if torso == 0 or math.hypot(x1 - x0, y1 - y0) < far / 2:
        return False
    steps = []
    for landmark in range(LANDMARK_COUNT):
        (x0, y0), (x1, y1) = before.point_px(landmark), after.point_px(landmark)
        steps.append((x1 - x0, y1 - y0))
    right = math.fsum(step[0] for step in steps) / LANDMARK_COUNT
    down = math.fsum(step[1] for step in steps) / LANDMARK_COUNT
    size = math.hypot(right, down)
    if size < far:
        return False
    spread = math.fsum(math.hypot(step[0] - right, step[1] - down) for step in steps) / LANDMARK_COUNT
    return spread <= CAMERA_SPREAD_SHARE * size
