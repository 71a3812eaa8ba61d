"""Counts a movement that has no definition: whatever is repeated, from the whole recording or up to each cut."""

import math
from collections.abc import Iterator, Sequence
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


class AnyExerciseCounter:
    """`push(frame)` keeps what it needs; a cut or a long gap, and `finish()`, give the repetitions up to there.

    A repetition is one cycle of whatever the body repeats, from rest to rest; its side is `unknown`, and `range_deg`
    is the travel of the joint that bends most in that stretch (`joint_followed`, None before anything was counted).
    Nothing is said about form. Deterministic.
    """

    def __init__(self) -> None:
        self._continuity = Continuity()
        self._frames: list[LandmarkFrame] = []
        self._abstaining: Abstained | None = None
        self._count = 0
        self.joint_followed: str | None = None

    def push(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        """Take the next frame; times should rise."""
        if not frame.has_person:
            return self._abstain(frame.t_s, "no_person")
        if not frame.is_finite or torso_px(frame) == 0:
            return self._abstain(frame.t_s, "unreadable")
        events = self._abstain(frame.t_s, None)
        if self._continuity.breaks_at(frame):
            events += self._stretch_ends()
        self._frames.append(frame)
        return events

    def finish(self) -> tuple[Event, ...]:
        """The recording is over."""
        events = self._stretch_ends()
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

    def _stretch_ends(self) -> tuple[Event, ...]:
        frames, self._frames = self._frames, []
        if len(frames) < 2:
            return ()
        unit_px = median([torso_px(frame) for frame in frames])
        times_s = [frame.t_s for frame in frames]
        points = [list(coordinates(frame, unit_px)) for frame in frames]
        cycles = [cycle for cycle in find_cycles(times_s, points) if cycle.size >= SMALLEST_TORSO]
        if not cycles:
            return ()
        spans = [(times_s[0] + cycle.start_s, times_s[0] + cycle.end_s) for cycle in cycles]
        travels = {joint: ranges_deg(frames, points, spans) for joint, points in JOINTS.items()}
        self.joint_followed = max(JOINTS, key=lambda joint: (median(travels[joint]), joint))
        ranges = travels[self.joint_followed]
        return tuple(
            self._repetition(times_s[0], cycle, range_deg) for cycle, range_deg in zip(cycles, ranges, strict=True)
        )

    def _repetition(self, origin_s: float, cycle: Cycle, range_deg: float) -> Repetition:
        self._count += 1
        return Repetition(
            index=self._count,
            side="unknown",
            start_s=round(origin_s + cycle.start_s, 3),
            peak_s=round(origin_s + cycle.peak_s, 3),
            end_s=round(origin_s + cycle.end_s, 3),
            range_deg=round(range_deg, 1),
            complete=True,
        )


def coordinates(frame: LandmarkFrame, unit_px: float) -> Iterator[float]:
    """x and y of the followed points in torso lengths."""
    for landmark in FOLLOWED:
        x, y = frame.point_px(landmark)
        yield x / unit_px
        yield y / unit_px


def ranges_deg(
    frames: Sequence[LandmarkFrame], points: tuple[int, int, int], spans: Sequence[tuple[float, float]]
) -> list[float]:
    """How far one joint angle travels in each span of time, in degrees; 0 where it cannot be measured."""
    angles = [(frame.t_s, joint_angle_deg(frame, points)) for frame in frames]
    found: list[float] = []
    at = 0
    for from_s, to_s in spans:
        while at and angles[at][0] > from_s:
            at -= 1
        while at < len(angles) and angles[at][0] < from_s:
            at += 1
        inside: list[float] = []
        while at < len(angles) and angles[at][0] <= to_s:
            angle = angles[at][1]
            inside += [] if angle is None else [angle]
            at += 1
        at = min(at, len(angles) - 1)
        found.append(max(inside) - min(inside) if inside else 0.0)
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
