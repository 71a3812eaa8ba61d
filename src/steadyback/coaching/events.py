"""What the counter says. Times are media times in seconds, angles degrees; codes, not sentences."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

MovingSide: TypeAlias = Literal["left", "right", "both", "unknown"]


@dataclass(frozen=True, slots=True)
class Repetition:
    """One movement away from rest and back. `index` counts complete ones from 1; an incomplete one has 0.

    Incomplete: a cut, the picture's edge or the end of the recording hides its way back.
    `range_deg` is the travel of the counted angle from rest to the farthest point.
    """

    index: int
    side: MovingSide
    start_s: float
    peak_s: float
    end_s: float
    range_deg: float
    complete: bool


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

    Reasons: `no_person`, `unreadable` (numbers that are none), `out_of_picture` (a needed point), `wrong_view`.
    """

    from_s: float
    to_s: float
    reason: str


Event: TypeAlias = Repetition | Hold | Abstained
