"""A storage that is full, busy or away is said plainly, on either database; nothing else is hidden behind it."""

import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from steadyback.web import access
from steadyback.web.middleware import StorageFaults

SQLITE = {13: "SQLITE_FULL", 5: "SQLITE_BUSY", 1: "SQLITE_ERROR"}


def of_sqlite(code: int) -> DatabaseError:
    cause = sqlite3.OperationalError("provoked")
    cause.sqlite_errorcode = code
    cause.sqlite_errorname = SQLITE[code]
    return caused_by(cause, OperationalError)


def of_postgresql(cause: psycopg.Error, kind: type[DatabaseError] = OperationalError) -> DatabaseError:
    return caused_by(cause, kind)


def caused_by(cause: Exception, kind: type[DatabaseError]) -> DatabaseError:
    error = kind("provoked")
    error.__cause__ = cause
    return error


def answered(path: str, error: Exception) -> HttpResponse | None:
    request: HttpRequest = RequestFactory().get(path)
    return StorageFaults(lambda _: HttpResponse()).process_exception(request, error)


FULL = [of_sqlite(13), of_postgresql(psycopg.errors.DiskFull()), OSError(28, "no space")]
BUSY = [of_sqlite(5), *map(of_postgresql, (psycopg.errors.LockNotAvailable(), psycopg.errors.DeadlockDetected()))]
AWAY = [*map(of_postgresql, (psycopg.OperationalError("connection refused"), psycopg.errors.AdminShutdown()))]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        *((one, 507, "storage_full") for one in FULL),
        *((one, 503, "storage_busy") for one in BUSY),
        *((one, 503, "storage_away") for one in AWAY),
    ],
)
def test_a_fault_of_the_storage_is_said_plainly(error: Exception, status: int, code: str) -> None:
    api, page = answered("/api/sessions/x/events/", error), answered("/progress/", error)
    assert api is not None
    assert page is not None
    assert (api.status_code, page.status_code) == (status, status)
    assert code.encode() in api.content
    assert b"saved" in page.content


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(1),
        of_postgresql(psycopg.errors.UndefinedTable()),
        of_postgresql(psycopg.errors.StringDataRightTruncation(), DataError),
        OSError(2, "no such file"),
        ValueError("anything"),
    ],
)
def test_any_other_error_is_not_hidden(error: Exception) -> None:
    assert answered("/progress/", error) is None


@pytest.mark.parametrize(("error", "status"), [(AWAY[0], 503), (of_sqlite(1), 500)])
def test_a_fault_before_any_view_is_said_as_well(
    error: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise error

    monkeypatch.setattr(access, "only_person", fault)
    client = Client(raise_request_exception=False, headers={"host": "localhost:8000"})
    assert client.get("/week/").status_code == status
