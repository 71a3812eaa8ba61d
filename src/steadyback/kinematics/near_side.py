"""Which side of the body is nearer to the camera (design/pose.md, rule 3)."""

from steadyback.kinematics.body import Side
from steadyback.pose import Landmark, LandmarkFrame

MOST_VOTES = 30
VOTES_TO_CHANGE = 10


class NearSide:
    """Keeps the near side from frame to frame: the sign of z(left hip) - z(right hip) is a vote, not a verdict.

    The first frames decide by majority, because tracking has yet to settle; afterwards it takes ten more contrary
    frames than confirming ones, so that single wrong signs never turn the angles round.
    """

    def __init__(self) -> None:
        self.side: Side | None = None
        self._votes = 0
        self._frames = 0

    def reset(self) -> None:
        """Forget everything: another camera, another person."""
        self.__init__()  # type: ignore[misc]

    def update(self, frame: LandmarkFrame) -> Side:
        """The near side after one more frame that has a person."""
        seen: Side = "left" if frame.z(Landmark.LEFT_HIP) <= frame.z(Landmark.RIGHT_HIP) else "right"
        if self.side is None:
            self.side = seen
        if seen == self.side:
            self._votes = min(self._votes + 1, MOST_VOTES)
        else:
            self._votes -= 1
        self._frames = min(self._frames + 1, VOTES_TO_CHANGE)
        settled = self._frames >= VOTES_TO_CHANGE
        if self._votes <= (-VOTES_TO_CHANGE if settled else -1):
            self.side, self._votes = seen, 0
        return self.side
