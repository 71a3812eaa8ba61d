"""Whether a movement away and back was this exercise and not another one in the same posture.

The definition says which angles rest where, which ones move and which way, and which stay. All of it is compared with
wide tolerances, because counting is not grading: what lies outside them is another movement, not a poor repetition.
Its limits: `limits.toml`, room `recognition`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from steadyback.coaching.excursion import Excursion
from steadyback.coaching.history import History, Moment
from steadyback.coaching.limits import limit
from steadyback.coaching.motion import AWAY_KINDS, CountedMotion, definition_of
from steadyback.coaching.support import Support
from steadyback.exercises import AngleBand, Exercise, Phase
from steadyback.kinematics import AngleMeter, Side, load_definitions
from steadyback.kinematics.body import other

LIMB_TOLERANCE_DEG: Final = limit("recognition.limb_tolerance")
TRUNK_TOLERANCE_DEG: Final = limit("recognition.trunk_tolerance")
STAYS_DEG: Final = limit("recognition.stays")
CLEAR_TRAVEL_DEG: Final = limit("recognition.clear_travel")
MOVED_SHARE: Final = limit("recognition.moved_share")
QUIET_TRUNK_DEG: Final = limit("recognition.quiet_trunk")
HIPS_LEFT_THE_FLOOR_DEG: Final = limit("recognition.hips_left_the_floor")
LEADING_SHARE: Final = limit("recognition.leading_share")
FOLLOWING_SHARE: Final = limit("recognition.following_share")
REACH_SLACK_DEG: Final = limit("recognition.reach_slack")
REST_SPAN_S: Final = limit("recognition.rest_span")
PEAK_SPAN_S: Final = limit("recognition.peak_span")
LOST_S: Final = limit("recognition.lost")
FOOT_TRAVELS_TORSO: Final = limit("recognition.foot_travels")
FOOT_LEADS_SHARE: Final = limit("recognition.foot_leads")
WANDERS_BY: Final = limit("recognition.wanders_by")
BEYOND_LIMIT_DEG: Final = limit("recognition.beyond_limit")

FROM_THE_FRONT: Final = (
    "hip_abd",
    "body_line_middle",
    "body_line_knees_middle",
    "knee_open",
    "knee_roll",
    "trunk_lat_lean",
)
ARMS: Final = ("shoulder_flex", "elbow_flex")
TOGETHER: Final = ("hip_flex", "knee_flex", "body_line", "body_line_knees")
LYING: Final = ("supine", "prone", "quadruped")
TRUNK: Final = "trunk_incl"

Whose: TypeAlias = Literal["near", "moving", "other", "either", "both"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What one angle does in this exercise: where it rests, where it goes; `None` where the definition is silent."""

    angle: str
    whose: Whose
    rest: AngleBand | None
    away: AngleBand | None
    told: tuple[tuple[float, float], ...] = ()
    """Where the angle is told as something to adjust: that is a poor repetition and no other movement."""

    def is_told(self, angle_deg: float) -> bool:
        return any(low <= angle_deg <= high for low, high in self.told)

    @property
    def travel_deg(self) -> float | None:
        if self.away is None:
            return None
        if self.away.relative:
            return self.away.target
        return None if self.rest is None else self.away.target - self.rest.target


