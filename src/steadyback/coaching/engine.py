"""The coach: frame in, events out. Counts, times, corrects what it can see, and says when it cannot.

Deterministic and replayable: the same frames give the same events on every host. Judging rules: specification 2.4.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final

from steadyback.coaching.counter import RepetitionCounter, WantedSide
from steadyback.coaching.events import (
    CoachEvent,
    Cue,
    Event,
    Fault,
    Hold,
    MovingSide,
    Repetition,
    RepetitionStarted,
)
from steadyback.coaching.faults import BRIEF_TOP_S, FaultJudge, Span
from steadyback.coaching.gate import GateReport
from steadyback.coaching.history import History
from steadyback.coaching.limits import limit
from steadyback.coaching.motion import motion_of
from steadyback.coaching.stop_watch import StopWatch
from steadyback.exercises import Exercise
from steadyback.kinematics import Side
from steadyback.kinematics.body import other
from steadyback.pose import LandmarkFrame

SECONDS_BETWEEN_CUES: Final = limit("engine.between_cues")
HOLD_SPAN_S: Final = limit("engine.hold_span")
SEVERITY_ORDER: Final = ("stop", "correct", "info")


class Engine:
    """`push(frame)` gives what became certain with it; `finish()` what the end of the recording settles.

    `side` limits an exercise done with one side to the person's own left or right; `model` is the pose model that
    sees ("lite", "full", "heavy"), because each marks good points differently.
    Raises NotCountableError for an exercise that is led by a timer.
    """

    def __init__(self, exercise: Exercise, side: WantedSide = "auto", model: str = "full") -> None:
        motion = motion_of(exercise)
        self._counter = RepetitionCounter(exercise, side)
        self._judge = FaultJudge(exercise, motion, model)
        self._watch = StopWatch(self._judge.stop_rules, self._judge.lowest_visibility, motion.held or ())
        self._gate = GateReport()
        self._cues = CueChoice({rule.id: rule.cue for rule in exercise.faults})
        self._was_moving = False
        self._hold_judged_to_s: float | None = None

    @property
    def unjudged(self) -> Mapping[str, str]:
        """Fault rules of the exercise that are never judged here, each with the reason."""
        return self._judge.unjudged

    def expect(self, present: bool) -> None:
        """Whether the person is meant to be in the picture; they are until said otherwise.

        Only then is it news that they left. Who is still gone when they are meant to be back is asked about at once.
        """
        self._gate.expected = present

    @classmethod
    def replay(cls, exercise: Exercise, frames: Iterable[LandmarkFrame], side: WantedSide = "auto") -> list[CoachEvent]:
        """All events of a recording."""
        engine = cls(exercise, side)
        return [event for frame in frames for event in engine.push(frame)] + list(engine.finish())

    def push(self, frame: LandmarkFrame) -> tuple[CoachEvent, ...]:
        """Take the next frame; one whose time leaps is kept back until the new time is believed."""
        return tuple(event for admitted in self._counter.clock.admit(frame) for event in self._take(admitted))

    def _take(self, frame: LandmarkFrame) -> list[CoachEvent]:
        history = self._counter.history
        counted = self._counter.take(frame)
        closed_because, moving = self._counter.closed_because, self._counter.moving_side
        events: list[CoachEvent] = list(self._gate.push(frame.t_s, closed_because))
        events += self._started(frame.t_s, moving)
        events += self._judged(counted, history, frame.t_s)
        events += self._at_once(frame.t_s, moving, closed_because is None)
        events += self._held(frame.t_s)
        return events

    def _at_once(self, t_s: float, moving: MovingSide | None, is_judged: bool) -> list[CoachEvent]:
        """What has to stop is told while it happens, during a movement and during a hold."""
        seen = self._counter.last_judged
        is_under_way = moving is not None or self._counter.is_held_now
        if not is_under_way or not is_judged or seen is None:
            self._watch.forget()
            return []
        side = moving if moving == "left" or moving == "right" else seen.near
        faults = self._watch.push(seen, side, self._judge.start, self._counter.history.wander.px)
        return [*faults, *self._cues.at_once(faults, t_s)]

    def finish(self) -> tuple[CoachEvent, ...]:
        """The recording is over."""
        events = [event for admitted in self._counter.clock.flush() for event in self._take(admitted)]
        history, counted = self._counter.history, self._counter.finish()
        return (*events, *self._judged(counted, history, None))

    def _started(self, t_s: float, moving: MovingSide | None) -> list[CoachEvent]:
        started, self._was_moving = moving is not None and not self._was_moving, moving is not None
        return [RepetitionStarted(round(t_s, 3), moving)] if started and moving is not None else []

    def _judged(self, counted: tuple[Event, ...], history: History, now_s: float | None) -> list[CoachEvent]:
        events: list[CoachEvent] = []
        for at, event in enumerate(counted):
            events.append(event)
            if not isinstance(event, Repetition) or not event.complete:
                continue
            after = counted[at + 1] if at + 1 < len(counted) else None
            held = after if isinstance(after, Hold) else None
            top = (held.start_s, held.end_s) if held else (event.peak_s - BRIEF_TOP_S, event.peak_s + BRIEF_TOP_S)
            span = Span(event.start_s, event.end_s, *top, index=event.index)
            events += self._adjust(span, self._side_of(event), history, now_s)
        return events

    def _held(self, now_s: float) -> list[CoachEvent]:
        """A position that is being held is judged piece by piece."""
        since_s = self._counter.holding_since_s
        if since_s is None:
            self._hold_judged_to_s = None
            return []
        from_s = max(since_s, self._hold_judged_to_s or since_s)
        if now_s - from_s < HOLD_SPAN_S:
            return []
        self._hold_judged_to_s = now_s
        return self._adjust(
            Span(from_s, now_s, from_s, now_s, is_hold=True, begins=from_s == since_s),
            self._counter.near_side,
            self._counter.history,
            now_s,
        )

    def _adjust(self, span: Span, side: Side, history: History, now_s: float | None) -> list[CoachEvent]:
        faults, judged = self._judge.judge(span, side, history)
        if span.is_hold:
            # What has to stop is left to the watch, which knows who is only on the way out of the position.
            faults = tuple(one for one in faults if one.severity != "stop" or self._watch.has_told(one))
        news = [fault for fault in faults if not self._watch.has_told(fault)]
        if now_s is None:
            return list(news)
        return [*news, *self._cues.choose(faults, judged, now_s)]

    def _side_of(self, repetition: Repetition) -> Side:
        if repetition.side == "left" or repetition.side == "right":
            return repetition.side
        near = self._counter.near_side
        # Where the definition follows the supporting side, that is the one the camera sees well.
        return other(near) if repetition.side == "unknown" else near


class CueChoice:
    """At most one cue for a repetition and one in eight seconds, the gravest first; praise after a corrected one."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._last_s: float | None = None
        self._cued: deque[str] = deque(maxlen=1)

    def at_once(self, faults: tuple[Fault, ...], now_s: float) -> list[CoachEvent]:
        """What has to stop waits for nothing; only the same again within eight seconds is left out."""
        if not faults or (self._cued and self._cued[0] == faults[0].code and self._is_soon(now_s)):
            return []
        return [self._adjust(faults[0].code, now_s)]

    def _is_soon(self, now_s: float) -> bool:
        return self._last_s is not None and 0 <= now_s - self._last_s < SECONDS_BETWEEN_CUES

    def _adjust(self, code: str, now_s: float) -> Cue:
        self._last_s = now_s
        self._cued.append(code)
        return Cue(round(now_s, 3), "adjust", code, self._texts[code])

    def choose(self, faults: tuple[Fault, ...], judged: frozenset[str], now_s: float) -> list[CoachEvent]:
        """What to say after a repetition or a piece of a hold, if anything. `info` is shown after the set instead."""
        if self._is_soon(now_s):
            return []
        spoken = [fault for fault in faults if fault.severity != "info"]
        if spoken:
            gravest = min(spoken, key=lambda fault: SEVERITY_ORDER.index(fault.severity))
            return [self._adjust(gravest.code, now_s)]
        if self._cued and self._cued[0] in judged and all(fault.code != self._cued[0] for fault in faults):
            self._last_s = now_s
            return [Cue(round(now_s, 3), "praise", self._cued.pop(), PRAISE)]
        return []


PRAISE: Final = "That is it. Well done."
