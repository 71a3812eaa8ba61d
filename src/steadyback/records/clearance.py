"""Who said that exercise may begin, for what, and until when (specification 3.3, amendments 3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from steadyback.records.reasons import Reason


class Policy(StrEnum):
    STRICT = "strict"
    SCREEN = "screen"


class ApprovalStatus(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    APPROVED = "approved"
    APPROVED_WITH_LIMITS = "approved_with_limits"
    DECLINED = "declined"
    EXPIRED = "expired"


class EasingDirection(StrEnum):
    """The way of moving that eases this person's pain, as a clinician found it."""

    BENDING_FORWARD = "bending_forward"
    BENDING_BACKWARD = "bending_backward"
    SIDE_GLIDE = "side_glide"
    NONE_FOUND = "none_found"


class GateStatus(StrEnum):
    OPEN = "OPEN"
    WAIT_CLINICIAN = "WAIT_CLINICIAN"
    LOCKED_EMERGENCY = "LOCKED_EMERGENCY"
    SCREENING_NEEDED = "SCREENING_NEEDED"


@dataclass(frozen=True, slots=True)
class ClearanceLimits:
    """What a clinician narrows. Limits only ever tighten; an empty limit changes nothing.

    starting_level: the starting dose, as the level (0-3) whose doses the person begins with at most, from this answer
    on; they grow from there. highest_level: never above.
    """

    excluded_exercises: frozenset[str] = frozenset()
    excluded_positions: frozenset[str] = frozenset()
    highest_level: int | None = None
    pain_limit: int | None = None
    no_loaded_bending: bool = False
    no_lying_face_down: bool = False
    tier_4_allowed: bool = False
    starting_level: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One answer of a specialist. covers: ids (item or rule) of the concerns that the specialist saw.

    screening_id names the screening that was shown to them. expires_on is six months after decided_on (default),
    earlier if review_on is earlier.
    """

    status: ApprovalStatus
    by_name: str
    by_role: str
    decided_on: date
    screening_id: str
    covers: frozenset[str] = frozenset()
    limits: ClearanceLimits = ClearanceLimits()
    review_on: date | None = None
    expires_on: date | None = None
    note: str = ""
    eases: EasingDirection | None = None


@dataclass(frozen=True, slots=True)
class GateDecision:
    """Whether exercise may start today, by which rule, and the concerns that keep it closed."""

    status: GateStatus
    reasons: tuple[Reason, ...]
    waiting_for: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status is GateStatus.OPEN
