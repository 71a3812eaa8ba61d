from collections.abc import Callable
from typing import Any

import pytest

from steadyback.programme.session_progress import accepts, fold, start_of
from steadyback.records.session import SessionScript

ScriptOf = Callable[..., SessionScript]


@pytest.fixture(scope="module")
def script(script_of: ScriptOf) -> SessionScript:
    return script_of(level=1)


BEGUN = [("session_opened", {}), ("step_started", {"step": 0})]
AT_SIT_TO_STAND = [*BEGUN, ("step_skipped", {"step": 0}), ("step_started", {"step": 1})]
STOPPED = [*BEGUN, ("stop_pressed", {"step": 0})]
ENDED_BY_RULE = [*STOPPED, ("stop_answered", {"step": 0, "answer": "numb_or_weak"})]
LEFT_UNANSWERED = [*STOPPED, ("session_ended", {"how": "early"})]
ENDED_EARLY = [*BEGUN, ("session_ended", {"how": "early"})]
REP = {"step": 1, "set": 0, "side": 0, "repetition": 0}


@pytest.mark.parametrize(
    ("before", "kind", "data", "refusal"),
    [
        (BEGUN, "step_completed", {"step": 0}, None),
        (BEGUN, "step_completed", {"step": 1}, "not_this_step"),
        (BEGUN, "step_started", {"step": 0}, None),
        (BEGUN, "step_started", {"step": 1}, None),
        (BEGUN, "step_started", {"step": 2}, "not_this_step"),
        (BEGUN, "step_started", {"step": 99}, "unknown_step"),
        (BEGUN, "step_started", {"step": "0"}, "invalid"),
        (BEGUN, "step_started", {"step": -1}, "invalid"),
        (BEGUN, "step_started", {"step": True}, "invalid"),
        (BEGUN, "step_started", {}, "invalid"),
        (BEGUN, "repetition_completed", {"step": 0, "set": 0, "side": 0, "repetition": 0}, "wrong_kind"),
        (BEGUN, "set_completed", {"step": 0, "set": 0}, "wrong_kind"),
        (AT_SIT_TO_STAND, "repetition_completed", REP, None),
        (AT_SIT_TO_STAND, "repetition_completed", {**REP, "repetition": 8}, "invalid"),
        (AT_SIT_TO_STAND, "repetition_completed", {**REP, "side": 1}, "invalid"),
        (AT_SIT_TO_STAND, "repetition_completed", {**REP, "set": 1}, "invalid"),
        (AT_SIT_TO_STAND, "repetition_completed", {"step": 1}, "invalid"),
        ([*AT_SIT_TO_STAND, ("repetition_completed", REP)], "repetition_completed", REP, "out_of_order"),
        (AT_SIT_TO_STAND, "set_completed", {"step": 1, "set": 0}, None),
        (AT_SIT_TO_STAND, "set_completed", {"step": 1, "set": 5}, "invalid"),
        (AT_SIT_TO_STAND, "side_switched", {"step": 1, "set": 0, "side": 0}, None),
        (AT_SIT_TO_STAND, "side_switched", {"step": 1, "set": 0, "side": 1}, "invalid"),
        (AT_SIT_TO_STAND, "side_switched", {"step": 1, "set": 9, "side": 0}, "invalid"),
        (AT_SIT_TO_STAND, "segment_completed", {"step": 1, "segment": 0, "elapsed_s": 10}, "wrong_kind"),
        (AT_SIT_TO_STAND, "hold_completed", {**REP, "hold_s": 3}, None),
        (AT_SIT_TO_STAND, "hold_completed", {**REP, "hold_s": -3}, "invalid"),
        (BEGUN, "segment_completed", {"step": 0, "segment": 0, "elapsed_s": 180}, None),
        (BEGUN, "segment_completed", {"step": 0, "segment": 1, "elapsed_s": 180}, "invalid"),
        (BEGUN, "segment_progressed", {"step": 0, "segment": 0, "elapsed_s": "x"}, "invalid"),
        (
            [*BEGUN, ("segment_completed", {"step": 0, "segment": 0, "elapsed_s": 180})],
            "segment_progressed",
            {"step": 0, "segment": 0, "elapsed_s": 10},
            "out_of_order",
        ),
        (BEGUN, "easier_chosen", {"step": 0}, None),
        (BEGUN, "easier_chosen", {"step": 2}, "not_this_step"),
        ([*BEGUN, ("easier_chosen", {"step": 0})], "easier_chosen", {"step": 0}, "no_easier"),
        (AT_SIT_TO_STAND, "easier_chosen", {"step": 0}, "no_easier"),
        ([*AT_SIT_TO_STAND, ("step_skipped", {"step": 1})], "easier_chosen", {"step": 2}, "no_easier"),
        (BEGUN, "paused", {}, None),
        (BEGUN, "paused", {"step": 0, "segment": 0, "segment_elapsed_s": 3.5}, None),
        (BEGUN, "paused", {"segment_elapsed_s": -1}, "invalid"),
        (BEGUN, "stop_answered", {"answer": "break"}, "not_stopped"),
        (STOPPED, "stop_answered", {"answer": "break"}, None),
        (STOPPED, "stop_answered", {"answer": "tired"}, "invalid"),
        (STOPPED, "stop_pressed", {"step": 0}, None),
        (STOPPED, "session_opened", {}, None),
        (STOPPED, "step_completed", {"step": 0}, "stopped_to_ask"),
        (STOPPED, "pain_reported", {"step": 0, "pain": 3, "when": "stop"}, None),
        (STOPPED, "pain_reported", {"step": 0, "pain": None, "when": "stop"}, "invalid"),
        (STOPPED, "pain_reported", {"step": 0, "pain": 3, "when": "step"}, "stopped_to_ask"),
        (STOPPED, "session_ended", {"how": "early"}, None),
        (BEGUN, "pain_reported", {"step": 0, "pain": 3, "when": "stop"}, "not_stopped"),
        (BEGUN, "pain_reported", {"step": 0, "pain": None, "when": "step"}, None),
        (BEGUN, "pain_reported", {"step": None, "pain": 3, "when": "step"}, "invalid"),
        (BEGUN, "pain_reported", {"step": None, "pain": 3, "when": "end"}, None),
        (BEGUN, "pain_reported", {"step": 0, "pain": 11, "when": "step"}, "invalid"),
        (BEGUN, "pain_reported", {"step": 0, "pain": 3, "when": "later"}, "invalid"),
        (BEGUN, "effort_reported", {"step": 0, "effort": 10}, None),
        (BEGUN, "effort_reported", {"step": 0, "effort": 11}, "invalid"),
        (BEGUN, "effort_reported", {"effort": 3}, "invalid"),
        (BEGUN, "reps_left_reported", {"step": 0, "reps_left": 51}, "invalid"),
        (BEGUN, "talk_test_reported", {"step": 0, "answer": "sing"}, None),
        (BEGUN, "talk_test_reported", {"step": 0, "answer": "shout"}, "invalid"),
        (BEGUN, "session_ended", {"how": "somehow"}, "invalid"),
        (ENDED_EARLY, "pain_reported", {"step": None, "pain": 3, "when": "end"}, None),
        (ENDED_EARLY, "effort_reported", {"step": 0, "effort": 3}, None),
        (ENDED_EARLY, "step_started", {"step": 0}, "session_over"),
        (ENDED_EARLY, "session_ended", {"how": "finished"}, "session_over"),
        (ENDED_BY_RULE, "pain_reported", {"step": None, "pain": 3, "when": "end"}, "session_over"),
        (ENDED_BY_RULE, "resumed", {}, "session_over"),
        (ENDED_BY_RULE, "session_opened", {}, "session_over"),
        (BEGUN, "stop_answered", {"answer": "chest_faint_breathless"}, None),
        (BEGUN, "stop_answered", {"answer": "fell"}, None),
        (BEGUN, "stop_answered", {"answer": "odd"}, "invalid"),
        (ENDED_EARLY, "stop_pressed", {}, None),
        (ENDED_EARLY, "stop_answered", {"answer": "numb_or_weak"}, None),
        (ENDED_EARLY, "stop_answered", {"answer": "break"}, "not_stopped"),
        (ENDED_BY_RULE, "stop_answered", {"answer": "chest_faint_breathless"}, None),
        (LEFT_UNANSWERED, "stop_answered", {"answer": "break"}, None),
        (LEFT_UNANSWERED, "pain_reported", {"step": None, "pain": 7, "when": "stop"}, None),
        (ENDED_EARLY, "pain_reported", {"step": None, "pain": 7, "when": "stop"}, "not_stopped"),
    ],
)
def test_what_fits_and_what_does_not(
    script: SessionScript, log: Any, before: list[Any], kind: str, data: dict[str, Any], refusal: str | None
) -> None:
    for one, its_data in before:
        event = log.add(one, **its_data)
        assert accepts(script, fold(script, "s1", log.events[:-1]), event) is None
    record = fold(script, "s1", log.events)
    assert accepts(script, record, log.add(kind, **data)) == refusal


