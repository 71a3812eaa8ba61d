"""Giving, replacing and ending a clearance: the signed document and what the planner reads, in one transaction.

The gate and the planner go on reading `ApprovalRecord` alone (G-02, G-03, P12); the document is made from the same
answer, so neither can say more than the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from steadyback.clinic import passport
from steadyback.clinic.audit import note, note_here
from steadyback.clinic.links import address_of
from steadyback.clinic.models import Clearance, ClearanceEnded, ClearanceRequest, User
from steadyback.clinic.signing_key import signing_key
from steadyback.programme.gate import approval_expires_on
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import from_json, to_json
from steadyback.web import clock
from steadyback.web.answers import record_answer
from steadyback.web.models import Person
from steadyback.web.standing import APPROVING, Standing

BY_CLINICIAN = "by_clinician"


class AnsweredError(Exception):
    """The request has an answer already, or was taken back; nothing was changed."""


class State(StrEnum):
    """What a clearance is worth now."""

    COUNTS = "counts"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who answers: an account of this clinic, or somebody who came by a one-time link and typed who they are."""

    name: str
    role: str
    account: User | None = None
    registration: str = ""


@transaction.atomic
def issue(
    standing: Standing,
    approval: Approval,
    reasons: Mapping[str, str],
    signer: Signer,
    request: ClearanceRequest | None = None,
) -> Clearance:
    """Sign and keep an answer; it replaces the one before. reasons: why each covered concern may be, by its rule id.

    Raises AnsweredError when the request was answered or taken back meanwhile.
    """
    person = Person.objects.select_for_update().get(id=standing.person.id)
    _answered(person, signer, request)
    before = person.clearances.order_by("version").last()
    record = record_answer(person, approval)
    made = Clearance(
        id=uuid4(),
        person=person,
        version=before.version + 1 if before else 1,
        issued_at=record.recorded_at,
        issued_by=signer.account,
        request=request,
        record=record,
    )
    document = _document(made, standing, approval, reasons, signer)
    document["supersedes"] = str(before.id) if before else None
    made.text = passport.sign(document, signing_key(settings.DATA))
    made.save(force_insert=True)
    note_here("clearance_given", person=person, detail={"clearance": str(made.id), "version": made.version})
    return made


def _answered(person: Person, signer: Signer, request: ClearanceRequest | None) -> None:
    """Close the request, and every other one to the same clinician."""
    now = clock.now()
    if request is not None:
        still_open = ClearanceRequest.objects.filter(id=request.id, answered_at=None, cancelled_at=None)
        if not still_open.update(answered_at=now):
            raise AnsweredError
    if signer.account is not None:
        person.clearance_requests.filter(carer=signer.account, answered_at=None, cancelled_at=None).update(
            answered_at=now
        )


def _document(
    made: Clearance, standing: Standing, approval: Approval, reasons: Mapping[str, str], signer: Signer
) -> dict[str, object]:
    patient = made.person.patient.user
    return {
        "id": str(made.id),
        "version": made.version,
        "issued_at": made.issued_at.isoformat(),
        "issuer": settings.ADDRESS,
        "status_at": address_of(reverse("clearance_status", args=[made.id])),
        "person": {"id": str(made.person_id), "name": patient.name},
        "screened_on": standing.screened_on.isoformat() if standing.screened_on else "",
        "covers": [{"rule": rule, "reason": reasons.get(rule, "")} for rule in sorted(approval.covers)],
        "signed_in_account": signer.account is not None,
        "registration": signer.registration,
        "expires_on": approval_expires_on(approval).isoformat(),
        "approval": to_json(approval),
    }


@transaction.atomic
def revoke(clearance: Clearance, because: str, *, by: User | None = None, words: str = "") -> bool:
    """End a clearance now. What it limited stays until a new answer; what it allowed ends. False if it had ended."""
    person = Person.objects.select_for_update().get(id=clearance.person_id)
    latest = person.clearances.order_by("version").last()
    if latest is None or latest.id != clearance.id or ClearanceEnded.objects.filter(clearance=clearance).exists():
        return False
    ClearanceEnded.objects.create(clearance=clearance, at=clock.now(), by=by, because=because, words=words)
    approval = approval_of(clearance)
    if approval.status in APPROVING:
        ended = replace(approval, status=ApprovalStatus.EXPIRED, expires_on=clock.today(person))
        record_answer(person, ended)
    detail = {"clearance": str(clearance.id), "because": because}
    if by is None:
        note("clearance_ended", actor=None, person=person, detail=detail)
    else:
        note_here("clearance_ended", person=person, detail=detail)
    return True


def current(person: Person) -> Clearance | None:
    """The latest answer, whatever it is worth now."""
    return person.clearances.select_related("ended", "issued_by").order_by("version").last()


def came_by_link(clearance: Clearance) -> bool:
    """Whether somebody answered who has no account, so that who they are is only what they typed."""
    return clearance.issued_by_id is None and clearance.request_id is not None


def approval_of(clearance: Clearance) -> Approval:
    return from_json(Approval, clearance.record.approval)


def state_of(clearance: Clearance, today: date) -> State:
    """What this clearance is worth on a day of its person."""
    if hasattr(clearance, "ended"):
        return State.REVOKED
    if Clearance.objects.filter(person=clearance.person_id, version__gt=clearance.version).exists():
        return State.REPLACED
    approval = approval_of(clearance)
    if approval.status not in APPROVING:
        return State.DECLINED
    return State.EXPIRED if today >= approval_expires_on(approval) else State.COUNTS
