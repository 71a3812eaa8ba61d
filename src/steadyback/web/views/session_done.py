"""The end of a session in three lines: what you did, how it felt, what tomorrow is (amendments 4)."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from steadyback.records.codec import from_json
from steadyback.records.plan import PlannedSession
from steadyback.records.session import SessionRecord, SessionScript, SessionStatus, StepSummary
from steadyback.web import clock, labels, told
from steadyback.web.access import own_session
from steadyback.web.models import Session
from steadyback.web.planning import week_of
from steadyback.web.session_end import asked_next, deciding, ending_advice
from steadyback.web.session_log import OPEN_STATUSES
from steadyback.web.session_scores import told_scores
from steadyback.web.session_seen_words import next_time, seen_lines
from steadyback.web.standing import Standing, next_step_url, standing_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """One exercise of the session in words."""

    name: str
    what: str


@require_safe
def session_done(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, session_id)
    record = from_json(SessionRecord, session.record)
    if record.status in OPEN_STATUSES:
        return redirect("session", session_id=session.id)
    if asked_next(session, record) is not None:
        return redirect("session_triage", session_id=session.id)
    standing = standing_of(session.person, clock.today(session.person))
    return render(request, "web/session_done.html", _context(session, record, standing))


def _context(session: Session, record: SessionRecord, standing: Standing) -> dict[str, Any]:
    script = from_json(SessionScript, session.script)
    decision = deciding(record)
    return {
        "session": session,
        "ended_by_rule": record.status is SessionStatus.ENDED_BY_RULE,
        "did": did(script, record),
        "felt": felt(replace(record, pain_before=_pain_before(session, record))),
        "tomorrow": tomorrow(standing),
        "advice": ending_advice(session, record),
        "reasons": decision.reasons if decision else (),
        "steps": _step_lines(script, record),
        "has_scores": bool(told_scores(session)),
        "seen": seen_lines(script, record),
        "next_time": next_time(script, record),
        "closed": not standing.is_open,
        "next_url": next_step_url(standing),
    }


def did(script: SessionScript, record: SessionRecord) -> str:
    """Line one: how many exercises, in what time. Part of one counts, and is called that."""
    led = {step.index for step in script.steps if step.kind != "transition"}
    begun = [step for step in record.steps if step.index in led and _was_begun(step)]
    if not begun:
        return _("You came and checked in. That counts.")
    values = {"done": len(begun), "all": len(led), "time": _time(record.active_s)}
    if len(begun) < len(led):
        return _("You did %(done)d of %(all)d exercises in %(time)s. That counts.") % values
    if any(step.done != "full" for step in begun):
        return _("You did part of it, in %(time)s. That counts.") % values
    return _("You did all of it, in %(time)s.") % values


def _was_begun(step: StepSummary) -> bool:
    return step.done == "full" or (step.done in ("part", "stopped") and step.active_s > 0)


def _time(active_s: float) -> str:
    minutes = round(active_s / 60)
    if minutes == 0:
        return _("less than a minute")
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _pain_before(session: Session, record: SessionRecord) -> int:
    """As it was told, or as it was corrected afterwards."""
    corrected = told.corrections(session.person, "check").get(session.check_before_id)
    return record.pain_before if corrected is None or corrected.pain is None else corrected.pain


def felt(record: SessionRecord) -> str:
    """Line two: pain before, at its highest and after, as it was told, and the hardest effort."""
    words = [_("Your pain was %(pain)d of 10 before") % {"pain": record.pain_before}]
    if record.pain_max is not None and record.pain_max > record.pain_before:
        words.append(_("%(pain)d at its highest") % {"pain": record.pain_max})
    if record.pain_after is not None:
        words.append(_("%(pain)d after") % {"pain": record.pain_after})
    line = f"{labels.joined(words)}."
    efforts = [step.effort for step in record.steps if step.effort is not None]
    if efforts:
        line += " " + _("The hardest part was an effort of %(effort)d of 10.") % {"effort": max(efforts)}
    return line


def tomorrow(standing: Standing) -> str:
    """Line three: what the plan says about tomorrow."""
    if not standing.is_open:
        return _("Exercise is paused until the next step is done.")
    week = week_of(standing)
    day = week.day(standing.today + timedelta(days=1)) if week else None
    if day is None:
        return _("Tomorrow a new week begins. Your plan for it will be here.")
    if not day.sessions:
        return _("Tomorrow is a rest day. Your usual moving about is enough.")
    return _("Tomorrow: %(sessions)s.") % {"sessions": labels.joined(_session_words(one) for one in day.sessions)}


def _session_words(session: PlannedSession) -> str:
    if session.kind == "cardio" and session.exercises:
        what = labels.say(labels.CARDIO_KINDS, session.exercises[0].exercise_id)
    else:
        what = labels.say(labels.KINDS, session.kind)
    return _("%(what)s, about %(minutes)d minutes") % {"what": what.lower(), "minutes": session.minutes}


def _step_lines(script: SessionScript, record: SessionRecord) -> list[StepLine]:
    names = {step.index: step.name for step in script.steps if step.kind != "transition"}
    return [StepLine(_(names[step.index]), _step_words(step)) for step in record.steps if step.index in names]


def _step_words(step: StepSummary) -> str:
    words = {
        "full": _("done"),
        "part": _("part of it"),
        "skipped": _("skipped"),
        "stopped": _("stopped, and that is right when it hurts"),
        "not_reached": _("not reached"),
    }
    text = words.get(step.done, step.done)
    if step.done in ("part", "stopped") and step.repetitions:
        values = {"did": step.repetitions, "planned": step.repetitions_planned}
        text += " · " + _("%(did)d of %(planned)d") % values
    if step.pain is not None:
        text += " · " + _("pain %(pain)d of 10") % {"pain": step.pain}
    return text
