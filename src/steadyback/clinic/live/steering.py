"""What a watcher wants of a session: decided by the core within what was planned, and put into words."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from steadyback.clinic.access import Seen
from steadyback.exercises import load_catalogue, spoken
from steadyback.programme.session_acceptance import in_use
from steadyback.programme.supervision import why_not_easier, why_not_fewer
from steadyback.records.codec import from_json
from steadyback.records.reasons import Reason
from steadyback.records.session import SessionRecord, SessionScript
from steadyback.web.models import Session


@dataclass(frozen=True, slots=True)
class Steered:
    """`more`: what the person's page is told beside who wants what; `refused`: the rule and a sentence instead."""

    more: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, str] | None = None


def steer(seen: Seen, state: bytes | None, wanted: dict[str, Any]) -> Steered:
    """`state` is the newest that the person's page told. Stop and pause never come here: they are always allowed."""
    if wanted["kind"] == "cue" and "text" in wanted:
        text = " ".join(wanted["text"].split())
        return Steered({"text": text}) if text.isprintable() and text else _refused("", _("Please write a sentence."))
    told = None if state is None else json.loads(state)
    session = None if told is None else _session(seen, told["session"])
    if told is None or session is None:
        return _refused("", _("No session is being shown now."))
    script = from_json(SessionScript, session.script)
    record = from_json(SessionRecord, session.record)
    if wanted["kind"] == "cue":
        return _cue(told["exercise"], wanted["code"], script.tummy_cue)
    step = told["step"]
    if wanted["kind"] == "easier":
        return _decided(why_not_easier(script, record, step), {"step": step})
    fewer = why_not_fewer(script, record, step, wanted["reps"])
    planned = in_use(script, record, step).dose.reps if step < len(script.steps) else 0
    return _decided(fewer, {"step": step, "reps": wanted["reps"]}, planned)


def _session(seen: Seen, session_id: str) -> Session | None:
    """Of this person and no other."""
    return seen.person.sessions.filter(id=UUID(session_id)).first()


def _cue(exercise_id: str, code: str, tummy_cue: str) -> Steered:
    catalogue = load_catalogue()
    for rule in catalogue[exercise_id].faults if exercise_id in catalogue else ():
        if rule.id == code:
            return Steered({"code": code, "text": spoken(_(rule.cue), tummy_cue)})
    return _refused("", _("This exercise has no such cue."))


def _decided(reason: Reason | None, more: dict[str, Any], planned: int = 0) -> Steered:
    if reason is None:
        return Steered(more)
    words = {
        "P12": _("Only fewer than planned (%(planned)s) is possible while they exercise.") % {"planned": planned},
        "PL-05": _("This exercise has no easier version left."),
        "PL-03": _("This part has no repetitions to lower, or none would be left."),
        "M-04": _("They have stopped and are being asked what they felt."),
    }
    if reason.rule == "P12" and "reps" not in reason.values:
        return _refused("P12", _("Their session is not at this exercise any more."))
    return _refused(reason.rule, words[reason.rule])


def _refused(rule: str, message: str) -> Steered:
    return Steered(refused={"rule": rule, "message": message})
