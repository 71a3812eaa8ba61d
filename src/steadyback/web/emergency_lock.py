"""While an emergency is open, every address leads to the emergency page (G-01, H02).

What stays reachable is listed here; everything else is closed, so that a page added later is closed too.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from steadyback.programme.gate import may_leave_emergency
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.access import person_or_none
from steadyback.web.models import Person
from steadyback.web.standing import Standing, latest_visit, open_holds, raise_hold, standing_of
from steadyback.web.turns import writing_about

ALWAYS = frozenset({"emergency", "emergency_back", "safety_card"})
# What was felt must arrive even now; that view refuses further exercise itself and hands out no script.
ALWAYS |= {"api_session_events"}
# The last ones are a clinic's: who sees what, and one's account.
OWN_DATA = ("settings", "data", "care", "account", "mfa", "usersessions", "join")
AFTER_THE_VISIT = ("screening",)


class EmergencyLock:
    """Middleware: asks where the person stands before any page is made.

    No page may be kept by the browser: "back" must never bring up exercise from before the emergency.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        # A clinic's carers go on caring for others, also on a day when their own exercise is shut.
        others = getattr(request, "is_about_others", False)
        person = None if others or is_always_reachable(name) else person_or_none(request)
        standing = standing_of(person, clock.today(person)) if person is not None else None
        if person is None or standing is None or not standing.is_emergency:
            return None
        note_first_seen(standing)
        if opens_on_the_way_back(name, person):
            return None
        if request.path.startswith("/api/"):
            message = _("Exercise is paused. Please get help first; the emergency page says how.")
            return JsonResponse({"error": "gate_closed", "message": message}, status=403)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse("emergency")})
        return HttpResponseRedirect(reverse("emergency"))


def is_always_reachable(name: str) -> bool:
    """Help and the person's own data: these never depend on anything that is stored."""
    return name in ALWAYS or _belongs_to(name, OWN_DATA)


def opens_on_the_way_back(name: str, person: Person) -> bool:
    """The full re-screen opens again once the person was seen and a day has passed (amendments 2)."""
    return _belongs_to(name, AFTER_THE_VISIT) and name != "screening_result" and may_go_back(person)


def _belongs_to(name: str, areas: tuple[str, ...]) -> bool:
    return any(name == area or name.startswith(f"{area}_") for area in areas)


def raised_at(person: Person) -> datetime | None:
    """When the latest open emergency was raised."""
    word = Disposition.EMERGENCY.value
    moments = [hold.raised_at for hold in open_holds(person) if hold.concern["disposition"] == word]
    row = person.screenings.filter(outcome__isnull=False).order_by("changed_at").last()
    found = row.outcome["disposition"] if row is not None and row.outcome else None
    if row is not None and found == word and row.confirmed_at is not None:
        moments.append(row.confirmed_at)
    return max(moments, default=None)


def note_first_seen(standing: Standing) -> None:
    """Keep when an emergency was first seen that arose only by the calendar or a new rule, so that there is a way back.

    The others have a moment already: of the answer that was confirmed, or of the hold.
    """
    if not standing.is_emergency:
        return
    person, word = standing.person, Disposition.EMERGENCY
    with writing_about(person):
        if raised_at(person) is not None:
            return
        found = standing.outcome.concerns if standing.outcome is not None else ()
        signs = [concern for concern in found if concern.disposition is word]
        for sign in signs or [Concern("G-01", word, Urgency.NOW, standing.today)]:
            raise_hold(person, sign, "calendar")


def may_go_back(person: Person) -> bool:
    """Whether the person was seen since the emergency, and long enough ago, for the full re-screen."""
    visit, raised = latest_visit(person), raised_at(person)
    return visit is not None and raised is not None and may_leave_emergency(visit.seen_at, raised, clock.now())
