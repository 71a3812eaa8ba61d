"""A body: its bones, its surface, and where both are in a pose. Metres; x to the body's left, y up, z to the front."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from steadyback.motion.joints import Floats, degrees_of_freedom, index_of

BODIES: Final = ("woman_45", "man_40", "woman_70", "man_60")
PARTS: Final = ("skin", "shirt", "leggings", "hair", "eyes", "iris")
ROOT_TURNS: Final = (("turn", 1), ("pitch", 0), ("roll", 2), ("spin", 1))
PLACE_UNITS: Final = 10_000.0
Indices = NDArray[np.intp]
Turning: TypeAlias = Sequence[tuple[int, int, float]]
"""What turns a bone, in order: place in the pose, axis, radians a degree."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the surface: places (N,3) at rest, triangles (M,3), four bones and their weights a vertex."""

    places: Floats
    triangles: Indices
    bones: Indices
    weights: Floats
    uv: Floats | None


@dataclass(frozen=True, slots=True)
class Posed:
    """Bones of K poses. `frames` (K,B,3,3) turn anatomical axes, `turns` (K,B,3,3) the rest pose, `heads` (K,B,3)."""

    frames: Floats
    turns: Floats
    heads: Floats


class Body:
    """One of BODIES, read from the package."""

    def __init__(self, name: str) -> None:
        self.name = name
        with as_file(files("steadyback.motion") / "bodies" / f"{name}.npz") as path, np.load(path) as stored:
            data = {key: stored[key] for key in stored.files}
        self.bones: list[str] = [str(bone) for bone in data["names"]]
        self.parents: list[int] = [int(parent) for parent in data["parents"]]
        self.joints: Floats = data["joints"].astype(float)
        self.neutral: Floats = data["neutral"].astype(float)
        self.at = {bone: number for number, bone in enumerate(self.bones)}
        self.offsets = np.array(
            [self.joints[b] - (self.joints[p] if p >= 0 else 0) for b, p in enumerate(self.parents)]
        )
        self.parts = {name: _part(data, name) for name in PARTS}
        self.rest = np.concatenate([part.places for part in self.parts.values()])
        self.vertex_bones = np.concatenate([part.bones for part in self.parts.values()])
        self.vertex_weights = np.concatenate([part.weights for part in self.parts.values()])
        self.turning = _turning_plan(self.at)

    @cached_property
    def height_m(self) -> float:
        return float(self.rest[:, 1].max())

    def pose(self, vectors: Floats) -> Posed:
        """Forward kinematics of K poses (K,D)."""
        count, bones = len(vectors), len(self.bones)
        frames = np.empty((count, bones, 3, 3))
        turns = np.empty((count, bones, 3, 3))
        heads = np.empty((count, bones, 3))
        for bone, parent in enumerate(self.parents):
            own = turned_by(vectors, self.turning[bone])
            if parent < 0:
                assert own is not None
                frames[:, bone] = own
                heads[:, bone] = vectors[:, :3]
            else:
                frames[:, bone] = frames[:, parent] if own is None else frames[:, parent] @ own
                heads[:, bone] = heads[:, parent] + turns[:, parent] @ self.offsets[bone]
            turns[:, bone] = frames[:, bone] @ self.neutral[bone]
        return Posed(frames, turns, heads)

    def sampler(self, vertices: Indices) -> "Sampler":
        """Quick skinning of some vertices in many poses."""
        return Sampler(self, self.rest[vertices], self.vertex_bones[vertices], self.vertex_weights[vertices])

    def surface(self, vector: Floats) -> Floats:
        """The whole surface (N,3) in one pose."""
        found: Floats = self.all_vertices.places(self.pose(vector[None]))[0]
        return found

    @cached_property
    def all_vertices(self) -> "Sampler":
        return self.sampler(np.arange(len(self.rest)))

    def local_turns(self, posed: Posed) -> Floats:
        """Each bone's rotation against its parent's (K,B,3,3), as a glTF node has it."""
        parents = np.array(self.parents)
        local = posed.turns.copy()
        inner = parents >= 0
        local[:, inner] = np.swapaxes(posed.turns[:, parents[inner]], -1, -2) @ posed.turns[:, inner]
        return local


class Sampler:
    """Linear blend skinning of chosen vertices as one matrix product."""

    def __init__(self, body: Body, rest: Floats, bones: Indices, weights: Floats) -> None:
        count, used = len(rest), len(body.bones)
        self._joints = body.joints
        self._blend = np.zeros((count, used * 4))
        rows = np.arange(count)
        for k in range(bones.shape[1]):
            weight = weights[:, k]
            for axis in range(3):
                np.add.at(
                    self._blend, (rows, bones[:, k] * 4 + axis), weight * (rest - body.joints[bones[:, k]])[:, axis]
                )
            np.add.at(self._blend, (rows, bones[:, k] * 4 + 3), weight)

    def only(self, rows: Indices) -> "Sampler":
        """Some of these vertices."""
        found = copy(self)
        found._blend = self._blend[rows]
        return found

    def places(self, posed: Posed) -> Floats:
        """(K,N,3)."""
        count, used = posed.heads.shape[:2]
        moves = np.concatenate([np.swapaxes(posed.turns, -1, -2), posed.heads[:, :, None, :]], axis=2)
        # One large product instead of a small one for each pose.
        side_by_side = moves.reshape(count, used * 4, 3).transpose(1, 0, 2).reshape(used * 4, count * 3)
        return np.asarray((self._blend @ side_by_side).reshape(-1, count, 3).transpose(1, 0, 2))


@cache
def load_body(name: str) -> Body:
    """Raises KeyError for a name that is not one of BODIES."""
    if name not in BODIES:
        raise KeyError(name)
    return Body(name)


def _part(data: Mapping[str, NDArray[np.generic]], name: str) -> Part:
    uv = data.get(f"{name}_uv")
    return Part(
        data[f"{name}_places"].astype(float) / PLACE_UNITS,
        data[f"{name}_triangles"].astype(np.intp),
        data[f"{name}_bones"].astype(np.intp),
        data[f"{name}_shares"].astype(float) / 255,
        None if uv is None else uv.astype(float) / 65535,
    )


def _turning_plan(at: Mapping[str, int]) -> list[Turning]:
    """For each bone what turns it."""
    plan: list[list[tuple[int, int, float]]] = [[] for _ in at]
    places = index_of()
    plan[at["pelvis"]] = [(places[f"root.{name}"], axis, np.radians(1.0)) for name, axis in ROOT_TURNS]
    for degree in degrees_of_freedom():
        for bone, share in degree.turns:
            plan[at[bone]].append((places[degree.name], degree.axis, np.radians(share)))
    return list(plan)


def turned_by(vectors: Floats, turning: Turning) -> Floats | None:
    """A bone's own turn (K,3,3) in poses (K,D), about its anatomical axes; None where nothing turns it."""
    found: Floats | None = None
    for place, axis, scale in turning:
        turn = about(axis, vectors[:, place] * scale)
        found = turn if found is None else found @ turn
    return found


def about(axis: int, radians: Floats) -> Floats:
    """Rotations (K,3,3) about a coordinate axis."""
    cos, sin = np.cos(radians), np.sin(radians)
    found = np.zeros((len(radians), 3, 3))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    found[:, axis, axis] = 1
    found[:, i, i] = found[:, j, j] = cos
    found[:, j, i], found[:, i, j] = sin, -sin
    return found
