"""Pain on the morning after: one tap from 0 to 10 (specification 3.7). Asked once a day; the latest answer counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.diary import morning_scores
from steadyback.web.models import MorningPain

SCALE = range(11)


@require_http_methods(["GET", "HEAD", "POST"])
def morning(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    today = clock.today(person)
    error = None
    if request.method == "POST":
        pain = _pain(request.POST.get("pain", ""))
        if pain is not None:
            MorningPain.objects.create(person=person, recorded_at=clock.now(), on=today, pain=pain)
            return redirect("home")
        error = _("Choose a number from 0 to 10.")
    context = {"scale": SCALE, "said": morning_scores(person).get(today), "error": error}
    return render(request, "web/morning.html", context, status=422 if error else 200)


def _pain(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) in SCALE else None
