"""Six taps about the week that ended (specification 3.1), and how to change them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from steadyback.programme.versions import Programme
from steadyback.records.codec import to_json
from steadyback.web import clock, told
from steadyback.web.access import current_person
from steadyback.web.diary import diary
from steadyback.web.history import programme_of
from steadyback.web.models import Person, WeeklyCheck
from steadyback.web.standing import Standing, standing_of
from steadyback.web.weekly_form import WeeklyForm, asked_on, asks_leg, initial_of, own_activities, week_behind


@require_http_methods(["GET", "HEAD", "POST"])
def weekly(request: HttpRequest, day: str = "") -> HttpResponse:
    """The questions of the week that ended; `day` names an earlier answer that is to be corrected."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    programme = programme_of(standing)
    on = _told_on(person, day) if day else asked_on(standing, programme)
    if programme is None or on is None:
        return render(request, "web/weekly_later.html", {"begun": programme is not None})
    said = told.weekly_answers(person).get(on)
    if request.method == "POST":
        form = WeeklyForm(request.POST, asks_leg=asks_leg(standing))
        if form.is_valid():
            row = told.keep(WeeklyCheck, person, on=on, answers=to_json(form.answers()))
            return redirect("follows", kind="weekly", entry_id=row.pk)
    else:
        form = WeeklyForm(asks_leg=asks_leg(standing), initial=initial_of(said))
    context = {"form": form, "changing": said is not None, "earlier": bool(day), **_about(standing, programme, on)}
    return render(request, "web/weekly.html", context, status=422 if form.errors else 200)


def _told_on(person: Person, day: str) -> date:
    """The day of an answer that was given. Raises Http404 where none was."""
    found = next((on for on in told.weekly_answers(person) if on.isoformat() == day), None)
    if found is None:
        raise Http404
    return found


def _about(standing: Standing, programme: Programme, on: date) -> dict[str, object]:
    return {
        "on": on,
        "behind": week_behind(min(on, programme.week_starts_on), diary(standing.person)),
        "activities": own_activities(programme.course.baseline),
    }
