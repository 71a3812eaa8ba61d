"""What a clinician must see and say so. Unseen for a day, it goes to their other clinicians, else to the operators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from steadyback.clinic.access import is_shown, roles_of, shown_by
from steadyback.clinic.audit import note, note_here
from steadyback.clinic.models import Alert, CareRelation, User
from steadyback.clinic.requests import clinicians_of
from steadyback.clinic.roles import Role, Scope
from steadyback.web.models import Person

FALLS_BACK_AFTER = timedelta(hours=24)
CLEARANCE_REVOKED = "clearance_revoked"
ANSWERED_BY_LINK = "answered_by_link"
"""Nobody checked who answered. Where a team has a clinician, they are to look at it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert as it stands before one account. about_health: this account may open what it is about."""

    alert: Alert
    name: str
    first: str
    is_second: bool
    about_health: bool


def raise_alert(person: Person, kind: str, key: str, first: User | None, at: datetime) -> Alert:
    """Tell a clinician; once for each cause. first: who should see it, when they still may; else another of theirs."""
    able = [one.carer for one in clinicians_of(person) if is_shown(one, Scope.RECORDS)]
    chosen = first if first in able else next(iter(able), None)
    made, new = Alert.objects.get_or_create(
        person=person, key=key, defaults={"kind": kind, "raised_at": at, "first": chosen}
    )
    if new:
        note("alert_raised", actor=None, person=person, detail={"alert": str(made.id), "kind": kind})
    return made


def tell_of_link(person: Person, clearance_id: UUID, at: datetime) -> None:
    """A clearance was answered by a link: whoever had it could answer, so the team's clinician looks at it."""
    if clinicians_of(person):
        raise_alert(person, ANSWERED_BY_LINK, f"link:{clearance_id}", None, at)


def alerts_for(user: User, now: datetime, roles: frozenset[Role] | None = None) -> list[Waiting]:
    """Every open alert that this account has to answer for now. roles: the account's, where they are known already."""
    roles = roles_of(user) if roles is None else roles
    if not roles & {Role.CLINICIAN, Role.OPERATOR}:
        return []
    open_ones = Alert.objects.filter(acknowledged_at=None).select_related("person__patient__user", "first")
    if Role.OPERATOR not in roles:
        open_ones = open_ones.filter(person__care__carer=user, person__care__ended_at=None).distinct()
    able = _able([alert.person for alert in open_ones])
    before = (_before(alert, able.get(alert.person_id, []), user, roles, now) for alert in open_ones)
    return [found for found in before if found is not None]


def _able(people: list[Person]) -> dict[UUID, list[User]]:
    """Who may see the records of each as a clinician now, in two questions for all."""
    if not people:
        return {}
    relations = list(
        CareRelation.objects.filter(person__in=people, role=Role.CLINICIAN.value, ended_at=None).select_related("carer")
    )
    shown, found = shown_by(relations) if relations else {}, dict[UUID, list[User]]()
    for one in relations:
        if Scope.RECORDS in shown[one.id]:
            found.setdefault(one.person_id, []).append(one.carer)
    return found


def _before(alert: Alert, able: list[User], user: User, roles: frozenset[Role], now: datetime) -> Waiting | None:
    first = alert.first if alert.first in able else None
    late = now - alert.raised_at >= FALLS_BACK_AFTER
    name = alert.person.patient.user.name
    who = alert.first.name if alert.first is not None else ""
    if user == first:
        return Waiting(alert, name, who, is_second=False, about_health=True)
    if user in able and Role.CLINICIAN in roles and (late or first is None):
        return Waiting(alert, name, who, is_second=True, about_health=True)
    others = [one for one in able if one != first]
    if Role.OPERATOR in roles and not others and (late or not able):
        return Waiting(alert, name, who, is_second=True, about_health=False)
    return None


@transaction.atomic
def acknowledge(alert: Alert, user: User, at: datetime) -> None:
    """Say that it was seen; it leaves every list."""
    if Alert.objects.filter(id=alert.id, acknowledged_at=None).update(acknowledged_at=at, acknowledged_by=user):
        note_here("alert_seen", person=alert.person_id, detail={"alert": str(alert.id)})
