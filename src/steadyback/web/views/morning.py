"""Pain on the morning after: one tap from 0 to 10 (specification 3.7). Asked once a day; the latest answer counts."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.web import clock, told
from steadyback.web.access import current_person
from steadyback.web.diary import morning_scores
from steadyback.web.models import MorningPain

SCALE = range(11)
FURTHEST_BACK = timedelta(days=366)


@require_http_methods(["GET", "HEAD", "POST"])
def morning(request: HttpRequest, on: str = "") -> HttpResponse:
    """Today's morning, or an earlier one that is told later or corrected. A correction says what it changed."""
    person = current_person(request)
    today = clock.today(person)
    day = _day(on, today)
    said = morning_scores(person).get(day)
    error = None
    if request.method == "POST":
        pain = whole_pain(request.POST.get("pain", ""))
        if pain is not None:
            row = told.keep(MorningPain, person, on=day, pain=pain)
            if said is None and day == today:
                return redirect("home")
            return redirect("follows", kind="morning", entry_id=row.pk)
        error = _("Choose a number from 0 to 10.")
    context = {"scale": SCALE, "said": said, "error": error, "day": day, "is_today": day == today}
    return render(request, "web/morning.html", context, status=422 if error else 200)


def _day(text: str, today: date) -> date:
    """The day of the address; a day to come, long past or none at all is not found."""
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not today - FURTHEST_BACK <= day <= today:
        raise Http404
    return day


def whole_pain(text: str) -> int | None:
    """A number from 0 to 10 as it was sent, else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) in SCALE else None
