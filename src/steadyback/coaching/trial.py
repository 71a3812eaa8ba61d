"""One try of a guided test as the camera sees it: how much of it was seen, and what was read so far (4.2).

A try abstains rather than guesses: its value is None as soon as it was seen too little, from the wrong side, or was
not clear enough to be read.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal, TypeAlias

from steadyback.coaching.counter import BRIDGED_S, RepetitionCounter
from steadyback.coaching.faults import LOWEST_VISIBILITY
from steadyback.coaching.framing import EDGE_MARGIN
from steadyback.coaching.gate import TOLD_AFTER_S
from steadyback.coaching.history import Seen
from steadyback.coaching.limits import limit
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter, Side
from steadyback.pose import LandmarkFrame

Phase: TypeAlias = Literal["waiting", "under_way", "over"]
TestSide: TypeAlias = Literal["", "left", "right"]
LOWEST_TRACKED_SHARE: Final = limit("faults.lowest_tracked_share")
LONGEST_STEP_S: Final = limit("clock.usual_step")
NOT_SEEN_ENOUGH: Final = "not_seen_enough"
LOST: Final = "lost"
"""Out of sight for longer than can be bridged: the try ends there."""
WRONG_VIEW: Final = "wrong_view"


@dataclass(frozen=True, slots=True)
class TrialReading:
    """What is known of a try. value: in the test's unit, None where there is none that can be relied on.

    ready: seen in the start position. code: what is in the way just now, or why an ended try has no value; "" where
    nothing is. ended_by: a code of the test's ends once it is over. tracked_share: of its time so far.
    """

    t_s: float
    phase: Phase
    ready: bool = False
    value: float | None = None
    ended_by: str = ""
    tracked_share: float = 0.0
    view_was_right: bool = True
    code: str = ""


class Sight:
    """How much of a try was seen, by time."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._total_s = self._seen_s = self._unseen_s = self._wrong_view_s = 0.0
        self._longest_unseen_s = self._longest_wrong_view_s = 0.0

    def push(self, t_s: float, code: str) -> None:
        step_s = 0.0 if self._last_s is None else max(0.0, t_s - self._last_s)
        self._last_s = t_s
        self._total_s += step_s
        seen = not code and step_s <= LONGEST_STEP_S
        self._seen_s += step_s if seen else 0.0
        self._unseen_s = 0.0 if seen else self._unseen_s + step_s
        self._wrong_view_s = self._wrong_view_s + step_s if code == WRONG_VIEW else 0.0
        self._longest_unseen_s = max(self._longest_unseen_s, self._unseen_s)
        self._longest_wrong_view_s = max(self._longest_wrong_view_s, self._wrong_view_s)

    @property
    def tracked_share(self) -> float:
        return self._seen_s / self._total_s if self._total_s else 0.0

    @property
    def view_was_right(self) -> bool:
        """Whether the wrong view never lasted as long as it takes to be told."""
        return self._longest_wrong_view_s < TOLD_AFTER_S

    @property
    def against(self) -> str:
        """Why nothing read from this can be relied on; "" where it can."""
        if not self.view_was_right:
            return WRONG_VIEW
        if self._longest_unseen_s > BRIDGED_S:
            return LOST
        return "" if self.tracked_share >= LOWEST_TRACKED_SHARE else NOT_SEEN_ENOUGH