class Recognition:
    """Knows the angles that tell this exercise from others, and judges an excursion by them."""

    def __init__(self, exercise: Exercise, motion: CountedMotion) -> None:
        self._motion = motion
        self._expected = tuple(
            replace(each, told=tuple(told_ranges(each, exercise))) for each in expectations(exercise, motion)
        )
        self._support = Support(exercise, motion)
        self._lying = exercise.positions[0].startswith(LYING) and exercise.camera.view == "side"
        self._feet_planted = exercise.positions[0] == "supine_hooklying"
        self._one_sided = motion.suffix == "m" and not both_sides_may_move(exercise)
        names = {each.angle for each in self._expected} | {TRUNK, motion.angle}
        self._meters: Mapping[tuple[str, Side], AngleMeter] = {
            (name, side): AngleMeter.of(name, side) for name in sorted(names) for side in ("left", "right")
        }

    def reaches(self, side: Side, excursion: Excursion, history: History) -> bool:
        """Whether the farthest point is far enough to be counted, wherever the movement began."""
        return self._reaches_over(side, history.around(excursion.peak_s, PEAK_SPAN_S + excursion.blur_s / 2))

    def leads(self, side: Side, excursion: Excursion, history: History) -> bool | None:
        """Whether it is this side that moved; None where only the angles can tell."""
        rest = history.around(rest_s(excursion, history), REST_SPAN_S + excursion.blur_s / 2)
        return self._leads(side, rest, history.around(excursion.peak_s, PEAK_SPAN_S + excursion.blur_s / 2))

    def _leads(self, side: Side, rest: Moment, peak: Moment) -> bool | None:
        """A trunk that leans bends both hips, but only one foot travels, and only one leg rests as the moving one."""
        if self._motion.suffix != "m":
            return None
        ours, theirs = (peak.travelled(rest, f"{each}_ankle") for each in (side, other(side)))
        if max(ours, theirs) >= FOOT_TRAVELS_TORSO and max(ours, theirs) >= FOOT_LEADS_SHARE * min(ours, theirs):
            return ours > theirs
        mine, others = (self._may_rest(each, rest) for each in (side, other(side)))
        return None if mine == others else mine

    def _may_rest(self, side: Side, rest: Moment) -> bool:
        """Whether the counted angle of this side rests near where the moving side's does."""
        expected = next((each for each in self._expected if each.angle == self._motion.angle), None)
        found = rest.angle(self._meters[self._motion.angle, side])
        if expected is None or expected.rest is None or found is None:
            return True
        return within(found, expected.rest, LIMB_TOLERANCE_DEG)

    def is_ours(self, side: Side, excursion: Excursion, history: History) -> bool:
        """Whether the angles at rest and on the way to the farthest point are those of the exercise on `side`."""
        rest = history.around(rest_s(excursion, history), REST_SPAN_S + excursion.blur_s / 2)
        peak = history.around(excursion.peak_s, PEAK_SPAN_S + excursion.blur_s / 2)
        return (
            self._support.agrees(side, rest, peak)
            and self._trunk_agrees(rest, peak)
            and self._side_leads(side, rest, peak)
            and all(self._agrees(expected, side, rest, peak) for expected in self._expected)
        )

    def _reaches_over(self, side: Side, peak: Moment) -> bool:
        """Absolute bands: the farthest point is nearer to the far band than to rest, give or take a camera's error."""
        motion = self._motion
        found = peak.angle(self._meters[motion.angle, side if motion.suffix else peak.near])
        if motion.relative or found is None:
            return found is not None
        beyond = (found - motion.rest_deg) * math.copysign(1, motion.travel_deg)
        return beyond >= abs(motion.travel_deg) / 2 - REACH_SLACK_DEG

    def _trunk_agrees(self, rest: Moment, peak: Moment) -> bool:
        """Lying, the trunk stays unless the exercise moves it; hips that extend over planted feet lower its angle."""
        if not self._lying or self._motion.angle == TRUNK or any(each.angle == TRUNK for each in self.moving):
            return True
        before, after = rest.angle(self._meters[TRUNK, rest.near]), peak.angle(self._meters[TRUNK, peak.near])
        if before is None or after is None:
            return False
        if self._feet_planted and self._motion.angle == "hip_flex" and self._motion.suffix != "m":
            return after - before <= -HIPS_LEFT_THE_FLOOR_DEG
        return abs(after - before) <= QUIET_TRUNK_DEG

    @property
    def moving(self) -> tuple[Expected, ...]:
        return tuple(each for each in self._expected if each.travel_deg)

    def _side_leads(self, side: Side, rest: Moment, peak: Moment) -> bool:
        if not self._one_sided:
            return self._both_move(rest, peak)
        if self._leads(side, rest, peak):
            return True
        ours = rest.change(peak, self._meters[self._motion.angle, side])
        theirs = rest.change(peak, self._meters[self._motion.angle, other(side)])
        if ours is None:
            return False
        toward = theirs is not None and theirs * ours > 0
        return not toward or abs(ours) >= LEADING_SHARE * abs(theirs or 0.0)

    def _both_move(self, rest: Moment, peak: Moment) -> bool:
        if self._motion.angle not in TOGETHER or self._motion.suffix:
            return True
        ours, theirs = (
            rest.change(peak, self._meters[self._motion.angle, side]) for side in (rest.near, other(rest.near))
        )
        if ours is None or theirs is None:
            return False
        return theirs * math.copysign(1, ours) >= FOLLOWING_SHARE * abs(ours)

    def _agrees(self, expected: Expected, side: Side, rest: Moment, peak: Moment) -> bool:
        sides: dict[Whose, tuple[Side, ...]] = {
            "near": (rest.near,),
            "moving": (side,),
            "other": (other(side),),
            "either": ("left", "right"),
            "both": ("left", "right"),
        }
        verdicts = [self._side_agrees(expected, each, rest, peak) for each in sides[expected.whose]]
        return all(verdicts) if expected.whose == "both" else any(verdicts)

    def _side_agrees(self, expected: Expected, side: Side, rest: Moment, peak: Moment) -> bool:
        """Give or take what the camera's points wander by."""
        if self._fits(expected, side, rest, peak, 0.0):
            return True
        slack_deg = WANDERS_BY * peak.error_deg(self._meters[expected.angle, side])
        return slack_deg > 0 and self._fits(expected, side, rest, peak, slack_deg)

    def _fits(self, expected: Expected, side: Side, rest: Moment, peak: Moment, slack_deg: float) -> bool:
        tolerance_deg = TRUNK_TOLERANCE_DEG if expected.angle.startswith("trunk") else LIMB_TOLERANCE_DEG
        tolerance_deg += slack_deg
        before, after = rest.angle(self._meters[expected.angle, side]), peak.angle(self._meters[expected.angle, side])
        if before is None or after is None:
            return False
        if expected.rest is not None and not within(before, expected.rest, tolerance_deg):
            return False
        travel_deg = expected.travel_deg
        if expected.away is None:
            return abs(after - before) <= STAYS_DEG + slack_deg or expected.is_told(after)
        if expected.angle == self._motion.angle:
            return True
        if travel_deg is not None and abs(travel_deg) >= CLEAR_TRAVEL_DEG:
            return (after - before) * math.copysign(1, travel_deg) >= MOVED_SHARE * abs(travel_deg) - slack_deg
        return expected.away.relative or within(after, expected.away, tolerance_deg) or expected.is_told(after)


