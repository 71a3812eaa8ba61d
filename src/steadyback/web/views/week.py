"""The week: every day with its sessions, every exercise with its dose and its reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.diary import diary
from steadyback.web.flare_view import flare_view, way_back
from steadyback.web.next_step import next_step
from steadyback.web.planning import preferences_of, week_of
from steadyback.web.referrals import notes, with_referrals
from steadyback.web.standing import standing_of
from steadyback.web.week_days import week_days
from steadyback.web.weekly_form import asked_on


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The running week, or why there is none yet and what comes first."""
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    if not standing.is_open:
        return render(request, "web/week_closed.html", {"step": next_step(standing)})
    if preferences_of(person) is None:
        return redirect("preferences")
    current = week_of(standing)
    if current is None:
        return redirect("home")
    free = dict(programme.free_days) if programme else {}
    days = week_days(current, diary(person), standing.today, free)
    context = {
        "week": current,
        "days": days,
        "notes": notes(programme),
        "reasons": (*current.level_reasons, *current.plan.reasons),
        "flare": flare_view(programme),
        "way_back": way_back(programme),
        "asked_on": asked_on(standing, programme),
        "planned": sum(len(day.sessions) for day in days),
    }
    return render(request, "web/week.html", context)
