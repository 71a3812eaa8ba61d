"""Counts a movement that has no definition: whatever is repeated, from the whole recording or up to each cut."""

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from steadyback.coaching.clock import Clock
from steadyback.coaching.cycles import Cycle, find_cycles, median
from steadyback.coaching.events import Abstained, Event, Repetition
from steadyback.kinematics import Continuity, Trunk
from steadyback.pose import Landmark, LandmarkFrame

Point: TypeAlias = tuple[float, float]

FOLLOWED: Final = (
    Landmark.NOSE,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
)
"""Head and large joints: the many points of face and hands would outweigh the body."""

JOINTS: Final[dict[str, tuple[Landmark, Landmark, Landmark]]] = {
    f"{side.lower()} {joint}": (
        Landmark[f"{side}_{one}"],
        Landmark[f"{side}_{joint.upper()}"],
        Landmark[f"{side}_{other}"],
    )
    for side in ("LEFT", "RIGHT")
    for joint, one, other in (
        ("elbow", "SHOULDER", "WRIST"),
        ("shoulder", "HIP", "ELBOW"),
        ("hip", "SHOULDER", "KNEE"),
        ("knee", "HIP", "ANKLE"),
    )
}
"""Joint angles by name, each between the directions from its middle point to the two others."""

SMALLEST_TORSO: Final = 0.25
"""Movements smaller than this, all followed points together, are trembling or breathing (default of ours)."""

ALIKE: Final = 0.45
"""Cycles at least this alike are the same movement repeated (default of ours; see bench/any_exercise.py)."""


@dataclass(slots=True)
class Stretch:
    """Frames without a cut, kept small: times, followed points in pixels, torso; and the cycles found in them."""

    times_s: "array[float]" = field(default_factory=lambda: array("d"))
    points_px: "list[array[float]]" = field(default_factory=list)
    torsos_px: "array[float]" = field(default_factory=lambda: array("d"))
    cycles: list[Cycle] = field(default_factory=list)
    likeness: float = 0.0

    def add(self, frame: LandmarkFrame) -> None:
        self.times_s.append(frame.t_s)
        self.points_px.append(array("d", [value for landmark in FOLLOWED for value in frame.point_px(landmark)]))
        self.torsos_px.append(Trunk.of(frame).torso_px)

    def travels_deg(self, joint: str) -> list[float]:
        """How far one joint travels in each cycle, in degrees; 0 where it cannot be measured."""
        at = [FOLLOWED.index(landmark) for landmark in JOINTS[joint]]
        found: list[float] = []
        for cycle in self.cycles:
            inside = range(bisect_left(self.times_s, cycle.start_s), bisect_right(self.times_s, cycle.end_s))
            bends = [
                bend_deg(*((row[2 * i], row[2 * i + 1]) for i in at)) for row in map(self.points_px.__getitem__, inside)
            ]
            measured = [bend for bend in bends if math.isfinite(bend)]
            found.append(max(measured) - min(measured) if measured else 0.0)
        return found


