"""What every page of a clinic shows: who is signed in, and as what."""

from django.http import HttpRequest

from steadyback.clinic.access import roles_of
from steadyback.clinic.alerts import alerts_for
from steadyback.clinic.models import User
from steadyback.clinic.roles import Role
from steadyback.web import clock


def page_context(request: HttpRequest) -> dict[str, object]:
    roles = roles_of(request.user)
    alerted = isinstance(request.user, User) and roles & {Role.CLINICIAN, Role.OPERATOR}
    waiting = len(alerts_for(request.user, clock.now())) if alerted else 0  # type: ignore[arg-type]
    return {"clinic": True, "roles": {role.value for role in roles}, "alerts_waiting": waiting}
