"""Whether the body is in the position of the exercise at all, from how trunk and legs lie to gravity."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.exercises import Exercise
from steadyback.kinematics.angles import THIGH_IN_TORSOS, AngleMeter
from steadyback.kinematics.body import Side, Trunk
from steadyback.pose import Landmark, LandmarkFrame

HIGHEST_LYING_DEG: Final = limit("posture.highest_lying")
HIGHEST_PRESSED_UP_DEG: Final = limit("posture.highest_pressed_up")
LOWEST_UPRIGHT_DEG: Final = limit("posture.lowest_upright")
LOWEST_STANDING_LEG_TORSO: Final = limit("posture.lowest_standing_leg")
LOWEST_RAISED_KNEE_TORSO: Final = limit("posture.lowest_raised_knee")
LOWEST_SEATED_THIGH_TORSO: Final = limit("posture.lowest_seated_thigh")
LOWEST_SUPPORT_KNEE_TORSO: Final = limit("posture.lowest_support_knee")

WANDERS_BY: Final = limit("posture.wanders_by")
MOST_SLACK_TORSO: Final = limit("posture.most_slack")

KNEES: Final = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
ANKLES: Final = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)


@dataclass(frozen=True, slots=True)
class BodyLie:
    """How a body lies to gravity. Elevation in degrees; drops are below mid-hip in torso lengths, of the lower leg.

    `slack_torso` is what points may be off by; each question is answered with yes within it.
    """

    elevation_deg: float
    front_up: bool
    knee_drop_torso: float
    ankle_drop_torso: float

    slack_torso: float = 0.0

    @property
    def slack_deg(self) -> float:
        return math.degrees(self.slack_torso)

    @property
    def upright(self) -> bool:
        return self.elevation_deg >= LOWEST_UPRIGHT_DEG - self.slack_deg

    @property
    def lying(self) -> bool:
        return abs(self.elevation_deg) <= HIGHEST_LYING_DEG + self.slack_deg

    @property
    def on_a_knee(self) -> bool:
        """Whether a thigh hangs below the line of the trunk, which itself may slope as in a plank."""
        return self._hangs_torso >= LOWEST_SUPPORT_KNEE_TORSO - self.slack_torso

    @property
    def on_no_knee(self) -> bool:
        return self._hangs_torso < LOWEST_SUPPORT_KNEE_TORSO + self.slack_torso

    @property
    def _hangs_torso(self) -> float:
        slope = THIGH_IN_TORSOS * math.sin(math.radians(max(0.0, self.elevation_deg)))
        return self.knee_drop_torso - slope

    @property
    def standing(self) -> bool:
        return self.upright and self.ankle_drop_torso >= LOWEST_STANDING_LEG_TORSO - self.slack_torso

    @property
    def seated(self) -> bool:
        return (
            self.upright
            and self.ankle_drop_torso > -self.slack_torso
            and self.knee_drop_torso < LOWEST_SEATED_THIGH_TORSO + self.slack_torso
        )

    @property
    def knee_below_hip(self) -> bool:
        return self.knee_drop_torso >= LOWEST_SUPPORT_KNEE_TORSO - self.slack_torso


FRONT_UP: Final = ("supine",)
FRONT_DOWN: Final = ("prone", "quadruped", "kneeling")
POSITIONS: Final[Mapping[str, Callable[[BodyLie], bool]]] = {
    "standing": lambda lie: lie.standing,
    "seated": lambda lie: lie.seated,
    "half": lambda lie: lie.upright and lie.knee_below_hip,
    "supine": lambda lie: lie.lying,
    "prone": lambda lie: abs(lie.elevation_deg) <= HIGHEST_PRESSED_UP_DEG and lie.on_no_knee,
    "quadruped": lambda lie: lie.lying and lie.on_a_knee,
    "kneeling": lambda lie: lie.lying and lie.on_a_knee,
    "side": lambda lie: lie.lying and lie.on_no_knee,
}
"""By the first word of a position; which way the front of the body points is asked apart, from the side only."""


class Posture:
    """Checks frames against the positions that an exercise can be done in (`limits.toml`, room `posture`)."""

    def __init__(self, exercise: Exercise) -> None:
        self._positions = exercise.positions
        self._view = exercise.camera.view
        self._trunk = {side: AngleMeter.of("trunk_incl", side) for side in ("left", "right")}

    def fits(self, frame: LandmarkFrame, trunk: Trunk, near: Side, wander_px: float = 0.0) -> bool:
        """Give or take what points that wander by so many pixels may be off by."""
        lie = self._lie(frame, trunk, near, wander_px)
        return lie is not None and any(self._fits_one(position, lie) for position in self._positions)

    def _lie(self, frame: LandmarkFrame, trunk: Trunk, near: Side, wander_px: float = 0.0) -> BodyLie | None:
        elevation_deg, torso = self._trunk[near].measure(frame, near, trunk), trunk.torso_px
        if elevation_deg is None or torso == 0:
            return None
        hip_down = trunk.mid_hip[1]
        knee_down, ankle_down = (
            max(frame.point_px(left)[1], frame.point_px(right)[1]) for left, right in (KNEES, ANKLES)
        )
        return BodyLie(
            elevation_deg,
            trunk.ventral(near)[1] < 0,
            (knee_down - hip_down) / torso,
            (ankle_down - hip_down) / torso,
            min(MOST_SLACK_TORSO, WANDERS_BY * wander_px / torso),
        )

    def _fits_one(self, position: str, lie: BodyLie) -> bool:
        if self._view == "foot_end":
            # The trunk points away from the lens: only that the knees stand above the hips can be seen.
            return lie.knee_drop_torso <= -LOWEST_RAISED_KNEE_TORSO + lie.slack_torso
        looks_so = POSITIONS.get(position.split("_")[0])
        if looks_so is None or not looks_so(lie):
            return False
        front_is_wrong = position.startswith(FRONT_DOWN if lie.front_up else FRONT_UP)
        return not (self._view == "side" and front_is_wrong)
