"""Named places on a body's surface: what can lie on the floor, be held, or be looked at by a camera."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from steadyback.motion.body import Body, Indices, load_body
from steadyback.motion.joints import Floats

PART_CELL_M: Final = 0.015
FINE_M: Final = 0.01
COARSE_M: Final = 0.02
BONES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "head": ("head",),
    "upper_back": ("spine1", "spine2", "clavicle.L", "clavicle.R"),
    "chest": ("spine1", "spine2", "spine3"),
    "belly": ("spine3", "spine4", "spine5"),
    "low_back": ("spine4", "spine5"),
    "pelvis": ("pelvis",),
    "upperarm": ("upperarm",),
    "forearm": ("forearm", "forearm_twist"),
    "palm": ("hand",),
    "fingers": ("finger2-2", "finger2-3", "finger3-2", "finger3-3", "finger4-2", "finger4-3"),
    "fist": ("finger2-1", "finger3-1", "finger4-1", "finger5-1"),
    "thigh": ("thigh",),
    "shank": ("shank",),
    "toes": ("toes",),
}
NEAR_JOINT_M: Final = {"shoulder": ("upperarm", 0.095), "elbow": ("forearm", 0.06), "knee": ("shank", 0.085)}
COMPOSED: Final = {"foot": ("heel", "forefoot"), "hand": ("palm", "fingers")}
"""Parts that lie flat: each of their places has to be down."""


def groups_of(part: str) -> tuple[str, ...]:
    """The places that have to touch for the part to lie there: `foot.L` is `heel.L` and `forefoot.L`."""
    name, dot, side = part.partition(".")
    return tuple(f"{one}{dot}{side}" for one in COMPOSED.get(name, (name,)))


@cache
def vertices_of(body_name: str, part: str) -> Indices:
    """The vertices of a named place, one in each PART_CELL_M."""
    body = load_body(body_name)
    name, _, side = part.partition(".")
    found = _all_vertices(body, name, side)
    _, first = np.unique(np.round(body.rest[found] / PART_CELL_M).astype(int), axis=0, return_index=True)
    return np.asarray(found[np.sort(first)])


def _all_vertices(body: Body, name: str, side: str) -> Indices:
    dot = f".{side}" if side else ""
    places, owner = body.rest, body.vertex_bones[:, 0]
    if name in NEAR_JOINT_M:
        bone, reach_m = NEAR_JOINT_M[name]
        away = np.linalg.norm(places - body.joints[body.at[bone + dot]], axis=1)
        return np.flatnonzero(away < reach_m)
    if name in ("heel", "forefoot", "instep", "foot_edge"):
        return _of_the_foot(body, name, dot)
    if name in ("forehead", "buttocks"):
        bone = "head" if name == "forehead" else "pelvis"
        own = owner == body.at[bone]
        front = places[:, 2] > body.joints[body.at[bone]][2]
        return np.flatnonzero(own & (front if name == "forehead" else ~front))
    bones = [body.at[bone if "." in bone else bone + dot] for bone in BONES_OF[name]]
    mine = np.isin(owner, bones)
    if name in ("upper_back", "low_back"):
        mine &= places[:, 2] < body.joints[body.at["spine1"]][2]
    if name in ("chest", "belly"):
        mine &= places[:, 2] > body.joints[body.at["spine1"]][2]
    return np.flatnonzero(mine)


def _of_the_foot(body: Body, name: str, dot: str) -> Indices:
    places, owner = body.rest, body.vertex_bones[:, 0]
    foot = np.isin(owner, [body.at["foot" + dot], body.at["toes" + dot]])
    ankle, toes = body.joints[body.at["foot" + dot]], body.joints[body.at["toes" + dot]]
    chosen: Mapping[str, Callable[[], NDArray[np.bool_]]] = {
        "heel": lambda: places[:, 2] < ankle[2],
        "forefoot": lambda: (places[:, 2] > toes[2] - 0.02) & (places[:, 2] < toes[2] + 0.03),
        "instep": lambda: (places[:, 2] > ankle[2] + 0.02) & (places[:, 1] > toes[1]),
        "foot_edge": lambda: np.abs(places[:, 0]) > abs(ankle[0]),
    }
    return np.flatnonzero(foot & chosen[name]())


@cache
def spread_vertices(body_name: str) -> Indices:
    """Vertices over the whole surface, closer on hands and feet, for asking whether anything is under the floor."""
    body = load_body(body_name)
    slender = np.array([bone.startswith(("hand", "finger", "foot", "toes")) for bone in body.bones])
    cell_m = np.where(slender[body.vertex_bones[:, 0]], FINE_M, COARSE_M)
    cells = np.column_stack([np.round(body.rest / cell_m[:, None]), cell_m * 1e4]).astype(int)
    _, first = np.unique(cells, axis=0, return_index=True)
    return np.asarray(np.sort(first))


def bone_direction(body: Body, bone: str) -> Floats:
    """From a bone's joint to the next one, at rest (3,)."""
    name, dot, side = bone.partition(".")
    ends = {
        "thigh": "shank",
        "shank": "foot",
        "upperarm": "forearm",
        "forearm": "hand",
        "hand": "finger3-2",
        "foot": "toes",
        "pelvis": "spine4",
        "clavicle": "upperarm",
        "spine5": "spine3",
        "spine4": "spine2",
        "spine3": "spine1",
        "spine2": "neck",
        "spine1": "neck",
        "neck": "head",
    }
    if name not in ends:
        return np.array([0.0, 0.18, 0.0]) if name == "head" else np.array([0.0, 0.0, 0.06])
    return np.asarray(body.joints[body.at[ends[name] + dot + side]] - body.joints[body.at[bone]])
