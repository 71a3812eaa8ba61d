"""Which events a session takes, given where it stands.

Nothing follows an end by rule but corrections, and STOP with what was felt: that counts whenever it arrives.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, Protocol

from steadyback.records.session import (
    AllRightAnswer,
    Event,
    EventKind,
    PainDecision,
    PainOutcome,
    ScriptStep,
    SessionPosition,
    SessionScript,
    SessionStatus,
    StopAnswer,
)

OVER = (SessionStatus.FINISHED, SessionStatus.ENDED_EARLY, SessionStatus.ENDED_BY_RULE)
_AFTER_AN_END = (EventKind.PAIN_REPORTED, EventKind.EFFORT_REPORTED, EventKind.CORRECTED)
# Another tab may hold STOP and its answer back until the session is over.
_AT_ANY_TIME = (EventKind.STOP_PRESSED, EventKind.STOP_ANSWERED)
_WHILE_STOPPED = (
    EventKind.SESSION_OPENED,
    EventKind.STOP_PRESSED,
    EventKind.STOP_ANSWERED,
    EventKind.PAIN_REPORTED,
    EventKind.SESSION_ENDED,
    EventKind.CORRECTED,
    EventKind.COACHING_PAUSED,
    EventKind.COACHING_RESUMED,
)
_LONGEST_S = 6 * 3600.0
_FULL_TURN_DEG: Final = 360.0
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
COUNTED_BY: Final = ("camera", "timer")
LARGEST = {"pain": 10, "effort": 10, "reps_left": 50}


class Standing(Protocol):
    """What decides about the next event: a SessionRecord has it, and so has a fold in progress."""

    @property
    def status(self) -> SessionStatus: ...
    @property
    def position(self) -> SessionPosition: ...
    @property
    def decisions(self) -> Sequence[PainDecision]: ...
    @property
    def using_easier(self) -> Collection[int]: ...
    @property
    def stop_unanswered(self) -> bool: ...


def accepts(script: SessionScript, record: Standing, event: Event) -> str | None:
    """None when the event fits, else a code: session_over, stopped_to_ask, not_stopped, invalid, unknown_step,
    not_this_step, wrong_kind, out_of_order, no_easier, nothing_to_correct.
    """
    refusal = _by_status(record, event)
    if refusal is None:
        refusal = _by_step(script, record, event)
    if refusal is None:
        check = _CHECKS.get(event.kind)
        refusal = None if check is None else check(script, record, event)
    return refusal


def _by_status(record: Standing, event: Event) -> str | None:
    status = record.status
    if event.kind in _AT_ANY_TIME or (record.stop_unanswered and _is_number_of_stop(event)):
        return None
    if status is SessionStatus.ENDED_BY_RULE and event.kind is not EventKind.CORRECTED:
        return "session_over"
    if status in OVER and event.kind not in _AFTER_AN_END:
        return "session_over"
    if status is SessionStatus.STOPPED_TO_ASK and event.kind not in _WHILE_STOPPED:
        return "stopped_to_ask"
    return None


def _is_number_of_stop(event: Event) -> bool:
    """The pain that "more back pain" waits for."""
    return event.kind is EventKind.PAIN_REPORTED and event.data.get("when") == "stop"


def _by_step(script: SessionScript, record: Standing, event: Event) -> str | None:
    """A step that is named must be in the script; work must be done on the step that is next."""
    step = event.data.get("step")
    if step is None:
        return "invalid" if event.kind in _STEP_NEEDED else None
    if not is_whole(step, 0):
        return "invalid"
    if step >= len(script.steps):
        return "unknown_step"
    at = record.position.step
    if event.kind is EventKind.STEP_STARTED:
        return None if step in (at, at + 1) else "not_this_step"
    if event.kind in _ON_THIS_STEP:
        return None if step == at else "not_this_step"
    return None


_ON_THIS_STEP = frozenset(
    {
        EventKind.REPETITION_COMPLETED,
        EventKind.SET_COMPLETED,
        EventKind.SIDE_SWITCHED,
        EventKind.SEGMENT_PROGRESSED,
        EventKind.SEGMENT_COMPLETED,
        EventKind.STEP_COMPLETED,
        EventKind.STEP_SKIPPED,
    }
)
_STEP_NEEDED = _ON_THIS_STEP | {
    EventKind.STEP_STARTED,
    EventKind.HOLD_COMPLETED,
    EventKind.EASIER_CHOSEN,
    EventKind.EFFORT_REPORTED,
    EventKind.REPS_LEFT_REPORTED,
    EventKind.TALK_TEST_REPORTED,
    EventKind.CUE_GIVEN,
    EventKind.ADJUSTMENT_SEEN,
    EventKind.COACHING_PAUSED,
    EventKind.COACHING_RESUMED,
    EventKind.ASKED_ALL_RIGHT,
    EventKind.ANSWERED_ALL_RIGHT,
    EventKind.FEWER_CHOSEN,
}


def is_whole(value: Any, low: int, high: int | None = None) -> bool:
    """Whether a value from the wire is a whole number within bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value and (high is None or value <= high)


