"""What a fault rule measures, frame by frame: each metric of the catalogue that one camera can give.

A metric is a raw value of one frame (an angle, or a place in pixels) and how it is taken: as it is, as its change from
the start position, the size of that change, or its ratio to it. Lengths are in torso lengths of the start position.
Definitions: specification 2.1, 2.3 and the notes in the exercise files.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from steadyback.coaching.history import MOMENT_FRAMES, Seen, evenly
from steadyback.coaching.motion import definition_of
from steadyback.exercises import Exercise
from steadyback.kinematics import AngleMeter, Side, load_definitions
from steadyback.kinematics.body import minus, other
from steadyback.pose import Landmark

STARTS_KEPT: Final = 3
FOOT_TORSO: Final = 0.6
"""From heel to toes; .57 to .64 on the bodies of the figure."""
HIP_WIDTH_TORSO: Final = 0.46
"""From specification 2.3: ten degrees of pelvic roll lift one hip by .08 torso."""

Taken: TypeAlias = Literal["as_is", "change", "size_of_change", "ratio"]
Raw: TypeAlias = Callable[[Seen, Side], float | None]
Needed: TypeAlias = Callable[[Seen, Side], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric, ready to be measured. `landmarks` have to be seen; `in_torsos` divides by the start's torso.

    With `from_end` the camera looks along the trunk, which is short in the picture then: its length is made from the
    hips.
    """

    raw: Raw
    taken: Taken
    landmarks: Needed
    in_torsos: bool = False
    from_end: bool = False

    def against(self, start: "Start", side: Side) -> Callable[[float], float] | None:
        """What makes a raw value the metric in its unit; None where the start position gives no measure for it."""
        rest = 0.0 if self.taken == "as_is" else start.of(self, side)
        scale = start.torso_px(self.from_end) if self.in_torsos else 1.0
        if rest is None or scale == 0 or (self.taken == "ratio" and rest == 0):
            return None
        if self.taken == "ratio":
            return lambda found: found / rest
        if self.taken == "size_of_change":
            return lambda found: abs(found - rest) / scale
        return lambda found: (found - rest) / scale


