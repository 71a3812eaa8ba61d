"""The JSON interface of a guided session: its state, the writer's lease, and its events."""

import json
import math
import re
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from steadyback.records.codec import from_json, to_json
from steadyback.records.session import SessionScript
from steadyback.web import session_log
from steadyback.web.access import own_session
from steadyback.web.event_reading import read_events
from steadyback.web.session_camera import coach_payload
from steadyback.web.session_end import ended
from steadyback.web.session_log import RefusedError
from steadyback.web.session_state import lease_state, session_state
from steadyback.web.standing import refuse_unless_open

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def answers_refusals(view: View) -> View:
    """Turn RefusedError into {"error", "message", ...details} with its status."""

    @wraps(view)
    def answer(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
        try:
            return view(request, session_id)
        except RefusedError as refused:
            body = {"error": refused.code, "message": refused.message, **refused.details}
            return JsonResponse(body, status=refused.status)

    return answer


@require_safe
@answers_refusals
def session_state_view(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    closed = refuse_unless_open(session.person, api=True)
    if closed is not None:
        return closed
    return JsonResponse(session_state(session, client_id=request.GET.get("client_id", "")))


@require_safe
@answers_refusals
def camera(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What the page asks for when the camera is turned on."""
    session = own_session(request, session_id)
    closed = refuse_unless_open(session.person, api=True)
    if closed is not None:
        return closed
    payload = coach_payload(from_json(SessionScript, session.script))
    if payload is None:
        raise Http404(_("A camera can see nothing of this session."))
    return JsonResponse(payload)


@require_POST
@answers_refusals
def lease(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    body = read_body(request, {"client_id", "take_over"})
    take_over = body.get("take_over", False)
    if not isinstance(take_over, bool):
        _invalid("take_over", _("must be true or false"))
    client_id = _client_id(body)
    closed = refuse_unless_open(session.person, api=True)
    if closed is not None:
        return closed
    taken = session_log.take_lease(session.id, session.person, client_id, take_over=take_over)
    return JsonResponse(lease_state(taken, client_id))


@require_POST
@answers_refusals
def events(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    body = read_body(request, {"client_id", "events"})
    client_id = _client_id(body)
    new = read_events(body.get("events"), session_id=str(session.id), client_id=client_id)
    appended = session_log.append_events(session.id, session.person, client_id, new)
    answer = {
        "acknowledged": appended.acknowledged,
        "record": to_json(appended.record),
        "ended": ended(appended.session, appended.record),
    }
    return JsonResponse(answer)


def read_body(request: HttpRequest, allowed: set[str]) -> dict[str, Any]:
    """The JSON object that was sent, with no other keys. Raises RefusedError 413, 422."""
    try:
        text = request.body
    except RequestDataTooBig:
        message = _("This is more than 2 MB at once. Send fewer events in one go.")
        raise RefusedError(413, "too_large", message) from None
    try:
        body = json.loads(text, parse_constant=_not_a_number, parse_float=_finite)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        _invalid("", _("this is not JSON"))
    if not isinstance(body, dict):
        _invalid("", _("must be an object"))
    for key in body:
        if key not in allowed:
            _invalid(key, _("is not known here"))
    return body


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _client_id(body: dict[str, Any]) -> str:
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id) or client_id == session_log.SERVER_CLIENT:
        _invalid("client_id", _("must be 1 to 64 letters, digits, - or _"))
    return client_id


def _invalid(place: str, what: str) -> NoReturn:
    raise RefusedError(422, "invalid", f"{place}: {what}" if place else what, place=place)
