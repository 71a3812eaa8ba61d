"""The check before a session: seven taps and pain now (specification 1.7, 3.5). It opens it or says why not."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.programme.advice import advice_text
from steadyback.programme.session_start import MAY_START, StartDecision
from steadyback.records.codec import from_json
from steadyback.records.session import StartOutcome
from steadyback.web import check_pages, clock, session_store
from steadyback.web.access import current_person, own_session
from steadyback.web.check_form import CheckForm
from steadyback.web.models import Person, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.referrals import with_referrals
from steadyback.web.session_end import questions_waiting
from steadyback.web.session_log import end_early, was_left
from steadyback.web.standing import refuse_unless_open, standing_of

KINDS = ("strength", "cardio")
# Where a check leads that starts no session.
LEADS_TO = {
    StartOutcome.EMERGENCY: "emergency",
    StartOutcome.RESCREEN: "screening",
}


@require_http_methods(["GET", "HEAD", "POST"])
def session_check(request: HttpRequest, on: str, kind: str) -> HttpResponse:
    person = current_person(request)
    if kind not in KINDS:
        raise Http404
    day = _day(on)
    with_referrals(standing_of(person, clock.today(person)))  # what the weeks have found closes exercise here too
    closed = refuse_unless_open(person)
    if closed is not None:
        return closed
    form = CheckForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and form.cleaned_data["signs"]:
        return _sign_given(request, person, kind, day, form)
    instead = _instead(request, person, kind, day)
    if instead is not None:
        return instead
    if form is None or not form.is_valid():
        return _ask(request, kind, day, form)
    pain = form.cleaned_data["pain"]
    earlier = session_store.other_pain_today(person, pain)
    if earlier is not None and request.POST.get("confirmed_pain") != str(pain):
        context = {"kind": kind, "day": day, "pain": pain, "earlier": earlier}
        return render(request, "web/session_check_pain.html", context)
    return _go_on(request, person, kind, form)


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise Http404 from None


def _sign_given(request: HttpRequest, person: Person, kind: str, day: date, form: CheckForm) -> HttpResponse:
    """A sign is read back before it counts (amendments 2); it counts whatever is planned today."""
    if request.POST.get("confirmed") != "yes":
        return _read_back(request, kind, day, form)
    return _go_on(request, person, kind, form)


def _go_on(request: HttpRequest, person: Person, kind: str, form: CheckForm) -> HttpResponse:
    try:
        checked = session_store.check_and_open(person, kind, form.taps())
    except session_store.NothingPlannedError:
        return _explain(request, "nothing_planned", 409)
    if checked.session is not None:
        return redirect("session", session_id=checked.session.id)
    if checked.decision.outcome in MAY_START:
        # The gate closed, or STOP was pressed elsewhere, while the check was being answered.
        return refuse_unless_open(person) or redirect("home")
    return leads_to(checked)


def leads_to(checked: session_store.Checked) -> HttpResponse:
    """Where a check goes on after which nothing may start."""
    outcome = checked.decision.outcome
    if outcome is StartOutcome.STOP_TRIAGE:
        return redirect("session_check_triage", check_id=checked.check.id)
    if outcome in LEADS_TO:
        return redirect(LEADS_TO[outcome])
    return redirect("session_check_result", check_id=checked.check.id)


def _instead(request: HttpRequest, person: Person, kind: str, day: date) -> HttpResponse | None:
    """What is shown instead of the check when this session is not the one to begin now; None when it is."""
    waiting = questions_waiting(person)
    if waiting is not None:
        return redirect("session_triage", session_id=waiting.id)
    unfinished = session_store.unfinished_session(person)
    if request.method != "POST" and unfinished is not None and not was_left(unfinished):
        return render(request, "web/session_unfinished.html", {"session": unfinished})
    why_not = _why_not(person, kind, day)
    if why_not is None:
        return None
    check = session_store.illness_pause(person) if why_not == "ill" else None
    reasons = session_store.reasons_of(check) if check is not None else ()
    return _explain(request, why_not, 409 if request.method == "POST" else 200, day=day, reasons=reasons)


def _why_not(person: Person, kind: str, day: date) -> str | None:
    today = clock.today(person)
    if day != today:
        return "day_passed" if day < today else "day_to_come"
    if session_store.illness_pause(person) is not None:
        return "ill"
    if session_store.done_today(person, kind) is not None:
        return "done"
    week = week_of(standing_of(person, today))
    return "nothing_planned" if week is None or week.session(today, kind) is None else None


def _explain(request: HttpRequest, why_not: str, status: int, **more: Any) -> HttpResponse:
    return render(request, "web/session_not_now.html", {"why_not": why_not, **more}, status=status)


def _ask(request: HttpRequest, kind: str, day: date, form: CheckForm | None) -> HttpResponse:
    context = check_pages.asked(form, reverse("session_check", args=[day.isoformat(), kind]))
    return render(request, "web/session_check.html", context, status=422 if form is not None else 200)


def _read_back(request: HttpRequest, kind: str, day: date, form: CheckForm) -> HttpResponse:
    context = check_pages.read_back(form, reverse("session_check", args=[day.isoformat(), kind]))
    return render(request, "web/session_check_read_back.html", context)


@require_safe
def session_check_result(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """What a check led to when no session begins: kept, so that it can be read again."""
    check = get_object_or_404(SessionCheck, id=check_id, person=current_person(request))
    decision = from_json(StartDecision, check.decision)
    if decision.outcome in LEADS_TO:
        return redirect(LEADS_TO[decision.outcome])
    if decision.outcome is StartOutcome.STOP_TRIAGE and check.follow_up is None:
        return redirect("session_check_triage", check_id=check.id)
    code = check.follow_up["advice"] if check.follow_up else decision.advice
    context = {"decision": decision, "reasons": decision.reasons, "advice": advice_text(code)}
    return render(request, "web/session_check_result.html", context)


@require_POST
def session_end_early(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """End a session that was left, from outside it; what was done of it is kept."""
    session = own_session(request, session_id)
    end_early(session)
    return redirect("session_done", session_id=session.id)
