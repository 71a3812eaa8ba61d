"""The guided tests that a camera can take over, each by its rule of specification 4.2."""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from steadyback.coaching.history import Seen
from steadyback.coaching.limits import limit
from steadyback.coaching.metrics import median_low
from steadyback.coaching.motion import HOLD_TOLERANCE_DEG
from steadyback.coaching.trial import Lasting, TestSide, Trial, measured, meters
from steadyback.kinematics import Side, WindowMean
from steadyback.kinematics.body import other
from steadyback.pose import Landmark

LASTS_S: Final = limit("trial.lasts")
UPRIGHT_DEG: Final = limit("trial.upright")
SEATED_DEG: Final = limit("trial.seated")
SEAT_SLACK_DEG: Final = limit("trial.seat_slack")
CALIBRATED_S: Final = limit("trial.calibrated")
FOOT_OFF_TORSO: Final = limit("trial.foot_off")
FOOT_DOWN_TORSO: Final = limit("trial.foot_down")
FOOT_MOVED_TORSO: Final = limit("trial.foot_moved")
ARM_AWAY_TORSO: Final = limit("trial.arm_away")
IN_LINE_DEG: Final = limit("trial.in_line")
SETTLED_S: Final = limit("trial.settled")
HELD_S: Final = limit("trial.held")
STRAIGHT_KNEE_DEG: Final = limit("trial.straight_knee")
FLAT_DEG: Final = limit("trial.flat")
LONGEST_RAISE_S: Final = limit("trial.longest_raise")
KNEE, HIP = meters("knee_flex"), meters("hip_flex")
LINE: Final = meters("body_line_knees")


def points(names: Iterable[str], sides: Iterable[Side] = ("left", "right")) -> tuple[int, ...]:
    return tuple(Landmark[f"{side}_{name}".upper()] for side in sides for name in names)


class ChairStand(Trial):
    """How often somebody stands up fully in 30 s; more than half-way up at the end counts as one.

    The seat is where the knees were bent as much as before the start. Whoever was clearly on the way up and sat down
    again without having been seen upright leaves the count open: a stoop and a camera's error look alike.
    """

    exercise_id = "sit_to_stand"
    starts_by_itself = False
    LASTS_S: Final = 30.0

    def __init__(self, side: TestSide, model: str) -> None:
        super().__init__(side, model)
        self._smooth = {"knee": WindowMean(), "hip": WindowMean()}
        self._before: deque[tuple[float, float]] = deque()
        self._seated_deg: float | None = None
        self._on_seat = True
        self._straightest_deg = math.inf
        self._count = self._doubtful = 0

    def needed(self, seen: Seen) -> tuple[int, ...]:
        return points(("shoulder", "hip", "knee", "ankle"), (seen.near,))

    def wait(self, t_s: float, seen: Seen | None) -> None:
        knee_deg = math.nan if seen is None else measured(KNEE[seen.near], seen)
        if not knee_deg >= SEATED_DEG:
            self._before.clear()
        else:
            self._before.append((t_s, knee_deg))
        while self._before and self._before[0][0] < t_s - CALIBRATED_S:
            self._before.popleft()
        self.ready = bool(self._before) and t_s - self._before[0][0] >= LASTS_S
        if seen is not None and not self.ready:
            self.code = "sit_down"

    @property
    def _seat_deg(self) -> float:
        if self._seated_deg is None:
            self._seated_deg = median_low(deg for _, deg in self._before) if self._before else SEATED_DEG
        return self._seated_deg

    def follow(self, t_s: float, seen: Seen | None) -> str | None:
        if seen is not None:
            knee_s, knee_deg = self._smooth["knee"].push(t_s, measured(KNEE[seen.near], seen))
            _, hip_deg = self._smooth["hip"].push(t_s, measured(HIP[seen.near], seen))
            if knee_s - self.from_s <= self.LASTS_S:
                self._look(knee_deg, hip_deg)
        # The smoothed angle is that of a moment ago: the last half window is waited for.
        if t_s - self.from_s < self.LASTS_S + LASTS_S / 2:
            return None
        if self._on_seat and self._is_half_way:
            self._count += 1
        return "time"

    @property
    def _is_half_way(self) -> bool:
        return self._straightest_deg < self._seat_deg / 2

    def _look(self, knee_deg: float, hip_deg: float) -> None:
        if self._on_seat and knee_deg < UPRIGHT_DEG and hip_deg < UPRIGHT_DEG:
            self._count += 1
            self._on_seat = False
        elif knee_deg >= self._seat_deg - SEAT_SLACK_DEG:
            self._doubtful += self._on_seat and self._is_half_way
            self._on_seat, self._straightest_deg = True, math.inf
        self._straightest_deg = min(self._straightest_deg, knee_deg)

    def value(self, t_s: float) -> tuple[float | None, str]:
        return (None, "not_upright") if self._doubtful else (float(self._count), "")


