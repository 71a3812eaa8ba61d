"""Today: the one thing that comes first, and why."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from steadyback.programme.versions import Programme
from steadyback.records.reasons import Reason
from steadyback.web import clock, weekly_form
from steadyback.web.access import current_person
from steadyback.web.diary import asks_morning, diary, morning_scores
from steadyback.web.flare_view import flare_view
from steadyback.web.measuring import is_asked
from steadyback.web.models import Person
from steadyback.web.next_step import next_step, question_first
from steadyback.web.planning import week_of
from steadyback.web.referrals import in_flare, notes, with_referrals
from steadyback.web.session_end import after_session_url, questions_waiting
from steadyback.web.session_store import illness_pause, reasons_of, unfinished_session
from steadyback.web.standing import Standing, next_step_url, standing_of
from steadyback.web.week_days import day_view, week_days

SCALE = range(11)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    if standing.is_emergency:
        return redirect(next_step_url(standing))
    if person.notices_acknowledged_at is None and standing.screening is None:
        return render(request, "web/welcome.html", {"started": standing.unfinished is not None})
    morning_said = morning_scores(person).get(standing.today)
    context: dict[str, object] = {
        "standing": standing,
        "today": standing.today,
        "scale": SCALE,
        "asks_morning": asks_morning(person, standing.today) or (in_flare(programme) and morning_said is None),
        "morning_said": morning_said,
        "notes": notes(programme),
        "asks_measures": standing.is_open and is_asked(person, standing.today),
        "asks_week": weekly_form.is_due(standing, programme),
    }
    waiting = questions_waiting(person)
    if waiting is not None:
        context["step"] = question_first(after_session_url(waiting))
    else:
        context.update(_open(standing, programme) if standing.is_open else {"step": next_step(standing)})
    return render(request, "web/home.html", context)


def _open(standing: Standing, programme: Programme | None) -> dict[str, object]:
    """Behind an open gate: choices first, then the session that was left, then what today holds."""
    week = week_of(standing)
    if week is None:
        return {"choose_first": True}
    entries = diary(standing.person)
    free = dict(programme.free_days) if programme else {}
    today = day_view(week, standing.today, entries, standing.today, free)
    tomorrow = day_view(week, standing.today + timedelta(days=1), entries, standing.today)
    days = week_days(week, entries, standing.today)
    return {
        "day": today,
        "flare": flare_view(programme),
        "to_do": [session for session in today.sessions if session.can_start],
        "tomorrow": tomorrow,
        "week_ends": week.day(tomorrow.on) is None,
        "unfinished": unfinished_session(standing.person),
        "is_unwell": illness_pause(standing.person) is not None,
        "unwell": _unwell(standing.person),
        "planned": sum(len(day.sessions) for day in days),
        "done": sum(1 for day in days for session in day.sessions if session.done and session.done.counts),
    }


def _unwell(person: Person) -> tuple[Reason, ...]:
    """Why exercise rests for a day, empty when it need not (S-03)."""
    check = illness_pause(person)
    return reasons_of(check) if check is not None else ()
