"""One line for each request and each error, for machines or to read, and nothing in it that tells of a person.

Addresses are written as patterns (an invitation's secret is part of its address), accounts as a keyed hash, an error as
its kind and the places in the code: the words of an exception may hold what somebody has answered.
"""

import hashlib
import hmac
import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STYLES = ("text", "json")
NO_PATTERN = "-"
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_log = logging.getLogger("steadyback.request")


class RequestLog:
    """Stands before everything else, so that its time and status are those that went out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.log_id = _id_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request.log_id  # type: ignore[attr-defined]
        if request.resolver_match is not None or response.status_code >= 400:
            fields = {
                "request": request.log_id,  # type: ignore[attr-defined]
                "method": _method(request),
                "address": pattern_of(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "account": _account(request),
            }
            _log.info("request", extra={"fields": fields})
        return response


def pattern_of(request: HttpRequest) -> str:
    """The address without what stands in it: `people/<uuid:person_id>/`."""
    return request.resolver_match.route or "/" if request.resolver_match is not None else NO_PATTERN


def hash_of_account(key: object) -> str:
    """The same for one account as long as the installation keeps its secret; tells nobody else which one it is."""
    return hmac.new(settings.SECRET_KEY.encode(), f"log:{key}".encode(), hashlib.sha256).hexdigest()[:12]


def _id_of(request: HttpRequest) -> str:
    """The id that our own proxy gave, or a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _method(request: HttpRequest) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "other"


def _account(request: HttpRequest) -> str:
    """Of the account that the request was answered for; asks the database nothing by itself."""
    user = getattr(request, "_cached_user", None)
    return hash_of_account(user.pk) if user is not None and user.pk is not None else ""


class OneLine(logging.Formatter):
    """A record as one line of JSON, or as words and name=value."""

    def __init__(self, style: str = "text") -> None:
        super().__init__()
        self.json = style == "json"

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record),
            **getattr(record, "fields", {}),
            **_of_request(record),
            **_of_error(record),
        }
        if self.json:
            return json.dumps(said, ensure_ascii=True)
        head = " ".join(said.pop(name) for name in ("at", "level", "from"))
        message = json.dumps(said.pop("message"))[1:-1]
        return " ".join([head, message, *(f"{name}={_plain(value)}" for name, value in said.items())])


def _message(record: logging.LogRecord) -> str:
    """Django's records about a request have its path among their words; the pattern stands beside them instead."""
    if getattr(record, "request", None) is None:
        return record.getMessage()
    told = record.args[0] if isinstance(record.args, tuple) and str(record.msg).startswith("%s") else record.msg
    return str(told).partition(":")[0].partition("%")[0].strip()


def _of_request(record: logging.LogRecord) -> dict[str, str]:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return {}
    return {"request": getattr(request, "log_id", NO_PATTERN), "address": pattern_of(request)}


def _of_error(record: logging.LogRecord) -> dict[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__qualname__,
        "where": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _place(file: str) -> str:
    for root in ("site-packages/", "src/"):
        file = file.rpartition(root)[2]
    return file


def _plain(value: object) -> str:
    return " < ".join(reversed(value)) if isinstance(value, list) else str(value) or NO_PATTERN


def only_once(record: logging.LogRecord) -> bool:
    """Refusals have their line already, by RequestLog."""
    return record.name != "django.request" or record.levelno >= logging.ERROR


def logging_of(style: str) -> dict[str, Any]:
    """The LOGGING setting."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"only_once": {"()": "django.utils.log.CallbackFilter", "callback": only_once}},
        "formatters": {"line": {"()": OneLine, "style": style}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["only_once"]},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "steadyback.request": {"level": "INFO"},
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
