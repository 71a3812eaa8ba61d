"""The middleware that stands before every view of a clinic and asks `access`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from steadyback.clinic.access import RefusedError, Seen, pass_through, roles_here
from steadyback.clinic.audit import asking, note_looked
from steadyback.clinic.doors import DOORS
from steadyback.clinic.housekeeping import Housekeeping
from steadyback.clinic.licences import RunOutError
from steadyback.clinic.roles import Role

_SHOWING = (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
"""Answers that show something: a page, or a form that comes back with what was wrong."""


class Gatekeeper:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.housekeeping = Housekeeping()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asking(request):
            response = self.get_response(request)
        seen: Seen | None = getattr(request, "seen", None)
        if seen is not None and response.status_code in _SHOWING:
            # Written before the page leaves: nobody looks without a row.
            note_looked(request, seen.person, *getattr(request, "looked_at", (_name(request),)))
        if getattr(request, "_cached_user", None) is not None and request.user.is_authenticated:
            # Who uses a shared computer after signing out finds nothing by going back.
            response.headers.setdefault("Cache-Control", "no-store")
        self.housekeeping.now_and_then()
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = _name(request)
        door = DOORS.get(name)
        if door is None:
            raise Http404
        try:
            roles = roles_here(request) if door.signed_in else None
            request.seen = pass_through(door, request.user, kwargs.get("person_id"), roles)  # type: ignore[attr-defined]
        except RefusedError as refusal:
            return refuse(request, refusal)
        request.is_about_others = bool(door.roles) and Role.PATIENT not in door.roles  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RunOutError):
            return render(request, "clinic/licence_run_out.html", {"rows": exception.rows}, status=HTTPStatus.FORBIDDEN)
        return refuse(request, exception) if isinstance(exception, RefusedError) else None


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.view_name if request.resolver_match else None) or ""


def refuse(request: HttpRequest, refusal: RefusedError) -> HttpResponse:
    """What somebody learns who may not pass: to sign in, that this is not shown to them, or nothing at all."""
    if request.headers.get("HX-Request"):
        # A part of a page that is open already: the whole page is loaded again and says it.
        return HttpResponse(status=refusal.status, headers={"HX-Refresh": "true"})
    if refusal.status == HTTPStatus.NOT_FOUND:
        raise Http404
    if request.path.startswith("/api/"):
        words = {
            401: ("sign_in", _("Please sign in.")),
            403: ("not_shown", _("This is not shown to you.")),
        }
        code, text = words[refusal.status]
        return JsonResponse({"error": code, "message": text}, status=refusal.status)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        return redirect_to_login(request.get_full_path())
    return render(request, "clinic/not_shown.html", status=HTTPStatus.FORBIDDEN)