def rest_s(excursion: Excursion, history: History) -> float:
    """When rest was seen: before the movement, or after it where sight was lost on the way there."""
    seen = history.between(excursion.start_s, excursion.peak_s)
    was_lost = any(after.t_s - before.t_s > LOST_S for before, after in pairwise(seen))
    return excursion.end_s if was_lost and excursion.complete else excursion.start_s


def within(angle_deg: float, band: AngleBand, tolerance_deg: float) -> bool:
    return band.min - tolerance_deg <= angle_deg <= band.max + tolerance_deg


def expectations(exercise: Exercise, motion: CountedMotion) -> Iterable[Expected]:
    """What each measurable angle does, from the phases. Bent joints seen from the front are not compared."""
    ready = [phase for phase in exercise.phases if phase.kind == "ready"]
    moving = [phase for phase in exercise.phases if phase.kind in AWAY_KINDS and phase.angles]
    rest, away = bands_of(ready, exercise), widened(bands_of(moving[:1], exercise), exercise)
    for name, suffix in dict.fromkeys([*rest, *away]):
        at_rest = rest.get((name, suffix)) or rest.get((name, ""))
        goes_to = away.get((name, suffix))
        if name in ARMS and goes_to is None:
            continue  # Where the arms lie is left to the person unless they take part.
        if suffix == "" and goes_to is None and any(key[0] == name and key[1] for key in away):
            if motion.suffix == "m" and not both_sides_may_move(exercise):
                yield Expected(name, "other", at_rest, None)
            continue
        if goes_to is None and follows_the_trunk(name, motion):
            yield Expected(name, whose(name, suffix, motion), at_rest, at_rest and loosened(at_rest))
        else:
            yield Expected(name, whose(name, suffix, motion), at_rest, goes_to)


def told_ranges(expected: Expected, exercise: Exercise) -> Iterable[tuple[float, float]]:
    """Beyond the limits of the exercise's own rules for an angle, as far as it is still a poor repetition."""
    for rule in exercise.faults:
        if isinstance(rule.value, bool | str) or "_delta" in rule.metric:
            continue
        if definition_of(rule.metric, exercise)[0] == expected.angle:
            limit_deg = float(rule.value)
            yield (
                (limit_deg, limit_deg + BEYOND_LIMIT_DEG)
                if rule.op == ">"
                else (limit_deg - BEYOND_LIMIT_DEG, limit_deg)
            )


def bands_of(phases: Iterable[Phase], exercise: Exercise) -> dict[tuple[str, str], AngleBand]:
    found: dict[tuple[str, str], AngleBand] = {}
    for phase in phases:
        for key, band in phase.angles.items():
            name, suffix = definition_of(key, exercise)
            if name in load_definitions() and is_comparable(name, exercise) and "_delta" not in key:
                found.setdefault((name, suffix), band)
    return found


def widened(bands: dict[tuple[str, str], AngleBand], exercise: Exercise) -> dict[tuple[str, str], AngleBand]:
    """The same bands, wide enough for every variant of the exercise: a straight knee as well as a bent one."""
    for variant in exercise.variants:
        for key, band in variant.angles.items():
            at = definition_of(key, exercise)
            if (usual := bands.get(at)) is not None:
                bands[at] = AngleBand(usual.target, min(usual.min, band.min), max(usual.max, band.max), usual.relative)
    return bands


def both_sides_may_move(exercise: Exercise) -> bool:
    """Whether a variant does with both sides at once what is usually done with one."""
    return any(variant.id.startswith("both_") for variant in exercise.variants)


def is_comparable(name: str, exercise: Exercise) -> bool:
    if exercise.camera.view == "side":
        return True
    return exercise.camera.view == "front" and name in FROM_THE_FRONT


def follows_the_trunk(name: str, motion: CountedMotion) -> bool:
    """Where the trunk itself is counted, hips and arms go with it, and nothing is said about where they end."""
    return motion.angle.startswith("trunk") and name in ("hip_flex", "shoulder_flex", "elbow_flex")


def loosened(band: AngleBand) -> AngleBand:
    return AngleBand(band.target, -180.0, 180.0)


def whose(name: str, suffix: str, motion: CountedMotion) -> Whose:
    if suffix == "":
        return "near"
    if name == "shoulder_flex" or motion.suffix == "":
        return "either"  # The arm that goes with a leg is the opposite one or both, and the definition leaves it open.
    return "moving" if suffix == motion.suffix else "other"
