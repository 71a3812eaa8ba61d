"""What a pose has to do, on one body: the words of an exercise file turned into vertices, bones and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from steadyback.exercises.movement import Aim, Contact, Grasp, Keyframe, Rest
from steadyback.motion.body import Body, Indices
from steadyback.motion.joints import Floats, Hand, degrees_of_freedom, index_of, is_even, set_pose, sides_of
from steadyback.motion.measure import Meter
from steadyback.motion.surface_parts import bone_direction, groups_of, vertices_of

SOFT_M: Final = 0.004
ASKEW_M: Final = 0.006
VERY_SOFT_M: Final = 0.012
SOFT_PARTS: Final = ("pelvis", "buttocks", "upper_back", "chest", "belly", "low_back", "thigh", "upperarm", "shoulder")
DIRECTIONS: Final[Mapping[str, tuple[float, float, float]]] = {
    "up": (0, 1, 0),
    "down": (0, -1, 0),
    "ahead": (1, 0, 0),
    "behind": (-1, 0, 0),
    "near": (0, 0, 1),
    "far": (0, 0, -1),
}
SWAPPED_SUFFIX: Final = {".m": ".s", ".s": ".m"}
AXES: Final[Mapping[str, tuple[float, float, float]]] = {
    "up": (0, 1, 0),
    "down": (0, -1, 0),
    "front": (0, 0, 1),
    "back": (0, 0, -1),
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
}


@dataclass(frozen=True)
class Plane:
    """A surface to lie, stand or lean on: places with `normal @ place == height_m` are on it."""

    normal: Floats
    height_m: float


@dataclass(frozen=True)
class Touch:
    """One place that touches a plane. `anchor` (3,) is where its middle stays, None while it may slide."""

    part: str
    vertices: Indices
    plane: Plane
    soft_m: float
    pinned: bool
    anchor: Floats | None = None


@dataclass(frozen=True)
class Pointing:
    """The axis (3,) of a bone, at anatomical zero, that should point in a direction (3,) of the room."""

    bone: int
    axis: Floats
    to: Floats
    weight: float


@dataclass(frozen=True)
class Hold:
    """A palm at a place of a bone: `place` and `outward` (3,) from the bone's joint, in anatomical axes."""

    hand: Hand
    bone: int
    place: Floats
    outward: Floats


@dataclass(frozen=True)
class Lying:
    """The middle of a part's vertices at a place (3,) of a bone, from the bone's joint, in anatomical axes."""

    part: str
    vertices: Indices
    bone: int
    place: Floats


@dataclass(frozen=True)
class Measured:
    """An angle that should have this value, in degrees."""

    name: str
    meter: Meter
    degrees: float
    weight: float


@dataclass(frozen=True)
class Goal:
    """Everything that one pose should meet. `pose` (D,) is what it keeps to otherwise, as far as `firm` says."""

    pose: Floats
    touches: tuple[Touch, ...] = ()
    pointings: tuple[Pointing, ...] = ()
    holds: tuple[Hold, ...] = ()
    measured: tuple[Measured, ...] = ()
    lying: tuple[Lying, ...] = ()
    firm: float = 1.0
    may_be_uneven: bool = False

    @cached_property
    def even(self) -> bool:
        """Whether left and right are asked for alike, so that the answer has to be even too."""
        touched = {touch.part for touch in self.touches}
        pointed = {(p.bone, tuple(np.abs(p.axis)), tuple(np.abs(p.to))) for p in self.pointings}
        wanted = {one.name: one.degrees for one in self.measured}
        return (
            not self.may_be_uneven
            and not self.lying
            and is_even(self.pose)
            and all(swapped(part) in touched for part in touched)
            and len({hold.hand for hold in self.holds}) != 1
            and len(pointed) % 2 == 0
            and all(wanted.get(other_side(name)) == v for name, v in wanted.items())
        )


def swapped(name: str) -> str:
    """The same on the other side: `foot.L` for `foot.R`."""
    return name[:-1] + {"L": "R", "R": "L"}[name[-1]] if name[-2:] in (".L", ".R") else name


def other_side(name: str) -> str:
    """The same angle on the other side: `hip_flex.s` for `hip_flex.m`."""
    return name[:-2] + SWAPPED_SUFFIX.get(name[-2:], name[-2:])