class Trial:
    """Takes frames and gives a reading whenever it changes; none follow once it is over.

    `side` is that of the test ("" where it has none); `model` the pose model that sees. Deterministic, on media time.
    """

    exercise_id: ClassVar[str]
    """The exercise whose view and position the try is done in: it decides whether a frame can be judged."""
    starts_by_itself: ClassVar[bool] = True
    """Whether it begins with the person's movement; else with `go()`."""

    def __init__(self, side: TestSide, model: str) -> None:
        self.side: Side = side or "left"
        self._eye = RepetitionCounter(load_catalogue()[self.exercise_id])
        self._lowest_visibility = LOWEST_VISIBILITY.get(model, max(LOWEST_VISIBILITY.values()))
        self._sight = Sight()
        self._told: TrialReading | None = None
        self._go = False
        self._from_s: float | None = None
        self.ready = False
        self.ended_by: str | None = None
        self.code = ""

    def go(self) -> None:
        """The next frame is the first one of the try."""
        self._go = True

    def expect(self, present: bool) -> None:
        """A try asks nobody whether they are all right: the page that leads it does."""

    def push(self, frame: LandmarkFrame) -> tuple[TrialReading, ...]:
        readings = (self._take(admitted) for admitted in self._eye.clock.admit(frame))
        return tuple(reading for reading in readings if reading is not None)

    def needed(self, seen: Seen) -> Iterable[int]:
        """The landmarks that have to be in the picture and clear."""
        raise NotImplementedError

    def wait(self, t_s: float, seen: Seen | None) -> float | None:
        """Before the try: sets `ready`; gives the time at which it began by itself."""
        raise NotImplementedError

    def follow(self, t_s: float, seen: Seen | None) -> str | None:
        """During the try; gives how it ended."""
        raise NotImplementedError

    def value(self, t_s: float) -> tuple[float | None, str]:
        """The value so far, or None and the code of why there is none."""
        raise NotImplementedError

    @property
    def from_s(self) -> float:
        """When the try began; it has."""
        assert self._from_s is not None
        return self._from_s

    def _take(self, frame: LandmarkFrame) -> TrialReading | None:
        if self.ended_by is not None:
            return None
        seen, code = self._see(frame)
        self.code = code
        if self._from_s is None:
            began_s = self.wait(frame.t_s, seen)
            self._from_s = began_s if self.starts_by_itself else frame.t_s if self._go else None
        if self._from_s is not None:
            self._sight.push(frame.t_s, code)
            self.ended_by = "" if self._sight.against == LOST else self.follow(frame.t_s, seen)
        return self._news(frame.t_s)

    def _see(self, frame: LandmarkFrame) -> tuple[Seen | None, str]:
        """The frame if it can be judged, else the code of why not."""
        self._eye.take(frame)
        seen = self._eye.last_judged
        if seen is None or seen.frame is not frame:
            return None, self._eye.closed_because or "no_person"
        needed = frozenset(self.needed(seen))
        if not frame.are_inside(needed, EDGE_MARGIN):
            return None, "out_of_picture"
        if min(map(frame.visibility, needed)) < self._lowest_visibility:
            return None, "unsteady"
        return seen, ""

    def _news(self, t_s: float) -> TrialReading | None:
        reading = TrialReading(round(t_s, 3), "waiting", self.ready, code=self.code)
        if self._from_s is not None:
            value, why_not = self.value(t_s)
            over = self.ended_by is not None
            against = self._sight.against if over else ""
            reading = TrialReading(
                round(t_s, 3),
                "over" if over else "under_way",
                self.ready,
                None if against else value,
                self.ended_by or "",
                round(self._sight.tracked_share, 2),
                self._sight.view_was_right,
                (against or why_not) if over else self.code,
            )
        if self._told is not None and replace(reading, t_s=self._told.t_s) == self._told:
            return None
        self._told = reading
        return reading


class Lasting:
    """Since when something has been so without a break."""

    def __init__(self) -> None:
        self.since_s: float | None = None

    def push(self, t_s: float, is_so: bool) -> float:
        """How long it has been so, in seconds; 0 where it is not, and in the moment it begins."""
        if not is_so:
            self.since_s = None
        elif self.since_s is None:
            self.since_s = t_s
        return 0.0 if self.since_s is None else t_s - self.since_s


def meters(name: str) -> dict[Side, AngleMeter]:
    return {"left": AngleMeter.of(name, "left"), "right": AngleMeter.of(name, "right")}


def measured(meter: AngleMeter, seen: Seen) -> float:
    """The angle in degrees; nan where its points coincide, which fulfils no condition."""
    found = meter.measure(seen.frame, seen.near, seen.trunk)
    return math.nan if found is None else found
