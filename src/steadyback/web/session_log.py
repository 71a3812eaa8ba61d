"""The log of a guided session: who may write it, what goes in, and what follows from it, all in one transaction.

One writer at a time holds a lease (a second tab may take it over); STOP, what was felt and pain count from any tab.
Events carry a sequence number per client without
gaps; repeating what is stored already is acknowledged again, so a client whose answer got lost simply sends once more.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from steadyback.programme.session_progress import fold, fold_new, holds_after
from steadyback.programme.session_start import MAY_START, asks_again
from steadyback.records.codec import from_json, to_json
from steadyback.records.session import (
    Event,
    EventKind,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StopAnswer,
)
from steadyback.records.upcasters import upcast
from steadyback.web import clock
from steadyback.web.models import Person, Session, SessionEvent
from steadyback.web.session_fit import is_still_right
from steadyback.web.standing import Standing, raise_hold, standing_of
from steadyback.web.turns import writing_about

LEASE = timedelta(seconds=30)
OPEN_STATUSES = (SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.STOPPED_TO_ASK)
# A session begun before midnight may be carried on for this long; later it belongs to a day that has passed.
CARRY_ON_WITHIN = timedelta(hours=3)
# What a person felt and where they ended is kept even when the gate has closed meanwhile.
ALWAYS_KEPT = (EventKind.STOP_PRESSED, EventKind.STOP_ANSWERED, EventKind.SESSION_ENDED, EventKind.CORRECTED)
# These count whoever holds the lease: a hold must never be lost because another tab took over.
FROM_ANY_TAB = (EventKind.STOP_PRESSED, EventKind.STOP_ANSWERED, EventKind.PAIN_REPORTED)
SERVER_CLIENT = "server"


class RefusedError(Exception):
    """A request that changes nothing: HTTP status, code for the program, sentence for the person, and details."""

    def __init__(self, status: int, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str
    until: datetime | None

    def is_held_at(self, now: datetime) -> bool:
        return bool(self.holder) and self.until is not None and self.until > now


@dataclass(frozen=True, slots=True)
class Appended:
    """What a post led to: the client's high-water mark, the record after it, and whether the session is over."""

    acknowledged: int
    record: SessionRecord
    session: Session


def lease_of(session: Session) -> Lease:
    return Lease(session.lease_client, session.lease_until)


def take_lease(session_id: uuid.UUID, person: Person, client_id: str, *, take_over: bool) -> Lease:
    """Become the one writer. Raises RefusedError 409 `lease_held` while another tab writes and take_over is false."""
    with writing_about(person):
        session = Session.objects.get(id=session_id, person=person)
        now = clock.now()
        lease = lease_of(session)
        if lease.is_held_at(now) and lease.holder != client_id and not take_over:
            message = _("This session is open in another tab or window. You can carry it on here instead.")
            raise RefusedError(409, "lease_held", message, expires_at=lease.until)
        return _renew(session, client_id, now)


def _renew(session: Session, client_id: str, now: datetime) -> Lease:
    session.lease_client = client_id
    session.lease_until = now + LEASE
    session.save(update_fields=["lease_client", "lease_until"])
    return lease_of(session)


def may_carry_on(session: Session, standing: Standing | None = None) -> bool:
    """Whether an unfinished session is still of now. One of an earlier day, or led otherwise today, begins anew.

    `standing` is today's, where it is known already: finding it reads much of what a person has told.
    """
    today = clock.today(session.person)
    in_time = session.on == today or clock.now() - session.opened_at <= CARRY_ON_WITHIN
    return in_time and is_still_right(session, standing or standing_of(session.person, today))


def was_left(session: Session) -> bool:
    """Whether nothing happened in a session for so long that the seven taps come first (S-06); the place is kept."""
    return asks_again(clock.now() - _last_moment(session))


def _last_moment(session: Session) -> datetime:
    """When something last happened: its latest event, or a check that let exercise begin."""
    starts = [outcome.value for outcome in MAY_START]
    checks = session.person.checks.filter(decision__outcome__in=starts)
    moments = (
        session.opened_at,
        session.events.order_by().aggregate(last=Max("recorded_at"))["last"],
        checks.aggregate(last=Max("checked_at"))["last"],
    )
    return max(moment for moment in moments if moment is not None)


