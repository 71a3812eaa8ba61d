"""How a session ended, and where the person goes from there."""

from typing import Any

from django.urls import reverse

from steadyback.programme.advice import advice_text
from steadyback.records.codec import from_json
from steadyback.records.session import (
    EventKind,
    PainDecision,
    PainOutcome,
    SessionRecord,
    SessionStatus,
    StopAnswer,
)
from steadyback.web import clock
from steadyback.web.models import Person, Session
from steadyback.web.session_log import OPEN_STATUSES, stored_events
from steadyback.web.standing import standing_of

SEVERITY = tuple(PainOutcome)
FELT = "felt"
TRIAGE = "triage"
FALL = "fall"


def deciding(record: SessionRecord) -> PainDecision | None:
    """The most serious decision of the session: the one that ended it by rule."""
    if record.status is not SessionStatus.ENDED_BY_RULE:
        return None
    return max(record.decisions, key=lambda decision: SEVERITY.index(decision.outcome), default=None)


def asked_next(session: Session, record: SessionRecord) -> str | None:
    """Which questions still follow a stop: FELT (nobody knows what was felt), TRIAGE, FALL, or None."""
    if record.stop_unanswered:
        return FELT
    if session.follow_up is not None:
        return None
    decision = deciding(record)
    if decision is None or decision.outcome is PainOutcome.EMERGENCY:
        return None
    if decision.outcome is PainOutcome.STOP_TRIAGE:
        return TRIAGE
    return FALL if _fell_unasked(session) else None


def questions_waiting(person: Person) -> Session | None:
    """The session whose questions after a stop are still open: nothing begins before they are answered."""
    unanswered = person.sessions.filter(record__stop_unanswered=True).order_by("opened_at").last()
    if unanswered is not None:
        return unanswered
    last = person.sessions.order_by("opened_at").last()
    if last is None or asked_next(last, from_json(SessionRecord, last.record)) is None:
        return None
    return last


def _fell_unasked(session: Session) -> bool:
    """Whether "I fell" was said without an answer to whether it hurt."""
    answers = [event.data for event in stored_events(session) if event.kind is EventKind.STOP_ANSWERED]
    return bool(answers) and answers[-1]["answer"] == StopAnswer.FELL.value and "fall" not in answers[-1]


def after_session_url(session: Session) -> str:
    """Where a session leads: to the questions after a stop, back into it, to help, or to its three lines."""
    record = from_json(SessionRecord, session.record)
    if asked_next(session, record) is not None:
        return reverse("session_triage", args=[session.id])
    if record.status in OPEN_STATUSES:
        return reverse("session", args=[session.id])
    by_rule = record.status is SessionStatus.ENDED_BY_RULE
    if by_rule and standing_of(session.person, clock.today(session.person)).is_emergency:
        return reverse("emergency")
    return reverse("session_done", args=[session.id])


def ended(session: Session, record: SessionRecord) -> dict[str, Any] | None:
    """For the player: null while the session runs, else the next address and, when a rule ended it, what to say."""
    if record.status in OPEN_STATUSES:
        return None
    decision = deciding(record)
    return {
        "outcome": decision.outcome.value if decision else None,
        "advice": decision.advice if decision else "",
        "next_url": after_session_url(session),
    }


def ending_advice(session: Session, record: SessionRecord) -> Any:
    """The advice that belongs to the end by rule; the answer to the follow-up questions goes before the stop itself."""
    if session.follow_up is not None:
        return advice_text(session.follow_up["advice"])
    decision = deciding(record)
    return advice_text(decision.advice) if decision else None
