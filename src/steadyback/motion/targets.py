"""The measured angles that each phase's end should show, by body side: the phase's own targets and what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from steadyback.exercises import Exercise
from steadyback.exercises.model import AngleBand, Phase, Variant
from steadyback.exercises.movement import Keyframe, Movement

WHOLE_BODY: Final = "both"
AWAY: Final = ("concentric", "hold", "isometric")


@dataclass(frozen=True, slots=True)
class Target:
    """One angle: `side` is work, rest or both (of the whole body). `own` if this very phase names it.

    With `from_ready` the degrees are a change from the solved ready pose.
    """

    key: str
    side: str
    degrees: float
    own: bool
    from_ready: bool = False
    low: float = -360.0
    high: float = 360.0


def phase_targets(
    exercise: Exercise, movement: Movement, variant: Variant | None = None, *, usual_position: bool = True
) -> tuple[tuple[Target, ...], ...]:
    """For every phase, its targets. The bands hold in the exercise's usual position only."""
    kept: dict[tuple[str, str], Target] = {}
    ready: dict[tuple[str, str], Target] = {}
    phases = []
    for phase in exercise.phases:
        key = movement.keys.get(phase.id)
        own = _of_bands(exercise, _bands(phase, variant) if usual_position else {}, ready)
        own |= _of_key(exercise, key, own)
        kept = {place: _carried(target) for place, target in kept.items()} | own
        for name in key.free if key else ():
            kept = {place: target for place, target in kept.items() if target.key != name.partition(".")[0]}
        if phase.kind == "ready":
            ready = dict(kept)
        phases.append(tuple(kept.values()))
    return tuple(phases)


def _bands(phase: Phase, variant: Variant | None) -> Mapping[str, AngleBand]:
    if variant is None or phase.kind not in AWAY:
        return phase.angles
    return {**phase.angles, **variant.angles}


def _carried(target: Target) -> Target:
    return Target(target.key, target.side, target.degrees, False, target.from_ready)


def _places(exercise: Exercise, name: str) -> list[tuple[str, str]]:
    """Which sides an angle of the catalogue speaks of. The arm that goes with a moving leg is the opposite one."""
    angle, _, suffix = name.partition(".")
    crossed = angle == "shoulder_flex" and exercise.sides == "alternate"
    sides = {"m": ["rest" if crossed else "work"], "s": ["work" if crossed else "rest"], "b": ["work", "rest"]}
    return [(angle, side) for side in sides.get(suffix, [WHOLE_BODY])]


def _of_bands(
    exercise: Exercise, bands: Mapping[str, AngleBand], ready: Mapping[tuple[str, str], Target]
) -> dict[tuple[str, str], Target]:
    found: dict[tuple[str, str], Target] = {}
    for name, band in bands.items():
        for place in _places(exercise, name):
            change = name.endswith("_delta")
            base = ready[place].degrees if band.relative and place in ready else 0.0
            found[place] = Target(
                place[0],
                place[1],
                base + band.target,
                True,
                change or (band.relative and place not in ready),
                base + band.min,
                base + band.max,
            )
    return found


def _of_key(
    exercise: Exercise, key: Keyframe | None, own: Mapping[tuple[str, str], Target]
) -> dict[tuple[str, str], Target]:
    found: dict[tuple[str, str], Target] = {}
    for name, degrees in key.angles.items() if key else ():
        for place in _places(exercise, name):
            known = own.get(place)
            low, high = (known.low, known.high) if known else (-360.0, 360.0)
            found[place] = Target(
                place[0], place[1], degrees, True, known.from_ready if known else name.endswith("_delta"), low, high
            )
    return found
