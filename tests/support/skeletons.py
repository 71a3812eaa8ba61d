"""Moving figures for tests: LMK1 messages of somebody who moves a little."""

import math

from steadyback.pose.frame import LandmarkFrame
from steadyback.pose.wire import encode

SIZE_PX = (640, 480)


def frame(t_ms: int, *, nobody: bool = False) -> bytes:
    if nobody:
        return encode(LandmarkFrame.nobody(t_ms / 1000, *SIZE_PX))
    swing = math.sin(t_ms / 700) / 20
    points = [(0.3 + at / 80 + swing, 0.2 + at / 60, -0.1 + swing, 0.97) for at in range(33)]
    return encode(LandmarkFrame.from_points(t_ms / 1000, SIZE_PX, points))


def frames(first_ms: int, count: int, every_ms: int = 100) -> bytes:
    return b"".join(frame(first_ms + at * every_ms) for at in range(count))
