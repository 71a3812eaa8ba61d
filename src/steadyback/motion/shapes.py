"""Triangles of what is drawn: the body's surface in a pose, and the mat, chair, wall, strap ... beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from steadyback.motion.body import PARTS, Body, Indices, Posed
from steadyback.motion.clothes import CLOTHES, EYES, Colour
from steadyback.motion.joints import Floats

MAT: Final[Colour] = (207, 227, 218)
THING: Final[Colour] = (92, 102, 118)
WATER: Final[Colour] = (47, 154, 165)
ROUND: Final = 10
STICK_BEYOND_M: Final = 0.12
RIM_M: Final = 0.24
BODY_GROUPS: Final = ("trunk", "head", "arm.L", "arm.R", "leg.L", "leg.R")
THING_GROUP: Final = len(BODY_GROUPS) * len(PARTS)
LIMB_OF: Final = {"upperarm": "arm", "forearm": "arm", "hand": "arm", "finger": "arm", "thigh": "leg", "shank": "leg",
                  "foot": "leg", "toe": "leg"}  # fmt: skip
BOTH_SIDES: Final = ("shirt", "leggings", "hair")


@dataclass(frozen=True)
class Mesh:
    """Places and normals (V,3) in the room, triangles (T,3), a colour (T,3, linear, 0 to 1) and a group for each.

    `two_sided` (T,): seen from behind as well. `opacity` below 1 lets through what is behind.
    """

    places: Floats
    normals: Floats
    triangles: Indices
    colours: Floats
    groups: NDArray[np.int32]
    two_sided: NDArray[np.bool_]
    opacity: float = 1.0


def linear(colour: Colour) -> Floats:
    """sRGB bytes as light."""
    share = np.array(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


@cache
def _surface(body: Body) -> tuple[Indices, Floats, NDArray[np.int32], NDArray[np.bool_]]:
    """The body's triangles with their colours, groups (limb and cloth) and which are seen from both sides."""
    starts = np.cumsum([0, *(len(part.places) for part in body.parts.values())])
    colours = {**CLOTHES[body.name], **EYES}
    triangles, shades, groups, both = [], [], [], []
    for at, (name, part) in enumerate(body.parts.items()):
        own = part.triangles + starts[at]
        limbs = np.array([BODY_GROUPS.index(_limb(bone)) for bone in body.bones])
        triangles.append(own)
        shades.append(np.tile(linear(colours[name]), (len(own), 1)))
        groups.append(limbs[body.vertex_bones[own[:, 0], 0]] * len(PARTS) + PARTS.index(name))
        both.append(np.full(len(own), name in BOTH_SIDES))
    joined = np.concatenate(groups).astype(np.int32)
    return np.concatenate(triangles), np.concatenate(shades), joined, np.concatenate(both)


def _limb(bone: str) -> str:
    name, _, side = bone.partition(".")
    if name in ("head", "neck", "jaw", "eye"):
        return "head"
    for start, limb in LIMB_OF.items():
        if name.startswith(start) and side:
            return f"{limb}.{side[-1]}"
    return "trunk"


def body_mesh(body: Body, posed: Posed) -> Mesh:
    """The surface in one pose (the first of `posed`), with soft normals."""
    places = body.all_vertices.places(posed)[0]
    triangles, colours, groups, both = _surface(body)
    corners = places[triangles]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [
            np.bincount(triangles.ravel(), np.repeat(flat[:, axis], 3), minlength=len(places))
            for axis in range(3)
        ],
        1,
    )  # fmt: skip
    return Mesh(places, _unit(normals), triangles, colours, groups, both)


def prop_meshes(prop: Mapping[str, Any], body: Body, posed: Posed) -> list[Mesh]:
    """What one prop of a clip looks like in this pose; nothing for a kind that is not drawn."""
    maker = _MAKERS.get(prop["kind"])
    return [] if maker is None else maker(prop, body, posed)


