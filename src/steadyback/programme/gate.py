"""The gate: whether exercise may start at all (G-01..G-05, X-01, X-02; specification 3.3, amendments 3, P14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from steadyback.programme.dates import add_months
from steadyback.programme.rules import whole
from steadyback.records.clearance import Approval, ApprovalStatus, GateDecision, GateStatus, Policy
from steadyback.records.reasons import Reason
from steadyback.records.screening import Concern, Disposition, ScreeningOutcome

_APPROVED = (ApprovalStatus.APPROVED, ApprovalStatus.APPROVED_WITH_LIMITS)
_REFUSED = (ApprovalStatus.DECLINED, ApprovalStatus.EXPIRED)


def approval_expires_on(approval: Approval) -> date:
    """The first day on which an approval no longer counts: 6 months on, or its review or end date if earlier (X-02)."""
    dates = (add_months(approval.decided_on, whole("X-02.approval_months")), approval.review_on, approval.expires_on)
    return min(day for day in dates if day is not None)


def covered(concern: Concern, approval: Approval) -> bool:
    """Whether the specialist saw this very concern: its id is named, and it was raised by the day of the decision."""
    seen = concern.rule in approval.covers and concern.raised_on <= approval.decided_on
    return approval.status in _APPROVED and seen and concern.disposition is not Disposition.EMERGENCY


def approval_status(approval: Approval | None, today: date) -> ApprovalStatus:
    """The status that counts today: expired by X-02, none when it is dated in the future."""
    if approval is None:
        return ApprovalStatus.NONE
    if approval.status in _APPROVED and approval.decided_on > today:
        return ApprovalStatus.NONE
    if approval.status in _APPROVED and today >= approval_expires_on(approval):
        return ApprovalStatus.EXPIRED
    return approval.status


def may_leave_emergency(seen_on: datetime, raised_at: datetime, now: datetime) -> bool:
    """Whether the way back from an emergency may begin: seen since then, and not before 24 hours (amendments 2).

    All three need a time zone. After it comes a full re-screen.
    """
    cooled = now - raised_at >= timedelta(hours=whole("G-01.cooling_hours"))
    return cooled and raised_at <= seen_on <= now


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that the gate looks at."""

    screening: ScreeningOutcome | None
    screened_on: date | None
    holds: tuple[Concern, ...]
    approval: Approval | None
    policy: Policy
    today: date
    last_session_on: date | None
    rescreen_required: bool | Reason

    @property
    def concerns(self) -> tuple[Concern, ...]:
        return (*(self.screening.concerns if self.screening else ()), *self.holds)

    def of(self, disposition: Disposition) -> tuple[Concern, ...]:
        return tuple(concern for concern in self.concerns if concern.disposition is disposition)


def _g01(case: _Case) -> GateDecision | None:
    """An emergency closes the gate whatever else is true."""
    emergencies = _ids(case.of(Disposition.EMERGENCY))
    if not emergencies and case.screening is not None and case.screening.disposition is Disposition.EMERGENCY:
        emergencies = ("screening",)
    if not emergencies:
        return None
    return GateDecision(GateStatus.LOCKED_EMERGENCY, _because("G-01", emergencies), emergencies)


def _screening_first(case: _Case) -> GateDecision | None:
    """No screening, an unfinished one, an old one, or a reason to ask again (X-01, P14)."""
    reason = _why_screen(case)
    if reason is None:
        return None
    missing = case.screening.missing if case.screening else ()
    return GateDecision(GateStatus.SCREENING_NEEDED, (reason,), missing)


def _why_screen(case: _Case) -> Reason | None:
    if case.screening is None or case.screened_on is None:
        return Reason("P14", {"screening": "none"})
    if not case.screening.complete:
        return Reason("P14", {"screening": "not complete", "missing": len(case.screening.missing)})
    if isinstance(case.rescreen_required, Reason):
        return case.rescreen_required
    if case.rescreen_required:
        return Reason("X-01", {"rescreen": "required"})
    if case.screening.postponed:
        return Reason("E17", {"postponed": True})
    return _why_old(case.screened_on, case.last_session_on, case.today)


