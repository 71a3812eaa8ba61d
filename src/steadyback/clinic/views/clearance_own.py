"""A patient's own clearance: what counts, asking for an answer, and the documents. Nobody answers for themselves."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic import requests as asking
from steadyback.clinic.access import is_shown
from steadyback.clinic.clearance_rows import rows_of
from steadyback.clinic.links import Link, link_to
from steadyback.clinic.roles import Scope
from steadyback.clinic.views.clearance import as_file, clearance_of
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.result_page import findings
from steadyback.web.standing import standing_of


class LinkRequestForm(forms.Form):
    label = forms.CharField(label=_("Who is it for?"), max_length=120, required=False)


@require_safe
def clearance(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def ask(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    """Ask a clinician of the team, who must be allowed to see the records first."""
    person = current_person(request)
    relation = next((one for one in asking.clinicians_of(person) if one.id == relation_id), None)
    if relation is None or standing_of(person, clock.today(person)).screening is None:
        raise Http404
    if not is_shown(relation, Scope.RECORDS):
        return redirect("care_with", relation_id=relation.id)
    asking.ask(relation, clock.now())
    return redirect("clearance")


@never_cache
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """A one-time link for a clinician without an account, shown once."""
    person = current_person(request)
    form = LinkRequestForm(request.POST)
    if standing_of(person, clock.today(person)).screening is None or not form.is_valid():
        return redirect("clearance")
    secret = asking.ask_by_link(person, form.cleaned_data["label"], clock.now())
    return _page(request, link_to(reverse("answer_link", args=[secret])))


@require_POST
def cancel(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request or a link back; it lets nobody answer from now on."""
    found = current_person(request).clearance_requests.filter(id=request_id).first()
    if found is None:
        raise Http404
    asking.cancel(found, clock.now())
    return redirect("clearance")


@require_safe
def clearance_pdf(request: HttpRequest, clearance_id: UUID) -> HttpResponse:
    return as_file(clearance_of(current_person(request), clearance_id), "pdf")


@require_safe
def clearance_json(request: HttpRequest, clearance_id: UUID) -> HttpResponse:
    return as_file(clearance_of(current_person(request), clearance_id), "json")


def _page(request: HttpRequest, made: Link | None = None) -> HttpResponse:
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if standing.screening is None:
        return redirect("screening")
    rows = rows_of(list(person.clearances.select_related("ended", "record").order_by("-version")), standing.today)
    asked, team = asking.open_requests(person), asking.clinicians_of(person)
    waited_for = {one.carer_id for one in asked}
    clinicians = [
        {"relation": one, "name": one.carer.name, "sees": is_shown(one, Scope.RECORDS)}
        for one in team
        if one.carer_id not in waited_for
    ]
    context = {
        "standing": standing,
        "rows": rows,
        "current": rows[0] if rows else None,
        "waiting": [one for one in findings(standing) if one.waiting],
        "clinicians": clinicians,
        "has_clinician": bool(team),
        "asked": asked,
        "made": made,
        "days": asking.LASTS.days,
        "now": clock.now(),
    }
    return render(request, "clinic/clearance_own.html", context)