class HoldTrial(Trial):
    """Timed from its beginning to the last moment in which it was held, for LASTS_S at the most."""

    LASTS_S: ClassVar[float]

    def __init__(self, side: TestSide, model: str) -> None:
        super().__init__(side, model)
        self.held_to_s = 0.0

    def ended(self, t_s: float, seen: Seen) -> str | None:
        """How it ended, where it has; else moves `held_to_s` on while it is held."""
        raise NotImplementedError

    def follow(self, t_s: float, seen: Seen | None) -> str | None:
        if t_s - self.from_s >= self.LASTS_S:
            self.held_to_s = self.from_s + self.LASTS_S
            return "time"
        return None if seen is None else self.ended(t_s, seen)

    def value(self, t_s: float) -> tuple[float | None, str]:
        return round(max(0.0, self.held_to_s - self.from_s), 1), ""


class LegStance(HoldTrial):
    """How long somebody stands on the leg of this side: from the other foot's leaving the floor.

    It ends when that foot is down, an arm leaves the chest or the standing foot moves.
    """

    exercise_id = "standing_hip_abduction"
    LASTS_S = 45.0

    def __init__(self, side: TestSide, model: str) -> None:
        super().__init__(side, model)
        self._off, self._other_off = Lasting(), Lasting()
        self._ends = {code: Lasting() for code in ("foot_down", "arm", "foot_moved")}
        self._stands_at_px = 0.0

    def needed(self, seen: Seen) -> tuple[int, ...]:
        return points(("shoulder", "hip", "knee", "ankle"))

    def wait(self, t_s: float, seen: Seen | None) -> float | None:
        lift = math.nan if seen is None else self._lift_torso(seen)
        self.ready = abs(lift) < FOOT_OFF_TORSO
        off_s = self._off.push(t_s, lift >= FOOT_OFF_TORSO)
        if self._other_off.push(t_s, lift <= -FOOT_OFF_TORSO) >= LASTS_S:
            self.code = "other_leg"
        if seen is None or off_s < LASTS_S:
            return None
        self._stands_at_px, self.held_to_s = self._foot_px(seen)[0], t_s
        return self._off.since_s

    def ended(self, t_s: float, seen: Seen) -> str | None:
        moved = abs(self._foot_px(seen)[0] - self._stands_at_px) / seen.trunk.torso_px
        now = {
            "foot_down": self._lift_torso(seen) < FOOT_DOWN_TORSO,
            "arm": self._arm_torso(seen) > ARM_AWAY_TORSO,
            "foot_moved": moved > FOOT_MOVED_TORSO,
        }
        lasted = {code: self._ends[code].push(t_s, is_so) for code, is_so in now.items()}
        if not any(now.values()):
            self.held_to_s = t_s
        return next((code for code, lasted_s in lasted.items() if lasted_s >= LASTS_S), None)

    def _foot_px(self, seen: Seen) -> tuple[float, float]:
        return seen.frame.point_px(points(("ankle",), (self.side,))[0])

    def _lift_torso(self, seen: Seen) -> float:
        """How much higher the other foot is than the standing one, in torso lengths."""
        lifted = seen.frame.point_px(points(("ankle",), (other(self.side),))[0])
        return (self._foot_px(seen)[1] - lifted[1]) / seen.trunk.torso_px

    def _arm_torso(self, seen: Seen) -> float:
        """How far the farther hand is from the middle of the chest, in torso lengths; hands unseen are on it."""
        trunk, frame = seen.trunk, seen.frame
        chest = tuple(at + 0.7 * up for at, up in zip(trunk.mid_hip, trunk.up, strict=True))
        hands = [at for at in points(("wrist",)) if frame.visibility(at) >= self._lowest_visibility]
        return max((math.dist(chest, frame.point_px(at)) for at in hands), default=0.0) / trunk.torso_px


