"""The people in a carer's care, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic import access
from steadyback.clinic.access import people_seen_by, roles_of, seen
from steadyback.clinic.models import CareRelation, User
from steadyback.clinic.roles import CARERS, Scope
from steadyback.clinic.words import role_words
from steadyback.web import clock


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    lists = [
        {"role": role_words(role.value), "rows": [_row(relation) for relation in people_seen_by(request.user, role)]}
        for role in sorted(roles_of(request.user) & CARERS)
    ]
    return render(request, "clinic/people.html", {"lists": lists})


def _row(relation: CareRelation) -> dict[str, object]:
    return {
        "person_id": relation.person_id,
        "name": relation.person.patient.user.name,
        "shows": [scope.value for scope in Scope if access.is_shown(relation, scope)],
    }


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = seen(request)
    context = {
        "seen": found,
        "name": found.person.patient.user.name,
        "role": role_words(found.role.value),
        "shows": {scope.value: found.shows(scope) for scope in Scope},
    }
    return render(request, "clinic/person.html", context)


@require_POST
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The carer ends the relation."""
    access.end(seen(request).relation, clock.now())
    return redirect("people")