def is_seconds(value: Any) -> bool:
    """Whether a value from the wire is a time that a session can have."""
    return _is_number(value) and 0 <= value <= _LONGEST_S


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def in_use(script: SessionScript, standing: Standing, step: int) -> ScriptStep:
    """The step as it is done now: the easier version where that was chosen."""
    planned = script.steps[step]
    return planned.easier if step in standing.using_easier and planned.easier is not None else planned


def order_of(step: ScriptStep, place: Mapping[str, Any]) -> tuple[int, int, int]:
    """Where a place comes in the step: set, side, repetition, or with alternate sides set, repetition, side."""
    side, repetition = place["side"], place["repetition"]
    return (place["set"], repetition, side) if step.alternate else (place["set"], side, repetition)


def _repetition(script: SessionScript, record: Standing, event: Event) -> str | None:
    step = in_use(script, record, event.data["step"])
    if step.kind != "exercise":
        return "wrong_kind"
    bounds = {"set": step.dose.sets, "side": len(step.sides), "repetition": step.dose.reps}
    if not all(is_whole(event.data.get(key), 0, most - 1) for key, most in bounds.items()):
        return "invalid"
    if not _is_seen_well(event.data):
        return "invalid"
    here = record.position
    next_up = {"set": here.set, "side": here.side, "repetition": here.repetition}
    return None if order_of(step, event.data) >= order_of(step, next_up) else "out_of_order"


def _is_seen_well(data: Mapping[str, Any]) -> bool:
    """Whether what a camera added to a repetition makes sense; a timer adds nothing."""
    range_deg = data.get("range_deg", 0)
    in_range = _is_number(range_deg) and 0 <= range_deg <= _FULL_TURN_DEG
    return data.get("counted_by", "timer") in COUNTED_BY and in_range and is_seconds(data.get("duration_s", 0))


def _set_completed(script: SessionScript, record: Standing, event: Event) -> str | None:
    step = in_use(script, record, event.data["step"])
    if step.kind != "exercise":
        return "wrong_kind"
    return None if is_whole(event.data.get("set"), 0, step.dose.sets - 1) else "invalid"


def _side_switched(script: SessionScript, record: Standing, event: Event) -> str | None:
    refusal = _set_completed(script, record, event)
    if refusal is not None:
        return refusal
    sides = len(in_use(script, record, event.data["step"]).sides)
    return None if is_whole(event.data.get("side"), 0, sides - 1) else "invalid"


def _hold(script: SessionScript, record: Standing, event: Event) -> str | None:
    seen_s = event.data.get("seen_s", 0)
    return None if is_seconds(event.data.get("hold_s")) and is_seconds(seen_s) else "invalid"


def _segment(script: SessionScript, record: Standing, event: Event) -> str | None:
    step = script.steps[event.data["step"]]
    if step.kind != "cardio":
        return "wrong_kind"
    segment = event.data.get("segment")
    if not isinstance(segment, int) or not is_whole(segment, 0, len(step.phases) - 1):
        return "invalid"
    if not is_seconds(event.data.get("elapsed_s")):
        return "invalid"
    return None if segment >= record.position.segment else "out_of_order"


def _easier(script: SessionScript, record: Standing, event: Event) -> str | None:
    """Offered for the step at hand, or for the one just stopped, but not after sharp or spreading pain (M-03)."""
    step, at = event.data["step"], record.position.step
    if step not in (at, at - 1):
        return "not_this_step"
    if script.steps[step].easier is None or step in record.using_easier:
        return "no_easier"
    if step == at:
        return None
    rules = {reason.rule for reason in record.decisions[-1].reasons} if record.decisions else set()
    return None if "M-04" in rules else "no_easier"


def _stop_answered(script: SessionScript, record: Standing, event: Event) -> str | None:
    """After STOP any answer; a serious one also when another tab answered STOP meanwhile."""
    if event.data.get("answer") not in {answer.value for answer in StopAnswer}:
        return "invalid"
    return None if record.stop_unanswered or is_serious(script, event) else "not_stopped"


