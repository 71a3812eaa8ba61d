"""How an exercise moves: the `[motion]` part of its file, for the figure that shows it (docs/figure.md).

Angles that the coach compares are never written here: a keyframe takes the targets of its phase, and only adds what
the bands leave open. Degrees from anatomical zero (standing, arms hanging); the sides are `work` (the one that moves
or is trained), `rest` and `both`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from steadyback.exercises import movement_words as words
from steadyback.exercises.shapes import Entries, Identifier, ListOf, Number, Shape, Table, Truth, Word
from steadyback.exercises.vocabulary import ANGLES, DRAWN_VIEWS

JointAngles = Mapping[str, Mapping[str, float]]
"""Joint (`hip.work`) -> movement (`flex`) -> degrees."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A part that lies or stands on something; with `slides` it may travel along it, otherwise it stays where it is."""

    part: str
    on: str
    slides: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """An axis of a bone, `front` for instance, that points somewhere in the room, `up` for instance."""

    bone: str
    axis: str
    to: str
    weight: float


@dataclass(frozen=True, slots=True)
class Grasp:
    """A hand at the surface of a part: `along` it from its near to its far joint, at its `face`.

    `spread_deg` turns the place round the part, outwards; `off_m` keeps the palm that far off, for a strap or a stick.
    """

    hand: str
    bone: str
    along: float
    face: str
    spread_deg: float
    off_m: float


@dataclass(frozen=True, slots=True)
class Rest:
    """A part that lies on another, an ankle across a knee: the middle of `part` at a place as in `Grasp`."""

    part: str
    bone: str
    along: float
    face: str
    spread_deg: float
    off_m: float


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing beside the body. `at` in metres from where it would stand by itself; `through` draws a line along it."""

    kind: str
    at: tuple[float, float, float]
    turn_deg: float
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Where a phase ends, as far as its target angles do not say. `at` is the share of the phase, 1 its end.

    `angles` aims at measured angles that the phase does not name, or elsewhere inside its accept band; `free` lets go
    of an angle that an earlier phase set. `release` ends contacts of the position by part. With `position` everything
    begins anew from that one; only the parts in `stays` stay where they are.
    """

    at: float
    pose: JointAngles = field(hash=False)
    angles: Mapping[str, float] = field(hash=False)
    free: tuple[str, ...]
    contacts: tuple[Contact, ...]
    release: tuple[str, ...]
    aims: tuple[Aim, ...]
    unaim: tuple[str, ...]
    grasps: tuple[Grasp, ...]
    rests: tuple[Rest, ...]
    via: tuple["Keyframe", ...]
    cycle_s: float | None
    position: str | None = None
    stays: tuple[str, ...] = ()

    @property
    def only_way(self) -> bool:
        """Whether it says nothing of the end of its phase, only of the way there."""
        said = (self.pose, self.angles, self.free, self.contacts, self.release, self.aims, self.unaim)
        return not any((*said, self.grasps, self.rests, self.position))


@dataclass(frozen=True, slots=True)
class Movement:
    """The whole movement. `base` holds in every phase; `keys` by phase id. `variants` by variant or position."""

    position: str
    view: str | None
    base: Keyframe
    keys: Mapping[str, Keyframe] = field(hash=False)
    props: tuple[Prop, ...]
    muscles: tuple[str, ...]
    variants: Mapping[str, "Movement"] = field(hash=False)


