"""The simple things beside a body: where the mat, the chair, the wall are for this person in this exercise."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from steadyback.exercises.movement import Prop
from steadyback.motion.body import Body, Posed
from steadyback.motion.goal import each_side
from steadyback.motion.joints import Floats
from steadyback.motion.performance import WORKING, Performance
from steadyback.motion.solver import palm_of
from steadyback.motion.surface_parts import vertices_of

Corner = tuple[float, float, float]
MAT_M: Final = (0.95, 0.34)
CHAIR_M: Final = (0.21, 0.22)
CHAIR_BACK_M: Final = 0.42
WALL_M: Final = (1.1, 2.2)


@dataclass(frozen=True)
class PlacedProp:
    """A prop in the room. `outline` are polygons of its shape for a quick drawing; `through` are bones of a line."""

    kind: str
    at: Corner
    turn_deg: float
    size_m: tuple[float, ...]
    through: tuple[str, ...]
    outline: tuple[tuple[Corner, ...], ...]

    def line(self, body: Body, posed: Posed) -> Floats:
        """The places (K,P,3) that a strap or stick goes through."""
        return np.stack([line_place(body, posed, bone) for bone in self.through], 1)


def line_place(body: Body, posed: Posed, bone: str) -> Floats:
    """Where a line meets a bone: the palm of a hand, the sole of a foot, the back of head and trunk."""
    if bone.startswith("hand."):
        return palm_of(body, posed, bone[-1])[0]
    number = body.at[bone]
    return np.asarray(posed.heads[:, number] + posed.turns[:, number] @ line_offset(body, bone))


def line_offset(body: Body, bone: str) -> Floats:
    """The same place from the bone's joint, in the bone's own axes at rest (3,)."""
    number = body.at[bone]
    if bone.startswith("hand."):
        raise KeyError(bone)
    own = body.rest[body.vertex_bones[:, 0] == number]
    if bone.startswith("foot."):
        ball = body.rest[vertices_of(body.name, f"forefoot.{bone[-1]}")]
        sole = np.array([ball[:, 0].mean(), ball[:, 1].min(), ball[:, 2].mean()])
        return np.asarray(sole - body.joints[number])
    behind = own[own[:, 2].argmin()]
    return np.asarray(np.array([0.0, behind[1], behind[2] - 0.012]) - body.joints[number])


def placed_props(performance: Performance) -> tuple[PlacedProp, ...]:
    """Every prop of the movement where it belongs for this body."""
    return tuple(_placed(performance, prop) for prop in performance.movement.props)


def _placed(performance: Performance, prop: Prop) -> PlacedProp:
    body = performance.body
    ready = performance.phases[0].frames[-1]
    surface = body.surface(ready)
    posed = body.pose(ready[None])
    pelvis = posed.heads[0, body.at["pelvis"]]
    middle = (surface.min(0) + surface.max(0)) / 2
    seat_m = performance.planes["seat"].height_m
    through = tuple(one for name in prop.through for one in each_side(name, WORKING))
    home, size = {
        "mat": ((middle[0], 0.0, middle[2]), (2 * MAT_M[0], 2 * MAT_M[1])),
        "chair": ((pelvis[0] + 0.06, 0.0, pelvis[2]), (2 * CHAIR_M[0], 2 * CHAIR_M[1], seat_m, CHAIR_BACK_M)),
        "wall": ((0.0, 0.0, 0.0), (2 * WALL_M[0], WALL_M[1])),
    }.get(prop.kind, ((pelvis[0], 0.0, pelvis[2]), ()))
    if prop.kind == "bike":
        home, size = _pedals(performance, float(surface[vertices_of(body.name, "buttocks"), 1].min()))
    x, y, z = (float(a + b) for a, b in zip(home, prop.at, strict=True))
    outline = _outline(prop.kind, (x, y, z), prop.turn_deg, size)
    return PlacedProp(prop.kind, (x, y, z), prop.turn_deg, tuple(round(float(s), 3) for s in size), through, outline)


def _pedals(performance: Performance, saddle_m: float) -> tuple[Corner, tuple[float, ...]]:
    """The axle that both forefeet go round, and how high the saddle is above it."""
    body = performance.body
    frames = performance.phases[0].frames
    posed = body.pose(frames[:-1] if len(frames) > 1 else frames)
    balls = [body.sampler(vertices_of(body.name, f"forefoot.{side}")).places(posed).mean((0, 1)) for side in "LR"]
    axle = (balls[0] + balls[1]) / 2
    return (float(axle[0]), float(axle[1]), float(axle[2])), (saddle_m - float(axle[1]),)


def _outline(kind: str, at: Corner, turn_deg: float, size: tuple[float, ...]) -> tuple[tuple[Corner, ...], ...]:
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))

    def corner(x: float, y: float, z: float) -> Corner:
        return at[0] + x * cos + z * sin, at[1] + y, at[2] - x * sin + z * cos

    def flat(x: float, z: float, y: float) -> tuple[Corner, ...]:
        return corner(-x, y, -z), corner(x, y, -z), corner(x, y, z), corner(-x, y, z)

    if kind == "mat":
        return (flat(size[0] / 2, size[1] / 2, 0.0),)
    if kind == "chair":
        deep, wide, seat, back = size[0] / 2, size[1] / 2, size[2], size[3]
        lower, upper = flat(deep, wide, seat), flat(deep, wide, seat + back)
        behind = (lower[0], upper[0], upper[3], lower[3])
        legs = tuple((corner(x, 0, z), corner(x, seat, z)) for x in (-deep, deep) for z in (-wide, wide))
        return (flat(deep, wide, seat), behind, *legs)
    if kind == "bike":
        high = size[0]
        crank = tuple(corner(0.16 * np.cos(a), 0.16 * np.sin(a), 0) for a in np.linspace(0, 2 * np.pi, 17))
        saddle = (corner(-0.35, high, 0), corner(-0.09, high, 0))
        return (
            crank,
            saddle,
            (corner(0, 0, 0), corner(-0.2, high, 0)),
            (corner(0.34, high + 0.14, -0.22), corner(0.34, high + 0.14, 0.22)),
        )
    if kind == "pool":
        return (flat(1.5, 0.8, 0.0),)
    if kind == "wall":
        half, high = size[0] / 2, size[1]
        return ((corner(0, 0, -half), corner(0, high, -half), corner(0, high, half), corner(0, 0, half)),)
    return ()
