"""The people in a carer's care, who needs somebody first, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic import access, attention, licences, messaging, notes
from steadyback.clinic.access import people_seen_by, roles_here, seen
from steadyback.clinic.attention import Kind, Need
from steadyback.clinic.attention_store import Found, needs_of_all, needs_of_one
from steadyback.clinic.attention_words import Said, said
from steadyback.clinic.models import CareRelation, User
from steadyback.clinic.reviews import signed_by
from steadyback.clinic.roles import CARERS, Scope
from steadyback.clinic.words import role_words
from steadyback.web import clock

FIRST = 3
"""So many needs stand in the list; the person's page has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list. is_old: something has happened since their needs were found."""

    person_id: UUID
    name: str
    shows: bool
    needs: tuple[Said, ...]
    more: int
    rank: int
    is_old: bool = False

    @property
    def place(self) -> tuple[int, str]:
        return self.rank, self.name.casefold()

    @property
    def tone(self) -> str:
        return self.needs[0].tone if self.needs else ""


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in somebody's care, who needs something first on top."""
    assert isinstance(request.user, User)
    cared_for = {role: people_seen_by(request.user, role) for role in sorted(roles_here(request) & CARERS)}
    relations = [one for by_role in cared_for.values() for one in by_role]
    shown = access.shown_by(relations)
    showing = {one.person_id: one.person for one in relations if shown[one.id] - {Scope.LIVE}}
    found = needs_of_all(list(showing.values()))
    signed = signed_by(
        request.user, [need.session for one in found.values() for need in one.needs or () if need.session]
    )
    unread, today = messaging.unread_for_carer(request.user), clock.now().date()
    lists: list[dict[str, object]] = []
    for role, by_role in cared_for.items():
        rows = []
        for one in by_role:
            needs = _settled(_needs(found.get(one.person_id)), signed)
            if one.id in unread:
                needs.append(Need(Kind.MESSAGE, today, values={"count": unread[one.id]}))
            shows = shown[one.id]
            rows.append(_row(one, shows, attention.visible(needs, role, shows), found.get(one.person_id)))
        lists.append({"role": role_words(role.value), "rows": sorted(rows, key=lambda row: row.place)})
    expired = [row for role in cared_for for row in licences.expired_for(request.user, role, today)]
    context = {"lists": lists, "expired": expired, "is_old": any(one.is_old for one in found.values())}
    return render(request, "clinic/people.html", context)


def _settled(needs: Iterable[Need], signed: set[str]) -> list[Need]:
    """Without what this carer has looked at and signed off: a stop, or form, of a session."""
    return [one for one in needs if one.session not in signed]


def _needs(found: Found | None) -> tuple[Need, ...]:
    return (found.needs or ()) if found else ()


def _row(relation: CareRelation, scopes: frozenset[Scope], needs: tuple[Need, ...], found: Found | None) -> Row:
    return Row(
        person_id=relation.person_id,
        name=relation.person.patient.user.name,
        shows=bool(scopes),
        needs=tuple(said(one) for one in needs[:FIRST]),
        more=max(0, len(needs) - FIRST),
        rank=needs[0].kind.rank if needs else len(attention.Kind) + (not scopes),
        is_old=found is not None and found.is_old,
    )


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = seen(request)
    scopes = found.scopes()
    needs = needs_of_one(found.person) if scopes else ()
    needs = tuple(_settled(needs, signed_by(found.carer, [one.session for one in needs if one.session])))
    context = {
        "seen": found,
        "name": found.person.patient.user.name,
        "role": role_words(found.role.value),
        "shows": {scope.value: scope in scopes for scope in Scope},
        "unread": messaging.unread_for_carer(found.carer).get(found.relation.id, 0),
        "how_it_goes": notes.how_it_goes(found.person)[:3] if Scope.RECORDS in scopes else [],
        "expired": licences.expired_for(found.carer, found.role, clock.now().date()),
        "needs": [said(one) for one in attention.visible(needs, found.role, scopes)],
    }
    return render(request, "clinic/person.html", context)


@require_POST
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The carer ends the relation."""
    access.end(seen(request).relation, clock.now())
    return redirect("people")
