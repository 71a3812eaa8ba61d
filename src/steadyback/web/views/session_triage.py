"""The questions after a stop: what was felt, new numbness or weakness, a fall (S-02, M-02, 3.5, 3.6, amendments 4)."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from steadyback.programme.pain_monitoring import TRIAGE_ITEMS, decide_fall, decide_triage
from steadyback.programme.screening import load_screening
from steadyback.programme.session_progress import concern_of
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Answer
from steadyback.records.session import PainDecision, PainOutcome, SessionRecord, StartOutcome, StopAnswer
from steadyback.web import clock
from steadyback.web.access import current_person, own_session
from steadyback.web.check_form import YES_NO_UNSURE
from steadyback.web.check_questions import FELT_ANSWERS, PAIN_SCALE
from steadyback.web.models import Session, SessionCheck
from steadyback.web.session_end import FALL, FELT, after_session_url, asked_next
from steadyback.web.session_log import answer_stop
from steadyback.web.standing import raise_hold
from steadyback.web.turns import writing_about

FALL_QUESTION = "hurt"
# The help at screening speaks of its later questions, so these have their own.
HELP = {
    "A01": gettext_lazy("Leaking, a weak stream that you cannot explain, or not feeling that your bladder is full."),
    "A03": gettext_lazy("Many people notice it because toilet paper feels different."),
    "A04": gettext_lazy("You may choose not to say."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def check_triage(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """After "new numbness" at the check. Exercise is paused already; these answers decide how soon help is needed."""
    check = get_object_or_404(SessionCheck, id=check_id, person=current_person(request))
    if check.follow_up is not None or check.decision["outcome"] != StartOutcome.STOP_TRIAGE.value:
        return redirect("session_check_result", check_id=check.id)
    if request.method != "POST":
        return _ask_signs(request, {})
    answers = _answers(request, TRIAGE_ITEMS)
    if len(answers) < len(TRIAGE_ITEMS):
        return _ask_signs(request, answers)
    decision = _settle(check, "check", answers)
    if decision.outcome is PainOutcome.EMERGENCY:
        return redirect("emergency")
    return redirect("session_check_result", check_id=check.id)


@require_http_methods(["GET", "HEAD", "POST"])
def session_triage(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """After a stop that nobody answered, or one for numbness, weakness or a fall."""
    session = own_session(request, session_id)
    asked = asked_next(session, from_json(SessionRecord, session.record))
    if asked is None:
        return redirect(after_session_url(session))
    if asked == FELT:
        return _felt(request, session)
    items = (FALL_QUESTION,) if asked == FALL else TRIAGE_ITEMS
    answers = _answers(request, items) if request.method == "POST" else {}
    if request.method != "POST" or len(answers) < len(items):
        return _ask_fall(request) if asked == FALL else _ask_signs(request, answers)
    _settle(session, "session", answers)
    return redirect(after_session_url(session))


def _felt(request: HttpRequest, session: Session) -> HttpResponse:
    """ "What did you feel?", and the number where it was more back pain."""
    felt, pain = request.POST.get("felt", ""), request.POST.get("pain", "")
    if request.method != "POST" or felt not in FELT_ANSWERS:
        return _ask_felt(request, {"answers": FELT_ANSWERS.items(), "missing": request.method == "POST"})
    answer = StopAnswer(felt)
    if answer is StopAnswer.MORE_PAIN and pain not in map(str, PAIN_SCALE):
        return _ask_felt(request, {"scale": PAIN_SCALE, "missing": bool(pain)})
    answer_stop(session, answer, int(pain) if answer is StopAnswer.MORE_PAIN else None)
    session.refresh_from_db()
    return redirect(after_session_url(session))


def _ask_felt(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "web/session_felt.html", context, status=422 if context["missing"] else 200)


def _answers(request: HttpRequest, items: tuple[str, ...]) -> dict[str, Answer]:
    """What was answered; anything else than an offered answer counts as not answered and is asked again."""
    found = {}
    for item in items:
        if request.POST.get(item) in _offered(item):
            found[item] = Answer(request.POST[item])
    return found


def _offered(item: str) -> dict[str, Any]:
    offered: dict[str, Any] = dict(YES_NO_UNSURE)
    if item == "A04":
        offered["prefer_not"] = _("I would rather not say")
    return offered


def _settle(row: SessionCheck | Session, source: str, answers: Mapping[str, Answer]) -> PainDecision:
    """Decide, keep the answers, and raise what was found, all at once."""
    fell = FALL_QUESTION in answers
    decision = decide_fall(answers[FALL_QUESTION].value) if fell else decide_triage(answers)
    with writing_about(row.person_id):
        locked = type(row).objects.get(pk=row.pk)
        if locked.follow_up is None:
            row.follow_up = {"answers": to_json(answers), **to_json(decision)}
            row.save(update_fields=["follow_up"])
            _raise(row, source, decision)
    return decision


def _raise(row: SessionCheck | Session, source: str, decision: PainDecision) -> None:
    """One hold for each sign that was named, so that the help page has the words for it; R-02 is raised already."""
    concern = concern_of(decision, clock.today(row.person))
    if concern is None or decision.outcome is not PainOutcome.EMERGENCY:
        return
    for reason in decision.reasons:
        for rule in str(reason.values.get("items") or concern.rule).split(","):
            session = row if isinstance(row, Session) else None
            raise_hold(row.person, replace(concern, rule=rule), source, session, decision.reasons)


def _ask_signs(request: HttpRequest, answers: Mapping[str, Answer]) -> HttpResponse:
    items = load_screening().items
    posted = request.method == "POST"
    questions = [
        {
            "id": item,
            "question": _(items[item].question),
            "help": HELP.get(item, ""),
            "answers": _offered(item).items(),
            "chosen": answers[item].value if item in answers else None,
            "missing": posted and item not in answers,
        }
        for item in TRIAGE_ITEMS
    ]
    return render(request, "web/session_triage.html", {"questions": questions}, status=422 if posted else 200)


def _ask_fall(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    return render(request, "web/session_fall.html", {"missing": posted}, status=422 if posted else 200)
