"""Measures one angle of one frame in the picture plane (architecture "Parity": rounded once, here)."""

import math
from dataclasses import dataclass
from typing import Final, Self

from steadyback.kinematics.body import Side, Trunk, Vector, minus, outward
from steadyback.kinematics.definitions import AngleDefinition, load_definitions
from steadyback.pose import Landmark, LandmarkFrame

DECIMALS: Final = 6
"""Browser and server trigonometry differ in the last bits; this is far above them and far below what a camera sees."""

THIGH_IN_TORSOS: Final = 0.85
"""Hip to knee over shoulder to hip, from body segment lengths of .245 and .288 of height (Drillis and Contini 1966)."""
GRAVITY: Final = ("horizontal", "vertical")


@dataclass(frozen=True, slots=True)
class AngleMeter:
    """One angle on one side of the body, ready to measure frame after frame."""

    definition: AngleDefinition
    side: Side
    first: tuple[tuple[int, ...], tuple[int, ...]]
    second: tuple[tuple[int, ...], tuple[int, ...]] | None
    landmarks: frozenset[int]
    """What has to be in the picture for this angle."""

    @classmethod
    def of(cls, name: str, side: Side) -> Self:
        """The meter of the named definition; raises KeyError for an unknown name."""
        definition = load_definitions()[name]
        ends = [(landmarks_of(start, side), landmarks_of(end, side)) for start, end in directions(definition)]
        landmarks = frozenset(landmark for direction in ends for end in direction for landmark in end)
        return cls(definition, side, ends[0], ends[1] if len(ends) > 1 else None, landmarks)

    def measure(self, frame: LandmarkFrame, near: Side, trunk: Trunk | None = None) -> float | None:
        """The angle in degrees, or None where the points coincide or are no numbers.

        `trunk` is that of the frame, for whoever has it already.
        """
        return measure(self, frame, near, trunk)


def directions(definition: AngleDefinition) -> tuple[tuple[str, str], ...]:
    other = definition.second or definition.less
    return (definition.first,) if other is None else (definition.first, other)


def landmarks_of(point: str, side: Side) -> tuple[int, ...]:
    """One landmark, or two whose middle is meant."""
    if point.startswith("mid_"):
        name = point.removeprefix("mid_").upper()
        return Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]
    if point.startswith(("left_", "right_")):
        return (Landmark[point.upper()],)
    return (Landmark[f"{side}_{point}".upper()],)


def measure(meter: AngleMeter, frame: LandmarkFrame, near: Side, trunk: Trunk | None) -> float | None:
    first = vector(frame, meter.first)
    second = None if meter.second is None else vector(frame, meter.second)
    if meter.definition.against in GRAVITY:
        degrees = against_gravity(meter.definition, first)
    elif second is None or meter.definition.against is not None:
        degrees = against_body(meter.definition, trunk or Trunk.of(frame), first, second or (0.0, 0.0), near)
    else:
        degrees = between(first, second, positive_direction(meter, frame, near, trunk))
    if degrees is None or not math.isfinite(degrees):
        return None
    return round(degrees, DECIMALS)


def vector(frame: LandmarkFrame, ends: tuple[tuple[int, ...], tuple[int, ...]]) -> Vector:
    return minus(place(frame, ends[1]), place(frame, ends[0]))


def place(frame: LandmarkFrame, landmarks: tuple[int, ...]) -> Vector:
    if len(landmarks) == 1:
        return frame.point_px(landmarks[0])
    (x1, y1), (x2, y2) = frame.point_px(landmarks[0]), frame.point_px(landmarks[1])
    return (x1 + x2) / 2, (y1 + y2) / 2


def between(first: Vector, second: Vector, positive: Vector | None) -> float | None:
    """0 to 180 between two directions; negative where the second turns away from the positive one."""
    if not any(first) or not any(second):
        return None
    turn = cross(first, second)
    size = math.degrees(math.atan2(abs(turn), dot(first, second)))
    if positive is None or turn * cross(first, positive) >= 0:
        return size
    return -size


def positive_direction(meter: AngleMeter, frame: LandmarkFrame, near: Side, trunk: Trunk | None) -> Vector | None:
    match meter.definition.sign:
        case "ventral":
            return (trunk or Trunk.of(frame)).ventral(near)
        case "outward":
            return outward(frame, meter.side)
        case "down":
            return 0.0, 1.0
        case _:
            return None


def against_gravity(definition: AngleDefinition, first: Vector) -> float | None:
    if not any(first):
        return None
    right, down = first
    if definition.against == "vertical":
        return math.degrees(math.atan2(abs(right), abs(down)))
    rise = -down if definition.sign == "up" else abs(down)
    return math.degrees(math.atan2(rise, abs(right)))


def against_body(definition: AngleDefinition, trunk: Trunk, first: Vector, less: Vector, near: Side) -> float | None:
    if not any(first):
        return None
    right, down = first
    if definition.against == "forward":
        faces_right = trunk.ventral(near)[0] >= 0
        return math.degrees(math.atan2(-down, right if faces_right else -right))
    thigh = THIGH_IN_TORSOS * trunk.torso_px
    return None if thigh == 0 else math.degrees(math.asin(min(1.0, max(0.0, abs(down) - abs(less[1])) / thigh)))


def cross(one: Vector, two: Vector) -> float:
    return one[0] * two[1] - one[1] * two[0]


def dot(one: Vector, two: Vector) -> float:
    return one[0] * two[0] + one[1] * two[1]
