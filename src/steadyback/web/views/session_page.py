"""The page of a guided session: everything it needs to lead without a network, in one answer."""

import json
import uuid
from functools import cache
from importlib.resources import files
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.programme.advice import Advice, load_advice
from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PersonalSettings
from steadyback.records.session import SessionScript, SessionStatus
from steadyback.web import clock
from steadyback.web.access import own_session
from steadyback.web.emergency_numbers import emergency_number
from steadyback.web.models import Session
from steadyback.web.session_camera import offers_camera
from steadyback.web.session_end import after_session_url
from steadyback.web.session_in_page import Compact, names_shown, record_in_page, script_in_page
from steadyback.web.session_log import OPEN_STATUSES, may_carry_on, was_left
from steadyback.web.session_state import session_state
from steadyback.web.standing import refuse_unless_open

SOUND = ("voice_on", "tones_on", "voice_rate", "quiet_from_hour", "quiet_until_hour")


@require_safe
def session_page(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    if SessionStatus(session.status) not in OPEN_STATUSES:
        return redirect(after_session_url(session))
    closed = refuse_unless_open(session.person)
    if closed is not None:
        return closed
    if was_left(session) and session.on == clock.today(session.person):  # the seven taps again; the place is kept
        return redirect("session_check", on=session.on.isoformat(), kind=session.kind)
    if not may_carry_on(session):
        if session.on == clock.today(session.person):  # led otherwise by now: it begins anew, with its check
            return redirect("session_check", on=session.on.isoformat(), kind=session.kind)
        context = {"why_not": "day_passed", "day": session.on}
        return render(request, "web/session_not_now.html", context)
    data = json_script(_payload(request, session), "session-data", encoder=Compact)
    return render(request, "web/session.html", {"data": data, "shown": names_shown(session.script)})


def _payload(request: HttpRequest, session: Session) -> dict[str, Any]:
    settings = from_json(PersonalSettings, session.person.settings)
    urls = {
        "session": reverse("api_session", args=[session.id]),
        "lease": reverse("api_session_lease", args=[session.id]),
        "events": reverse("api_session_events", args=[session.id]),
        "done": reverse("session_done", args=[session.id]),
        "triage": reverse("session_triage", args=[session.id]),
        "emergency": reverse("emergency"),
        "home": reverse("home"),
    }
    return {
        "session_id": str(session.id),
        **session_state(session, client_id=""),
        "script": script_in_page(session.script),
        "record": record_in_page(session.record),
        "settings": {name: value for name, value in to_json(settings).items() if name in SOUND},
        "zone": session.person.zone,
        "csrf": get_token(request),
        "advice": {code: advice_as_shown(advice) for code, advice in load_advice().items() if _in_session(code)},
        "emergency_number": emergency_number(settings.country),
        "camera": _camera_url(session),
        "texts": {key: _(text) for key, text in session_texts().items()},
        "urls": urls,
    }


def _camera_url(session: Session) -> str | None:
    offered = offers_camera(from_json(SessionScript, session.script))
    return reverse("api_session_camera", args=[session.id]) if offered else None


@cache
def session_texts() -> dict[str, str]:
    """The English source of what the session page says, by key."""
    source = files("steadyback.web").joinpath("session_texts.json").read_text(encoding="utf-8")
    return dict(json.loads(source))


def _in_session(code: str) -> bool:
    return code.startswith(("session.", "emergency."))


def advice_as_shown(advice: Advice) -> dict[str, Any]:
    return {
        "title": _(advice.title),
        "lines": [_(line) for line in advice.lines],
        "call_emergency": advice.call_emergency,
    }