@pytest.mark.parametrize(
    ("supersedes", "data", "refusal"),
    [
        (("tab-1", 1), {"pain": 3}, None),
        (("tab-1", 1), {"effort": 3, "pain": 1}, None),
        (None, {"pain": 3}, "nothing_to_correct"),
        (("tab-1", 1), {}, "invalid"),
        (("tab-1", 1), {"pain": 30}, "invalid"),
        (("tab-1", 1), {"answer": "break"}, "invalid"),
    ],
)
def test_a_correction_names_what_it_corrects(
    script: SessionScript, log: Any, supersedes: Any, data: dict[str, Any], refusal: str | None
) -> None:
    for one, its_data in ENDED_BY_RULE:
        log.add(one, **its_data)
    record = fold(script, "s1", log.events)
    assert accepts(script, record, log.add("corrected", supersedes=supersedes, **data)) == refusal
    assert accepts(script, start_of(script, "s1"), log.events[-1]) == refusal


def test_a_transition_has_no_easier_version(script: SessionScript, log: Any) -> None:
    down = next(step.index for step in script.steps if step.kind == "transition")
    for step in script.steps[:down]:
        log.whole_step(step)
    record = fold(script, "s1", log.events)
    assert accepts(script, record, log.add("easier_chosen", step=down)) == "no_easier"
