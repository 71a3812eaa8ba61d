"""`{% keep_page as keep %}` in a session, and `{% own_replay session %}` on the page after it."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from steadyback.clinic import skeletons
from steadyback.clinic.access import own_person
from steadyback.clinic.replay_page import replay_for_person, texts
from steadyback.records.codec import from_json
from steadyback.records.session import SessionScript
from steadyback.web.models import Session
from steadyback.web.session_camera import offers_camera

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_page(context: dict[str, Any]) -> SafeString | str:
    """The `KeepPage` of frontend/src/live/figure-keeper.ts; "" where no camera can see anything of the session."""
    request = context["request"]
    person = own_person(request)
    session_id = request.resolver_match.kwargs.get("session_id") if request.resolver_match else None
    if person is None or session_id is None:
        return ""
    session = person.sessions.get(id=session_id)
    if not offers_camera(from_json(SessionScript, session.script)):
        return ""
    standing = skeletons.standing_of(session)
    words = texts("keep_")
    words["keep_about"] = words["keep_about"].replace("{days}", str(skeletons.days_kept(person)))
    page = {
        "keep": reverse("api_session_skeleton", args=[session.id]),
        "frames": reverse("api_session_skeleton_frames", args=[session.id]),
        "csrf": get_token(request),
        "keeps": standing.keeps,
        "full": standing.full,
        "until_ms": standing.until_ms,
        "names": skeletons.shown_to(person),
        "texts": words,
    }
    return json_script(page, "keep-data")


@register.inclusion_tag("clinic/own_replay.html", takes_context=True)
def own_replay(context: template.Context, session: Session) -> dict[str, object]:
    data, line = replay_for_person(session)
    return {"data": data, "line": line, "session": session, "csrf_token": context.get("csrf_token")}
