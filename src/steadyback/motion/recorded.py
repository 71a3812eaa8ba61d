"""Reads a clip (docs/figure.md) and gives the body's pose at any moment of it. Needs numpy alone."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from steadyback.motion.body import Body, Posed
from steadyback.motion.joints import Floats

SCHEMA_VERSION: Final = 1
WHOLE: Final = 32767
ROOT: Final = "pelvis"
ACROSS: Final = (1.0, 1.0, -1.0)


class ClipError(ValueError):
    """The file is no clip that can be read here; the message says why."""


@dataclass(frozen=True)
class RecordedPhase:
    """`translation` (N,3) of the pelvis in metres, `rotation` (N,B,4) local quaternions x y z w."""

    id: str
    translation: Floats
    rotation: Floats
    cycle_s: float


@dataclass(frozen=True)
class RecordedClip:
    """One movement of one body, of the working side `side` (`both`: nothing to mirror)."""

    exercise: str
    variant: str
    body: str
    side: str
    bones: tuple[str, ...]
    still: Mapping[str, tuple[float, ...]]
    phases: tuple[RecordedPhase, ...]
    props: tuple[Mapping[str, Any], ...]
    best_view: str
    views: Mapping[str, Floats]

    def phase(self, phase_id: str) -> RecordedPhase:
        """Raises KeyError."""
        for one in self.phases:
            if one.id == phase_id:
                return one
        raise KeyError(phase_id)

    def posed(self, body: Body, phase_id: str, progress: float) -> Posed:
        """One pose (K=1) at `progress`, 0 to 1, of a phase. KeyError for a phase that the clip does not have."""
        phase = self.phase(phase_id)
        place = float(np.clip(progress, 0, 1)) * (len(phase.translation) - 1)
        first = int(place)
        second = min(first + 1, len(phase.translation) - 1)
        share = place - first
        turns = np.tile([0.0, 0.0, 0.0, 1.0], (len(body.bones), 1))
        for bone, turn in self.still.items():
            turns[body.at[bone]] = turn
        one, other = phase.rotation[first], phase.rotation[second]
        other = np.where((one * other).sum(1, keepdims=True) < 0, -other, other)
        moving = [body.at[bone] for bone in self.bones]
        turns[moving] = one + (other - one) * share
        root = phase.translation[first] * (1 - share) + phase.translation[second] * share
        return posed_by(body, root, turns)


def posed_by(body: Body, root: Floats, turns: Floats) -> Posed:
    """A pose (K=1) from the pelvis' place (3,) and every bone's local quaternion (B,4)."""
    local = matrices(turns)
    whole = np.empty_like(local)
    heads = np.empty((len(local), 3))
    for bone, parent in enumerate(body.parents):
        if parent < 0:
            whole[bone], heads[bone] = local[bone], root
        else:
            whole[bone] = whole[parent] @ local[bone]
            heads[bone] = heads[parent] + whole[parent] @ body.offsets[bone]
    frames = whole @ np.swapaxes(body.neutral, -1, -2)
    return Posed(frames[None], whole[None], heads[None])


def matrices(quaternions: Floats) -> Floats:
    """Rotations (N,3,3) of quaternions (N,4), x y z w, of any length."""
    x, y, z, w = (quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True)).T
    return np.stack(
        [
            np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], 1),
            np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], 1),
            np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], 1),
        ],
        1,
    )


def read_clip(text: str) -> RecordedClip:
    """Raises ClipError."""
    try:
        raw = json.loads(text)
        if raw["schema_version"] != SCHEMA_VERSION:
            raise ClipError(f"version {raw['schema_version']} is not known here")
        bones = tuple(raw["bones"])
        return RecordedClip(
            exercise=raw["exercise"],
            variant=raw["variant"],
            body=raw["body"],
            side=raw["side"],
            bones=bones,
            still={bone: tuple(turn) for bone, turn in raw["still"].items()},
            phases=tuple(_phase(one, len(bones)) for one in raw["phases"]),
            props=tuple(raw["props"]),
            best_view=raw["views"]["best"],
            views={name: np.array(raw["views"][name], float) for name in ("side", "front")},
        )
    except ClipError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise ClipError(f"not a clip: {type(error).__name__} {error}") from error


def mirrored(clip: RecordedClip) -> RecordedClip:
    """The same movement on the other side, reflected in the upright plane z = 0 along the mat."""

    def turned(bone: str, turns: Floats) -> Floats:
        x, y, z, w = np.moveaxis(turns, -1, 0)
        return np.stack((-z, w, -x, y) if bone == ROOT else (x, -y, -z, w), -1)

    def phase(one: RecordedPhase) -> RecordedPhase:
        rotation = np.stack([turned(bone, one.rotation[:, at]) for at, bone in enumerate(clip.bones)], 1)
        return replace(one, translation=one.translation * ACROSS, rotation=rotation)

    return replace(
        clip,
        side={"left": "right", "right": "left"}.get(clip.side, clip.side),
        bones=tuple(other_bone(bone) for bone in clip.bones),
        still={other_bone(bone): tuple(turned(bone, np.array(turn))) for bone, turn in clip.still.items()},
        phases=tuple(phase(one) for one in clip.phases),
        props=tuple(_prop_across(prop) for prop in clip.props),
        views={name: towards * ACROSS for name, towards in clip.views.items()},
    )


def other_bone(bone: str) -> str:
    """The counterpart on the other side; a bone of the middle is its own."""
    return {".L": f"{bone[:-2]}.R", ".R": f"{bone[:-2]}.L"}.get(bone[-2:], bone)


def _prop_across(prop: Mapping[str, Any]) -> Mapping[str, Any]:
    found = {**prop, "at": [prop["at"][0], prop["at"][1], -prop["at"][2]], "turn_deg": -prop.get("turn_deg", 0.0)}
    if "through" in prop:
        found["through"] = [
            {"bone": other_bone(one["bone"]), "at": [-one["at"][0], one["at"][1], one["at"][2]]}
            for one in prop["through"]
        ]
    return found


def _phase(raw: Mapping[str, Any], bones: int) -> RecordedPhase:
    frames = raw["frames"]
    translation = np.frombuffer(base64.b64decode(raw["translation"]), "<f4").astype(float)
    rotation = np.frombuffer(base64.b64decode(raw["rotation"]), "<i2").astype(float) / WHOLE
    if translation.size != frames * 3 or rotation.size != frames * bones * 4:
        raise ClipError(f"phase {raw['id']}: {frames} frames do not fit its data")
    cycle_s = float(raw.get("cycle_s", 0.0))
    return RecordedPhase(raw["id"], translation.reshape(frames, 3), rotation.reshape(frames, bones, 4), cycle_s)