def is_serious(script: SessionScript, event: Event) -> bool:
    """Whether what was felt decides more than going on. A number of pain is not asked of it."""
    answer = StopAnswer(event.data["answer"])
    if answer is StopAnswer.MORE_PAIN:
        return False
    decision = script.stop_table.get(answer)
    return decision is None or decision.outcome is not PainOutcome.CONTINUE


def _pain(script: SessionScript, record: Standing, event: Event) -> str | None:
    pain, when = event.data.get("pain"), event.data.get("when")
    if when not in ("step", "stop", "end") or not (pain is None or is_whole(pain, 0, LARGEST["pain"])):
        return "invalid"
    if when == "stop":
        if not record.stop_unanswered:
            return "not_stopped"
        return "invalid" if pain is None else None
    if when == "step" and event.data.get("step") is None:
        return "invalid"
    return "stopped_to_ask" if record.status is SessionStatus.STOPPED_TO_ASK else None


def _number(key: str) -> Callable[[SessionScript, Standing, Event], str | None]:
    def check(script: SessionScript, record: Standing, event: Event) -> str | None:
        return None if is_whole(event.data.get(key), 0, LARGEST[key]) else "invalid"

    return check


def _talk_test(script: SessionScript, record: Standing, event: Event) -> str | None:
    return None if event.data.get("answer") in ("sing", "sentences", "words") else "invalid"


def _paused(script: SessionScript, record: Standing, event: Event) -> str | None:
    elapsed_s = event.data.get("segment_elapsed_s", 0)
    return None if is_seconds(elapsed_s) and is_whole(event.data.get("segment", 0), 0) else "invalid"


def _ended(script: SessionScript, record: Standing, event: Event) -> str | None:
    return None if event.data.get("how") in ("finished", "early") else "invalid"


def _corrected(script: SessionScript, record: Standing, event: Event) -> str | None:
    if event.supersedes is None:
        return "nothing_to_correct"
    known = event.data.keys() <= {"pain", "effort"} and bool(event.data)
    return None if known and all(is_whole(value, 0, 10) for value in event.data.values()) else "invalid"


def _cue(script: SessionScript, record: Standing, event: Event) -> str | None:
    known = event.data.get("kind") in ("adjust", "praise", "sent")
    return None if known and _is_code(event.data.get("code")) else "invalid"


def _adjustment(script: SessionScript, record: Standing, event: Event) -> str | None:
    numbers = all(_is_number(event.data.get(key)) for key in ("value", "limit"))
    named = _is_code(event.data.get("code")) and _is_code(event.data.get("unit"))
    return None if numbers and named and is_whole(event.data.get("repetition"), 0) else "invalid"


def _coaching_paused(script: SessionScript, record: Standing, event: Event) -> str | None:
    return None if _is_code(event.data.get("code")) else "invalid"


def _fewer(script: SessionScript, record: Standing, event: Event) -> str | None:
    """Never more than planned (P12)."""
    step = in_use(script, record, event.data["step"])
    if step.kind != "exercise":
        return "wrong_kind"
    return None if is_whole(event.data.get("reps"), 1, step.dose.reps) else "invalid"


def _all_right(script: SessionScript, record: Standing, event: Event) -> str | None:
    return None if event.data.get("answer") in {answer.value for answer in AllRightAnswer} else "invalid"


_CHECKS: Mapping[EventKind, Callable[[SessionScript, Standing, Event], str | None]] = {
    EventKind.REPETITION_COMPLETED: _repetition,
    EventKind.HOLD_COMPLETED: _hold,
    EventKind.SET_COMPLETED: _set_completed,
    EventKind.SIDE_SWITCHED: _side_switched,
    EventKind.SEGMENT_PROGRESSED: _segment,
    EventKind.SEGMENT_COMPLETED: _segment,
    EventKind.EASIER_CHOSEN: _easier,
    EventKind.PAUSED: _paused,
    EventKind.STOP_ANSWERED: _stop_answered,
    EventKind.PAIN_REPORTED: _pain,
    EventKind.EFFORT_REPORTED: _number("effort"),
    EventKind.REPS_LEFT_REPORTED: _number("reps_left"),
    EventKind.TALK_TEST_REPORTED: _talk_test,
    EventKind.SESSION_ENDED: _ended,
    EventKind.CORRECTED: _corrected,
    EventKind.CUE_GIVEN: _cue,
    EventKind.ADJUSTMENT_SEEN: _adjustment,
    EventKind.COACHING_PAUSED: _coaching_paused,
    EventKind.ANSWERED_ALL_RIGHT: _all_right,
    EventKind.FEWER_CHOSEN: _fewer,
}
