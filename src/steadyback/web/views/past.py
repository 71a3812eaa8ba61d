"""How the plan came about: every change with its rules, and the plan of any day."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.decision_words import decided, referral_words
from steadyback.web.diary import diary
from steadyback.web.history import begun_on, programme_of, programme_on
from steadyback.web.past import decided_by_day, plan_then, told_of
from steadyback.web.referrals import with_referrals
from steadyback.web.standing import standing_of
from steadyback.web.week_days import planned_views

DAY = timedelta(days=1)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every day on which something changed, newest first, and a way to any day."""
    person = current_person(request)
    standing, _programme = with_referrals(standing_of(person, clock.today(person)))
    programme = programme_of(standing)
    context: dict[str, object] = {"today": standing.today, "first": begun_on(person)}
    wanted = request.GET.get("on")
    if wanted is not None:
        on = _date(wanted)
        first = begun_on(person)
        if on is not None and first is not None and first <= on <= standing.today and programme is not None:
            return redirect("past_day", on=on.isoformat())
        context["error"] = _("Choose a day from the beginning of your programme until today.")
    if programme is not None:
        context["days"] = decided_by_day(programme)
        context["referrals"] = [(one, referral_words(one)) for one in reversed(programme.referrals)]
    return render(request, "web/history.html", context, status=422 if "error" in context else 200)


@require_safe
def past_day(request: HttpRequest, on: str) -> HttpResponse:
    """One day: the plan as it was, what was decided, what was done and told, and what of it was corrected."""
    person = current_person(request)
    standing, _programme = with_referrals(standing_of(person, clock.today(person)))
    day, first = _date(on), begun_on(person)
    if day is None or first is None or not first <= day <= standing.today:
        raise Http404
    programme = programme_on(standing, day)
    if programme is None:
        raise Http404
    then = plan_then(standing, programme, day)
    sessions = next((one.sessions for one in then.plan.days if one.on == day), ()) if then else ()
    context = {
        "day": day,
        "before": day - DAY if day > first else None,
        "after": day + DAY if day < standing.today else None,
        "then": then,
        "sessions": planned_views(sessions),
        "level": programme.versions[-1].amounts.level,
        "decisions": [decided(one) for one in programme.decided_on(day)],
        "reasons": programme.course.level_reasons,
        "done": [entry for entry in diary(person) if entry.on == day],
        "told": told_of(person, day),
        "referrals": [(one, referral_words(one)) for one in programme.referrals if one.raised_on == day],
    }
    return render(request, "web/past_day.html", context)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
