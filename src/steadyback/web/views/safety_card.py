"""The cauda equina safety card: for everyone, reachable from every page (specification 1.5)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def safety_card(request: HttpRequest) -> HttpResponse:
    return render(request, "web/safety_card.html")
