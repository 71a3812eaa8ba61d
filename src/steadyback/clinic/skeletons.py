"""Recordings of a moving figure: kept only where the person asked for it in that session, and only for some days.

Who may look is decided in `access` (doors `person_skeleton...`); here is what may be written, for how long it stays,
and that it goes when the person says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from steadyback.clinic.access import carers_shown
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import SkeletonKeeping, SkeletonPart, SkeletonRecording
from steadyback.clinic.models.skeletons import KEPT_DAYS
from steadyback.clinic.overwriting import overwrite_what_is_deleted, shorten_the_log
from steadyback.clinic.roles import Scope
from steadyback.clinic.skeleton_frames import FrameError, pack, to_keep, unpack
from steadyback.clinic.skeleton_key import UnreadableError, keeping_of, seal, unseal
from steadyback.web import clock
from steadyback.web.models import Person, Session
from steadyback.web.session_log import OPEN_STATUSES, RefusedError
from steadyback.web.turns import in_turn, in_turn_of_row

KEEP_DAYS: Final = (7, 28, 84)
"""What a person can choose; 28 unless they do (defaults of ours)."""
MOST_FRAMES: Final = 60 * 60 * 10
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one session: an hour at ten frames a second, and so many bytes as they are kept (defaults of ours)."""
LARGEST_BODY_BYTES: Final = 512 * 1024
_LATE_S: Final = 60
"""What was seen last may arrive so long after the end of a session."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a session's figure is being kept, until which moment of the session it is, and whether it is full."""

    keeps: bool
    until_ms: int
    full: bool


def standing_of(session: Session) -> Standing:
    found = SkeletonRecording.objects.filter(session=session).first()
    if found is None:
        return Standing(keeps=False, until_ms=0, full=False)
    return Standing(found.stopped_at is None, found.until_ms, _is_full(found))


@in_turn_of_row
def keep(session: Session) -> None:
    """The person wants the figure of this session kept from now on. Raises RefusedError where it is over."""
    if session.status not in OPEN_STATUSES:
        raise RefusedError(409, "session_over", _("This session is over, so there is nothing to keep of it."))
    keeping_of(session.person)
    found, made = SkeletonRecording.objects.get_or_create(
        session=session, defaults={"person": session.person, "agreed_at": clock.now()}
    )
    if made or found.stopped_at is not None:
        found.stopped_at = None
        found.save(update_fields=["stopped_at"])
        note_here("skeleton_kept", person=session.person, detail={"session": str(session.id)})


@in_turn_of_row
def keep_no_more(session: Session) -> None:
    """Nothing more of this session is kept; what was kept stays until the person deletes it or its days are over."""
    if SkeletonRecording.objects.filter(session=session, stopped_at=None).update(stopped_at=clock.now()):
        note_here("skeleton_stopped", person=session.person, detail={"session": str(session.id)})


@in_turn_of_row
def add(session: Session, body: bytes) -> Standing:
    """Keep what is new in these LMK1 messages; sent again, nothing is kept twice.

    Raises RefusedError: 403 not_agreed, 409 session_over, 413 full, 422 invalid.
    """
    found = SkeletonRecording.objects.filter(session=session, stopped_at=None).first()
    if found is None:
        raise RefusedError(403, "not_agreed", _("The figure of this session is not being kept."))
    late = session.ended_at is not None and clock.now() - session.ended_at > timedelta(seconds=_LATE_S)
    if session.status not in OPEN_STATUSES and late:
        raise RefusedError(409, "session_over", _("This session is over, so nothing more of it is kept."))
    try:
        new = to_keep(body, found.until_ms)
    except FrameError as error:
        raise RefusedError(422, "invalid", str(error)) from error
    if new is not None:
        packed = pack(new.messages)
        if found.frames + len(new.messages) > MOST_FRAMES or found.packed_bytes + len(packed) > MOST_BYTES:
            raise RefusedError(413, "full", _("No more fits: one session holds an hour of your moving figure."))
        _append(found, SkeletonPart(from_ms=new.from_ms, to_ms=new.to_ms, frames=len(new.messages)), packed)
    return Standing(keeps=True, until_ms=found.until_ms, full=_is_full(found))


