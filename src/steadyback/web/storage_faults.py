"""What a fault of the storage means for whoever waits: no room left, busy, or not there; on SQLite and PostgreSQL."""

import logging
import sqlite3
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

log = logging.getLogger(__name__)

_NO_ROOM_ERRNO = (28, 122)
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
# PostgreSQL's own codes: no room on its disk; it or a lock is busy, or two writers crossed and one has to try again.
_FULL = ("53100", "58030")
_BUSY = ("55P03", "40001", "40P01", "57014", "53200", "53300", "25P03")


@dataclass(frozen=True, slots=True)
class Fault:
    status: HTTPStatus
    code: str
    text: str


def fault_of(exception: BaseException | None) -> Fault | None:
    """What to say about an exception; None where it is no fault of the storage, so that nothing else is hidden."""
    if not isinstance(exception, (DatabaseError, OSError)):
        return None
    cause = exception.__cause__ if isinstance(exception, DatabaseError) else exception
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(exception, getattr(cause, "sqlite_errorname", "") or "")
    if isinstance(exception, DatabaseError):
        return _of_postgresql(exception, getattr(cause, "sqlstate", None) or "")
    return _full() if exception.errno in _NO_ROOM_ERRNO else None


def _of_sqlite(exception: Exception, name: str) -> Fault | None:
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return _full()
    return _busy() if isinstance(exception, OperationalError) and name.startswith(_LOCKED) else None


def _of_postgresql(exception: Exception, state: str) -> Fault | None:
    if state in _FULL:
        return _full()
    if state in _BUSY:
        return _busy()
    # 08: the connection broke; 57P: the server is going down or coming up; no code at all: it could not be reached.
    gone = state.startswith(("08", "57P")) or (not state and type(exception.__cause__).__module__.startswith("psycopg"))
    return _away() if gone and isinstance(exception, OperationalError) else None


def _full() -> Fault:
    text = _(
        "There is no room left to save in %(folder)s. What was saved before is safe. Free some space, then try again."
    ) % {"folder": settings.DATA if _on_sqlite() else _("the database")}
    return Fault(HTTPStatus.INSUFFICIENT_STORAGE, "storage_full", text)


def _busy() -> Fault:
    text = _("Another program is using your data just now, so this was not saved. Please try again in a moment.")
    return Fault(HTTPStatus.SERVICE_UNAVAILABLE, "storage_busy", text)


def _away() -> Fault:
    text = _("The database does not answer just now, so nothing was saved. Please try again in a moment.")
    return Fault(HTTPStatus.SERVICE_UNAVAILABLE, "storage_away", text)


def _on_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


def answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page or, under /api/, the JSON that says it. Written without the database, which may be what is missing."""
    log.error("storage fault %s", fault.code)
    if request.path.startswith("/api/"):
        return JsonResponse({"error": fault.code, "message": fault.text}, status=fault.status)
    return HttpResponse(render_to_string("web/storage_fault.html", {"text": fault.text}), status=fault.status)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """What is shown for an error that no view saw: a fault of the storage is said as what it is, here as well."""
    fault = fault_of(sys.exc_info()[1])
    return defaults.server_error(request) if fault is None else answer(request, fault)
