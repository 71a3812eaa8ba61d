"""What a camera saw of a session, in words: honest about what it did not see, and never a grade."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from steadyback.exercises import load_catalogue, spoken
from steadyback.records.session import SessionRecord, SessionScript, StepSummary

WORTH_SAYING_S = 10
"""Shorter spells without sight are not mentioned (a default of ours)."""
AT_MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One exercise: how much of it was seen, and one more line of praise or about sight."""

    name: str
    seen: str
    more: str


@dataclass(frozen=True, slots=True)
class NextTime:
    """One thing to adjust next time."""

    name: str
    text: str


def seen_lines(script: SessionScript, record: SessionRecord) -> list[SeenLine]:
    """One line for each exercise that a camera watched."""
    lines = []
    for step in record.steps:
        if was_watched(step):
            lines.append(SeenLine(_name(script, step), _how_much(step), _more(step)))
    return lines


def next_time(script: SessionScript, record: SessionRecord) -> list[NextTime]:
    """At most two things, the most frequent first. Something that went well after a cue is not said again."""
    found = [
        (times, step, code)
        for step in record.steps
        if not step.praised and step.exercise_id
        for code, times in step.adjustments.items()
    ]
    found.sort(key=lambda one: (-one[0], one[1].index, one[2]))
    lines: dict[str, NextTime] = {}
    for _times, step, code in found:
        cue = next((rule.cue for rule in load_catalogue()[step.exercise_id].faults if rule.id == code), None)
        if cue is not None and step.exercise_id not in lines:
            lines[step.exercise_id] = NextTime(_name(script, step), spoken(_(cue), script.tummy_cue))
    return list(lines.values())[:AT_MOST_LINES]


def was_watched(step: StepSummary) -> bool:
    return bool(step.repetitions_seen or step.hold_seen_s or step.unseen_s or step.adjustments)


def _name(script: SessionScript, step: StepSummary) -> str:
    planned = script.steps[step.index]
    easier = planned.easier is not None and planned.easier.exercise_id == step.exercise_id
    return _(planned.easier.name if easier and planned.easier is not None else planned.name)


def _how_much(step: StepSummary) -> str:
    words = []
    if step.repetitions_seen:
        values = {"seen": step.repetitions_seen, "planned": step.repetitions_planned}
        words.append(_("%(seen)d of %(planned)d seen by the camera") % values)
    if step.hold_seen_s:
        values = {"seen": round(step.hold_seen_s), "held": round(max(step.hold_s, step.hold_seen_s))}
        words.append(_("%(seen)d of %(held)d seconds of holding seen") % values)
    return " · ".join(words) or _("led by time")


def _more(step: StepSummary) -> str:
    if step.unseen_s >= WORTH_SAYING_S:
        return _("I could not see you well for %(seconds)d seconds.") % {"seconds": round(step.unseen_s)}
    if step.praised:
        return _("You took up what I said, and it went well.")
    if step.repetitions_seen and not step.adjustments:
        return _("Nothing to adjust that the camera could see.")
    return ""
