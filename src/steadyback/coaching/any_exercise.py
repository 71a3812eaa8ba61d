"""Counts a movement that has no definition: whatever is repeated, from the whole recording or up to each cut."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from steadyback.coaching.cycles import Cycle, find_cycles, median
from steadyback.coaching.events import Abstained, Event, Repetition
from steadyback.kinematics import Continuity
from steadyback.kinematics.body import torso_px
from steadyback.pose import Landmark, LandmarkFrame

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
    """Frames without a cut, and the cycles found in them."""

    frames: list[LandmarkFrame] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    likeness: float = 0.0


class AnyExerciseCounter:
    """`push(frame)` takes the frames, `finish()` gives the repetitions: what is repeated shows only in the whole.

    A repetition is one cycle of whatever the body repeats, from rest to rest; its side is `unknown`, and `range_deg`
    is the travel of `joint_followed`, the one that bends most (None where nothing was counted). Cuts and long gaps
    part the recording into stretches; once one of them holds cycles that are alike, unlike ones elsewhere do not count.
    `likeness` (0 to 1) says how alike the counted ones are; below `ALIKE` the count is unsure and has to be shown so.
    Nothing is said about form. Deterministic.
    """

    def __init__(self) -> None:
        self._continuity = Continuity()
        self._stretch = Stretch()
        self._stretches: list[Stretch] = []
        self._abstaining: Abstained | None = None
        self.joint_followed: str | None = None
        self.likeness = 0.0

    def push(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        """Take the next frame; times should rise."""
        if not frame.has_person:
            return self._abstain(frame.t_s, "no_person")
        if not frame.is_finite or torso_px(frame) == 0:
            return self._abstain(frame.t_s, "unreadable")
        events = self._abstain(frame.t_s, None)
        if self._continuity.breaks_at(frame):
            self._stretch_ends()
        self._stretch.frames.append(frame)
        return events

    def finish(self) -> tuple[Event, ...]:
        """The recording is over."""
        self._stretch_ends()
        stretches, self._stretches = self._stretches, []
        if any(stretch.likeness >= ALIKE for stretch in stretches):
            stretches = [stretch for stretch in stretches if stretch.likeness >= ALIKE]
        events: tuple[Event, ...] = repetitions(stretches, self._follow(stretches))
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
        if len(ended.frames) < 2:
            return
        unit_px = median([torso_px(frame) for frame in ended.frames])
        origin_s = ended.frames[0].t_s
        points = [list(coordinates(frame, unit_px)) for frame in ended.frames]
        motion = find_cycles([frame.t_s for frame in ended.frames], points)
        ended.cycles = [cycle.later(origin_s) for cycle in motion.cycles if cycle.size >= SMALLEST_TORSO]
        ended.likeness = motion.likeness
        if ended.cycles:
            self._stretches.append(ended)

    def _follow(self, stretches: Sequence[Stretch]) -> list[float]:
        """Choose the joint that usually travels most; its travel in each cycle, in degrees."""
        if not stretches:
            return []
        travels = {
            joint: [travel for stretch in stretches for travel in ranges_deg(stretch.frames, points, stretch.cycles)]
            for joint, points in JOINTS.items()
        }
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


def coordinates(frame: LandmarkFrame, unit_px: float) -> Iterator[float]:
    """x and y of the followed points in torso lengths."""
    for landmark in FOLLOWED:
        x, y = frame.point_px(landmark)
        yield x / unit_px
        yield y / unit_px


def ranges_deg(frames: Sequence[LandmarkFrame], points: tuple[int, int, int], cycles: Sequence[Cycle]) -> list[float]:
    """How far one joint angle travels in each cycle, in degrees; 0 where it cannot be measured."""
    times_s = [frame.t_s for frame in frames]
    angles = [joint_angle_deg(frame, points) for frame in frames]
    found: list[float] = []
    for cycle in cycles:
        inside = angles[bisect_left(times_s, cycle.start_s) : bisect_right(times_s, cycle.end_s)]
        measured = [angle for angle in inside if angle is not None]
        found.append(max(measured) - min(measured) if measured else 0.0)
    return found


def joint_angle_deg(frame: LandmarkFrame, points: tuple[int, int, int]) -> float | None:
    """0 to 180 degrees in the picture plane, or None where points coincide."""
    (ax, ay), (bx, by), (cx, cy) = (frame.point_px(point) for point in points)
    first, second = (ax - bx, ay - by), (cx - bx, cy - by)
    if not any(first) or not any(second):
        return None
    turn = first[0] * second[1] - first[1] * second[0]
    along = first[0] * second[0] + first[1] * second[1]
    return round(math.degrees(math.atan2(abs(turn), along)), 6)