class _Pose:
    """Joints with a side where they have one, and the movements that each of them can do, in degrees."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Any]:
        for name in value if isinstance(value, dict) else ():
            joint, _, side = name.partition(".")
            if joint in words.JOINTS and (side in words.SIDES if joint in words.SIDED_JOINTS else not side):
                degrees = Table({}, {movement: Number(-360, 360) for movement in words.JOINTS[joint]})
                yield from degrees.problems(value[name], file, f"{key}.{name}")
            else:
                yield from Word(words.JOINT_NAMES).problems(name, file, key)
        if not isinstance(value, dict):
            yield from Table({}).problems(value, file, key)


_PART: Final = Word(words.PART_NAMES)
_BONE: Final = Word(words.BONE_NAMES)
_CONTACT: Final = Table({"part": _PART}, {"on": Word(words.SURFACES), "slides": Truth()})
_AIM: Final = Table(
    {"bone": _BONE, "axis": Word(words.AXES), "to": Word(words.DIRECTIONS)}, {"weight": Number(0.05, 20)}
)
_PLACE: Final[Mapping[str, Shape]] = {
    "along": Number(-0.5, 1.5),
    "face": Word(words.FACES),
    "spread_deg": Number(-180, 180),
    "off_m": Number(-0.1, 0.6),
}
_GRASP: Final = Table({"hand": Word(words.SIDES), "bone": _BONE}, _PLACE)
_REST: Final = Table({"part": _PART, "bone": _BONE}, _PLACE)
_PROP: Final = Table(
    {"kind": Word(words.PROPS)},
    {
        "at": ListOf(Number(-3, 3), 3, 3, unique=False),
        "turn_deg": Number(-180, 180),
        "through": ListOf(_BONE, 2, 6),
    },
)
_BASE: Final[Mapping[str, Shape]] = {
    "pose": _Pose(),
    "contacts": ListOf(_CONTACT),
    "release": ListOf(_PART),
    "aims": ListOf(_AIM),
    "unaim": ListOf(_BONE),
    "grasps": ListOf(_GRASP, unique=False),
    "rests": ListOf(_REST, unique=False),
}
_ANGLES: Final[Mapping[str, Shape]] = {
    "angles": Entries(Word(ANGLES), Number(-200, 200)),
    "free": ListOf(Word(ANGLES)),
}
_VIA: Final = Table({"at": Number(0.05, 0.95)}, {**_BASE, **_ANGLES})
KEY: Final = Table(
    {},
    {
        **_BASE,
        **_ANGLES,
        "via": ListOf(_VIA, 1, 12, unique=False),
        "cycle_s": Number(0.3, 20),
        "position": Identifier(),
        "stays": ListOf(_PART),
    },
)
PROPS: Final = ListOf(_PROP, unique=False)
_MOVEMENT: Final[Mapping[str, Shape]] = {
    **_BASE,
    "position": Identifier(),
    "view": Word(DRAWN_VIEWS),
    "keys": Entries(Identifier(), KEY),
    "props": PROPS,
    "muscles": ListOf(Word(words.MUSCLES)),
}
MOVEMENT: Final = Table({}, {**_MOVEMENT, "variants": Entries(Identifier(), Table({}, _MOVEMENT))})
POSITION: Final = Table({"pose": _Pose()}, _BASE)


def build_movement(raw: Mapping[str, Any], usual_position: str) -> Movement:
    """From a checked table. A variant starts from the exercise's own movement and says what differs.

    In another position nothing of that movement holds but the muscles.
    """
    variants = {
        name: build_movement(
            {"muscles": raw.get("muscles", ()), **other} if "position" in other else _over(raw, other), usual_position
        )
        for name, other in raw.get("variants", {}).items()
    }
    return Movement(
        position=raw.get("position", usual_position),
        view=raw.get("view"),
        base=build_keyframe(raw),
        keys={phase: build_keyframe(key) for phase, key in raw.get("keys", {}).items()},
        props=tuple(_prop(prop) for prop in raw.get("props", ())),
        muscles=tuple(raw.get("muscles", ())),
        variants=variants,
    )


def _over(raw: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key, everything else is replaced."""
    joined = {key: value for key, value in raw.items() if key != "variants"}
    for key, value in other.items():
        known = joined.get(key)
        joined[key] = _over(known, value) if isinstance(value, dict) and isinstance(known, dict) else value
    return joined


def build_keyframe(raw: Mapping[str, Any]) -> Keyframe:
    return Keyframe(
        at=float(raw.get("at", 1.0)),
        pose={joint: dict(degrees) for joint, degrees in raw.get("pose", {}).items()},
        angles=dict(raw.get("angles", {})),
        free=tuple(raw.get("free", ())),
        contacts=tuple(
            Contact(one["part"], one.get("on", "floor"), one.get("slides", False)) for one in raw.get("contacts", ())
        ),
        release=tuple(raw.get("release", ())),
        aims=tuple(Aim(one["bone"], one["axis"], one["to"], one.get("weight", 1.0)) for one in raw.get("aims", ())),
        unaim=tuple(raw.get("unaim", ())),
        grasps=tuple(Grasp(one["hand"], *_place(one)) for one in raw.get("grasps", ())),
        rests=tuple(Rest(one["part"], *_place(one)) for one in raw.get("rests", ())),
        via=tuple(sorted((build_keyframe(one) for one in raw.get("via", ())), key=lambda key: key.at)),
        cycle_s=raw.get("cycle_s"),
        position=raw.get("position"),
        stays=tuple(raw.get("stays", ())),
    )


def _place(raw: Mapping[str, Any]) -> tuple[str, float, str, float, float]:
    return (
        raw["bone"],
        raw.get("along", 0.5),
        raw.get("face", "front"),
        raw.get("spread_deg", 0.0),
        raw.get("off_m", 0.0),
    )


def _prop(raw: Mapping[str, Any]) -> Prop:
    x, y, z = raw.get("at", (0.0, 0.0, 0.0))
    return Prop(raw["kind"], (x, y, z), raw.get("turn_deg", 0.0), tuple(raw.get("through", ())))
