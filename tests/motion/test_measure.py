"""The solver's angles are the coach's own angles."""

import numpy as np
import pytest

from steadyback.coaching.motion import definition_of
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter
from steadyback.motion.body import load_body
from steadyback.motion.joints import degrees_of_freedom
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.measure import meter, nearer_side, picture_axes
from steadyback.pose import LandmarkFrame

KEYS = {
    "bridge": ("hip_flex.m", "knee_flex.m", "trunk_incl"),
    "hip_hinge": ("trunk_incl", "neck_delta"),
    "bird_dog": ("shoulder_flex.m", "elbow_flex.m"),
    "forearm_plank": ("body_line",),
    "side_lying_hip_abduction": ("hip_abd.m",),
    "clamshell": ("knee_open",),
    "knee_rolls": ("knee_roll",),
}
PAIRS = [(exercise, key) for exercise, keys in KEYS.items() for key in keys]


@pytest.mark.parametrize(("name", "key"), PAIRS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_solver_and_the_coach_measure_the_same(name: str, key: str, side: str) -> None:
    exercise = load_catalogue()[name]
    chance = np.random.default_rng(7)
    degrees = degrees_of_freedom()
    poses = np.array([[chance.uniform(max(d.low, -60), min(d.high, 60)) for d in degrees] for _ in range(20)])
    poses[:, :3] = 0
    body = load_body("woman_45")
    to_camera = np.array([1.0, 0, 0]) if exercise.camera.view == "front" else np.array([0.0, 0, 1])
    places = landmarks_m(body, body.pose(poses))
    read = meter(key, exercise, side, to_camera)  # type: ignore[arg-type]
    assert read is not None
    seen = places @ picture_axes(to_camera).T
    for at in range(len(poses)):
        near = nearer_side(seen[at : at + 1])
        points = np.column_stack([seen[at, :, 0] / 4 + 0.5, seen[at, :, 1] / 4 + 0.5, seen[at, :, 2], np.ones(33)])
        frame = LandmarkFrame.from_points(0.0, (1000, 1000), points.tolist())
        angle = AngleMeter.of(definition_of(key, exercise)[0], side)  # type: ignore[arg-type]
        own = side if angle.definition.per_side else near
        coach = AngleMeter.of(angle.definition.name, own).measure(frame, near)  # type: ignore[arg-type]
        assert read(places[at : at + 1])[0] == pytest.approx(coach, abs=0.01)