def _goes_on_after_long(session: Session, new: Sequence[Event]) -> bool:
    """Whether exercise was taken up again long after it was left. Work that only arrives late is no such thing."""
    last = _last_moment(session)
    for event in new:
        if asks_again(event.occurred_at - last):
            return True
        last = max(last, event.occurred_at)
    return False


def acknowledged(session: Session) -> dict[str, int]:
    """High-water mark of every client that wrote."""
    rows = session.events.order_by().values("client_id").annotate(mark=Max("seq"))
    return {row["client_id"]: row["mark"] for row in rows}


def append_events(session_id: uuid.UUID, person: Person, client_id: str, events: Sequence[Event]) -> Appended:
    """Store what is new, fold, and raise the holds that follow; all of it or nothing.

    Where the session may not go on (the gate has closed, its day has passed, it would be led otherwise today) what was
    sent is kept and the session ends.
    Raises RefusedError: 409 lease_lost, gap or session_over, 403 gate_closed, 422 invalid.
    """
    with writing_about(person):
        session = Session.objects.select_related("person").get(id=session_id, person=person)
        now = clock.now()
        mark = acknowledged(session).get(client_id, 0)
        writes = session.lease_client == client_id
        if not writes:
            _refuse_another_writer(events, mark)
        new = _only_new(session, client_id, mark, events)
        record = from_json(SessionRecord, session.record)
        if new:
            goes_on = _may_go_on(session, record, new)
            record = _fold_on(session, new) if writes else _fold_what_fits(session, new)
            _store(session, new, record, now)
            if not goes_on and record.status in OPEN_STATUSES:
                record = _end(session, record)
        if writes:
            _renew(session, client_id, now)
        return Appended(max(mark, *(event.seq for event in events), 0), record, session)


def _refuse_another_writer(events: Sequence[Event], mark: int) -> None:
    if not any(event.kind in FROM_ANY_TAB for event in events):
        message = _("This session is being carried on in another tab or window, so nothing was saved from here.")
        raise RefusedError(409, "lease_lost", message, acknowledged=mark)


def _only_new(session: Session, client_id: str, mark: int, events: Sequence[Event]) -> list[Event]:
    """The events after the mark. One that was stored before must be the same as it was then."""
    repeated = [event.seq for event in events if event.seq <= mark]
    rows = session.events.filter(client_id=client_id, seq__in=repeated)
    stored: dict[int, Any] = {row.seq: row.body for row in rows}
    new: list[Event] = []
    for place, event in enumerate(events):
        if event.seq <= mark:
            if stored.get(event.seq) != to_json(event):
                message = _("Event %(seq)s was saved before with other content.") % {"seq": event.seq}
                raise RefusedError(422, "invalid", message, place=f"events[{place}].seq")
            continue
        expected = mark + len(new) + 1
        if event.seq != expected:
            message = _("Events are missing before number %(seq)s.") % {"seq": event.seq}
            raise RefusedError(409, "gap", message, expected=expected, acknowledged=mark)
        new.append(event)
    return new


def _may_go_on(session: Session, record: SessionRecord, new: Sequence[Event]) -> bool:
    """False when the session ends with this post. Raises RefusedError when only more exercise was sent.

    After an end, `accepts` alone decides: late answers about pain and effort belong to a session that is over.
    """
    if record.status not in OPEN_STATUSES:
        return True
    told = any(event.kind in ALWAYS_KEPT or event.data.get("pain") is not None for event in new)
    standing = standing_of(session.person, clock.today(session.person))
    if standing.is_open:
        goes_on = may_carry_on(session, standing)
        if goes_on and not told and _goes_on_after_long(session, new):
            message = _("You were away for a while, so the short check comes first. Your place is kept.")
            raise RefusedError(403, "check_first", message)
        return goes_on
    if not told:
        message = _("Exercise is paused until the next step is done. Open the first page to see it.")
        raise RefusedError(403, "gate_closed", message)
    return False


def stored_events(session: Session) -> list[Event]:
    """Every event in the order in which it was recorded, lifted to the present version."""
    bodies = session.events.order_by("id").values_list("body", flat=True)
    return [from_json(Event, upcast(body)) for body in bodies]


def _fold_on(session: Session, new: Sequence[Event]) -> SessionRecord:
    """The record after the new events. Raises RefusedError for the first that does not fit; none is kept then."""
    script = from_json(SessionScript, session.script)
    folded, refused = fold_new(script, str(session.id), stored_events(session), new)
    if refused is not None:
        place, refusal = refused
        raise _refused_event(refusal, folded, place)
    return folded


