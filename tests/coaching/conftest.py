"""A drawn person lying on their back with the left side to the camera, whose hips bend as asked."""

import math
from collections.abc import Callable, Iterable

import pytest

from steadyback.pose import Landmark, LandmarkFrame

TRUNK_PX, THIGH_PX, SHIN_PX = 120.0, 100.0, 100.0
KNEE_DEG = 90.0
DrawnFrame = Callable[..., LandmarkFrame]


def turned(direction: tuple[float, float], degrees: float) -> tuple[float, float]:
    """Clockwise in the picture: from the feet towards the front of a person lying with the head to the right."""
    angle = math.radians(degrees)
    x, y = direction
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def about(centre: tuple[float, float], point: tuple[float, float], degrees: float) -> tuple[float, float]:
    x, y = turned((point[0] - centre[0], point[1] - centre[1]), degrees)
    return centre[0] + x, centre[1] + y


def tilt_on_planted_feet(hip_deg: float) -> float:
    """How far the body turns about the shoulders so that the ankles stay where they are at 55 degrees."""

    def ankle(degrees: float) -> tuple[float, float]:
        thigh = turned((-1.0, 0.0), degrees)
        shin = turned(thigh, -KNEE_DEG)
        return -TRUNK_PX + THIGH_PX * thigh[0] + SHIN_PX * shin[0], THIGH_PX * thigh[1] + SHIN_PX * shin[1]

    floor = ankle(55.0)[1]
    x, y = ankle(hip_deg)
    return math.degrees(math.atan2(y, -x) - math.asin(floor / math.hypot(x, y)))


def draw(
    t_s: float,
    left_deg: float,
    right_deg: float | None = None,
    *,
    scale: float = 1.0,
    off_x: float = 0.0,
    planted: bool = False,
) -> LandmarkFrame:
    """Hip flexion of both legs in degrees; knees bent by 90; a picture of 640x360 times `scale`.

    With `planted` the feet stay as high as at 55 degrees, so that the hips rise when they stretch.
    """
    places: dict[int, tuple[float, float, float]] = {}
    for side, hip_deg, depth in (("LEFT", left_deg, 0.0), ("RIGHT", right_deg, 1.0)):
        hip_deg = left_deg if hip_deg is None else hip_deg
        shift = 10.0 * depth
        shoulder = (480.0 + shift + off_x, 250.0 - shift)
        hip = (shoulder[0] - TRUNK_PX, shoulder[1])
        thigh = turned((-1.0, 0.0), hip_deg)
        knee = (hip[0] + THIGH_PX * thigh[0], hip[1] + THIGH_PX * thigh[1])
        shin = turned(thigh, -KNEE_DEG)
        ankle = (knee[0] + SHIN_PX * shin[0], knee[1] + SHIN_PX * shin[1])
        z = -0.1 + 0.2 * depth
        ear = (shoulder[0] + 40, shoulder[1])
        if planted:
            tilt_deg = tilt_on_planted_feet(hip_deg)
            hip, knee, ankle = (about(shoulder, point, tilt_deg) for point in (hip, knee, ankle))
        named = {"SHOULDER": shoulder, "HIP": hip, "KNEE": knee, "ANKLE": ankle, "EAR": ear}
        for name, (x, y) in named.items():
            places[Landmark[f"{side}_{name}"]] = (x, y, z)
    rows = [places.get(i, (500.0 + off_x, 250.0, 0.0)) for i in range(33)]
    points = [(x / 640, y / 360, z, 0.9) for x, y, z in rows]
    return LandmarkFrame.from_points(t_s, (round(640 * scale), round(360 * scale)), points)


def wave(t_s: float, rest_deg: float, away_deg: float, period_s: float) -> float:
    return rest_deg + (away_deg - rest_deg) * (1 - math.cos(2 * math.pi * t_s / period_s)) / 2


def bridges(count: int, *, hz: float = 30, period_s: float = 4.0, scale: float = 1.0) -> list[LandmarkFrame]:
    """So many bridges, one after the other, with half a second of rest at both ends."""
    frames = []
    for step in range(round((count * period_s + 1) * hz)):
        t_s = step / hz
        moving_s = min(max(t_s - 0.5, 0.0), count * period_s)
        frames.append(draw(t_s, wave(moving_s, 55, 8, period_s), scale=scale, planted=True))
    return frames


@pytest.fixture
def drawn() -> DrawnFrame:
    return draw


@pytest.fixture
def bridge_film() -> Callable[..., list[LandmarkFrame]]:
    return bridges


@pytest.fixture
def leg_film() -> Callable[[Iterable[str]], list[LandmarkFrame]]:
    """Knees drawn to the chest one after the other, named by side, four seconds each."""

    def film(sides: Iterable[str]) -> list[LandmarkFrame]:
        frames = []
        for number, side in enumerate(sides):
            for step in range(120):
                angle = wave(step / 30, 50, 115, 4.0)
                left, right = (angle, 50.0) if side == "left" else (50.0, angle)
                frames.append(draw(number * 4 + step / 30, left, right))
        return frames

    return film
