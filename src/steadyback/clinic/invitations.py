"""Invitations: a secret link for one person, once, until it expires.

Only operators make trainers, clinicians and operators; carers invite patients into their care; a patient invites a
carer who already works here. Accepting is one transaction, so a link that two people open at once lets in one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from steadyback.clinic import access
from steadyback.clinic.audit import note_here
from steadyback.clinic.licences import may_take_on, need_valid
from steadyback.clinic.models import CareRelation, Invitation, Patient, User
from steadyback.clinic.roles import CARERS, Role, Scope
from steadyback.web.models import Person
from steadyback.web.turns import writing_about

LASTS = timedelta(days=7)


class InvitationError(Exception):
    """This invitation lets nobody in (any more): code is unknown, expired, used, cancelled, not_a_carer or own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Accepted:
    """not_yet: the carer who invited a patient and cannot take anybody on at the moment."""

    role: Role | None
    relation: CareRelation | None
    not_yet: User | None = None


def invite(by: User | None, role: Role, at: datetime, *, label: str = "", into_care_as: Role | None = None) -> str:
    """Invite somebody to an account with a role; a patient also into the inviter's care. Returns the link's secret.

    Raises RunOutError where the inviter's own licence for that role has run out.
    """
    carer = by if into_care_as is not None else None
    if carer is not None and into_care_as is not None:
        need_valid(carer, into_care_as)
    return _made(
        at,
        label=label,
        role=role.value,
        carer=carer,
        carer_role=into_care_as.value if into_care_as is not None else "",
        made_by=by,
    )


def invite_carer(person: Person, by: User, carer_role: Role, scopes: frozenset[Scope], at: datetime) -> str:
    """A patient invites a carer, with what they will show them."""
    return _made(at, person=person, carer_role=carer_role.value, scopes=sorted(scopes), made_by=by)


def _made(at: datetime, **fields: object) -> str:
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        made = Invitation.objects.create(secret_hash=_hash(secret), made_at=at, expires_at=at + LASTS, **fields)
        note_here(
            "invited", person=made.person_id, detail={"invitation": str(made.id), "role": made.role or made.carer_role}
        )
    return secret


def open_invitation(secret: str, at: datetime) -> Invitation:
    """The invitation behind a link. Raises InvitationError when it lets nobody in."""
    found = Invitation.objects.filter(secret_hash=_hash(secret)).select_related("made_by", "carer", "person").first()
    if found is None:
        raise InvitationError("unknown")
    if found.cancelled_at is not None:
        raise InvitationError("cancelled")
    if found.used_at is not None:
        raise InvitationError("used")
    if at >= found.expires_at:
        raise InvitationError("expired")
    return found


def accept(secret: str, user: User, at: datetime) -> Accepted:
    """Let this account in. Raises InvitationError; then nothing was changed."""
    found = open_invitation(secret, at)
    own = Patient.objects.filter(user=user).values_list("person_id", flat=True).first()
    with writing_about(found.person_id, own):
        return _let_in(found, user, at)


def _let_in(found: Invitation, user: User, at: datetime) -> Accepted:
    if found.person_id is not None:
        carer_role = _carer_role(found, user, at)
    taken = Invitation.objects.filter(id=found.id, used_at=None, cancelled_at=None)
    if not taken.update(used_at=at, used_by=user):
        raise InvitationError("used")
    note_here("invitation_accepted", person=found.person_id, detail={"invitation": str(found.id)})
    if found.person_id is not None:
        return Accepted(None, _begin(found.person, user, carer_role, at, frozenset(map(Scope, found.scopes))))
    role = Role(found.role)
    access.grant(user, role, at)
    person = _patient(user, at) if role is Role.PATIENT else None
    if person is None or found.carer is None or not _takes_on(found.carer, Role(found.carer_role), at):
        return Accepted(role, None, found.carer if person is not None else None)
    return Accepted(role, _begin(person, found.carer, Role(found.carer_role), at, frozenset()))


@transaction.atomic
def cancel(invitation: Invitation, at: datetime) -> None:
    if Invitation.objects.filter(id=invitation.id, used_at=None, cancelled_at=None).update(cancelled_at=at):
        note_here("invitation_cancelled", person=invitation.person_id, detail={"invitation": str(invitation.id)})


def _carer_role(invitation: Invitation, user: User, at: datetime) -> Role:
    role = Role(invitation.carer_role)
    if Patient.objects.filter(user=user, person=invitation.person).exists():
        raise InvitationError("own")
    if role not in access.roles_of(user) & CARERS:
        raise InvitationError("not_a_carer")
    if not may_take_on(user, role, at.date()):
        raise InvitationError("licence")
    return role


def _takes_on(carer: User, role: Role, at: datetime) -> bool:
    """Whether a carer still has the role and every licence for it; if not, the patient comes in without them."""
    return role in access.roles_of(carer) and may_take_on(carer, role, at.date())


def _patient(user: User, at: datetime) -> Person:
    """The account's own records, made when it first becomes a patient."""
    found = Patient.objects.filter(user=user).select_related("person").first()
    if found is None:
        found = Patient.objects.create(user=user, person=Person.objects.create(created_at=at))
    return found.person


def _begin(person: Person | None, carer: User, role: Role, at: datetime, scopes: frozenset[Scope]) -> CareRelation:
    assert person is not None
    relation, made = access.begin(person, carer, role, at)
    if made or scopes:
        access.show(relation, scopes, at)
    return relation


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
