"""What carries the body stays where it is, and what is lifted leaves the floor: this tells near variants apart.

A bridge on both feet from one on one foot, all fours with a raised arm from all fours on both hands, a leg lifted from
one that slides. Heights are in torso lengths above mid-hip. Limits: `limits.toml`, room `support`.
"""

import math
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from steadyback.coaching.history import Moment
from steadyback.coaching.limits import limit
from steadyback.coaching.motion import AWAY_KINDS, CountedMotion, definition_of
from steadyback.exercises import Exercise
from steadyback.kinematics import AngleMeter, Side
from steadyback.kinematics.angles import THIGH_IN_TORSOS

LONGEST_THIGH_TORSO: Final = limit("support.longest_thigh")
ARM_STAYS_DEG: Final = limit("support.arm_stays")
HIGHEST_CARRYING_ARM_DEG: Final = limit("support.highest_carrying_arm")
KNEE_ON_FLOOR_TORSO: Final = limit("support.knee_on_floor")
FOOT_LIFTED_TORSO: Final = limit("support.foot_lifted")
FEET_LEVEL_TORSO: Final = limit("support.feet_level")
LEGS_LIE_TORSO: Final = limit("support.legs_lie")
LEG_LIFTS_TORSO: Final = limit("support.leg_lifts")
HIPS_LIFT_TORSO: Final = limit("support.hips_lift")
HIPS_STAY_TORSO: Final = limit("support.hips_stay")
SLIDING_FOOT_SHARE: Final = limit("support.sliding_foot")

Check: TypeAlias = Callable[[Side, Moment, Moment], bool]
"""(moving side, at rest, at the farthest point): whether the body is carried as in the exercise."""
BOTH: Final[tuple[Side, Side]] = ("left", "right")


class Support:
    """The checks that an exercise's own definition asks for."""

    def __init__(self, exercise: Exercise, motion: CountedMotion) -> None:
        self._checks = tuple(checks(exercise, motion))

    def agrees(self, side: Side, rest: Moment, peak: Moment) -> bool:
        return all(check(side, rest, peak) for check in self._checks)


def checks(exercise: Exercise, motion: CountedMotion) -> Iterable[Check]:
    position, view = exercise.positions[0], exercise.camera.view
    if view in ("side", "front"):
        yield in_proportion
    if position == "side_lying_elbow":
        yield hips_rise
    if view == "side":
        yield from on_all_fours(exercise)
        yield from lying_down(exercise, motion)


def on_all_fours(exercise: Exercise) -> Iterable[Check]:
    if exercise.positions[0] != "quadruped":
        return
    yield on_both_knees
    if "shoulder_flex" not in moved_angles(exercise):
        yield on_both_hands
    if (height := sliding_foot_height(exercise)) is not None:
        yield lambda side, _rest, peak: peak.height(f"{side}_ankle") <= SLIDING_FOOT_SHARE * height


def lying_down(exercise: Exercise, motion: CountedMotion) -> Iterable[Check]:
    position = exercise.positions[0]
    if position == "supine_hooklying" and motion.angle == "hip_flex":
        yield foot_up if motion.suffix == "s" else feet_stand
    if position.startswith("supine") and motion.angle == "trunk_incl":
        yield hips_stay
    if position.startswith("prone") and motion.angle == "trunk_incl" and "hip_flex" not in moved_angles(exercise):
        yield legs_lie
    if position.startswith("prone") and (motion.angle, motion.suffix) == ("hip_flex", "m"):
        yield leg_leaves_floor


def moved_angles(exercise: Exercise) -> frozenset[str]:
    """The angles that the exercise moves or holds away from rest."""
    away = [phase for phase in exercise.phases if phase.kind in AWAY_KINDS]
    return frozenset(definition_of(key, exercise)[0] for phase in away for key in phase.angles)


def sliding_foot_height(exercise: Exercise) -> float | None:
    """How high above mid-hip (negative: below) a leg that is stretched back along the floor ends; None if it lifts."""
    angles = {key: band.target for phase in exercise.phases for key, band in phase.angles.items() if not band.relative}
    away = next((phase for phase in exercise.phases if phase.kind == "concentric"), None)
    if away is None or not {"hip_flex.m", "knee_flex.m"} <= away.angles.keys() or "trunk_incl" not in angles:
        return None
    thigh_deg = angles["trunk_incl"] + away.angles["hip_flex.m"].target
    shin_deg = thigh_deg - away.angles["knee_flex.m"].target
    below = THIGH_IN_TORSOS * math.fsum(math.sin(math.radians(deg)) for deg in (thigh_deg, shin_deg))
    return -below if below > THIGH_IN_TORSOS / 2 and away.angles["hip_flex.m"].target > 10 else None


def in_proportion(_side: Side, rest: Moment, peak: Moment) -> bool:
    """Seen squarely a thigh is shorter than the torso; in a close-up or from head or feet it is not."""
    # A trunk that bends to a side is shorter in the picture for a while, and the thigh is not.
    shortened = max(1.0, rest.torso_px / peak.torso_px) if 0 < peak.torso_px < math.inf else 1.0
    return all(
        moment.length(f"{each}_hip", f"{each}_knee") <= LONGEST_THIGH_TORSO * share
        for moment, share in ((rest, 1.0), (peak, shortened))
        for each in BOTH
    )


def on_both_knees(_side: Side, rest: Moment, _peak: Moment) -> bool:
    return all(rest.height(f"{each}_knee") <= -KNEE_ON_FLOOR_TORSO for each in BOTH)


def on_both_hands(_side: Side, rest: Moment, peak: Moment) -> bool:
    arms = [(rest.angle(meter), peak.angle(meter)) for meter in ARM.values()]
    return all(
        before is None or after is None or (abs(after - before) <= ARM_STAYS_DEG and after <= HIGHEST_CARRYING_ARM_DEG)
        for before, after in arms
    )


def hips_rise(_side: Side, rest: Moment, peak: Moment) -> bool:
    return peak.hips_above(rest) >= HIPS_LIFT_TORSO


def hips_stay(_side: Side, rest: Moment, peak: Moment) -> bool:
    return abs(peak.hips_above(rest)) <= HIPS_STAY_TORSO


def foot_up(_side: Side, _rest: Moment, peak: Moment) -> bool:
    return between_feet(peak) >= FOOT_LIFTED_TORSO


def feet_stand(_side: Side, _rest: Moment, peak: Moment) -> bool:
    return between_feet(peak) <= FEET_LEVEL_TORSO


def between_feet(moment: Moment) -> float:
    return abs(moment.height("left_ankle") - moment.height("right_ankle"))


def legs_lie(_side: Side, rest: Moment, peak: Moment) -> bool:
    return any(peak.height(f"{each}_ankle") - rest.height(f"{each}_ankle") <= LEGS_LIE_TORSO for each in BOTH)


def leg_leaves_floor(side: Side, rest: Moment, peak: Moment) -> bool:
    return peak.height(f"{side}_ankle") - rest.height(f"{side}_ankle") >= LEG_LIFTS_TORSO


ARM: Final = {each: AngleMeter.of("shoulder_flex", each) for each in BOTH}