class StartPosition:
    """What each metric is in the frames just before one movement (its median)."""

    def __init__(self, frames: tuple[Seen, ...]) -> None:
        self._frames = evenly(frames, MOMENT_FRAMES)
        self._known: dict[tuple[int, Side], float | None] = {}
        torsos = sorted(seen.trunk.torso_px for seen in self._frames)
        self.torso_px = torsos[len(torsos) // 2] if torsos else 0.0
        hips = sorted(math.dist(*seen.trunk.hips) for seen in self._frames)
        self.torso_of_hips_px = hips[len(hips) // 2] / HIP_WIDTH_TORSO if hips else 0.0

    def of(self, metric: Metric, side: Side) -> float | None:
        key = (id(metric), side)
        if key not in self._known:
            found = [value for seen in self._frames if (value := metric.raw(seen, side)) is not None]
            self._known[key] = median_low(found) if found else None
        return self._known[key]


class Start:
    """The running calibration: the median over the start positions of the last movements, so it follows slowly."""

    def __init__(self) -> None:
        self._positions: deque[StartPosition] = deque(maxlen=STARTS_KEPT)

    def add(self, frames: tuple[Seen, ...]) -> None:
        self._positions.append(StartPosition(frames))

    def forget(self) -> None:
        self._positions.clear()

    @property
    def count(self) -> int:
        """Of how many start positions it is made."""
        return len(self._positions)

    def torso_px(self, from_end: bool = False) -> float:
        """The trunk's length in the picture; with `from_end` as long as hips of this width go with."""
        lengths = [position.torso_of_hips_px if from_end else position.torso_px for position in self._positions]
        return median_low(lengths) if lengths else 0.0

    def of(self, metric: Metric, side: Side) -> float | None:
        found = [value for position in self._positions if (value := position.of(metric, side)) is not None]
        if len(found) == 2:
            return sum(found) / 2  # The lower of two would be off to one side.
        return median_low(found) if found else None


def median_low(values: Iterable[float]) -> float:
    """The middle value, or the lower of two; there is at least one. (`statistics` is slow to load in a browser.)"""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]


def metric_of(key: str, exercise: Exercise) -> Metric | None:
    """The metric that a fault rule names, or None where one camera in this view cannot give it."""
    name, _, suffix = key.partition(".")
    if (made := PLACES.get((exercise.camera.view, name)) or PLACES.get(("any", name))) is not None:
        return made
    angle, _ = definition_of(key, exercise)
    if angle not in load_definitions():
        return None
    taken: Taken = "as_is"
    if name.endswith("_delta"):
        taken = "size_of_change" if suffix else "change"
    elif measured_from_start(key, exercise):
        taken = "change"
    return angle_metric(angle, suffix, taken)


def measured_from_start(key: str, exercise: Exercise) -> bool:
    """Whether the exercise gives this angle as a change from the start, wherever it moves."""
    bands = [
        phase.angles[key] for phase in exercise.phases if phase.kind in ("concentric", "hold") and key in phase.angles
    ]
    return bool(bands) and all(band.relative for band in bands)


def angle_metric(angle: str, suffix: str, taken: Taken) -> Metric:
    raw, landmarks = angle_of(angle, suffix)
    return Metric(raw, taken, landmarks)


@cache
def angle_of(angle: str, suffix: str) -> tuple[Raw, Needed]:
    """How an angle is measured and what has to be seen for it; the same objects for each rule that asks for it."""
    meters = {side: AngleMeter.of(angle, side) for side in ("left", "right")}

    def meter(seen: Seen, side: Side) -> AngleMeter:
        if suffix == "s":
            return meters[other(side)]
        return meters[side] if suffix == "m" else meters[seen.near]

    def higher_arm(seen: Seen, _side: Side) -> float | None:
        arms = [meters[each].measure(seen.frame, seen.near, seen.trunk) for each in ("left", "right")]
        return max((arm for arm in arms if arm is not None), default=None)

    if angle == "shoulder_flex" and suffix == "m":
        # The arm that goes with a leg is the opposite one or both: the one raised higher is meant.
        return higher_arm, lambda seen, side: meters[seen.near].landmarks
    return (
        lambda seen, side: meter(seen, side).measure(seen.frame, seen.near, seen.trunk),
        lambda seen, side: meter(seen, side).landmarks,
    )


def height(*names: str) -> Raw:
    """How high a point stands in the picture, in pixels; of the side near the camera unless both are named."""

    def raw(seen: Seen, _side: Side) -> float | None:
        points = [seen.frame.point_px(landmark)[1] for landmark in landmarks_of(names, seen.near)]
        return -math.fsum(points) / len(points)

    return raw


@cache
def landmarks_of(names: tuple[str, ...], near: Side) -> frozenset[Landmark]:
    sides = ("left", "right") if names[0].startswith("mid_") else (near,)
    return frozenset(Landmark[f"{side}_{name.removeprefix('mid_')}".upper()] for name in names for side in sides)


def hip_along(seen: Seen, _side: Side) -> float | None:
    return seen.trunk.mid_hip[0]


def pelvis_list(seen: Seen, _side: Side) -> float | None:
    """The hip line against the trunk line, in degrees off the right angle, seen from the front."""
    across = minus(*seen.trunk.hips)
    along = seen.trunk.up
    product = math.hypot(*across) * math.hypot(*along)
    if product == 0:
        return None
    return math.degrees(math.asin(max(-1.0, min(1.0, (across[0] * along[0] + across[1] * along[1]) / product))))


def size_of_pelvis_list(seen: Seen, side: Side) -> float | None:
    found = pelvis_list(seen, side)
    return None if found is None else abs(found)


def pelvis_roll(seen: Seen, _side: Side) -> float | None:
    """Specification 2.3: the arc sine of the vertical offset of the hips over the hip width; coarse."""
    width = HIP_WIDTH_TORSO * seen.trunk.torso_px
    offset = seen.trunk.hips[0][1] - seen.trunk.hips[1][1]
    return None if width == 0 else math.degrees(math.asin(max(-1.0, min(1.0, offset / width))))


def hip_line_height(seen: Seen, _side: Side) -> float | None:
    return abs(seen.trunk.hips[0][1] - seen.trunk.hips[1][1])


def leg_length(seen: Seen, side: Side) -> float | None:
    return math.dist(*(seen.frame.point_px(Landmark[f"{side}_{name}".upper()]) for name in ("hip", "ankle")))


def ankle_distance(seen: Seen, _side: Side) -> float | None:
    return math.dist(seen.frame.point_px(Landmark.LEFT_ANKLE), seen.frame.point_px(Landmark.RIGHT_ANKLE))


def knee_gap(seen: Seen, _side: Side) -> float | None:
    """How far apart the knees are beside the feet: 1 knees over feet."""
    feet = math.dist(seen.frame.point_px(Landmark.LEFT_ANKLE), seen.frame.point_px(Landmark.RIGHT_ANKLE))
    knees = math.dist(seen.frame.point_px(Landmark.LEFT_KNEE), seen.frame.point_px(Landmark.RIGHT_KNEE))
    return knees / feet if feet else None


def knee_before_toe(seen: Seen, _side: Side) -> float | None:
    knee, toe = (seen.frame.point_px(Landmark[f"{seen.near}_{name}".upper()])[0] for name in ("knee", "foot_index"))
    return (knee - toe) * (1 if seen.trunk.ventral(seen.near)[0] >= 0 else -1)


def elbow_from_shoulder(seen: Seen, _side: Side) -> float | None:
    """Of the arm that is lower in the picture, which is the one leant on."""
    elbows = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)
    lower = max((0, 1), key=lambda at: seen.frame.point_px(elbows[at])[1])
    return abs(seen.frame.point_px(elbows[lower])[0] - seen.trunk.shoulders[lower][0])


