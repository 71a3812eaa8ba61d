"""What every page of a clinic shows: who is signed in, and as what."""

from django.http import HttpRequest

from steadyback.clinic.access import own_here, roles_here
from steadyback.clinic.alerts import alerts_for
from steadyback.clinic.messaging import unread_for_carer, unread_for_person
from steadyback.clinic.models import User
from steadyback.clinic.roles import CARERS, Role
from steadyback.web import clock


def page_context(request: HttpRequest) -> dict[str, object]:
    roles = roles_here(request)
    alerted = isinstance(request.user, User) and roles & {Role.CLINICIAN, Role.OPERATOR}
    waiting = len(alerts_for(request.user, clock.now(), roles)) if alerted else 0  # type: ignore[arg-type]
    return {
        "clinic": True,
        "roles": {role.value for role in roles},
        "alerts_waiting": waiting,
        "unread_of_people": _of_people(request, roles),
        "unread_of_team": _of_team(request),
    }


def _of_people(request: HttpRequest, roles: frozenset[Role]) -> int:
    """How many messages wait for a carer."""
    if not isinstance(request.user, User) or not roles & CARERS:
        return 0
    return sum(unread_for_carer(request.user).values())


def _of_team(request: HttpRequest) -> int:
    """How many messages wait for a patient."""
    person = own_here(request)
    return sum(unread_for_person(person).values()) if person is not None else 0
