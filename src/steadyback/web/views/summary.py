"""The page to take to the specialist: what was answered, what is planned, and boxes to tick (amendments 3)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.standing import standing_of
from steadyback.web.summary_page import build_summary


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """One sheet of paper that works without this machine."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if standing.screening is None:
        return HttpResponseRedirect(reverse("screening"))
    return render(request, "web/summary.html", {"summary": build_summary(standing), "standing": standing})
