"""Pages on which a carer watches along, one person or a class."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import json_script
from django.views.decorators.http import require_http_methods, require_safe

from steadyback.clinic.access import people_seen_by, roles_of, seen, shown_by
from steadyback.clinic.live.asking import answered, asked_by
from steadyback.clinic.live.pages import watch_path, watcher_page
from steadyback.clinic.models import CareRelation, User
from steadyback.clinic.roles import CARERS, Scope
from steadyback.web.access import current_person

CLASS_SIZE = 20
"""So many people are watched at once (a default of ours)."""


@require_safe
def person_live(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = seen(request)
    context = {
        "person_id": person_id,
        "name": found.person.patient.user.name,
        "path": watch_path(person_id),
        "data": json_script(watcher_page(), "watch-data"),
    }
    return render(request, "clinic/live.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """For the person's own session page: who asks to watch. POST: not now."""
    person = current_person(request)
    if request.method == "POST":
        answered(person)
    return JsonResponse({"names": asked_by(person)})


@require_http_methods(["GET", "HEAD", "POST"])
def asked_line(request: HttpRequest) -> HttpResponse:
    """The same as a line on Today, which looks again by itself. POST: not now."""
    person = current_person(request)
    if request.method == "POST":
        answered(person)
        return redirect("home")
    return render(request, "clinic/asked_line.html", {"asking": asked_by(person)})


@require_safe
def several(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    everybody = _who_show_live(request.user)
    chosen = [one for one in everybody if str(one.person_id) in request.GET.getlist("who")] or everybody
    context = {
        "people": [_row(relation) for relation in chosen[:CLASS_SIZE]],
        "everybody": [{**_row(relation), "on": relation in chosen[:CLASS_SIZE]} for relation in everybody],
        "most": CLASS_SIZE,
        "data": json_script(watcher_page(), "watch-data"),
    }
    return render(request, "clinic/live_several.html", context)


def _who_show_live(carer: User) -> list[CareRelation]:
    """Each person once, by name."""
    relations = [one for role in sorted(roles_of(carer) & CARERS) for one in people_seen_by(carer, role)]
    shown = shown_by(relations)
    found = {one.person_id: one for one in relations if Scope.LIVE in shown.get(one.id, ())}
    return sorted(found.values(), key=lambda one: one.person.patient.user.name)


def _row(relation: CareRelation) -> dict[str, object]:
    person_id = relation.person_id
    return {"person_id": person_id, "name": relation.person.patient.user.name, "path": watch_path(person_id)}
