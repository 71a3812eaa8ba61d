"""A performance read back from its clip: what people are shown can be filmed, and changed, without solving it anew."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from steadyback.exercises import Exercise
from steadyback.motion.body import Body, Turning, load_body, turned_by
from steadyback.motion.goal import Goal
from steadyback.motion.joints import Floats, degrees_of_freedom
from steadyback.motion.lens import direction_of_camera
from steadyback.motion.performance import Performance, PhaseFrames, first_pose, movement_of, planes_of
from steadyback.motion.recorded import ROOT, ClipError, RecordedClip, matrices

ROUNDS: Final = 30
STEP_DEG: Final = 0.01
NEAR: Final = 1e-4
"""Matrices that differ by less are the same turn; a clip's numbers are rounded to a third of that."""
STAYS: Final = 1e-6
"""How strongly a joint keeps to the frame before, where two of its movements do the same."""


def performance_of(exercise: Exercise, clip: RecordedClip) -> Performance:
    """The recorded movement of this exercise as poses of joint angles. It has no goals: nothing is left to solve.

    Raises ClipError where the clip is another exercise's or has other phases, KeyError for a body that is not known.
    """
    if clip.exercise != exercise.id or [one.id for one in clip.phases] != [phase.id for phase in exercise.phases]:
        raise ClipError(f"{clip.exercise}: this clip does not show the phases of {exercise.id}")
    body, movement = load_body(clip.body), movement_of(exercise, clip.variant)
    pose = first_pose(movement)
    phases = []
    for phase, recorded in zip(exercise.phases, clip.phases, strict=True):
        turns = np.tile([0.0, 0.0, 0.0, 1.0], (len(recorded.rotation), len(body.bones), 1))
        for bone, turn in clip.still.items():
            turns[:, body.at[bone]] = turn
        turns[:, [body.at[bone] for bone in clip.bones]] = recorded.rotation
        frames = joint_angles(body, recorded.translation, turns, pose)
        pose, goal = frames[-1], Goal(frames[-1], (), (), ())
        phases.append(PhaseFrames(phase, frames, goal, goal, (), (), recorded.cycle_s or None))
    to_camera = direction_of_camera(exercise, body, phases[0].frames[-1])
    return Performance(exercise, movement, clip.variant, body, tuple(phases), planes_of(body), to_camera)


def joint_angles(body: Body, roots: Floats, turns: Floats, start: Floats) -> Floats:
    """Poses (N,D) that turn every bone as the local quaternions (N,B,4) do; `start` (D,) is near to the first."""
    parents = np.maximum(body.parents, 0)
    local = matrices(turns.reshape(-1, 4)).reshape(*turns.shape[:2], 3, 3)
    before = body.neutral[parents]
    before[body.at[ROOT]] = np.eye(3)
    own = before @ local @ np.swapaxes(body.neutral, -1, -2)
    found = np.tile(start, (len(roots), 1))
    found[:, :3] = roots
    for bone, turning in _one_bone_each(body):
        places = [place for place, _, _ in turning]
        angles = start[places]
        for at in range(len(found)):
            angles = _angles_of(own[at, bone], turning, angles)
            found[at, places] = angles
    return found


def _one_bone_each(body: Body) -> list[tuple[int, Turning]]:
    """For each joint the bone that turns most with it, and with no other, and how."""
    joints = [degree.name.rpartition(".")[0] for degree in degrees_of_freedom()]
    found: dict[str, tuple[int, Turning]] = {}
    for bone, turning in sorted(enumerate(body.turning), key=_share):
        named = {joints[place] for place, _, _ in turning}
        if len(named) == 1:
            found[named.pop()] = bone, turning
    return list(found.values())


def _share(one: tuple[int, Turning]) -> float:
    return max((abs(scale) for _, _, scale in one[1]), default=0.0)


def _angles_of(wanted: Floats, turning: Turning, near: Floats) -> Floats:
    """The angles (A,) that turn a bone by this matrix (3,3), from angles that are near: Gauss and Newton's way."""
    angles, count = near, len(near)
    steps = np.concatenate([np.zeros((1, count)), np.eye(count) * STEP_DEG])
    plan: Sequence[tuple[int, int, float]] = [(at, axis, scale) for at, (_, axis, scale) in enumerate(turning)]
    for _ in range(ROUNDS):
        turned = turned_by(angles + steps, plan)
        assert turned is not None
        turned = turned.reshape(len(steps), 9)
        off = wanted.ravel() - turned[0]
        if np.abs(off).max() < NEAR:
            break
        slope = ((turned[1:] - turned[0]) / STEP_DEG).T
        angles = angles + np.linalg.solve(slope.T @ slope + STAYS * np.eye(count), slope.T @ off)
    return angles
