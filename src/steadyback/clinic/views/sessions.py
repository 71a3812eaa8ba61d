"""A person's sessions for those who look after them, and one of them as a time line."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from steadyback.clinic import reviews, skeletons
from steadyback.clinic.access import Seen, passes, seen
from steadyback.clinic.doors import DOORS
from steadyback.clinic.replay_page import replay_for_carer
from steadyback.clinic.session_line import began_at, results, time_line
from steadyback.clinic.words import role_words
from steadyback.records.codec import from_json
from steadyback.records.session import SessionRecord, SessionScript
from steadyback.web import labels
from steadyback.web.diary import diary
from steadyback.web.models import Session
from steadyback.web.session_log import stored_events

LATEST = 60
_REPLAY = DOORS["person_skeleton"]


@require_safe
def person_sessions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that was done, newest first."""
    found = seen(request)
    entries = sorted(diary(found.person), key=lambda one: one.on, reverse=True)[:LATEST]
    guided = set(found.person.sessions.values_list("id", flat=True))
    signed = reviews.signed_by(found.carer, [str(one.id) for one in entries])
    moving = skeletons.sessions_kept(found.person) if passes(_REPLAY, found.carer, found.person.id) else frozenset()
    rows = [
        {"entry": one, "guided": one.id in guided, "signed": str(one.id) in signed, "moving": one.id in moving}
        for one in entries
    ]
    return render(request, "clinic/person_sessions.html", {**_context(found), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def person_session(request: HttpRequest, person_id: UUID, session_id: UUID) -> HttpResponse:
    found = seen(request)
    session = found.person.sessions.filter(id=session_id).first()
    if session is None:
        raise Http404
    wrong = _said(request, found, session) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect("person_session", person_id=person_id, session_id=session_id)
    script, record = from_json(SessionScript, session.script), from_json(SessionRecord, session.record)
    signed = reviews.sign_offs_on(session)
    events = stored_events(session)
    line, began = time_line(script, events, found.role), began_at(events)
    context = {
        **_context(found),
        "session": session,
        "kind": labels.say(labels.KINDS, session.kind),
        "record": record,
        "results": [
            {"result": one, "signed": signed.get(one.step, []), "began": began.get(one.step)}
            for one in results(script, record)
        ],
        "line": line,
        "replay": replay_for_carer(found, session, line),
        "comments": reviews.comments_on(session),
        "wrong": wrong,
        "longest": reviews.LONGEST,
    }
    return render(request, "clinic/person_session.html", context, status=422 if wrong else 200)


def _context(found: Seen) -> dict[str, object]:
    return {"seen": found, "name": found.person.patient.user.name, "role": role_words(found.role.value)}


def _said(request: HttpRequest, found: Seen, session: Session) -> str:
    what = request.POST.get("what", "")
    if what == "sign":
        step = request.POST.get("step", "")
        if not (step.isascii() and step.isdigit() and len(step) < 4):
            return _("This exercise is not in the session.")
        return reviews.sign_off(found, session, int(step), request.POST.get("note", ""))
    if what == "comment":
        return reviews.comment(found, session, request.POST.get("text", ""), _moment(request.POST.get("at", "")))
    raise Http404


def _moment(text: str) -> float | None:
    """Minutes and seconds as on the time line; None for the whole session, -1 for what is no time."""
    if not text.strip():
        return None
    minutes, _colon, seconds = text.strip().partition(":")
    if all(part.isascii() and part.isdigit() and len(part) < 4 for part in (minutes, seconds)):
        return int(minutes) * 60.0 + int(seconds)
    return -1.0
