"""Lengths and directions of the whole body in the picture."""

import math
from typing import Final, Literal, NamedTuple, Self, TypeAlias

from steadyback.pose import Landmark, LandmarkFrame

Side: TypeAlias = Literal["left", "right"]
Vector: TypeAlias = tuple[float, float]

SHOULDERS: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
HIPS: Final = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


def other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def middle_px(frame: LandmarkFrame, pair: tuple[int, int]) -> Vector:
    (left_x, left_y), (right_x, right_y) = frame.point_px(pair[0]), frame.point_px(pair[1])
    return (left_x + right_x) / 2, (left_y + right_y) / 2


def minus(end: Vector, start: Vector) -> Vector:
    return end[0] - start[0], end[1] - start[1]


class Trunk(NamedTuple):
    """Shoulders and hips of one frame in pixels, left before right, and what everything else is measured by."""

    shoulders: tuple[Vector, Vector]
    hips: tuple[Vector, Vector]
    mid_hip: Vector
    up: Vector
    """From mid-hip to mid-shoulder."""
    torso_px: float
    """Mid-shoulder to mid-hip in pixels: the unit of length of everything that is not an angle."""

    @classmethod
    def of(cls, frame: LandmarkFrame) -> Self:
        shoulders = frame.point_px(SHOULDERS[0]), frame.point_px(SHOULDERS[1])
        hips = frame.point_px(HIPS[0]), frame.point_px(HIPS[1])
        mid_hip = (hips[0][0] + hips[1][0]) / 2, (hips[0][1] + hips[1][1]) / 2
        up = (shoulders[0][0] + shoulders[1][0]) / 2 - mid_hip[0], (shoulders[0][1] + shoulders[1][1]) / 2 - mid_hip[1]
        return cls(shoulders, hips, mid_hip, up, math.hypot(*up))

    @property
    def width_ratios(self) -> tuple[float, float]:
        """Shoulder width and hip width in the picture, in torso lengths: small from the side, large from the front.

        Infinite where the torso has no length in the picture (seen from the head or the feet).
        """
        if self.torso_px == 0:
            return math.inf, math.inf
        return math.dist(*self.shoulders) / self.torso_px, math.dist(*self.hips) / self.torso_px

    def ventral(self, near: Side) -> Vector:
        """The direction of the front of the body in a picture taken from the side.

        Whoever shows the camera their left side has their front a quarter turn anticlockwise from the way hip to
        shoulder, standing, lying or on all fours; with the right side it is clockwise. No landmark of the face is
        needed.
        """
        x, y = self.up
        return (y, -x) if near == "left" else (-y, x)


def outward(frame: LandmarkFrame, side: Side) -> Vector:
    """The direction from the midline to one side of the body, from hips and shoulders together."""
    hips = minus(frame.point_px(HIPS[0]), frame.point_px(HIPS[1]))
    shoulders = minus(frame.point_px(SHOULDERS[0]), frame.point_px(SHOULDERS[1]))
    to_left = hips[0] + shoulders[0], hips[1] + shoulders[1]
    return to_left if side == "left" else (-to_left[0], -to_left[1])
