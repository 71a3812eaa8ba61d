"""Trying the camera before a session, and the coach's own code for the browser."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.exercises import Exercise, load_catalogue
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.coach_parts import camera_place, coach_urls, core_name, core_zip, is_coached
from steadyback.web.models import Person
from steadyback.web.planning import week_of
from steadyback.web.session_camera import camera_texts
from steadyback.web.standing import refuse_unless_open, standing_of
from steadyback.web.views.session_page import session_texts

FOR_GOOD = "max-age=31536000, public, immutable"
WORDS_OF_THE_CAMERA = ("coach_", "on", "off")


@require_safe
def camera(request: HttpRequest, exercise_id: str = "") -> HttpResponse:
    """Try the camera with an exercise of the person's own week. Nothing is recorded."""
    person = current_person(request)
    closed = refuse_unless_open(person)
    if closed is not None:
        return closed
    exercises = coached_exercises(person)
    if exercise_id and exercise_id not in {one.id for one in exercises}:
        raise Http404(_("This exercise is not in your week, or the camera does not follow it."))
    chosen = next((one for one in exercises if one.id == exercise_id), exercises[0] if exercises else None)
    urls = coach_urls()
    context: dict[str, Any] = {
        "exercises": [(one.id, _(one.name)) for one in exercises],
        "chosen": chosen.id if chosen else "",
        "name": _(chosen.name) if chosen else "",
        "data": None,
    }
    if chosen is not None and urls:
        words = {**session_texts(), **camera_texts()}
        context["data"] = {
            "exercise": chosen.id,
            "place": camera_place(chosen),
            "urls": urls,
            "texts": {key: _(text) for key, text in words.items() if key.startswith(WORDS_OF_THE_CAMERA)},
        }
    return render(request, "web/camera.html", context)


def coached_exercises(person: Person) -> list[Exercise]:
    """The exercises of this week that a camera follows, each once, in the order in which they come."""
    week = week_of(standing_of(person, clock.today(person)))
    planned = [
        one.exercise_id
        for day in (week.plan.days if week else ())
        for session in day.sessions
        for one in session.exercises
    ]
    catalogue = load_catalogue()
    return [catalogue[one] for one in dict.fromkeys(planned) if is_coached(catalogue[one])]


@require_safe
def coach_core(request: HttpRequest, name: str) -> HttpResponse:
    """The core rooms for the browser's Python. The name is that of exactly this content."""
    if name != core_name():
        raise Http404(_("This part of the coach has changed. Please load the page again."))
    response = HttpResponse(core_zip(), content_type="application/zip")
    response.headers["Cache-Control"] = FOR_GOOD
    return response