@dataclass
class State:
    """What holds after a keyframe, in the file's words; keyframes change it one after the other."""

    working: Hand
    pose: Floats = field(default_factory=lambda: np.zeros(len(degrees_of_freedom())))
    contacts: dict[str, Contact] = field(default_factory=dict)
    aims: dict[tuple[str, str], Aim] = field(default_factory=dict)
    grasps: dict[Hand, Grasp] = field(default_factory=dict)
    rests: dict[str, Rest] = field(default_factory=dict)

    def after(self, key: Keyframe) -> "State":
        found = State(
            self.working, self.pose.copy(), dict(self.contacts), dict(self.aims), dict(self.grasps), dict(self.rests)
        )
        set_pose(found.pose, key.pose, self.working)
        for part in key.release:
            for one in each_side(part, self.working):
                found.contacts = {name: c for name, c in found.contacts.items() if name != one}
                found.rests.pop(one, None)
                if one.startswith("hand."):
                    found.grasps.pop("L" if one.endswith("L") else "R", None)
        for bone in key.unaim:
            gone = each_side(bone, self.working)
            found.aims = {name: aim for name, aim in found.aims.items() if name[0] not in gone}
        for contact in key.contacts:
            found.contacts |= dict.fromkeys(each_side(contact.part, self.working), contact)
        for aim in key.aims:
            found.aims |= {(one, aim.axis): aim for one in each_side(aim.bone, self.working)}
        for grasp in key.grasps:
            found.grasps |= dict.fromkeys(sides_of(grasp.hand, self.working), grasp)
        for rest in key.rests:
            found.rests |= dict.fromkeys(each_side(rest.part, self.working), rest)
        return found

    def goal(self, body: Body, planes: Mapping[str, Plane], measured: tuple[Measured, ...]) -> Goal:
        touches = [
            Touch(
                group,
                vertices_of(body.name, group),
                planes[contact.on],
                VERY_SOFT_M if part.split(".")[0] in SOFT_PARTS else SOFT_M,
                not contact.slides,
            )
            for part, contact in self.contacts.items()
            for group in groups_of(part)
        ]
        return Goal(
            self.pose.copy(),
            tuple(touches),
            tuple(_pointing(body, bone, aim) for (bone, _), aim in self.aims.items()),
            tuple(_hold(body, hand, grasp, self.working) for hand, grasp in self.grasps.items()),
            measured,
            tuple(_lying(body, part, rest, self.working) for part, rest in self.rests.items()),
        )


def each_side(name: str, working: Hand) -> tuple[str, ...]:
    """`foot.both` is `foot.L` and `foot.R`; a name without a side is itself."""
    part, dot, side = name.partition(".")
    return tuple(f"{part}.{hand}" for hand in sides_of(side, working)) if dot else (name,)


def _pointing(body: Body, bone: str, aim: Aim) -> Pointing:
    outward = (1.0 if bone.endswith(".L") else -1.0, 0.0, 0.0)
    inward = (-outward[0], 0.0, 0.0)
    axis = {"out": outward, "in": inward, **AXES}[aim.axis]
    return Pointing(body.at[bone], np.array(axis, float), np.array(DIRECTIONS[aim.to], float), aim.weight)


def _hold(body: Body, hand: Hand, grasp: Grasp, working: Hand) -> Hold:
    return Hold(hand, *_place_on(body, hand, grasp, working))


def _lying(body: Body, part: str, rest: Rest, working: Hand) -> Lying:
    hand: Hand = "L" if part.endswith("L") else "R"
    number, place, _ = _place_on(body, hand, rest, working)
    return Lying(part, vertices_of(body.name, part), number, place)


def _place_on(body: Body, hand: Hand, grasp: Grasp | Rest, working: Hand) -> tuple[int, Floats, Floats]:
    """The bone, the place from its joint and the way outwards there."""
    (bone,) = each_side(grasp.bone, working) if not grasp.bone.endswith(".both") else (f"{grasp.bone[:-4]}{hand}",)
    number = body.at[bone]
    neutral = body.neutral[number]
    along = neutral @ bone_direction(body, bone)
    length = float(np.linalg.norm(along))
    axis = along / length
    sign = 1.0 if hand == "L" else -1.0
    side = 1.0 if bone.endswith(".L") else -1.0 if bone.endswith(".R") else sign
    face = {"front": (0, 0, 1), "back": (0, 0, -1), "out": (side, 0, 0), "in": (-side, 0, 0)}[grasp.face]
    outward = np.array(face, float) - axis * (np.array(face, float) @ axis)
    outward /= np.linalg.norm(outward)
    # Spreading goes towards the hand's own side, so that two hands come from both sides.
    sideways = np.array([sign, 0.0, 0.0]) - axis * (axis[0] * sign)
    sideways = sideways - outward * (sideways @ outward)
    size = float(np.linalg.norm(sideways))
    spread = np.radians(grasp.spread_deg)
    if size > 1e-6:
        outward = outward * np.cos(spread) + sideways / size * np.sin(spread)
    reach = _surface_reach(body, number, axis, outward, grasp.along * length)
    return number, axis * grasp.along * length + outward * (reach + grasp.off_m), outward


def _surface_reach(body: Body, bone: int, axis: Floats, outward: Floats, along_m: float) -> float:
    """How far the surface is from the bone's line in a direction, at this height along it."""
    own = body.vertex_bones[:, 0] == bone
    if body.bones[bone].startswith("forearm"):
        own |= body.vertex_bones[:, 0] == bone + 1
    places = (body.rest[own] - body.joints[bone]) @ body.neutral[bone].T
    level = places[np.abs(places @ axis - along_m) < 0.03]
    return float((level @ outward).max(initial=0.03))


def anchored(goal: Goal, anchors: Mapping[str, Floats]) -> Goal:
    """The same goal with every pinned place where it was first."""
    touches = tuple(replace(touch, anchor=anchors.get(touch.part)) if touch.pinned else touch for touch in goal.touches)
    return replace(goal, touches=touches, may_be_uneven=goal.may_be_uneven or _askew(goal.pose, touches))


def _askew(pose: Floats, touches: tuple[Touch, ...]) -> bool:
    """Whether a pinned place is farther ahead than its counterpart, so that an even pose cannot meet both."""
    turn = np.radians(pose[index_of()["root.turn"]])
    ahead = np.array([np.sin(turn), 0.0, np.cos(turn)])
    placed = {touch.part: touch.anchor for touch in touches if touch.anchor is not None}
    return any(
        abs(float((place - placed[swapped(part)]) @ ahead)) > ASKEW_M
        for part, place in placed.items()
        if part.endswith(".L") and swapped(part) in placed
    )
