"""Counts repetitions of one exercise, frame by frame. Counting is not grading: bands and tempo play no part."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal, TypeAlias, TypeVar

from steadyback.coaching.clock import Clock
from steadyback.coaching.events import Abstained, Event, Hold, MovingSide, Repetition
from steadyback.coaching.excursion import (
    LONGEST_S,
    Excursion,
    ExcursionFinder,
    leaving_deg_of,
    partial_deg_of,
)
from steadyback.coaching.framing import is_readable, reason_to_abstain
from steadyback.coaching.held import HeldPosition
from steadyback.coaching.history import History, Seen
from steadyback.coaching.limits import limit
from steadyback.coaching.motion import CountedMotion, motion_of
from steadyback.coaching.posture import Posture
from steadyback.coaching.recognition import Recognition
from steadyback.coaching.steadiness import Steadiness
from steadyback.coaching.wander import Wander, error_of, left_of_mean
from steadyback.exercises import Exercise
from steadyback.kinematics import AngleMeter, Continuity, NearSide, Side, Trunk, WindowMean
from steadyback.kinematics.smoothing import WINDOW_S
from steadyback.pose import LandmarkFrame

T = TypeVar("T")
WantedSide: TypeAlias = Literal["auto", "left", "right"]
BRIDGED_S: Final = limit("counter.bridged")
SHORTEST_HOLD_S: Final = limit("counter.shortest_hold")
AT_REST_S: Final = limit("counter.at_rest")
SAME_SHARE: Final = limit("counter.same_share")
POSTURE_SHARE: Final = limit("counter.posture_share")
SHORTEST_PARTIAL_S: Final = limit("excursion.shortest_partial")
LONGEST_PARTIAL_S: Final = limit("excursion.longest_partial")
POSITION_MISSING_S: Final = limit("gate.position_missing")
LONG_BLUR_S: Final = limit("wander.long_blur")
HIDDEN_SHARE: Final = limit("wander.hidden_share")
LONGEST_BLUR_S: Final = limit("wander.longest_blur")
BLUR_STEP_S: Final = limit("wander.blur_step")
SWINGS_BY: Final = limit("wander.swings_by")
MEASURED_EACH_S: Final = limit("wander.measured_each")
LONGEST_UNDER_WAY_S: Final = limit("gate.longest_under_way")


class Track:
    """One angle on one side of the body: smoothed, searched for excursions, and remembered for comparison."""

    def __init__(self, motion: CountedMotion, side: Side) -> None:
        self.meter = AngleMeter.of(motion.angle, side)
        self._blur_s = WINDOW_S
        self._error_deg, self._unusual, self._error_from_s = 0.0, 0.0, -math.inf
        self._smoothing = WindowMean()
        self._finder = ExcursionFinder(motion.travel_deg)
        small_deg = partial_deg_of(motion.travel_deg)
        self._small = None if small_deg is None else ExcursionFinder(motion.travel_deg, small_deg)
        self._counted_deg = leaving_deg_of(motion.travel_deg)
        self._told_to_s = -math.inf
        self._recent: deque[tuple[float, float]] = deque()

    def push(self, t_s: float, angle_deg: float) -> Excursion | None:
        smooth_s, smooth_deg = self._smoothing.push(t_s, angle_deg)
        self._recent.append((smooth_s, smooth_deg))
        while self._recent[0][0] < t_s - LONGEST_S:
            self._recent.popleft()
        found = self._finder.push(smooth_s, smooth_deg)
        small = None if self._small is None else self._small.push(smooth_s, smooth_deg)
        if found is None and small is not None and not self.is_away and small.range_deg < self._counted_deg:
            is_attempt = small.start_s >= self._told_to_s and SHORTEST_PARTIAL_S <= small.length_s <= LONGEST_PARTIAL_S
            found = small if is_attempt else None
        if found is not None:
            self._told_to_s = found.end_s
            found = replace(found, blur_s=self._blur_s - WINDOW_S)
        return found

    def allow_for(self, seen: Seen, wander: Wander) -> None:
        """What this angle is off by, for points that wander so far, is no movement: it is smoothed and disregarded."""
        if seen.t_s - self._error_from_s < MEASURED_EACH_S or wander.unusual_px(seen.trunk.torso_px) <= 0:
            return
        self._error_from_s = seen.t_s
        self._unusual = wander.unusual_px(seen.trunk.torso_px) / wander.px
        self._error_deg = error_of(
            lambda frame: self.meter.measure(frame, seen.near), self.meter.landmarks, seen.frame, wander.px
        )
        self._blur_s, swing_deg = blur_of(self._error_deg, self._counted_deg)
        self._smoothing.window_s = self._blur_s
        for finder in (self._finder, self._small):
            if finder is not None:
                finder.disregard(swing_deg)

    @property
    def is_away(self) -> bool:
        return self._finder.is_away

    def is_small(self, excursion: Excursion) -> bool:
        """Whether it came back before it had gone far enough to be counted."""
        return excursion.range_deg < self._counted_deg

    def stop(self) -> Excursion | None:
        self._smoothing.reset()
        if self._small is not None:
            self._small.stop()  # What is small and breaks off says nothing.
        return self._finder.stop()

    def forget(self) -> None:
        self._recent.clear()

    @property
    def swing_deg(self) -> float:
        """What the usually smoothed angle swings by because its points wander more than usual."""
        return SWINGS_BY * self._unusual * self._error_deg * left_of_mean(WINDOW_S)

    def range_deg(self, from_s: float, to_s: float) -> float:
        """How far this angle moved in a span of time, in degrees."""
        inside = [angle for _, angle in between(self._recent, from_s, to_s)]
        return max(inside) - min(inside) if inside else 0.0


def blur_of(error_deg: float, counted_deg: float) -> tuple[float, float]:
    """How long to smooth an angle that is off by so much, so that it is not counted; and what it then swings by."""
    blur_s = WINDOW_S
    while blur_s < LONGEST_BLUR_S:
        share = SWINGS_BY * error_deg * left_of_mean(blur_s) / counted_deg
        if share <= (1.0 if blur_s < LONG_BLUR_S else HIDDEN_SHARE):
            break
        blur_s = min(LONGEST_BLUR_S, blur_s + BLUR_STEP_S)
    return blur_s, SWINGS_BY * error_deg * left_of_mean(blur_s)


class RepetitionCounter:
    """`push(frame)` gives what became certain with it; `finish()` what the end of the recording settles.

    `side` limits an exercise done with one side to the person's own left or right. Time that goes on from elsewhere
    and frames that show another scene end what was under way (it stays incomplete).
    Nothing is counted while abstaining.
    Deterministic: the same frames give the same events on every host.
    Raises NotCountableError for an exercise that the camera cannot count.
    """

    def __init__(self, exercise: Exercise, side: WantedSide = "auto") -> None:
        self._motion = motion_of(exercise)
        self._posture = Posture(exercise)
        self._recognition = Recognition(exercise, self._motion)
        self._view = exercise.camera.view
        self.clock = Clock()
        self.history = History()
        self.last_judged: Seen | None = None
        """The last frame in which a movement could be looked for."""
        self._near = NearSide()
        self._continuity = Continuity()
        self._steadiness = Steadiness()
        self._size_px = (0, 0)
        self._size_seen_s = -math.inf
        self._one_sided = self._motion.suffix in ("m", "s")
        self._sides: tuple[Side, ...] = ("left", "right") if side == "auto" or not self._one_sided else (side,)
        self._tracks = {each: Track(self._motion, each) for each in self._sides}
        self._needed = self._needed_from()
        self._position = HeldPosition(exercise, self._motion)
        self._postures: deque[tuple[float, bool]] = deque()
        self._followed: Side | None = None
        self._count = 0
        self._counted: tuple[float, float, Side] | None = None
        self._was_in_position = False
        self._in_position_s = 0.0
        self._last_s: float | None = None
        self._abstaining: Abstained | None = None

    def _needed_from(self) -> Mapping[Side, frozenset[int]]:
        """Which landmarks have to be in the picture, by the side near to the camera."""
        of_side = {side: track.meter.landmarks for side, track in self._tracks.items()}
        if not self._one_sided:
            return of_side
        every = frozenset(landmark for landmarks in of_side.values() for landmark in landmarks)
        return {"left": every, "right": every}

    @property
    def closed_because(self) -> str | None:
        """Why nothing is being judged just now; None while it is.

        `not_yet_seen` until the position of the exercise has been seen for the first time.
        """
        if self._abstaining is not None:
            return self._abstaining.reason
        if self._last_s is None:
            return None
        missing_s = self._last_s - self._in_position_s
        if missing_s >= POSITION_MISSING_S and (missing_s >= LONGEST_UNDER_WAY_S or not self.is_under_way):
            return "wrong_position"
        return None if self._was_in_position else "not_yet_seen"

    @property
    def is_under_way(self) -> bool:
        """Whether a movement or a hold has begun and is not over."""
        return self.holding_since_s is not None or any(track.is_away for track in self._tracks.values())

    @property
    def near_side(self) -> Side:
        """The side nearer to the camera; left before anybody was seen."""
        return self._near.side or "left"

    @property
    def moving_side(self) -> MovingSide | None:
        """Whose movement away from rest is under way, if any."""
        moving = [side for side, track in self._tracks.items() if track.is_away]
        if not moving:
            return None
        if not self._one_sided or len(moving) > 1:
            return "both"
        return "unknown" if self._motion.suffix == "s" else moving[0]

    @property
    def is_held_now(self) -> bool:
        """Whether this very frame shows the position of a hold exercise; `holding_since_s` bridges short gaps."""
        return self._position.is_held_now

    @property
    def holding_since_s(self) -> float | None:
        """Since when the position of a hold exercise has been held, if it is."""
        return self._position.from_s

    def push(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        """Take the next frame; one whose time leaps is kept back until the new time is believed."""
        return tuple(event for admitted in self.clock.admit(frame) for event in self.take(admitted))

    def take(self, frame: LandmarkFrame) -> tuple[Event, ...]:
        """Take a frame that the clock has admitted."""
        events: list[Event] = []
        lost_from_s = self.clock.lost_before(frame.t_s)
        if lost_from_s is not None and self._abstaining is None:
            events.append(Abstained(lost_from_s, frame.t_s, "unreadable"))
        if not frame.has_person:
            return (*events, *self._abstain(frame.t_s, "no_person"))
        trunk = Trunk.of(frame)
        if not (self._keeps_its_shape(frame) and is_readable(frame, trunk)):
            return (*events, *self._abstain(frame.t_s, "unreadable"))
        if self._continuity.breaks_at(frame.t_s, trunk):
            events += self._break_off()
            self._near.reset()
            self._steadiness.forget()
        near = self._near.update(frame)
        reason = reason_to_abstain(
            frame, trunk, self._view, self._needed[near], self.is_under_way
        ) or self._steadiness.reason(frame, trunk)
        events += self._abstain(frame.t_s, reason)
        if reason is None:
            events += self._judge(Seen(frame, near, trunk))
            self._last_s = frame.t_s
        return tuple(events)

    def _keeps_its_shape(self, frame: LandmarkFrame) -> bool:
        """Whether the picture has the size it had; another one is only believed once it has lasted a while."""
        size = (frame.width_px, frame.height_px)
        if size != self._size_px and 0 <= frame.t_s - self._size_seen_s <= BRIDGED_S:
            return False
        self._size_px, self._size_seen_s = size, frame.t_s
        return True

    def finish(self) -> tuple[Event, ...]:
        """The recording is over."""
        events = [event for frame in self.clock.flush() for event in self.take(frame)]
        events += self._break_off()
        if self._abstaining is not None:
            events.append(self._abstaining)
            self._abstaining = None
        return tuple(events)

    def _abstain(self, t_s: float, reason: str | None) -> list[Event]:
        """Keep the running abstention; one that ends or changes its reason is told."""
        running = self._abstaining
        events: list[Event] = []
        if running is not None and running.reason == reason:
            self._abstaining = Abstained(running.from_s, max(running.from_s, t_s), reason)
        else:
            if running is not None:
                events.append(Abstained(running.from_s, max(running.from_s, t_s), running.reason))
            self._abstaining = None if reason is None else Abstained(t_s, t_s, reason)
        if self._last_s is not None and t_s - self._last_s > BRIDGED_S:
            events += self._break_off()
        return events

    def _break_off(self) -> list[Event]:
        """End what is under way, because what follows does not continue it."""
        found = [(side, track.stop()) for side, track in self._tracks.items()]
        events = [event for side, excursion in found if excursion for event in self._repetition(side, excursion)]
        events += self._position.stop()
        for track in self._tracks.values():
            track.forget()
        self._counted = None
        self.history = History()  # Whoever judges what just ended still holds the old one.
        self._postures.clear()
        self._followed = self._last_s = None
        return events

    def _judge(self, seen: Seen) -> list[Event]:
        frame, near, trunk = seen.frame, seen.near, seen.trunk
        self.last_judged = seen
        fits = self._posture.fits(frame, trunk, near, self.history.wander.unusual_px(trunk.torso_px))
        self._was_in_position = self._was_in_position or fits
        if fits or self._last_s is None:
            self._in_position_s = frame.t_s
        self.history.push(seen)
        if self._motion.held is not None:
            return self._position.push(seen, fits)
        self._postures.append((frame.t_s, fits))
        while self._postures[0][0] < frame.t_s - LONGEST_S:
            self._postures.popleft()
        self._followed = self._followed or near
        found: list[tuple[Side, Excursion]] = []
        for side, track in self._tracks.items():
            if not self._one_sided and side != self._followed:
                continue
            track.allow_for(seen, self.history.wander)
            angle_deg = track.meter.measure(frame, near, trunk)
            excursion = None if angle_deg is None else track.push(frame.t_s, angle_deg)
            if excursion is not None:
                found.append((side, excursion))
        return [event for side, excursion in found for event in self._repetition(side, excursion)]

    def _repetition(self, side: Side, excursion: Excursion) -> list[Event]:
        if not self._is_ours(side, excursion):
            return []
        enough = not self._tracks[side].is_small(excursion) and self._recognition.reaches(side, excursion, self.history)
        if not enough and not excursion.complete:
            return []
        counts = enough and excursion.complete
        if counts:
            self._count += 1
            self._counted = (excursion.start_s, excursion.end_s, side)
        whose: MovingSide = "both"
        if self._one_sided:
            whose = "unknown" if self._motion.suffix == "s" else side
        held = enough and excursion.top_to_s - excursion.top_from_s >= SHORTEST_HOLD_S
        hold = Hold(whose, round(excursion.top_from_s, 3), round(excursion.top_to_s, 3))
        repetition = Repetition(
            index=self._count if counts else 0,
            side=whose,
            start_s=round(excursion.start_s, 3),
            peak_s=round(excursion.peak_s, 3),
            end_s=round(excursion.end_s, 3),
            range_deg=round(excursion.range_deg, 1),
            complete=counts,
            hold_s=hold.hold_s if held else 0.0,
            why_incomplete=None if counts else "hidden" if enough else "small_range",
        )
        return [repetition, hold] if held else [repetition]

    def _is_ours(self, side: Side, excursion: Excursion) -> bool:
        """Whether it left from the exercise's posture, and this side moved rather than the other one."""
        near_rest = between(self._postures, excursion.start_s - AT_REST_S, excursion.start_s + AT_REST_S)
        around_rest = [fits for _, fits in near_rest]
        if not around_rest or sum(around_rest) < POSTURE_SHARE * len(around_rest):
            return False
        if self._one_sided:
            leads = self._recognition.leads(side, excursion, self.history)
            if leads is False or (leads is None and self._other_goes_farther(side, excursion)):
                return False
        return self._recognition.is_ours(side, excursion, self.history) and self._is_another(side, excursion)

    def _other_goes_farther(self, side: Side, excursion: Excursion) -> bool:
        """Whether the other side clearly moved farther meanwhile."""
        ranges = {each: track.range_deg(excursion.start_s, excursion.end_s) for each, track in self._tracks.items()}
        farther = max(ranges, key=lambda each: (ranges[each], each))
        swing_deg = sum(track.swing_deg for track in self._tracks.values())
        return farther != side and ranges[farther] - ranges[side] >= swing_deg

    def _is_another(self, side: Side, excursion: Excursion) -> bool:
        """Whether it is not the movement that was counted of the other side already, where points wander so far."""
        if self._counted is None or self._tracks[side].swing_deg == 0:
            return True
        from_s, to_s, whose = self._counted
        both_s = min(to_s, excursion.end_s) - max(from_s, excursion.start_s)
        return whose == side or both_s < SAME_SHARE * max(to_s - from_s, excursion.length_s)


def between(log: deque[tuple[float, T]], from_s: float, to_s: float) -> list[tuple[float, T]]:
    """The entries of a log in rising time from one time to another, the newest first; only these are looked at."""
    found = []
    for entry in reversed(log):
        if entry[0] < from_s:
            break
        if entry[0] <= to_s:
            found.append(entry)
    return found
