"""The first page: what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from steadyback.web.access import current_person


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"person": current_person(request)})
