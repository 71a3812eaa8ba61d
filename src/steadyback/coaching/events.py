"""What the counter says. Times are media times in seconds, angles degrees; codes, not sentences."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

MovingSide: TypeAlias = Literal["left", "right", "both", "unknown"]
WhyIncomplete: TypeAlias = Literal["hidden", "small_range"]


@dataclass(frozen=True, slots=True)
class Repetition:
    """One movement away from rest and back. `index` counts complete ones from 1; an incomplete one has 0.

    `why_incomplete`: "hidden" where a cut, the picture's edge or the end of the recording hides its way back,
    "small_range" where it came back before it had gone far enough to be counted. None for a complete one.
    `range_deg` is the travel of the counted angle from rest to the farthest point, `hold_s` the time spent there.
    """

    index: int
    side: MovingSide
    start_s: float
    peak_s: float
    end_s: float
    range_deg: float
    complete: bool
    hold_s: float = 0.0
    why_incomplete: WhyIncomplete | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The time spent near the farthest point of a movement, or in the held position of a hold exercise."""

    side: MovingSide
    start_s: float
    end_s: float

    @property
    def hold_s(self) -> float:
        return round(self.end_s - self.start_s, 6)


@dataclass(frozen=True, slots=True)
class Abstained:
    """A time in which nothing was counted, and why.

    Reasons: `no_person`, `unreadable` (numbers that are none), `several_people`, `out_of_picture` (a needed point),
    `wrong_view`, `camera_moved` (the whole picture jumped), `unsteady` (the body changes its size from frame to frame).
    """

    from_s: float
    to_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to adjust: the rule of the exercise file, when it was broken, its worst value, and its limit.

    `index` is the repetition it belongs to, 0 for a hold. A word of the code: people are told what to adjust.
    """

    code: str
    severity: str
    from_s: float
    to_s: float
    value: float
    limit: float
    unit: str
    index: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to say now. `adjust`: the cue of a fault; `praise`: what was cued before is now well."""

    t_s: float
    kind: Literal["adjust", "praise"]
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class GateClosed:
    """From here nothing is counted or corrected; `code` says why (`remedies.toml` says what to do).

    Beside the reasons of `Abstained` there is `wrong_position`: somebody is seen well, but not in the position that
    the exercise begins from, and nothing is under way.
    """

    t_s: float
    code: str


@dataclass(frozen=True, slots=True)
class GateOpened:
    """From here on movements are counted and corrected (again)."""

    t_s: float


@dataclass(frozen=True, slots=True)
class RepetitionStarted:
    """A movement away from rest is under way. Whether it is a repetition is known at its end."""

    t_s: float
    side: MovingSide


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody who was there has been out of the picture for a while: ask whether they are all right."""

    t_s: float
    since_s: float


Event: TypeAlias = Repetition | Hold | Abstained
CoachEvent: TypeAlias = Event | Fault | Cue | GateClosed | GateOpened | RepetitionStarted | PersonLeft
