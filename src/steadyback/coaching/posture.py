"""Whether the body is in the position of the exercise at all: lying or upright, front up or front down."""

from typing import Final

from steadyback.exercises import Exercise
from steadyback.kinematics.angles import AngleMeter
from steadyback.kinematics.body import Side, ventral
from steadyback.pose import LandmarkFrame

HIGHEST_LYING_DEG: Final = 45.0
LOWEST_UPRIGHT_DEG: Final = 45.0
FRONT_UP: Final = ("supine",)
FRONT_DOWN: Final = ("prone", "quadruped")
LYING: Final = ("supine", "prone", "quadruped", "side_lying")
UPRIGHT: Final = ("standing", "seated", "half_kneeling")


class Posture:
    """Checks frames against the positions that an exercise can be done in (limits are our defaults, evidence D)."""

    def __init__(self, exercise: Exercise) -> None:
        self._positions = exercise.positions
        self._from_the_side = exercise.camera.view == "side"
        self._trunk = {side: AngleMeter.of("trunk_incl", side) for side in ("left", "right")}

    def fits(self, frame: LandmarkFrame, near: Side) -> bool:
        elevation_deg = self._trunk[near].measure(frame, near)
        if elevation_deg is None:
            return False
        front_up = ventral(frame, near)[1] < 0
        return any(self._fits_one(position, elevation_deg, front_up) for position in self._positions)

    def _fits_one(self, position: str, elevation_deg: float, front_up: bool) -> bool:
        if position.startswith(UPRIGHT):
            return elevation_deg >= LOWEST_UPRIGHT_DEG
        if not position.startswith(LYING):
            return True
        if elevation_deg > HIGHEST_LYING_DEG:
            return False
        if not self._from_the_side:
            return True
        return not position.startswith(FRONT_DOWN if front_up else FRONT_UP)
