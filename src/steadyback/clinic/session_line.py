"""A session's events as a time line for those who review it: what began, how it went, what was said, seen and felt.

Repetitions are counted together, so that a session reads in a minute. A stop whose rule a role may not know is a stop
without its answer (role_view).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from steadyback.clinic.role_view import may_know
from steadyback.clinic.roles import Role
from steadyback.exercises import Exercise, load_catalogue
from steadyback.programme.session_results import form_of
from steadyback.records.session import Event, EventKind, SessionRecord, SessionScript, StepSummary
from steadyback.web.labels import clock_words

_ANSWERS: Mapping[str, tuple[str, str]] = {
    "break": ("M-06", gettext_noop("a break was wanted")),
    "cramp": ("M-06", gettext_noop("a cramp")),
    "more_pain": ("M-04", gettext_noop("more pain")),
    "sharp_or_spreading": ("M-03", gettext_noop("sharp pain, or pain that spreads")),
    "numb_or_weak": ("M-02", gettext_noop("numbness or weakness")),
    "chest_faint_breathless": ("M-01", gettext_noop("chest pain, faintness or breathlessness")),
    "fell": ("FALL", gettext_noop("a fall")),
    "pregnancy_or_bulge": ("R-10", gettext_noop("a sign in pregnancy, or a bulge")),
}
_DONE: Mapping[str, str] = {
    "full": gettext_noop("all of it"),
    "part": gettext_noop("part of it"),
    "skipped": gettext_noop("skipped"),
    "stopped": gettext_noop("stopped"),
    "not_reached": gettext_noop("not reached"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line. at_s: seconds of the session's own clock. tone: "stop", "care", "head" for a new exercise, or "".

    exercise: the one that begins here.
    """

    at_s: float
    text: str
    tone: str = ""
    exercise: str = ""

    @property
    def clock(self) -> str:
        return clock_words(self.at_s)


@dataclass(frozen=True, slots=True)
class Result:
    """What was done of one exercise. form in percent, None where no camera could tell."""

    step: int
    exercise_id: str
    name: str
    done: str
    reps: str
    pain: int | None
    effort: int | None
    form: int | None
    adjusted: tuple[str, ...]


def results(script: SessionScript, record: SessionRecord) -> list[Result]:
    catalogue = load_catalogue()
    planned = {step.index: step for step in script.steps if step.kind != "transition"}
    found = []
    for step in record.steps:
        if step.index not in planned or step.exercise_id not in catalogue:
            continue
        exercise = catalogue[step.exercise_id]
        share = form_of(step, exercise)
        found.append(
            Result(
                step.index,
                exercise.id,
                _(exercise.name),
                _(_DONE.get(step.done, step.done)),
                _reps(step),
                step.pain,
                step.effort,
                round(share * 100) if share is not None else None,
                tuple(f"{_fault(exercise, code)} ({count})" for code, count in sorted(step.adjustments.items())),
            )
        )
    return found


def time_line(script: SessionScript, events: Iterable[Event], role: Role) -> list[Moment]:
    """Every event worth reading, in its order, by what this role may know."""
    names = {step.index: step for step in script.steps}
    line: list[Moment] = []
    counted = 0
    for event in events:
        if event.kind is EventKind.REPETITION_COMPLETED:
            counted += 1
            continue
        if event.kind in _ENDS_COUNT and counted:
            text = ngettext("%(count)d repetition", "%(count)d repetitions", counted) % {"count": counted}
            line.append(Moment(event.media_time_s, text))
            counted = 0
        said = _SAID.get(event.kind)
        moment = said(event, names, role) if said is not None else None
        if moment is not None:
            line.append(moment)
    return line


def began_at(events: Iterable[Event]) -> dict[int, Moment]:
    """When each exercise of a session was begun first, by its step."""
    found: dict[int, Moment] = {}
    for event in events:
        if event.kind is EventKind.STEP_STARTED:
            found.setdefault(event.data["step"], Moment(event.media_time_s, ""))
    return found


_ENDS_COUNT = frozenset(
    {EventKind.SET_COMPLETED, EventKind.STEP_COMPLETED, EventKind.STEP_SKIPPED, EventKind.STOP_PRESSED}
    | {EventKind.SESSION_ENDED, EventKind.EASIER_CHOSEN, EventKind.STEP_STARTED}
)
_Say = Callable[[Event, Mapping[int, Any], Role], Moment | None]


def _plain(text: str, tone: str = "") -> _Say:
    return lambda event, _names, _role: Moment(event.media_time_s, _(text), tone)


def _number(text: str, name: str) -> _Say:
    return lambda event, _names, _role: Moment(event.media_time_s, _(text) % {"number": event.data[name]})


