"""Where a session stands, folded from its events, and what follows from it (3.6, amendments 4).

The fold is total: an event that the session would not have taken changes nothing. The next thing to do is always
known, so that a reload goes on at the repetition where it was.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from steadyback.programme.pain_monitoring import decide_fall
from steadyback.programme.session_acceptance import OVER, accepts
from steadyback.programme.session_folding import Doing, Folding
from steadyback.programme.session_holds import concern_of, holds_after
from steadyback.programme.session_seen import ends_sight
from steadyback.records.session import (
    AllRightAnswer,
    Event,
    EventKind,
    PainDecision,
    PainOutcome,
    SessionPosition,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StopAnswer,
)

__all__ = ["accepts", "concern_of", "fold", "fold_new", "holds_after", "start_of"]

_Corrections = Mapping[tuple[str, int], Mapping[str, int]]
_LONGEST_S = 24 * 3600.0
_GRAVITY = tuple(PainOutcome)


def start_of(script: SessionScript, session_id: str) -> SessionRecord:
    """The record of a session in which nothing has happened yet."""
    return fold(script, session_id, ())


def fold(script: SessionScript, session_id: str, events: Sequence[Event]) -> SessionRecord:
    """The record after these events, in the order in which they were stored. Never raises for odd events.

    Corrections change the numbers that are shown and kept. A pain corrected upwards is decided about anew; what an
    earlier answer led to stays (a stop rule is only lifted by a clinician or a new screening).
    """
    return _folded(script, session_id, events, _corrections(events)).record(session_id)


def fold_new(
    script: SessionScript, session_id: str, stored: Sequence[Event], new: Sequence[Event]
) -> tuple[SessionRecord, tuple[int, str] | None]:
    """The record after the stored events and the new ones, and the first new one that does not fit, if any.

    That one is given as its place in `new` with the code of `accepts`; the record then ends before it.
    """
    corrections = _corrections((*stored, *new))
    folding = _folded(script, session_id, stored, corrections)
    for place, event in enumerate(new):
        refusal = accepts(script, folding, event)
        if refusal is not None:
            return fold(script, session_id, (*stored, *new[:place])), (place, refusal)
        _take(folding, event, corrections)
    return folding.record(session_id), None


def _folded(script: SessionScript, session_id: str, events: Iterable[Event], corrections: _Corrections) -> Folding:
    folding = Folding(script, [Doing() for _ in script.steps])
    for event in events:
        if event.session_id == session_id and accepts(script, folding, event) is None:
            _take(folding, event, corrections)
    return folding


def _take(folding: Folding, event: Event, corrections: _Corrections) -> None:
    _keep_time(folding, event)
    _see(folding, event)
    _APPLY.get(event.kind, _nothing)(folding, event)
    _show_numbers(folding, event, corrections)


def _see(folding: Folding, event: Event) -> None:
    if ends_sight(event.kind):
        for doing in folding.doing:
            doing.seen.look_away(folding.media_s)
    step = event.data.get("step")
    if isinstance(step, int):
        folding.doing[step].seen.take(event, folding.media_s)


def _corrections(events: Iterable[Event]) -> _Corrections:
    """The last correction of each event, by the client and number of the event."""
    return {
        event.supersedes: event.data
        for event in events
        if event.kind is EventKind.CORRECTED and event.supersedes is not None
    }


def _keep_time(folding: Folding, event: Event) -> None:
    """Active time is the session's own clock; odd values are left aside."""
    now = event.media_time_s
    if not math.isfinite(now) or not folding.media_s < now <= _LONGEST_S:
        return
    step = event.data.get("step")
    if isinstance(step, int) and 0 <= step < len(folding.doing):
        folding.doing[step].active_s += now - folding.media_s
    folding.media_s = now


def _show_numbers(folding: Folding, event: Event, corrections: _Corrections) -> None:
    """Pain and effort as they are kept, with a later correction in place of the first answer."""
    data = {**event.data, **corrections.get((event.client_id, event.seq), {})}
    step, pain = event.data.get("step"), data.get("pain")
    if event.kind is EventKind.PAIN_REPORTED and isinstance(pain, int):
        if event.data.get("when") == "end":
            folding.pain_after = pain
        else:
            folding.pains.append(pain)
            if isinstance(step, int):
                doing = folding.doing[step]
                doing.pain = pain if doing.pain is None else max(doing.pain, pain)
    if event.kind is EventKind.EFFORT_REPORTED and isinstance(step, int):
        folding.doing[step].effort = data["effort"]


def _nothing(folding: Folding, event: Event) -> None:
    """Kept in the log, changes nothing here."""