class SidePlankHold(HoldTrial):
    """How long the hips stay up, lying on this side: shoulder, hip and knee in one line.

    A camera is off by several degrees, but steadily so: the line is compared with the one that the same person showed
    lying down and, once up, in the first moments of the hold.
    """

    exercise_id = "side_plank_knees"
    LASTS_S = 60.0

    def __init__(self, side: TestSide, model: str) -> None:
        super().__init__(side, model)
        self._smooth = WindowMean()
        self._up, self._down = Lasting(), Lasting()
        self._lying_deg = math.inf
        self._first: list[float] = []

    def needed(self, seen: Seen) -> tuple[int, ...]:
        return points(("shoulder", "hip", "knee"), (seen.near,))

    def wait(self, t_s: float, seen: Seen | None) -> float | None:
        if seen is None:
            self.ready = False
            return None
        if not self._lies_on_this_side(seen):
            self.ready, self.code, self._lying_deg = False, "other_side", math.inf
            return None
        line_deg = self._line_deg(t_s, seen)
        self._lying_deg = min(self._lying_deg, line_deg)
        self.ready = True
        is_up = line_deg >= self._lying_deg + IN_LINE_DEG and abs(line_deg) <= IN_LINE_DEG + HOLD_TOLERANCE_DEG
        if self._up.push(t_s, is_up) < LASTS_S:
            return None
        self.held_to_s = t_s
        return self._up.since_s

    def ended(self, t_s: float, seen: Seen) -> str | None:
        line_deg = self._line_deg(t_s, seen)
        if t_s - self.from_s <= SETTLED_S:
            self._first.append(line_deg)
        held_deg = max(self._lying_deg + IN_LINE_DEG, median_low(self._first or [line_deg]))
        is_up = held_deg - IN_LINE_DEG <= line_deg <= max(IN_LINE_DEG, held_deg) + HOLD_TOLERANCE_DEG
        self.held_to_s = t_s if is_up else self.held_to_s
        return "hips" if self._down.push(t_s, not is_up) >= LASTS_S else None

    def _line_deg(self, t_s: float, seen: Seen) -> float:
        return self._smooth.push(t_s, measured(LINE[seen.near], seen))[1]

    def _lies_on_this_side(self, seen: Seen) -> bool:
        (_, left_down), (_, right_down) = seen.trunk.shoulders
        lying = abs(seen.trunk.up[0]) > abs(seen.trunk.up[1])
        return lying and (left_down > right_down) == (self.side == "left")


class StraightLegRaise(Trial):
    """How far somebody raises the leg of this side with a straight knee and keeps it there for a moment, in degrees."""

    exercise_id = "hamstring_supine"

    def __init__(self, side: TestSide, model: str) -> None:
        super().__init__(side, model)
        self._recent: deque[tuple[float, float, float]] = deque()
        self._best_deg: float | None = None
        self._bent = False
        self._down = Lasting()

    def needed(self, seen: Seen) -> tuple[int, ...]:
        return (*points(("shoulder",), (seen.near,)), *points(("hip", "knee", "ankle"), (self.side,)))

    def wait(self, t_s: float, seen: Seen | None) -> float | None:
        if seen is None:
            self.ready = False
            return None
        hip_deg = measured(HIP[self.side], seen)
        flat = hip_deg < FLAT_DEG and measured(KNEE[self.side], seen) < FLAT_DEG
        began = self.ready and hip_deg >= FLAT_DEG
        self.ready = flat or (self.ready and not began)
        self.code = "" if self.ready or began else "lie_flat"
        return t_s if began else None

    def follow(self, t_s: float, seen: Seen | None) -> str | None:
        if seen is not None:
            hip_deg, knee_deg = measured(HIP[self.side], seen), measured(KNEE[self.side], seen)
            self._recent.append((t_s, hip_deg, knee_deg))
            while self._recent[0][0] < t_s - HELD_S:
                self._recent.popleft()
            self._read(t_s)
            if self._down.push(t_s, hip_deg < FLAT_DEG) >= LASTS_S:
                return "limit"
        return "limit" if t_s - self.from_s >= LONGEST_RAISE_S else None

    def _read(self, t_s: float) -> None:
        """The least raised moment of the last while is what was kept."""
        if t_s - self._recent[0][0] < HELD_S * 0.8:
            return
        kept_deg = min(hip for _, hip, _ in self._recent)
        self._bent = not median_low(knee for _, _, knee in self._recent) <= STRAIGHT_KNEE_DEG
        if self._bent:
            self.code = "knee_bent"
        elif self._best_deg is None or kept_deg > self._best_deg:
            self._best_deg = kept_deg

    def value(self, t_s: float) -> tuple[float | None, str]:
        return (None, "knee_bent") if self._best_deg is None else (float(round(self._best_deg)), "")


TRIALS: Final[Mapping[str, type[Trial]]] = MappingProxyType(
    {
        "chair_stand_30_s": ChairStand,
        "single_leg_stance": LegStance,
        "side_plank_hold": SidePlankHold,
        "straight_leg_raise": StraightLegRaise,
    }
)
"""By the test's id. How far the fingertips are from the floor is not read: the pose model gives knuckles, not tips."""