def _sheet(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    long, wide = (*prop.get("size_m", ()), 1.9, 0.68)[:2] if prop.get("size_m") else (1.9, 0.68)
    return [_placed(prop, _box((long, 0.012, wide), (0, -0.008, 0)), MAT)]


def _pillow(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    long, wide, high = prop.get("size_m") or (0.35, 0.5, 0.06)
    return [_placed(prop, _box((long, high, wide), (0, high / 2, 0)), MAT)]


def _chair(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    deep, wide, seat, back = prop.get("size_m") or (0.42, 0.44, 0.44, 0.42)
    deep, wide = deep / 2, wide / 2
    legs = []
    for z in (-wide, wide):
        legs.append(_rod((deep - 0.02, 0, z), (deep - 0.02, seat, z), 0.016))
        legs.append(_rod((-deep, 0, z), (-deep, seat + back, z), 0.016))
    rest = _box((0.02, back * 0.45, wide * 2), (-deep, seat + back * 0.78, 0))
    top = _box((deep * 2, 0.025, wide * 2), (0, seat - 0.0125, 0))
    return [_placed(prop, shape, THING) for shape in (*legs, rest, top)]


def _wall(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    long, high = prop.get("size_m") or (2.2, 2.2)
    return [_placed(prop, _box((0.03, high, long), (-0.016, high / 2, 0)), THING, opacity=0.25)]


def _pool(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    long, wide = prop.get("size_m") or (3.0, 1.6)
    return [_placed(prop, _box((long, 0.01, wide), (0, 0, 0)), WATER, opacity=0.28)]


def _bike(prop: Mapping[str, Any], _body: Body, _posed: Posed) -> list[Mesh]:
    floor, saddle = -prop["at"][1], (prop.get("size_m") or (0.62,))[0]
    hub = (0.42, floor + 0.26, 0.0)
    rim = [
        (hub[0] + RIM_M * np.cos(turn), hub[1] + RIM_M * np.sin(turn), 0.0) for turn in np.linspace(0, 2 * np.pi, 25)
    ]
    bars = [
        ((0, 0, 0), (-0.2, saddle, 0), 0.022),
        ((0, 0, 0), hub, 0.022),
        (hub, (0.32, saddle + 0.12, 0), 0.022),
        ((0.34, saddle + 0.14, -0.22), (0.34, saddle + 0.14, 0.22), 0.016),
        ((-0.35, floor + 0.02, 0), (0, 0, 0), 0.022),
        ((-0.35, floor + 0.02, -0.25), (-0.35, floor + 0.02, 0.25), 0.02),
        ((0.55, floor + 0.02, -0.25), (0.55, floor + 0.02, 0.25), 0.02),
    ]
    shapes = [_rod(start, end, radius) for start, end, radius in bars]
    shapes += [_rod(start, end, 0.02) for start, end in pairwise(rim)]
    shapes.append(_box((0.26, 0.05, 0.18), (-0.22, saddle, 0)))
    return [_placed(prop, shape, THING) for shape in shapes]


def _line(prop: Mapping[str, Any], body: Body, posed: Posed) -> list[Mesh]:
    """A strap or stick through places of the body; a stick goes on a little at both ends."""
    through = prop.get("through", ())
    places = [
        posed.heads[0, body.at[one["bone"]]] + posed.turns[0, body.at[one["bone"]]] @ np.array(one["at"])
        for one in through
    ]
    if len(places) < 2:
        return []
    radius = 0.01
    if prop["kind"] == "stick":
        beyond = _unit(places[-1] - places[0]) * STICK_BEYOND_M
        places, radius = [places[0] - beyond, places[-1] + beyond], 0.013
    rods = [_rod(start, end, radius) for start, end in pairwise(places)]
    return [_mesh(*shape, THING, 1.0) for shape in rods]


_MAKERS: Final[Mapping[str, Callable[[Mapping[str, Any], Body, Posed], list[Mesh]]]] = {
    "mat": _sheet, "path": _sheet, "pillow": _pillow, "chair": _chair, "wall": _wall, "pool": _pool, "bike": _bike,
    "strap": _line, "stick": _line,
}  # fmt: skip

Shape = tuple[Floats, Floats, Indices]


def _box(size: Sequence[float], at: Sequence[float]) -> Shape:
    """Six faces with normals of their own: places (24,3), normals (24,3), triangles (12,3)."""
    places: list[Floats] = []
    normals: list[Floats] = []
    triangles: list[list[int]] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            one, other = (axis + 1) % 3, (axis + 2) % 3
            face = np.zeros((4, 3))
            face[:, axis] = sign
            face[:, one], face[:, other] = [-1, 1, 1, -1], [-1, -1, 1, 1]
            order = [(0, 1, 2), (0, 2, 3)] if sign > 0 else [(0, 2, 1), (0, 3, 2)]
            triangles += [[4 * len(places) + corner for corner in three] for three in order]
            places.append(face / 2 * size + at)
            normals.append(np.tile(np.eye(3)[axis] * sign, (4, 1)))
    return np.concatenate(places), np.concatenate(normals), np.array(triangles, np.intp)


def _rod(start: Sequence[float] | Floats, end: Sequence[float] | Floats, radius: float) -> Shape:
    begin, finish = np.asarray(start, float), np.asarray(end, float)
    along = _unit(finish - begin)
    side = _unit(np.cross(along, [0.0, 1.0, 0.0] if abs(along[1]) < 0.9 else [1.0, 0.0, 0.0]))
    other = np.cross(along, side)
    turns = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    normals = np.outer(np.cos(turns), side) + np.outer(np.sin(turns), other)
    places = np.concatenate([begin + normals * radius, finish + normals * radius, [begin, finish]])
    triangles = []
    for at in range(ROUND):
        following = (at + 1) % ROUND
        triangles += [[at, following, ROUND + at], [following, ROUND + following, ROUND + at]]
        triangles += [[2 * ROUND, following, at], [2 * ROUND + 1, ROUND + at, ROUND + following]]
    caps = np.stack([-along, along])
    return places, np.concatenate([normals, normals, caps]), np.array(triangles, np.intp)


def _placed(prop: Mapping[str, Any], shape: Shape, colour: Colour, opacity: float = 1.0) -> Mesh:
    """Turned about y by the prop's `turn_deg`, then moved to its place."""
    turn = np.radians(prop.get("turn_deg", 0.0))
    about = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    places, normals, triangles = shape
    return _mesh(places @ about.T + np.array(prop["at"], float), normals @ about.T, triangles, colour, opacity)


def _mesh(places: Floats, normals: Floats, triangles: Indices, colour: Colour, opacity: float) -> Mesh:
    count = len(triangles)
    group = np.full(count, THING_GROUP, np.int32)
    return Mesh(places, normals, triangles, np.tile(linear(colour), (count, 1)), group, np.full(count, True), opacity)


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Solid meshes as one."""
    starts = np.cumsum([0, *(len(mesh.places) for mesh in meshes)])
    return Mesh(
        np.concatenate([mesh.places for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.triangles + start for mesh, start in zip(meshes, starts[:-1], strict=True)]),
        np.concatenate([mesh.colours for mesh in meshes]),
        np.concatenate([mesh.groups for mesh in meshes]),
        np.concatenate([mesh.two_sided for mesh in meshes]),
    )


def _unit(vectors: NDArray[Any]) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))
