"""Which angle of an exercise is counted, and how far it travels: read from the bands of its phases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.exercises import AngleBand, Exercise
from steadyback.kinematics import load_definitions

COUNTABLE: Final = ("full", "partial")
AWAY_KINDS: Final = ("concentric", "eccentric", "hold", "isometric")
UPRIGHT: Final = ("standing", "standing_wall", "seated", "seated_to_standing", "half_kneeling")
CLEAR_SHARE: Final = limit("motion.clear_share")
DISTAL: Final = ("wrist", "ankle", "heel", "foot_index")
HOLD_TOLERANCE_DEG: Final = limit("motion.hold_tolerance")


class NotCountableError(ValueError):
    """The camera cannot count this exercise: it is led by a timer, or no angle of it can be measured."""


@dataclass(frozen=True, slots=True)
class CountedMotion:
    """The angle that says whether a repetition happened.

    `suffix` is whose it is: "m" the moving side, "s" the other one, "" both together. `rest_deg` and `away_deg` are
    the targets at rest and at the far point; where `relative`, only their difference means anything.
    `held` is set for an exercise that is one long position: the bands of all angles held, by definition name.
    """

    angle: str
    suffix: str
    rest_deg: float
    away_deg: float
    relative: bool
    held: Mapping[str, AngleBand] | None = None

    @property
    def travel_deg(self) -> float:
        return self.away_deg - self.rest_deg


def motion_of(exercise: Exercise) -> CountedMotion:
    """The counted motion: the measurable angle that clearly travels between rest and another phase.

    Raises NotCountableError for an exercise led by a timer (its camera entry says so) or without such an angle.
    """
    if exercise.camera.coaching not in COUNTABLE:
        raise NotCountableError(exercise.id)
    motions = list(candidates(exercise))
    farthest = max((abs(motion.travel_deg) for motion in motions), default=0.0)
    if farthest:
        clear = [motion for motion in motions if abs(motion.travel_deg) >= CLEAR_SHARE * farthest]
        return min(clear, key=lambda motion: (is_distal(motion), is_crossed(motion, exercise), -abs(motion.travel_deg)))
    held = held_bands(exercise)
    if not held:
        raise NotCountableError(exercise.id)
    angle = next(iter(held))
    return CountedMotion(angle, "", held[angle].target, held[angle].target, False, held)


def candidates(exercise: Exercise) -> Iterator[CountedMotion]:
    rest = rest_bands(exercise)
    for phase in exercise.phases:
        if phase.kind not in AWAY_KINDS:
            continue
        for key, band in phase.angles.items():
            name, suffix = definition_of(key, exercise)
            at_rest = rest.get(name)
            relative = band.relative or "_delta" in key
            if name not in load_definitions() or (at_rest is None and not relative):
                continue
            rest_deg = 0.0 if relative or at_rest is None else at_rest.target
            yield CountedMotion(name, suffix, rest_deg, band.target, relative)


def is_distal(motion: CountedMotion) -> bool:
    points = load_definitions()[motion.angle].points
    return any(point.endswith(DISTAL) for point in points)


def is_crossed(motion: CountedMotion, exercise: Exercise) -> bool:
    """Whether it is the arm that goes with the opposite leg: the leg says whose repetition it is."""
    return exercise.sides == "alternate" and motion.angle == "shoulder_flex"


def rest_bands(exercise: Exercise) -> dict[str, AngleBand]:
    """Bands at rest by angle: of the ready phase; what it leaves open, of the way back (the last phase)."""
    ready = [phase for phase in exercise.phases if phase.kind == "ready"]
    bands: dict[str, AngleBand] = {}
    for phase in (*exercise.phases[-1:], *ready):
        bands |= {definition_of(key, exercise)[0]: band for key, band in phase.angles.items() if not band.relative}
    return bands


def held_bands(exercise: Exercise) -> dict[str, AngleBand]:
    found: dict[str, AngleBand] = {}
    for phase in exercise.phases:
        if phase.kind == "hold":
            found |= {definition_of(key, exercise)[0]: band for key, band in phase.angles.items() if not band.relative}
    return {name: band for name, band in found.items() if name in load_definitions()}


def definition_of(key: str, exercise: Exercise) -> tuple[str, str]:
    """The angle definition that an angle of the catalogue means for this exercise, and whose side it is."""
    name, _, suffix = key.partition(".")
    name = name.removesuffix("_delta")
    if name == "trunk_incl" and exercise.positions[0] in UPRIGHT:
        name = "trunk_incl_upright"
    if name == "body_line" and "ankle" not in exercise.camera.must_see:
        name = "body_line_knees"
    if name.startswith("body_line") and exercise.camera.view == "front":
        name += "_middle"  # Which side of somebody on their side is nearer is a matter of chance.
    return name, "" if suffix == "b" else suffix
