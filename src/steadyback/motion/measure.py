"""The coach's angles of a drawn body, as a distant camera in the exercise's view would measure them.

The same definitions as in `kinematics`, for many poses at a time; `tests/motion` holds both to agree.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from steadyback.coaching.motion import definition_of
from steadyback.exercises import Exercise
from steadyback.kinematics import load_definitions
from steadyback.kinematics.angles import THIGH_IN_TORSOS, directions, landmarks_of
from steadyback.kinematics.body import HIPS, SHOULDERS, Side
from steadyback.kinematics.definitions import AngleDefinition
from steadyback.motion.joints import Floats

Meter: TypeAlias = Callable[[Floats], Floats]
"""Landmarks in the room (K,33,3) to degrees (K,)."""

SIDE_OF: Final[dict[str, Side]] = {"L": "left", "R": "right"}
UP: Final = np.array([0.0, 1.0, 0.0])


def picture_axes(to_camera: Floats) -> Floats:
    """Rows: right, down, away from the camera, of a distant camera that stands in this direction (3,3)."""
    right = np.array([1.0, 0.0, 0.0]) if abs(to_camera[1]) > 0.9 else np.cross(UP, to_camera)
    right = right / np.linalg.norm(right)
    return np.stack([right, np.cross(-to_camera, right), -to_camera])


def meter(key: str, exercise: Exercise, side: Side, to_camera: Floats) -> Meter | None:
    """How to measure an angle of the catalogue on one body side; None where a camera cannot."""
    name, _ = definition_of(key, exercise)
    definition = load_definitions().get(name)
    if definition is None:
        return None
    axes = picture_axes(to_camera)

    def measured(places: Floats) -> Floats:
        seen = places @ axes.T
        near = nearer_side(seen)
        return _measured(definition, seen[..., :2], side if definition.per_side else near, near)

    return measured


def nearer_side(seen: Floats) -> Side:
    """The side whose hip is nearer to the camera in the first of the poses, left where both are as near."""
    return "right" if seen[0, HIPS[1], 2] < seen[0, HIPS[0], 2] - 1e-6 else "left"


def _measured(definition: AngleDefinition, seen: Floats, side: Side, near: Side) -> Floats:
    ends = [(landmarks_of(start, side), landmarks_of(end, side)) for start, end in directions(definition)]
    vectors = [seen[:, end].mean(1) - seen[:, start].mean(1) for start, end in ends]
    first = vectors[0]
    ahead = _middle(seen, SHOULDERS) - _middle(seen, HIPS)
    turn = 1.0 if near == "left" else -1.0
    ventral = np.stack([ahead[:, 1] * turn, -ahead[:, 0] * turn], 1)
    match definition.against:
        case None:
            return _between(definition, first, vectors[1], ventral, seen, side)
        case "horizontal":
            rise = -first[:, 1] if definition.sign == "up" else np.abs(first[:, 1])
            return np.asarray(np.degrees(np.arctan2(rise, np.abs(first[:, 0]))))
        case "vertical":
            return np.asarray(np.degrees(np.arctan2(np.abs(first[:, 0]), np.abs(first[:, 1]))))
        case "forward":
            facing = np.where(ventral[:, 0] >= 0, 1.0, -1.0)
            return np.asarray(np.degrees(np.arctan2(-first[:, 1], first[:, 0] * facing)))
        case _:
            thigh = THIGH_IN_TORSOS * np.linalg.norm(ahead, axis=1)
            rise = (np.abs(first[:, 1]) - np.abs(vectors[1][:, 1])) / thigh
            return np.asarray(np.degrees(np.arcsin(np.clip(rise, 0.0, 1.0))))


def _between(
    definition: AngleDefinition, first: Floats, second: Floats, ventral: Floats, seen: Floats, side: Side
) -> Floats:
    turn = _cross(first, second)
    size = np.degrees(np.arctan2(np.abs(turn), (first * second).sum(1)))
    match definition.sign:
        case "ventral":
            positive = ventral
        case "outward":
            across = seen[:, HIPS[0]] - seen[:, HIPS[1]] + seen[:, SHOULDERS[0]] - seen[:, SHOULDERS[1]]
            positive = across if side == "left" else -across
        case "down":
            positive = np.tile([0.0, 1.0], (len(first), 1))
        case _:
            return np.asarray(size)
    return np.asarray(np.where(turn * _cross(first, positive) >= 0, size, -size))


def _middle(seen: Floats, pair: tuple[int, int]) -> Floats:
    found: Floats = (seen[:, pair[0]] + seen[:, pair[1]]) / 2
    return found


def _cross(one: Floats, two: Floats) -> Floats:
    found: Floats = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    return found