def _why_old(screened_on: date, last_session_on: date | None, today: date) -> Reason | None:
    limit = whole("X-01.rescreen_days")
    age_days = (today - screened_on).days
    if age_days < 0 or (last_session_on is not None and last_session_on > today):
        return Reason("P14", {"date": "in the future"})
    if age_days < limit:
        return None
    gap = last_session_on is not None and (today - last_session_on).days >= limit
    return Reason("X-01", {"days_since_screening": age_days, "gap": gap})


def _g02(case: _Case) -> GateDecision | None:
    """A specialist said not yet, or the approval has run out."""
    status = approval_status(case.approval, case.today)
    if status not in _REFUSED:
        return None
    expired = status is ApprovalStatus.EXPIRED
    reasons = [Reason("G-02", {"approval": status.value})]
    if expired and case.approval is not None:
        reasons.append(Reason("X-02", {"expired_on": approval_expires_on(case.approval).isoformat()}))
    return GateDecision(GateStatus.WAIT_CLINICIAN, tuple(reasons), _ids(case.of(Disposition.CLINICIAN_FIRST)))


def _g03(case: _Case) -> GateDecision | None:
    """A clinician is needed first for something that no approval has covered."""
    approved = approval_status(case.approval, case.today) in _APPROVED
    open_concerns = case.of(Disposition.CLINICIAN_FIRST)
    waiting = _ids(
        concern for concern in open_concerns if not (approved and case.approval and covered(concern, case.approval))
    )
    unnamed = case.screening is not None and case.screening.disposition is Disposition.CLINICIAN_FIRST
    if unnamed and not any(c.disposition is Disposition.CLINICIAN_FIRST for c in _screened(case)):
        waiting = (*waiting, "screening")
    if not waiting:
        return None
    return GateDecision(GateStatus.WAIT_CLINICIAN, _because("G-03", waiting), waiting)


def _g04(case: _Case) -> GateDecision | None:
    """The article's way: a specialist's approval before anybody starts."""
    status = approval_status(case.approval, case.today)
    if case.policy is Policy.SCREEN or status in _APPROVED:
        return None
    return GateDecision(GateStatus.WAIT_CLINICIAN, (Reason("G-04", {"policy": "strict", "approval": status.value}),))


def _g05(case: _Case) -> GateDecision:
    values = {"policy": str(case.policy.value), "approval": approval_status(case.approval, case.today).value}
    return GateDecision(GateStatus.OPEN, (Reason("G-05", values),))


def _screened(case: _Case) -> tuple[Concern, ...]:
    return case.screening.concerns if case.screening else ()


def _ids(concerns: Iterable[Concern]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concern.rule for concern in concerns))


def _because(rule: str, ids: tuple[str, ...]) -> tuple[Reason, ...]:
    return (Reason(rule, {"concerns": ",".join(ids)}),)


def decide_gate(
    *,
    screening: ScreeningOutcome | None,
    screened_on: date | None,
    holds: tuple[Concern, ...],
    approval: Approval | None,
    policy: Policy,
    today: date,
    last_session_on: date | None,
    rescreen_required: bool | Reason = False,
) -> GateDecision:
    """The first rule that applies decides; only when none does is the gate open (G-05).

    Order: emergency (G-01), screening needed (X-01, P14), declined or expired (G-02), a clinician's word is missing
    (G-03), the strict policy (G-04). `holds` are open concerns raised outside screening; `rescreen_required` is why all
    is asked again (X-01), or only that it is. A missing screening, an
    unfinished one, or a date in the future keeps the gate closed.
    """
    case = _Case(screening, screened_on, holds, approval, policy, today, last_session_on, rescreen_required)
    for rule in (_g01, _screening_first, _g02, _g03, _g04):
        decision = rule(case)
        if decision is not None:
            return decision
    return _g05(case)
