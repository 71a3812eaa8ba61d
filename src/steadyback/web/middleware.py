"""What stands before every page: only our own origin gets in, and storage faults are told plainly."""

import logging
import sqlite3
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


class SameOriginOnly:
    """Refuse a foreign page that talks to our address; browsers set Origin and Sec-Fetch-Site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin")
        if origin and origin != f"{request.scheme}://{request.get_host()}":
            return HttpResponseForbidden(_("This request came from another site, so it was refused."))
        navigates = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "GET"
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not navigates:
            return HttpResponseForbidden(_("This request came from another site, so it was refused."))
        return self.get_response(request)


class Permissions:
    """Of what a browser can open up, our pages may ask for the camera; nothing that they embed may ask for anything."""

    POLICY = "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        return response


class StorageFaults:
    """A full disk or a busy database is said plainly. The transaction was rolled back, so nothing is half-written."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        fault = _storage_fault(exception)
        if fault is None:
            return None
        status, code, text = fault
        log.error("storage fault %s at %s", code, request.path)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": code, "message": text}, status=status)
        return render(request, "web/storage_fault.html", {"text": text}, status=status)


def _storage_fault(exception: Exception) -> tuple[int, str, str] | None:
    if not isinstance(exception, (DatabaseError, OSError)):
        return None
    cause = exception.__cause__ if isinstance(exception, DatabaseError) else exception
    name = getattr(cause, "sqlite_errorname", "") if isinstance(cause, sqlite3.Error) else ""
    full = name.startswith("SQLITE_FULL") or getattr(cause, "errno", None) in (28, 122)
    if full or name.startswith("SQLITE_IOERR"):
        folder = settings.DATA
        return (
            507,
            "storage_full",
            _(
                "There is no room left to save in %(folder)s. "
                "What was saved before is safe. Free some space, then try again."
            )
            % {"folder": folder},
        )
    if isinstance(exception, OperationalError) and name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return (
            503,
            "storage_busy",
            _("Another program is using your data just now, so this was not saved. Please try again in a moment."),
        )
    return None