def _append(found: SkeletonRecording, part: SkeletonPart, packed: bytes) -> None:
    part.recording, part.number = found, found.parts.count()
    part.sealed = seal(keeping_of(found.person), packed, _belongs(part))
    part.save(force_insert=True)
    found.frames += part.frames
    found.packed_bytes += len(packed)
    found.until_ms = part.to_ms
    found.save(update_fields=["frames", "packed_bytes", "until_ms"])


def kept_of(session: Session) -> SkeletonRecording | None:
    """The recording of a session, where something was recorded and its days are not over."""
    found = SkeletonRecording.objects.filter(session=session, frames__gt=0).first()
    return found if found is not None and clock.now() < expires_at(found) else None


def kept_by(person: Person) -> list[SkeletonRecording]:
    """Everything that is kept of a person, newest first."""
    found = person.skeletons.filter(frames__gt=0).select_related("session", "person__skeleton_keeping")
    return [one for one in found.order_by("-agreed_at") if clock.now() < expires_at(one)]


def sessions_kept(person: Person) -> frozenset[UUID]:
    """The sessions of which a figure is kept."""
    return frozenset(one.session_id for one in kept_by(person))


def shown_to(person: Person) -> list[str]:
    """Who may look at what is kept, besides the person."""
    beside_records = {one.id for one in carers_shown(person, Scope.RECORDS)}
    return [one.carer.name for one in carers_shown(person, Scope.FIGURE) if one.id in beside_records]


def expires_at(one: SkeletonRecording) -> datetime:
    return one.agreed_at + timedelta(days=one.person.skeleton_keeping.keep_days)


def days_kept(person: Person) -> int:
    """For how long recordings of this person are kept, or would be."""
    found = SkeletonKeeping.objects.filter(person=person).values_list("keep_days", flat=True).first()
    return KEPT_DAYS if found is None else found


def index_of(one: SkeletonRecording) -> list[dict[str, int]]:
    """Each part without what is in it, in order; times in ms of the session."""
    rows = one.parts.values_list("number", "from_ms", "to_ms", "frames")
    return [dict(zip(("number", "from_ms", "to_ms", "frames"), row, strict=True)) for row in rows]


def messages_of(one: SkeletonRecording, number: int) -> bytes | None:
    """The LMK1 messages of a part; None where there is no such part or it cannot be read."""
    part = one.parts.filter(number=number).first()
    if part is None:
        return None
    try:
        return unpack(unseal(keeping_of(one.person), bytes(part.sealed), _belongs(part)))
    except UnreadableError:
        return None


def all_messages_of(one: SkeletonRecording) -> Iterator[bytes]:
    for part in index_of(one):
        yield messages_of(one, part["number"]) or b""


@in_turn
def delete(person: Person, session_id: UUID | None = None) -> int:
    """The person's recording of one session, or all of theirs, at once and for good; how many."""
    found = person.skeletons.all() if session_id is None else person.skeletons.filter(session=session_id)
    ids = [str(one) for one in found.values_list("session_id", flat=True)]
    if not ids:
        return 0
    overwrite_what_is_deleted()
    found.delete()
    if session_id is None:
        # What copies elsewhere still hold cannot be read any more; the next recording begins with another key.
        days = days_kept(person)
        SkeletonKeeping.objects.filter(person=person).delete()
        choose_days(person, days)
    note_here("skeleton_deleted", person=person, detail={"sessions": len(ids)})
    transaction.on_commit(shorten_the_log)
    return len(ids)


@in_turn
def choose_days(person: Person, days: int) -> None:
    """For how long recordings are kept, those that are there too. `days`: one of KEEP_DAYS."""
    keeping = keeping_of(person)
    if keeping.keep_days != days:
        keeping.keep_days = days
        keeping.save(update_fields=["keep_days"])


def delete_expired(now: datetime) -> int:
    """Whatever has been kept for its days, of everybody; how many."""
    overwrite_what_is_deleted()
    deleted = 0
    for days in KEEP_DAYS:
        over = SkeletonRecording.objects.filter(
            person__skeleton_keeping__keep_days=days, agreed_at__lte=now - timedelta(days=days)
        )
        deleted += over.delete()[1].get("clinic.SkeletonRecording", 0)
    if deleted:
        shorten_the_log()
    return deleted


def _is_full(one: SkeletonRecording) -> bool:
    return one.frames >= MOST_FRAMES or one.packed_bytes >= MOST_BYTES


def _belongs(part: SkeletonPart) -> str:
    return f"part {part.number} of {part.recording_id}"