class AnyExerciseCounter:
    """`push(frame)` takes the frames, `finish()` gives the repetitions: what is repeated shows only in the whole.

    A repetition is one cycle of whatever the body repeats, from rest to rest; its side is `unknown`, and `range_deg`
    is the travel of `joint_followed`, the one that bends most (None where nothing was counted). Cuts and long gaps
    part the recording into stretches; once one of them holds cycles that are alike, unlike ones elsewhere do not count.
    `likeness` (0 to 1) says how alike the counted ones are; below `ALIKE` the count is unsure and has to be shown so.
    Nothing is said about form. Deterministic.
    """

    def __init__(self) -> None:
        self._clock = Clock()
        self._continuity = Continuity()
        self._stretch = Stretch()
        self._stretches: list[Stretch] = []
        self._abstaining: Abstained | None = None
        self.joint_followed: str | None = None
        self.likeness = 0.0

    def push(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        """Take the next frame; one whose time leaps is kept back until the new time is believed."""
        return tuple(event for admitted in self._clock.admit(frame) for event in self._take(admitted))

    def _take(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        if not frame.has_person:
            return self._abstain(frame.t_s, "no_person")
        trunk = Trunk.of(frame)
        if not frame.is_finite or trunk.torso_px == 0:
            return self._abstain(frame.t_s, "unreadable")
        events = self._abstain(frame.t_s, None)
        if self._continuity.breaks_at(frame.t_s, trunk):
            self._stretch_ends()
        self._stretch.add(frame)
        return events

    def finish(self) -> tuple[Event, ...]:
        """The recording is over."""
        told = tuple(event for frame in self._clock.flush() for event in self._take(frame))
        self._stretch_ends()
        stretches, self._stretches = self._stretches, []
        if any(stretch.likeness >= ALIKE for stretch in stretches):
            stretches = [stretch for stretch in stretches if stretch.likeness >= ALIKE]
        events = told + repetitions(stretches, self._follow(stretches))
        if self._abstaining is not None:
            events += (self._abstaining,)
            self._abstaining = None
        return events

    def _abstain(self, t_s: float, reason: str | None) -> tuple[Event, ...]:
        running = self._abstaining
        ended: tuple[Event, ...] = ()
        if running is not None:
            grown = Abstained(running.from_s, max(running.from_s, t_s), running.reason)
            if running.reason == reason:
                self._abstaining = grown
                return ()
            ended = (grown,)
        self._abstaining = None if reason is None or not math.isfinite(t_s) else Abstained(t_s, t_s, reason)
        return ended

    def _stretch_ends(self) -> None:
        """Look for cycles in what has come in since the last cut."""
        ended, self._stretch = self._stretch, Stretch()
        if len(ended.times_s) < 2:
            return
        unit_px = median(ended.torsos_px)
        points = [[value / unit_px for value in row] for row in ended.points_px]
        motion = find_cycles(ended.times_s, points)
        origin_s = ended.times_s[0]
        ended.cycles = [cycle.later(origin_s) for cycle in motion.cycles if cycle.size >= SMALLEST_TORSO]
        ended.likeness = motion.likeness
        if ended.cycles:
            self._stretches.append(ended)

    def _follow(self, stretches: Sequence[Stretch]) -> list[float]:
        """Choose the joint that usually travels most; its travel in each cycle, in degrees."""
        if not stretches:
            return []
        travels = {joint: [deg for stretch in stretches for deg in stretch.travels_deg(joint)] for joint in JOINTS}
        self.joint_followed = max(JOINTS, key=lambda joint: (median(travels[joint]), joint))
        counted = sum(len(stretch.cycles) for stretch in stretches)
        weighed = math.fsum(max(0.0, stretch.likeness) * len(stretch.cycles) for stretch in stretches)
        self.likeness = round(weighed / counted, 3)
        return travels[self.joint_followed]


def repetitions(stretches: Sequence[Stretch], travels_deg: Sequence[float]) -> tuple[Repetition, ...]:
    cycles = [cycle for stretch in stretches for cycle in stretch.cycles]
    return tuple(
        Repetition(
            index=index,
            side="unknown",
            start_s=round(cycle.start_s, 3),
            peak_s=round(cycle.peak_s, 3),
            end_s=round(cycle.end_s, 3),
            range_deg=round(travel_deg, 1),
            complete=True,
        )
        for index, (cycle, travel_deg) in enumerate(zip(cycles, travels_deg, strict=True), start=1)
    )


def bend_deg(end: Point, middle: Point, other_end: Point) -> float:
    """The angle at `middle` in the picture plane, 0 to 180 degrees; NaN where points coincide or are none."""
    first = end[0] - middle[0], end[1] - middle[1]
    second = other_end[0] - middle[0], other_end[1] - middle[1]
    if not any(first) or not any(second):
        return math.nan
    turn = first[0] * second[1] - first[1] * second[0]
    along = first[0] * second[0] + first[1] * second[1]
    return round(math.degrees(math.atan2(abs(turn), along)), 6)