def _fold_what_fits(session: Session, new: Sequence[Event]) -> SessionRecord:
    """The record after events of a tab that no longer leads: its exercise may not fit any more, its STOP does."""
    script = from_json(SessionScript, session.script)
    return fold(script, str(session.id), [*stored_events(session), *new])


def _refused_event(refusal: str, record: SessionRecord, place: int) -> RefusedError:
    if record.status not in OPEN_STATUSES:
        message = _("This session is over, so nothing more was added to it.")
        return RefusedError(409, "session_over", message, reason=refusal)
    message = _("This does not fit where the session stands (%(reason)s).") % {"reason": refusal}
    return RefusedError(422, "invalid", message, place=f"events[{place}]", reason=refusal)


def _store(session: Session, new: Sequence[Event], record: SessionRecord, now: datetime) -> None:
    SessionEvent.objects.bulk_create(
        SessionEvent(
            session=session,
            client_id=event.client_id,
            seq=event.seq,
            kind=event.kind.value,
            occurred_at=event.occurred_at,
            recorded_at=now,
            body=to_json(event),
        )
        for event in new
    )
    session.record = to_json(record)
    session.status = record.status.value
    if record.status not in OPEN_STATUSES and session.ended_at is None:
        session.ended_at = now
    session.save(update_fields=["record", "status", "ended_at"])
    _raise_new_holds(session, record)


def _raise_new_holds(session: Session, record: SessionRecord) -> None:
    """Each concern of a session is raised once; a correction later takes none back (only a clinician does)."""
    raised = {hold.concern["rule"] for hold in session.hold_set.all()}
    reasons = [reason for decision in record.decisions for reason in decision.reasons]
    for concern in holds_after(record, clock.today(session.person)):
        if concern.rule not in raised:
            raise_hold(session.person, concern, "session", session, reasons)


def end_early(session: Session) -> None:
    """End an unfinished session from outside it; what was done of it is kept."""
    with writing_about(session.person_id):
        session = Session.objects.select_related("person").get(pk=session.pk)
        record = from_json(SessionRecord, session.record)
        if record.status in OPEN_STATUSES:
            _end(session, record)


def answer_stop(session: Session, felt: StopAnswer, pain: int | None) -> None:
    """Keep what was felt at a STOP that was left unanswered; it decides as it would have then.

    `pain` is the number that MORE_PAIN needs. A session that is not of now any more ends with it.
    """
    with writing_about(session.person_id):
        session = Session.objects.select_related("person").get(pk=session.pk)
        record = from_json(SessionRecord, session.record)
        if not record.stop_unanswered:
            return
        said: list[tuple[EventKind, dict[str, Any]]] = [(EventKind.STOP_ANSWERED, {"answer": felt.value})]
        if felt is StopAnswer.MORE_PAIN:
            said.append((EventKind.PAIN_REPORTED, {"step": None, "pain": pain, "when": "stop"}))
        for kind, data in said:
            record = _add(session, record, kind, data)
        if record.status in OPEN_STATUSES and not may_carry_on(session):
            _end(session, record)


def correct(session: Session, of: tuple[str, int], data: dict[str, Any]) -> SessionRecord:
    """Another pain or effort for an event of a session that is over; `of` is its client and number.

    A graver number is decided about as if it had been told then; one that is less takes nothing back.
    Raises RefusedError where it does not fit.
    """
    with writing_about(session.person_id):
        session = Session.objects.select_related("person").get(pk=session.pk)
        record = from_json(SessionRecord, session.record)
        return _add(session, record, EventKind.CORRECTED, data, supersedes=of)


def _end(session: Session, record: SessionRecord) -> SessionRecord:
    return _add(session, record, EventKind.SESSION_ENDED, {"how": "early"})


def _add(
    session: Session,
    record: SessionRecord,
    kind: EventKind,
    data: dict[str, Any],
    supersedes: tuple[str, int] | None = None,
) -> SessionRecord:
    """By an event of the server's own, so that the log stays the whole truth."""
    now = clock.now()
    event = Event(
        session_id=str(session.id),
        client_id=SERVER_CLIENT,
        seq=acknowledged(session).get(SERVER_CLIENT, 0) + 1,
        occurred_at=now,
        zone=session.person.zone,
        media_time_s=record.active_s,
        kind=kind,
        data=data,
        supersedes=supersedes,
    )
    record = _fold_on(session, [event])
    _store(session, [event], record, now)
    return record
