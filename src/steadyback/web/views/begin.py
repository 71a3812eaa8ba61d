"""The first minute: who this is for, where help is, sound and STOP, the safety card (amendments 2; 6.3)."""

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PersonalSettings
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.emergency_numbers import countries
from steadyback.web.models import Person

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def begin(request: HttpRequest) -> HttpResponse:
    """Who this is for, and the notice that has to be acknowledged before anything else."""
    person = current_person(request)
    if request.method != "POST":
        return render(request, "web/begin.html", {"step": 1})
    if request.POST.get("understood") != "yes":
        error = _("Please tick that you have read this. We cannot go on without it.")
        return render(request, "web/begin.html", {"step": 1, "error": error}, status=422)
    person.notices_acknowledged_at = clock.now()
    person.zone = _known_zone(request.POST.get("zone", "")) or person.zone
    person.save(update_fields=["notices_acknowledged_at", "zone"])
    return HttpResponseRedirect(reverse("begin_country"))


def _known_zone(name: str) -> str | None:
    """The zone's name if this machine knows it; a browser may send anything."""
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@pages
def country(request: HttpRequest) -> HttpResponse:
    """Where the person is, so that the number to call is right."""
    person = current_person(request)
    if not person.notices_acknowledged_at:
        return HttpResponseRedirect(reverse("begin"))
    context: dict[str, object] = {"step": 2, "countries": countries().values(), "chosen": _settings(person).country}
    if request.method != "POST":
        return render(request, "web/begin_country.html", context)
    code = request.POST.get("country", "")
    if code not in countries():
        context["error"] = _("Please choose your country from the list, or “Another country”.")
        return render(request, "web/begin_country.html", context, status=422)
    _change_settings(person, country=code)
    return HttpResponseRedirect(reverse("rehearsal"))


@pages
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Try the sound and STOP before they are needed."""
    person = current_person(request)
    if not person.notices_acknowledged_at:
        return HttpResponseRedirect(reverse("begin"))
    if request.method != "POST":
        return render(request, "web/rehearsal.html", {"step": 3})
    sound = request.POST.get("sound", "")
    if sound not in ("heard", "captions"):
        error = _("Please choose: with sound, or reading along.")
        return render(request, "web/rehearsal.html", {"step": 3, "error": error}, status=422)
    with_sound = sound == "heard"
    _change_settings(person, voice_on=with_sound, tones_on=with_sound)
    person.rehearsed_at = clock.now()
    person.save(update_fields=["rehearsed_at"])
    return HttpResponseRedirect(reverse("begin_card"))


@pages
def card(request: HttpRequest) -> HttpResponse:
    """The safety card, shown to everyone once before the questions (specification 1.5)."""
    if not current_person(request).notices_acknowledged_at:
        return HttpResponseRedirect(reverse("begin"))
    if request.method == "POST":
        return HttpResponseRedirect(reverse("screening"))
    return render(request, "web/begin_card.html", {"step": 4})


def _settings(person: Person) -> PersonalSettings:
    return from_json(PersonalSettings, person.settings)


def _change_settings(person: Person, **changes: object) -> None:
    person.settings = to_json(replace(_settings(person), **changes))  # type: ignore[arg-type]
    person.save(update_fields=["settings"])
