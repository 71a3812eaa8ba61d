"""Correct a pain or effort that was typed wrongly in a session; the page says what becomes other by it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steadyback.records.codec import from_json
from steadyback.records.session import SessionRecord
from steadyback.web import clock
from steadyback.web.access import own_session
from steadyback.web.decision_words import followed, referral_words
from steadyback.web.history import programme_of
from steadyback.web.models import Session
from steadyback.web.referrals import with_referrals
from steadyback.web.session_log import OPEN_STATUSES, RefusedError, correct
from steadyback.web.session_scores import ToldScore, told_scores
from steadyback.web.standing import standing_of

SCALE = range(11)


@require_http_methods(["GET", "HEAD", "POST"])
def session_scores(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    if from_json(SessionRecord, session.record).status in OPEN_STATUSES:
        return redirect("session", session_id=session.id)
    scores = told_scores(session)
    error = ""
    if request.method == "POST":
        chosen = next((one for one in scores if f"{one.client_id}:{one.seq}" == request.POST.get("of")), None)
        value = _value(request.POST.get("value", ""))
        if chosen is not None and value is not None:
            try:
                return _corrected(request, session, chosen, value)
            except RefusedError as refused:
                error = refused.message
        else:
            error = _("Choose a number from 0 to 10.")
    context = {"session": session, "scores": scores, "scale": SCALE, "error": error}
    return render(request, "web/session_scores.html", context, status=422 if error else 200)


def _corrected(request: HttpRequest, session: Session, score: ToldScore, value: int) -> HttpResponse:
    person = session.person
    before = programme_of(standing_of(person, clock.today(person)))
    correct(session, (score.client_id, score.seq), {score.key: value})
    standing, _programme = with_referrals(standing_of(person, clock.today(person)))
    after = programme_of(standing)
    now = next(one for one in told_scores(session) if (one.client_id, one.seq) == (score.client_id, score.seq))
    found = followed(before, after) if before is not None and after is not None else None
    context = {
        "said": now.words,
        "earlier": score.words,
        "found": found,
        "referrals": [(one, referral_words(one)) for one in found.referrals] if found else [],
        "is_open": standing.is_open,
    }
    return render(request, "web/follows.html", context)


def _value(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) in SCALE else None
