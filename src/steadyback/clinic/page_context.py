"""What every page of a clinic shows: who is signed in, and as what."""

from django.http import HttpRequest

from steadyback.clinic.access import roles_of


def page_context(request: HttpRequest) -> dict[str, object]:
    roles = roles_of(request.user)
    return {"clinic": True, "roles": {role.value for role in roles}}
