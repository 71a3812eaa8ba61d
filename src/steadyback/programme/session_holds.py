"""The holds that a session leaves behind: what keeps exercise closed after it (R-01, R-02, R-09, R-10)."""

from datetime import date

from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.records.session import PainDecision, PainOutcome, SessionRecord

_CONCERNS = {
    "M-01": ("M-01", Disposition.EMERGENCY, Urgency.NOW),
    "A08": ("A08", Disposition.EMERGENCY, Urgency.NOW),
    "R-01": ("R-01", Disposition.EMERGENCY, Urgency.NOW),
    "M-02": ("R-02", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY),
    "R-02": ("R-02", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY),
    "R-10": ("R-10", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY),
}


def concern_of(decision: PainDecision, on: date) -> Concern | None:
    """The concern that keeps exercise closed after a decision, None when nothing does (R-01, R-02, R-09, R-10)."""
    for reason in decision.reasons:
        if reason.rule in _CONCERNS:
            return Concern(*_CONCERNS[reason.rule], on)
    if decision.outcome is PainOutcome.EMERGENCY:
        return Concern("M-01", Disposition.EMERGENCY, Urgency.NOW, on)
    return None


def holds_after(record: SessionRecord, on: date) -> tuple[Concern, ...]:
    """The holds that a session leaves behind, each rule once, the most serious first."""
    found: dict[str, Concern] = {}
    for decision in record.decisions:
        concern = concern_of(decision, on)
        if concern is not None:
            found.setdefault(concern.rule, concern)
    return tuple(sorted(found.values(), key=lambda concern: -concern.disposition.severity))
