"""The cauda equina safety card: for everyone, reachable from every page (specification 1.5)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from steadyback.web.access import person_or_none
from steadyback.web.emergency_numbers import emergency_number


@require_safe
def safety_card(request: HttpRequest) -> HttpResponse:
    person = person_or_none(request)
    country = str(person.settings.get("country", "")) if person is not None else ""
    return render(request, "web/safety_card.html", {"number": emergency_number(country)})
