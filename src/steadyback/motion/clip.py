"""Writes a performance the way the page reads it (docs/figure.md): bones and their turns, phase by phase."""

import base64
from typing import Any, Final

import numpy as np
from scipy.spatial.transform import Rotation  # type: ignore[import-untyped]

from steadyback.motion.body import BODIES, load_body
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmark_places, landmarks_m
from steadyback.motion.performance import Performance, PhaseFrames
from steadyback.motion.props import PlacedProp, line_offset, placed_props
from steadyback.motion.surface_parts import bone_direction

SCHEMA_VERSION: Final = 1
WHOLE: Final = 32767
STILL: Final = 2e-3
"""A bone whose quaternion changes by less than this all through is written once."""


def clip_of(performance: Performance) -> dict[str, Any]:
    """The JSON of one exercise on one body."""
    exercise, body = performance.exercise, performance.body
    turns = [_quaternions(performance, phase) for phase in performance.phases]
    every = np.concatenate(turns)
    moving = [at for at in range(len(body.bones)) if np.abs(every[:, at] - every[0, at]).max() > STILL]
    still = {
        body.bones[at]: [round(float(value), 5) for value in every[0, at]]
        for at in range(len(body.bones))
        if at not in moving and np.abs(every[0, at] - [0, 0, 0, 1]).max() > STILL
    }
    return {
        "schema_version": SCHEMA_VERSION,
        "exercise": exercise.id,
        "variant": performance.variant,
        "body": body.name,
        "side": "both" if exercise.sides in ("none", "bilateral") else "right",
        "bones": [body.bones[at] for at in moving],
        "still": still,
        "phases": [_phase(performance, at, turns[at][:, moving]) for at in range(len(turns))],
        "props": [_prop(performance, prop) for prop in placed_props(performance)],
        "highlight": {"muscles": list(performance.movement.muscles)},
        "views": _views(performance),
        "bounds": _bounds(performance),
        "measures": {phase.phase.id: _measures(performance, phase) for phase in performance.phases},
    }


def _quaternions(performance: Performance, phase: PhaseFrames) -> Floats:
    """Local turns (N,B,4), x y z w, each near to the one before."""
    body = performance.body
    local = body.local_turns(body.pose(phase.frames))
    found = Rotation.from_matrix(local.reshape(-1, 3, 3)).as_quat().reshape(*local.shape[:2], 4)
    found[0][found[0, :, 3] < 0] *= -1
    for at in range(1, len(found)):
        found[at][(found[at] * found[at - 1]).sum(1) < 0] *= -1
    return np.asarray(found)


def _phase(performance: Performance, at: int, turns: Floats) -> dict[str, Any]:
    phase = performance.phases[at]
    roots = performance.body.pose(phase.frames).heads[:, 0]
    found: dict[str, Any] = {
        "id": phase.phase.id,
        "frames": len(phase.frames),
        "translation": _packed(roots, "<f4"),
        "rotation": _packed(np.round(turns * WHOLE), "<i2"),
    }
    return found | ({"cycle_s": phase.cycle_s} if phase.cycle_s else {})


def _packed(values: Floats, kind: str) -> str:
    return base64.b64encode(values.astype(kind).tobytes()).decode()


def _prop(performance: Performance, prop: PlacedProp) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": prop.kind, "at": [round(v, 4) for v in prop.at], "turn_deg": prop.turn_deg}
    if prop.size_m:
        found["size_m"] = list(prop.size_m)
    if prop.through:
        found["through"] = [
            {"bone": bone, "at": [round(float(v), 4) for v in _line_offset(performance, bone)]} for bone in prop.through
        ]
    return found


def _line_offset(performance: Performance, bone: str) -> Floats:
    body = performance.body
    if not bone.startswith("hand."):
        return line_offset(body, bone)
    inward = np.array([-0.018 if bone.endswith("L") else 0.018, 0.0, 0.0])
    neutral = body.neutral[body.at[bone]]
    return np.asarray(bone_direction(body, bone) * 0.62 + neutral.T @ inward)


def _views(performance: Performance) -> dict[str, Any]:
    """From which side to look, as directions to the camera. `best` is the coach's own view, or the file's."""
    front = performance.to_camera if performance.exercise.camera.view == "front" else _facing(performance)
    side = [0.0, 0.0, 1.0] if abs(front[0]) > 0.5 else [1.0, 0.0, 0.0]
    best = performance.movement.view or ("front" if performance.exercise.camera.view == "front" else "side")
    return {"best": best, "side": side, "front": [float(v) for v in front], "top": [0.0, 1.0, 0.0]}


def _facing(performance: Performance) -> Floats:
    """Where somebody stands who looks at the person's face, or at the crown of the head of somebody on all fours."""
    ready = performance.phases[0].frames[-1]
    frame = performance.body.pose(ready[None]).frames[0, performance.body.at["pelvis"]]
    ahead = frame[:, 2] if abs(frame[1, 2]) < 0.7 else frame[:, 1] if frame[1, 2] < 0 else -frame[:, 1]
    found = np.zeros(3)
    axis = 0 if abs(ahead[0]) >= abs(ahead[2]) else 2
    found[axis] = 1.0 if ahead[axis] > 0 else -1.0
    return found


def _bounds(performance: Performance) -> list[list[float]]:
    """The lowest and the highest corner that the body reaches, metres, so that a view can be set once."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for frame in performance.frames[::2]:
        surface = performance.body.surface(frame)
        low, high = np.minimum(low, surface.min(0)), np.maximum(high, surface.max(0))
    return [[round(float(v), 3) for v in corner] for corner in (low, high)]


def _measures(performance: Performance, phase: PhaseFrames) -> dict[str, float]:
    """What the coach would measure at the phase's end, in degrees."""
    seen = landmarks_m(performance.body, performance.body.pose(phase.frames[-1:]))
    return {one.name: round(float(one.meter(seen)[0]), 1) for one in phase.targets}


def skeleton_of() -> dict[str, Any]:
    """What all bodies share: bones, parents, which bone is whose mirror image; and each body's joints and landmarks."""
    body = load_body(BODIES[0])
    swapped = {bone: bone[:-1] + ("R" if bone[-1] == "L" else "L") for bone in body.bones if bone[-2:] in (".L", ".R")}
    found: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "bones": body.bones,
        "parents": body.parents,
        "mirror_bones": swapped,
        "bodies": {},
    }
    for name in BODIES:
        one = load_body(name)
        bones, places = landmark_places(name)
        found["bodies"][name] = {
            "height_m": round(one.height_m, 3),
            "joints": np.round(one.joints, 5).tolist(),
            "landmarks": [
                {"bone": one.bones[bone], "at": np.round(place, 5).tolist()}
                for bone, place in zip(bones, places, strict=True)
            ],
        }
    return found
