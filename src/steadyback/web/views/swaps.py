"""Another day for a session, another exercise for a part of the body: what is right is offered, all else says why."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.exercises import Exercise, load_catalogue
from steadyback.programme.own_choices import why_not_choose
from steadyback.programme.versions import Programme
from steadyback.records.reasons import Reason
from steadyback.web import clock, labels, told
from steadyback.web.access import current_person
from steadyback.web.decision_words import sessions_words
from steadyback.web.models import ExerciseChoice, MovedDay
from steadyback.web.referrals import with_referrals
from steadyback.web.standing import Standing, next_step_url, standing_of
from steadyback.web.swap_days import other_days, running

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OtherExercise:
    exercise: Exercise
    against: tuple[Reason, ...]


def _open(request: HttpRequest) -> tuple[Standing, Programme] | HttpResponse:
    """Where the person stands and their weeks, or the page to go to while exercise is closed or no week is there."""
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    if not standing.is_open:
        return redirect(next_step_url(standing))
    return redirect("week") if programme is None else (standing, programme)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, on: str) -> HttpResponse:
    """Two days of the running week change places (PL-04)."""
    opened = _open(request)
    if isinstance(opened, HttpResponse):
        return opened
    standing, programme = opened
    day = _date(on)
    week = running(standing, programme)
    options = other_days(week, day)
    if not options:
        raise Http404
    here = next(one for one in week.days if one.on == day)
    refused = None
    if request.method == "POST":
        to = _date(request.POST.get("to", ""))
        chosen = next((one for one in options if one.on == to), None)
        if chosen is None:
            raise Http404
        if not chosen.against:
            told.keep(MovedDay, standing.person, on=standing.today, from_on=day, to_on=to)
            return redirect("week")
        refused = chosen
    context = {
        "day": day,
        "planned": sessions_words(here.sessions),
        "options": [one for one in options if not one.against],
        "others": [one for one in options if one.against and one.on >= standing.today],
        "refused": refused,
    }
    return render(request, "web/move.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: HttpRequest, slot: str) -> HttpResponse:
    """Another allowed exercise for a slot (PL-05, 3.8). What flags or limits rule out is refused with its rule."""
    opened = _open(request)
    if isinstance(opened, HttpResponse):
        return opened
    standing, programme = opened
    course = programme.course
    if slot not in course.standing:
        raise Http404
    refused = None
    if request.method == "POST":
        wanted = request.POST.get("exercise", "")
        against = why_not_choose(course, slot, wanted)
        if not against:
            row = told.keep(ExerciseChoice, standing.person, on=_from(standing), slot=slot, exercise_id=wanted)
            return redirect("follows", kind="choice", entry_id=row.pk)
        name = load_catalogue()[wanted].name if wanted in load_catalogue() else ""
        refused = {"name": _(name) if name else _("This exercise"), "against": against}
    now = course.standing[slot]
    others = [
        OtherExercise(one, why_not_choose(course, slot, one.id))
        for one in course.catalogue.in_slot(slot)
        if one.id != now
    ]
    context = {
        "slot": slot,
        "part": labels.say(labels.SLOTS, slot),
        "now": course.catalogue[now],
        "allowed": [one for one in others if not one.against],
        "others": [one for one in others if one.against],
        "refused": refused,
        "grows": slot in course.slots,
        "later": _from(standing) > standing.today,
    }
    return render(request, "web/swap.html", context, status=409 if refused else 200)


def _from(standing: Standing) -> date:
    """The day from which a choice counts: tomorrow where today's strength session was begun."""
    begun = standing.person.sessions.filter(on=standing.today, kind="strength").exists()
    return standing.today + DAY if begun else standing.today


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