def _step_started(folding: Folding, event: Event) -> None:
    step = event.data["step"]
    if step != folding.position.step:
        folding.go_to(step)
    folding.status = SessionStatus.ACTIVE
    if folding.doing[step].done == "not_reached":
        folding.doing[step].done = "part"


def _repetition(folding: Folding, event: Event) -> None:
    data, step = event.data, folding.step_in_use(event.data["step"])
    folding.doing[data["step"]].repetitions += 1
    folding.status = SessionStatus.ACTIVE
    side, repetition, work_set = data["side"], data["repetition"], data["set"]
    last_side, last_repetition = side + 1 >= len(step.sides), repetition + 1 >= folding.reps_of(data["step"])
    if step.alternate:
        side, repetition = (0, repetition + 1) if last_side else (side + 1, repetition)
        over = last_side and last_repetition
    else:
        side, repetition = (side + 1, 0) if last_repetition else (side, repetition + 1)
        over = last_side and last_repetition
    place = (work_set + 1, 0, 0) if over else (work_set, side, repetition)
    folding.position = SessionPosition(data["step"], *place)


def _hold(folding: Folding, event: Event) -> None:
    folding.doing[event.data["step"]].hold_s += float(event.data["hold_s"])


def _set_completed(folding: Folding, event: Event) -> None:
    if folding.position.set <= event.data["set"]:
        folding.position = SessionPosition(event.data["step"], event.data["set"] + 1)


def _side_switched(folding: Folding, event: Event) -> None:
    here, data = folding.position, event.data
    if (data["set"], data["side"]) > (here.set, here.side):
        folding.position = SessionPosition(data["step"], data["set"], data["side"])


def _segment_progressed(folding: Folding, event: Event) -> None:
    longest = folding.script.steps[event.data["step"]].phases[event.data["segment"]].duration_s
    _in_segment(folding, event.data["segment"], min(float(event.data["elapsed_s"]), longest))


def _in_segment(folding: Folding, segment: int, elapsed_s: float) -> None:
    position = replace(folding.position, segment=segment, segment_elapsed_s=elapsed_s)
    folding.position = position
    phases = folding.script.steps[position.step].phases
    done_s = sum(phase.duration_s for phase in phases[:segment]) + elapsed_s
    folding.doing[position.step].seconds_done = done_s


def _segment_completed(folding: Folding, event: Event) -> None:
    _segment_progressed(folding, event)
    folding.position = replace(folding.position, segment=event.data["segment"] + 1, segment_elapsed_s=0.0)


def _step_completed(folding: Folding, event: Event) -> None:
    step = event.data["step"]
    doing = folding.doing[step]
    doing.done = "full" if folding.is_whole(step) else "part"
    folding.status = SessionStatus.ACTIVE
    folding.go_to(step + 1)


def _step_skipped(folding: Folding, event: Event) -> None:
    step = event.data["step"]
    doing = folding.doing[step]
    begun = doing.repetitions + doing.before > 0 or doing.seconds_done > 0
    doing.done = "part" if begun else "skipped"
    folding.status = SessionStatus.ACTIVE
    folding.go_to(step + 1)


def _easier_chosen(folding: Folding, event: Event) -> None:
    step = event.data["step"]
    doing = folding.doing[step]
    doing.before, doing.repetitions = doing.before + doing.repetitions, 0
    folding.using_easier.add(step)
    folding.fewer.pop(step, None)  # The easier version is led as it was planned.
    folding.go_to(step)


def _fewer_chosen(folding: Folding, event: Event) -> None:
    """What is under way is still finished, so the place stays where it is."""
    folding.fewer[event.data["step"]] = event.data["reps"]


def _paused(folding: Folding, event: Event) -> None:
    folding.status = SessionStatus.PAUSED
    step, segment = event.data.get("step"), event.data.get("segment", 0)
    here = folding.position
    if step != here.step or here.step >= len(folding.script.steps) or segment < here.segment:
        return
    phases = folding.script.steps[here.step].phases
    if folding.script.steps[here.step].kind == "cardio" and segment < len(phases):
        _in_segment(folding, segment, min(float(event.data.get("segment_elapsed_s", 0)), phases[segment].duration_s))


def _resumed(folding: Folding, event: Event) -> None:
    folding.status = SessionStatus.ACTIVE


def _stop_pressed(folding: Folding, event: Event) -> None:
    folding.stop_unanswered = True
    folding.all_right_unanswered = False  # Whoever presses STOP is there, and is asked more.
    if folding.status not in OVER:
        folding.status = SessionStatus.STOPPED_TO_ASK