def toes_up(seen: Seen, side: Side) -> float | None:
    """How far a leg that lies or is raised is turned so that its toes look up, in degrees, seen from the front.

    The foot points at the camera then, so its own slope in the picture means nothing: what counts is how far the toes
    are above the heel across the leg, for a foot of usual length.
    """
    knee, ankle, heel, toe = (
        seen.frame.point_px(Landmark[f"{side}_{name}".upper()]) for name in ("knee", "ankle", "heel", "foot_index")
    )
    leg, foot = minus(ankle, knee), minus(toe, heel)
    long = math.hypot(*leg)
    length_px = FOOT_TORSO * seen.trunk.torso_px
    if long == 0 or length_px == 0:
        return None
    along = (foot[0] * leg[0] + foot[1] * leg[1]) / long
    rise = -(foot[1] - along * leg[1] / long)
    return math.degrees(math.asin(max(-1.0, min(1.0, rise / length_px))))


def needs(*names: str) -> Needed:
    return lambda seen, _side: landmarks_of(names, seen.near)


def the_foot(_seen: Seen, side: Side) -> frozenset[int]:
    return frozenset(Landmark[f"{side}_{name}".upper()] for name in ("knee", "ankle", "heel", "foot_index"))


def the_leg(_seen: Seen, side: Side) -> frozenset[int]:
    return frozenset({Landmark[f"{side}_hip".upper()], Landmark[f"{side}_ankle".upper()]})


BOTH_HIPS: Final = needs("mid_hip", "mid_shoulder")
PLACES: Final[Mapping[tuple[str, str], Metric]] = {
    ("any", "mid_hip_rise"): Metric(height("mid_hip"), "change", BOTH_HIPS, in_torsos=True),
    ("any", "mid_hip_shift"): Metric(hip_along, "size_of_change", BOTH_HIPS, in_torsos=True),
    ("any", "shoulder_rise"): Metric(height("mid_shoulder"), "change", BOTH_HIPS, in_torsos=True),
    ("foot_end", "shoulder_rise"): Metric(height("mid_shoulder"), "change", BOTH_HIPS, in_torsos=True, from_end=True),
    ("side", "heel_rise"): Metric(height("heel"), "change", needs("heel"), in_torsos=True),
    ("side", "ankle_rise"): Metric(height("ankle"), "change", needs("ankle"), in_torsos=True),
    ("side", "knee_over_toe"): Metric(knee_before_toe, "as_is", needs("knee", "foot_index"), in_torsos=True),
    ("side", "pelvis_roll_delta"): Metric(pelvis_roll, "size_of_change", BOTH_HIPS),
    ("front", "foot_incl"): Metric(toes_up, "as_is", the_foot),
    ("front", "ankle_gap"): Metric(ankle_distance, "change", needs("mid_ankle"), in_torsos=True),
    ("front", "knee_gap_ratio"): Metric(knee_gap, "as_is", needs("mid_knee", "mid_ankle")),
    ("foot_end", "knee_gap_ratio"): Metric(knee_gap, "as_is", needs("mid_knee", "mid_ankle")),
    ("front", "pelvis_list"): Metric(size_of_pelvis_list, "as_is", BOTH_HIPS),
    ("front", "pelvis_list_delta"): Metric(pelvis_list, "size_of_change", BOTH_HIPS),
    ("front", "hip_line_vertical_ratio"): Metric(hip_line_height, "ratio", BOTH_HIPS),
    ("front", "leg_length_ratio"): Metric(leg_length, "ratio", the_leg),
    ("front", "elbow_shoulder_offset"): Metric(elbow_from_shoulder, "as_is", needs("mid_elbow"), in_torsos=True),
}
"""By view and name: what is a place or a length and not an angle of `angle_definitions.toml`."""

UNOBSERVABLE: Final[Mapping[str, str]] = {
    "stick_contact_lost": "no_landmark",
    "wrist_on_thigh": "looks_alike",
}
"""What no view shows, and why: nothing marks a stick or the outline of the back; a hand beside the thigh of somebody
who stands up looks like one that pushes on it."""


def why_not(key: str, exercise: Exercise) -> str:
    """Why a metric is not judged: `other_view` where another view would show it, else `no_landmark`, `looks_alike`."""
    seen_from = {view for view, name in PLACES if name == key.partition(".")[0]}
    return "other_view" if seen_from - {exercise.camera.view} else UNOBSERVABLE.get(key, "no_landmark")