def _started(event: Event, names: Mapping[int, Any], _role: Role) -> Moment | None:
    step = names.get(event.data["step"])
    if step is None or step.kind == "transition":
        return None
    return Moment(event.media_time_s, _(step.name), "head", step.exercise_id)


def _set(event: Event, _names: Mapping[int, Any], _role: Role) -> Moment:
    return Moment(event.media_time_s, _("Set %(number)d done") % {"number": event.data["set"] + 1})


def _pain(event: Event, _names: Mapping[int, Any], _role: Role) -> Moment:
    pain = event.data["pain"]
    if pain is None:
        return Moment(event.media_time_s, _("Pain the same or less"))
    return Moment(event.media_time_s, _("Pain %(pain)d of 10") % {"pain": pain}, "care")


def _felt(event: Event, _names: Mapping[int, Any], role: Role) -> Moment:
    rule, words = _ANSWERS.get(str(event.data["answer"]), ("", ""))
    if not rule or not may_know(role, rule):
        return Moment(event.media_time_s, _("Said why; a clinician can read it"), "stop")
    return Moment(event.media_time_s, _("Because of: %(what)s (%(rule)s)") % {"what": _(words), "rule": rule}, "stop")


def _cue(event: Event, names: Mapping[int, Any], _role: Role) -> Moment:
    if event.data["kind"] == "praise":
        return Moment(event.media_time_s, _("The coach praised"))
    exercise = _exercise(names, event)
    cue = _cue_words(exercise, event.data["code"]) if exercise is not None else event.data["code"]
    return Moment(event.media_time_s, _("The coach said: “%(cue)s”") % {"cue": cue})


def _seen(event: Event, names: Mapping[int, Any], _role: Role) -> Moment:
    exercise = _exercise(names, event)
    what = _fault(exercise, event.data["code"]) if exercise is not None else event.data["code"]
    return Moment(event.media_time_s, _("Seen: %(what)s") % {"what": what})


def _ended(event: Event, _names: Mapping[int, Any], _role: Role) -> Moment:
    early = event.data["how"] == "early"
    return Moment(event.media_time_s, _("Ended early") if early else _("Finished"), "head")


def _corrected(event: Event, _names: Mapping[int, Any], _role: Role) -> Moment:
    values = ", ".join(f"{_(name)} {value}" for name, value in sorted(event.data.items()))
    return Moment(event.media_time_s, _("Corrected afterwards: %(values)s") % {"values": values})


_SAID: Mapping[EventKind, _Say] = {
    EventKind.SESSION_OPENED: _plain(gettext_noop("Began"), "head"),
    EventKind.STEP_STARTED: _started,
    EventKind.SET_COMPLETED: _set,
    EventKind.STEP_SKIPPED: _plain(gettext_noop("Skipped")),
    EventKind.EASIER_CHOSEN: _plain(gettext_noop("Took the easier version"), "care"),
    EventKind.FEWER_CHOSEN: _number(gettext_noop("Fewer repetitions from here: %(number)d"), "reps"),
    EventKind.PAUSED: _plain(gettext_noop("Paused")),
    EventKind.RESUMED: _plain(gettext_noop("Went on")),
    EventKind.STOP_PRESSED: _plain(gettext_noop("STOP"), "stop"),
    EventKind.STOP_ANSWERED: _felt,
    EventKind.PAIN_REPORTED: _pain,
    EventKind.EFFORT_REPORTED: _number(gettext_noop("Effort %(number)d of 10"), "effort"),
    EventKind.REPS_LEFT_REPORTED: _number(gettext_noop("Could have done %(number)d more"), "reps_left"),
    EventKind.CUE_GIVEN: _cue,
    EventKind.ADJUSTMENT_SEEN: _seen,
    EventKind.COACHING_PAUSED: _plain(gettext_noop("The camera did not count from here")),
    EventKind.COACHING_RESUMED: _plain(gettext_noop("The camera counted again")),
    EventKind.ASKED_ALL_RIGHT: _plain(gettext_noop("Left the picture and was asked whether all is right"), "care"),
    EventKind.SESSION_ENDED: _ended,
    EventKind.CORRECTED: _corrected,
}


def _exercise(names: Mapping[int, Any], event: Event) -> Exercise | None:
    step, catalogue = names.get(event.data["step"]), load_catalogue()
    return catalogue[step.exercise_id] if step is not None and step.exercise_id in catalogue else None


def _fault(exercise: Exercise, code: str) -> str:
    return code.replace("_", " ") if all(one.id != code for one in exercise.faults) else _cue_words(exercise, code)


def _cue_words(exercise: Exercise, code: str) -> str:
    return next((_(one.cue) for one in exercise.faults if one.id == code), code.replace("_", " "))


def _reps(step: StepSummary) -> str:
    if not step.repetitions_planned:
        return ""
    return _("%(did)d of %(planned)d") % {"did": step.repetitions, "planned": step.repetitions_planned}
