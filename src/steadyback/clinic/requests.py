"""Asking for a clearance: a clinician of one's own team, or by a link for one without an account."""

import hashlib
import secrets
from datetime import datetime, timedelta

from steadyback.clinic.access import is_shown
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import CareRelation, ClearanceRequest
from steadyback.clinic.roles import Role, Scope
from steadyback.web.models import Person
from steadyback.web.turns import in_turn, in_turn_of_row

LASTS = timedelta(days=14)


class LinkError(Exception):
    """This link asks for no answer (any more): code is unknown, expired, used or cancelled."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clinicians_of(person: Person) -> list[CareRelation]:
    """The open relations to clinicians, those who may see the records first."""
    found = person.care.filter(ended_at=None, role=Role.CLINICIAN.value).select_related("carer")
    return sorted(found, key=lambda one: not is_shown(one, Scope.RECORDS))


def open_requests(person: Person) -> list[ClearanceRequest]:
    return list(person.clearance_requests.filter(answered_at=None, cancelled_at=None).select_related("carer"))


@in_turn_of_row
def ask(relation: CareRelation, at: datetime) -> ClearanceRequest:
    """Ask a clinician of the team; asking twice is one request."""
    made, new = ClearanceRequest.objects.get_or_create(
        person=relation.person,
        carer=relation.carer,
        answered_at=None,
        cancelled_at=None,
        defaults={"asked_at": at},
    )
    if new:
        note_here("clearance_asked", person=relation.person_id, detail={"carer": str(relation.carer_id)})
    return made


@in_turn
def ask_by_link(person: Person, label: str, at: datetime) -> str:
    """A link that shows the summary and takes one answer, for two weeks. Returns its secret."""
    secret = secrets.token_urlsafe(24)
    made = ClearanceRequest.objects.create(
        person=person, asked_at=at, secret_hash=_hash(secret), label=label, expires_at=at + LASTS
    )
    note_here("clearance_link_made", person=person, detail={"request": str(made.id)})
    return secret


def open_link(secret: str, at: datetime) -> ClearanceRequest:
    """The request behind a link. Raises LinkError when it asks for nothing (any more)."""
    found = ClearanceRequest.objects.filter(secret_hash=_hash(secret)).select_related("person__patient__user").first()
    if found is None:
        raise LinkError("unknown")
    if found.cancelled_at is not None:
        raise LinkError("cancelled")
    if found.answered_at is not None:
        raise LinkError("used")
    if found.expires_at is None or at >= found.expires_at:
        raise LinkError("expired")
    return found


@in_turn_of_row
def cancel(request: ClearanceRequest, at: datetime) -> None:
    still_open = ClearanceRequest.objects.filter(id=request.id, answered_at=None, cancelled_at=None)
    if still_open.update(cancelled_at=at):
        note_here("clearance_ask_cancelled", person=request.person_id, detail={"request": str(request.id)})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
