"""What a team wrote to a person elsewhere, and the person to them, as it was brought along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from steadyback.web.access import current_person
from steadyback.web.models import TeamWord


@require_safe
def team_words(request: HttpRequest) -> HttpResponse:
    """Newest first, messages and notes; what is about a session also stands on its page."""
    words = TeamWord.objects.filter(person=current_person(request)).select_related("session").order_by("-written_at")
    return render(request, "web/team_words.html", {"words": words})
