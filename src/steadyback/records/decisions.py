"""What the programme decided, when, by which rules and with which change (specification 3.8, 3.10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from steadyback.records.reasons import Reason, Value


class Outcome(StrEnum):
    """3.8, from the most to the least serious. The first that is true decides."""

    EMERGENCY = "EMERGENCY"
    STOP_TRIAGE = "STOP_TRIAGE"
    REFER = "REFER"
    FLARE = "FLARE"
    REGRESS = "REGRESS"
    DELOAD = "DELOAD"
    HOLD = "HOLD"
    PROGRESS = "PROGRESS"

    @property
    def rank(self) -> int:
        return tuple(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became other: sets, reps, exercise, minutes, cardio_days, strength_days, stretch_level, level."""

    what: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Decision:
    """subject is an exercise id, "cardio", "strength", "level", "flare" or "week". No change means that it stays."""

    on: date
    subject: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody should look: to whom and within how many hours (None: routine). Open until a clinician acted or a full
    screening was done; it never ends by itself.
    """

    rule: str
    to: str
    within_h: int | None
    raised_on: date
    reasons: tuple[Reason, ...]
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
