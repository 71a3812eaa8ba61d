"""Pages that are open in a carer's browser ask every few seconds whether they may stay; withdrawing closes them.

The answer is nothing (204), or that the page should be loaded again: then it says what the carer may see now.
"""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from steadyback.clinic.access import RefusedError, Seen, pass_through, people_seen_by, roles_here, shown_by
from steadyback.clinic.doors import DOORS
from steadyback.clinic.models import User
from steadyback.clinic.roles import CARERS, Scope

EVERY_S: Final = 4
LOAD_AGAIN: Final = {"HX-Refresh": "true"}
NOTHING: Final = "nothing"


@require_safe
def person_still(request: HttpRequest, person_id: UUID, page: str, shown: str) -> HttpResponse:
    """Whether the page of this name about this person still opens, and all that it was made of is shown.

    `shown`: what was, as `in_address` writes it. Refuses as the page itself would.
    """
    door = DOORS.get(page)
    if door is None or not (door.related or door.shows is not None):
        raise RefusedError(404)
    found = pass_through(door, request.user, person_id, roles_here(request))
    assert found is not None
    hidden = set(shown.split("-")) - {NOTHING, *found.scopes()}
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=LOAD_AGAIN if hidden else None)


def in_address(scopes: Iterable[Scope]) -> str:
    return "-".join(sorted(scopes)) or NOTHING


def address_for(request: HttpRequest) -> str:
    """Where the page that is being made asks whether it may stay; "" for one that shows nobody."""
    found: Seen | None = getattr(request, "seen", None)
    match = request.resolver_match
    if match is None:
        return ""
    if found is not None:
        return reverse("person_still", args=[found.person.id, match.view_name, in_address(found.scopes())])
    return reverse("people_still", args=[what_is_shown(request)]) if match.view_name in ("people", "live") else ""


@require_safe
def people_still(request: HttpRequest, shown: str) -> HttpResponse:
    """Whether the list of people still shows what it was made of."""
    assert isinstance(request.user, User)
    changed = shown != what_is_shown(request)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=LOAD_AGAIN if changed else None)


def what_is_shown(request: HttpRequest) -> str:
    """A short name of who shows what to this carer at this moment."""
    assert isinstance(request.user, User)
    relations = [one for role in sorted(roles_here(request) & CARERS) for one in people_seen_by(request.user, role)]
    shown = sorted((str(one), *sorted(scopes)) for one, scopes in shown_by(relations).items())
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