def _step_of(folding: Folding, event: Event) -> int | None:
    """The step that an answer is about. After STOP it is the one at hand, once it has begun, whatever is named."""
    step, at = event.data.get("step"), folding.position.step
    begun = at < len(folding.doing) and folding.doing[at].done != "not_reached"
    if folding.status is SessionStatus.STOPPED_TO_ASK and begun:
        return at
    return step if isinstance(step, int) else None


def _stop_answered(folding: Folding, event: Event) -> None:
    """MORE_PAIN waits for the number. A fall with its follow-up answered is decided by that."""
    answer = StopAnswer(event.data["answer"])
    if answer is StopAnswer.MORE_PAIN:
        return  # still unanswered, until its number is there
    if answer is StopAnswer.FELL and "fall" in event.data:
        folding.decide(decide_fall(event.data["fall"]), _step_of(folding, event))
        return
    decision = folding.script.stop_table.get(answer)
    # A table without the answer would be broken: the session then ends with the most cautious decision.
    worst = decision or PainDecision(PainOutcome.EMERGENCY, (), "emergency.CES")
    folding.decide(worst, _step_of(folding, event))


def _pain_reported(folding: Folding, event: Event) -> None:
    pain = event.data.get("pain")
    if event.data["when"] == "end":
        return
    folding.reports[(event.client_id, event.seq)] = (_step_of(folding, event), pain)
    if pain is None:
        return
    if folding.status in OVER and event.data["when"] != "stop":
        return
    folding.decide(folding.script.pain_table[pain], folding.reports[(event.client_id, event.seq)][0])


def _corrected(folding: Folding, event: Event) -> None:
    """A pain that was higher than was told first: what it should have led to counts from now on."""
    pain = event.data.get("pain")
    if event.supersedes not in folding.reports or pain is None:
        return
    step, told = folding.reports[event.supersedes]
    table = folding.script.pain_table
    if told is None or _GRAVITY.index(table[pain].outcome) > _GRAVITY.index(table[told].outcome):
        folding.correct(table[pain], step)
        folding.reports[event.supersedes] = (step, pain)


def _asked_all_right(folding: Folding, event: Event) -> None:
    folding.all_right_unanswered = True
    folding.status = SessionStatus.PAUSED


def _answered_all_right(folding: Folding, event: Event) -> None:
    """No answer and "I need help" leave the question open: it is asked again wherever the session is opened."""
    answer = AllRightAnswer(event.data["answer"])
    folding.all_right_unanswered = answer is not AllRightAnswer.YES
    folding.status = SessionStatus.ACTIVE if answer is AllRightAnswer.YES else SessionStatus.PAUSED


def _reps_left(folding: Folding, event: Event) -> None:
    folding.doing[event.data["step"]].reps_left = event.data["reps_left"]


def _talk_test(folding: Folding, event: Event) -> None:
    folding.doing[event.data["step"]].talk_test = event.data["answer"]


def _session_ended(folding: Folding, event: Event) -> None:
    """Finished only when every step was gone through; whatever else it says, it ended early."""
    through = folding.position.step >= len(folding.script.steps) and folding.status is not SessionStatus.STOPPED_TO_ASK
    finished = event.data["how"] == "finished" and through
    folding.status = SessionStatus.FINISHED if finished else SessionStatus.ENDED_EARLY


_APPLY: Mapping[EventKind, Callable[[Folding, Event], None]] = {
    EventKind.STEP_STARTED: _step_started,
    EventKind.REPETITION_COMPLETED: _repetition,
    EventKind.HOLD_COMPLETED: _hold,
    EventKind.SET_COMPLETED: _set_completed,
    EventKind.SIDE_SWITCHED: _side_switched,
    EventKind.SEGMENT_PROGRESSED: _segment_progressed,
    EventKind.SEGMENT_COMPLETED: _segment_completed,
    EventKind.STEP_COMPLETED: _step_completed,
    EventKind.STEP_SKIPPED: _step_skipped,
    EventKind.EASIER_CHOSEN: _easier_chosen,
    EventKind.FEWER_CHOSEN: _fewer_chosen,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.STOP_PRESSED: _stop_pressed,
    EventKind.STOP_ANSWERED: _stop_answered,
    EventKind.PAIN_REPORTED: _pain_reported,
    EventKind.REPS_LEFT_REPORTED: _reps_left,
    EventKind.TALK_TEST_REPORTED: _talk_test,
    EventKind.SESSION_ENDED: _session_ended,
    EventKind.CORRECTED: _corrected,
    EventKind.ASKED_ALL_RIGHT: _asked_all_right,
    EventKind.ANSWERED_ALL_RIGHT: _answered_all_right,
}
