from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.programme.session_progress import accepts, concern_of, fold, fold_new, holds_after, start_of
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Disposition
from steadyback.records.session import (
    Event,
    EventKind,
    PainOutcome,
    ScriptStep,
    SessionPosition,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StopAnswer,
)

ScriptOf = Callable[..., SessionScript]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def script(script_of: ScriptOf) -> SessionScript:
    return script_of(level=1, pain_before=2)


def step_of(script: SessionScript, exercise_id: str) -> Any:
    return next(one for one in script.steps if one.exercise_id == exercise_id)


def go_to(log: Any, script: SessionScript, exercise_id: str) -> Any:
    """Do everything before an exercise and begin it."""
    step = step_of(script, exercise_id)
    log.add("session_opened")
    for before in script.steps[: step.index]:
        log.whole_step(before)
    log.add("step_started", step=step.index)
    return step


def folded(script: SessionScript, log: Any) -> SessionRecord:
    """Fold one event after the other as the server does, each of them accepted."""
    record = start_of(script, "s1")
    for index, event in enumerate(log.events):
        assert accepts(script, record, event) is None, event
        record = fold(script, "s1", log.events[: index + 1])
    return record


def test_nothing_has_happened_yet(script: SessionScript) -> None:
    record = start_of(script, "s1")
    assert record.status is SessionStatus.ACTIVE
    assert record.position == SessionPosition()
    assert {one.done for one in record.steps} == {"not_reached"}


def test_a_whole_strength_session(script: SessionScript, log: Any) -> None:
    log.whole_session(script)
    record = folded(script, log)
    assert record.status is SessionStatus.FINISHED
    assert {one.done for one in record.steps} == {"full"}
    assert record.position.step == len(script.steps)
    side_leg = record.steps[step_of(script, "side_lying_hip_abduction").index]
    assert (side_leg.repetitions, side_leg.repetitions_planned) == (16, 16)
    assert (side_leg.effort, side_leg.pain) == (4, None)
    assert side_leg.active_s > 100
    assert record.active_s == log.media_s
    assert record.pain_after == 2
    assert record.pain_max is None
    assert holds_after(record, TODAY) == ()


def test_a_whole_cardio_session(script_of: ScriptOf, log: Any) -> None:
    walk = script_of(kind="cardio")
    log.whole_session(walk)
    record = folded(walk, log)
    assert (record.status, record.steps[0].done) == (SessionStatus.FINISHED, "full")


@pytest.mark.parametrize(
    ("exercise_id", "done", "place"),
    [
        ("curl_up_reach", 3, (0, 0, 3)),
        ("quadruped_hip_extension", 7, (0, 0, 7)),
        ("quadruped_hip_extension", 8, (0, 1, 0)),
        ("quadruped_hip_extension", 11, (0, 1, 3)),
    ],
)
def test_a_reload_resumes_at_the_repetition(
    script: SessionScript, log: Any, exercise_id: str, done: int, place: tuple[int, int, int]
) -> None:
    step = go_to(log, script, exercise_id)
    log.repetitions(step, done)
    assert folded(script, log).position == SessionPosition(step.index, *place)


def test_a_reload_resumes_in_the_next_set_and_in_turns(script_of: ScriptOf, log: Any) -> None:
    script = script_of(level=0)
    rolls = go_to(log, script, "knee_rolls")
    log.repetitions(rolls, 5)
    assert folded(script, log).position == SessionPosition(rolls.index, 0, 1, 2)


def test_after_the_last_repetition_only_the_end_of_the_step_is_left(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step)
    assert folded(script, log).position == SessionPosition(step.index, 1)


@pytest.mark.parametrize("kind", ["segment_progressed", "paused"])
def test_a_walk_resumes_where_it_was(script_of: ScriptOf, log: Any, kind: str) -> None:
    walk = script_of(kind="cardio")
    log.add("step_started", step=0)
    log.add("segment_completed", step=0, segment=0, elapsed_s=180)
    key = "elapsed_s" if kind == "segment_progressed" else "segment_elapsed_s"
    log.add(kind, step=0, segment=1, **{key: 400.5})
    record = folded(walk, log)
    assert record.position == SessionPosition(segment=1, segment_elapsed_s=400.5)
    log.add("step_skipped", step=0)
    assert folded(walk, log).steps[0].done == "part"


def test_pause_and_go_on(script: SessionScript, log: Any) -> None:
    go_to(log, script, "bridge")
    log.add("paused", step=7, segment=0, segment_elapsed_s=0)
    assert folded(script, log).status is SessionStatus.PAUSED
    log.add("resumed", step=7)
    assert folded(script, log).status is SessionStatus.ACTIVE


def test_a_skipped_step_and_one_left_in_the_middle(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "curl_up_reach")
    log.add("step_skipped", step=step.index)
    log.add("step_started", step=step.index + 1)
    log.repetitions(script.steps[step.index + 1], 2)
    log.add("step_skipped", step=step.index + 1)
    record = folded(script, log)
    assert [record.steps[step.index + offset].done for offset in range(3)] == ["skipped", "part", "not_reached"]


def test_fewer_repetitions_than_planned_are_part_of_a_step(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 5)
    log.add("step_completed", step=step.index)
    assert folded(script, log).steps[step.index].done == "part"


def another(log: Any, step: ScriptStep, repetition: int) -> None:
    log.add("repetition_completed", step=step.index, set=0, side=0, repetition=repetition, took_s=9.0)


def test_fewer_repetitions_that_were_agreed_hold_until_the_step_is_over(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 2)
    log.add("fewer_chosen", step=step.index, reps=3, by="trainer")
    assert (folded(script, log).fewer_reps, folded(script, log).position.repetition) == (3, 2)
    another(log, step, 2)
    assert folded(script, log).position == SessionPosition(step.index, set=1)
    log.add("step_completed", step=step.index)
    assert folded(script, log).fewer_reps is None


def test_the_repetition_under_way_still_counts_when_fewer_were_agreed(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 4)
    log.add("fewer_chosen", step=step.index, reps=2, by="trainer")
    another(log, step, 4)
    record = folded(script, log)
    assert (record.steps[step.index].repetitions, record.position) == (5, SessionPosition(step.index, set=1))


def test_the_easier_version_is_led_as_planned_whatever_was_agreed_before(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.add("fewer_chosen", step=step.index, reps=2, by="trainer")
    log.add("easier_chosen", step=step.index)
    assert folded(script, log).fewer_reps is None


def test_the_easier_version_starts_anew_and_counts_what_was_done_before(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 3)
    log.add("easier_chosen", step=step.index)
    assert folded(script, log).position == SessionPosition(step.index)
    log.repetitions(step.easier)
    log.add("step_completed", step=step.index)
    record = folded(script, log)
    summary = record.steps[step.index]
    assert record.using_easier == {step.index}
    assert (summary.exercise_id, summary.done) == ("pelvic_tilt", "full")
    assert summary.repetitions == summary.repetitions_planned == 3 + step.easier.dose.reps


def test_explaining_again_keeps_the_place(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 3)
    log.add("step_repeated", step=step.index)
    assert folded(script, log).position.repetition == 3


def test_holds_add_up(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    for repetition in range(2):
        log.add("hold_completed", step=step.index, set=0, side=0, repetition=repetition, hold_s=3)
    assert folded(script, log).steps[step.index].hold_s == 6


def test_switching_sides_goes_to_the_other_side(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "quadruped_hip_extension")
    log.repetitions(step, 4)
    log.add("side_switched", step=step.index, set=0, side=1)
    assert folded(script, log).position == SessionPosition(step.index, 0, 1)


# -- STOP and pain


def stop(log: Any, step: int, answer: str, pain: int | None = None, **more: str) -> None:
    log.add("stop_pressed", step=step)
    log.add("stop_answered", step=step, answer=answer, **more)
    if pain is not None:
        log.add("pain_reported", step=step, pain=pain, when="stop")


@pytest.mark.parametrize("answer", ["break", "cramp"])
def test_a_break_goes_on_where_it_was(script: SessionScript, log: Any, answer: str) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step, 2)
    log.add("stop_pressed", step=step.index)
    assert folded(script, log).status is SessionStatus.STOPPED_TO_ASK
    log.add("stop_answered", step=step.index, answer=answer)
    record = folded(script, log)
    assert (record.status, record.position.repetition) == (SessionStatus.ACTIVE, 2)
    assert record.stops == 0


def test_more_pain_waits_for_the_number(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    stop(log, step.index, "more_pain")
    assert folded(script, log).status is SessionStatus.STOPPED_TO_ASK
    log.add("pain_reported", step=step.index, pain=6, when="stop")
    record = folded(script, log)
    assert record.status is SessionStatus.ACTIVE
    assert record.decisions[-1].outcome is PainOutcome.STOP_EXERCISE
    assert (record.stops, record.pain_max) == (1, 6)
    assert record.steps[step.index].done == "stopped"
    assert record.position.step == step.index + 1, "a stopped exercise is not begun again by a reload"


def test_after_more_pain_the_easier_version_may_follow_but_not_after_sharp_pain(
    script: SessionScript, log: Any
) -> None:
    step = go_to(log, script, "bridge")
    stop(log, step.index, "more_pain", 6)
    record = folded(script, log)
    easier = log.add("easier_chosen", step=step.index)
    assert accepts(script, record, easier) is None
    assert fold(script, "s1", log.events).position == SessionPosition(step.index)


def test_after_sharp_pain_no_easier_version(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    stop(log, step.index, "sharp_or_spreading")
    record = folded(script, log)
    assert record.decisions[-1].reasons[0].rule == "M-03"
    assert accepts(script, record, log.add("easier_chosen", step=step.index)) == "no_easier"


def test_m_04_the_second_stopped_exercise_ends_the_session(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "quadruped_hip_extension")
    stop(log, step.index, "more_pain", 6)
    log.add("step_started", step=step.index + 1)
    stop(log, step.index + 1, "sharp_or_spreading")
    record = folded(script, log)
    assert record.status is SessionStatus.ENDED_BY_RULE
    assert record.decisions[-1].outcome is PainOutcome.END_SESSION
    assert record.decisions[-1].reasons[0].rule == "M-04"
    assert holds_after(record, TODAY) == ()


def test_pain_after_an_exercise_counts_as_a_stop_too(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    log.repetitions(step)
    log.add("step_completed", step=step.index)
    log.add("pain_reported", step=step.index, pain=7, when="step")
    record = folded(script, log)
    assert (record.stops, record.steps[step.index].done) == (1, "stopped")
    assert record.steps[step.index].pain == 7
    assert record.position.step == step.index + 1


def test_a_little_more_pain_only_reduces(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge")
    stop(log, step.index, "more_pain", 3)
    record = folded(script, log)
    assert record.decisions[-1].outcome is PainOutcome.REDUCE
    assert record.position.step == step.index


@pytest.mark.parametrize(
    ("answer", "outcome", "rule", "disposition"),
    [
        ("chest_faint_breathless", PainOutcome.EMERGENCY, "M-01", Disposition.EMERGENCY),
        ("numb_or_weak", PainOutcome.STOP_TRIAGE, "R-02", Disposition.CLINICIAN_FIRST),
        ("pregnancy_or_bulge", PainOutcome.END_SESSION, "R-10", Disposition.CLINICIAN_FIRST),
    ],
)
def test_a_serious_sign_ends_the_session_and_keeps_exercise_closed(
    script: SessionScript, log: Any, answer: str, outcome: PainOutcome, rule: str, disposition: Disposition
) -> None:
    step = go_to(log, script, "bridge")
    stop(log, step.index, answer)
    record = folded(script, log)
    assert (record.status, record.decisions[-1].outcome) == (SessionStatus.ENDED_BY_RULE, outcome)
    assert record.steps[step.index].done == "stopped"
    (hold,) = holds_after(record, TODAY)
    assert (hold.rule, hold.disposition, hold.raised_on) == (rule, disposition, TODAY)


@pytest.mark.parametrize(
    ("fall", "outcome", "holds"),
    [("no", PainOutcome.END_SESSION, 0), ("unsure", PainOutcome.EMERGENCY, 1), ("yes", PainOutcome.EMERGENCY, 1)],
)
def test_a_fall_with_its_follow_up(
    script: SessionScript, log: Any, fall: str, outcome: PainOutcome, holds: int
) -> None:
    stop(log, go_to(log, script, "bridge").index, "fell", fall=fall)
    record = folded(script, log)
    assert (record.status, record.decisions[-1].outcome) == (SessionStatus.ENDED_BY_RULE, outcome)
    assert len(holds_after(record, TODAY)) == holds


def test_a_fall_ends_the_session_before_the_follow_up_is_answered(script: SessionScript, log: Any) -> None:
    stop(log, go_to(log, script, "bridge").index, "fell")
    assert folded(script, log).status is SessionStatus.ENDED_BY_RULE


def test_an_emergency_without_a_known_rule_still_leaves_a_hold(script: SessionScript, log: Any) -> None:
    broken = replace(script, stop_table={})
    stop(log, go_to(log, script, "bridge").index, "numb_or_weak")
    record = fold(broken, "s1", log.events)
    assert record.status is SessionStatus.ENDED_BY_RULE
    (hold,) = holds_after(record, TODAY)
    assert hold.disposition is Disposition.EMERGENCY
    assert concern_of(script.pain_table[0], TODAY) is None


def test_ending_early_is_kept_as_early_whatever_the_page_says(script: SessionScript, log: Any) -> None:
    go_to(log, script, "bridge")
    log.add("session_ended", how="finished")
    assert folded(script, log).status is SessionStatus.ENDED_EARLY


def test_a_correction_changes_what_is_shown_but_lifts_no_stop_rule(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "quadruped_hip_extension")
    stop(log, step.index, "more_pain", 6)
    first = log.events[-1]
    log.add("step_started", step=step.index + 1)
    stop(log, step.index + 1, "more_pain", 9)
    ended = folded(script, log)
    log.add("corrected", supersedes=("tab-1", first.seq), pain=1)
    record = folded(script, log)
    assert record.status is SessionStatus.ENDED_BY_RULE
    assert record.steps[step.index].pain == 1
    assert (record.pain_max, record.stops) == (9, 2)
    assert record.decisions == ended.decisions


def told(log: Any, step: int, pain: int | None) -> int:
    """The pain told after an exercise; the number of the event, to be corrected by it."""
    log.add("pain_reported", step=step, when="step", pain=pain)
    return log.events[-1].seq


@pytest.mark.parametrize("first", [2, None])
def test_a_pain_corrected_upwards_counts_as_if_it_had_been_told(
    script: SessionScript, log: Any, first: int | None
) -> None:
    step = go_to(log, script, "bridge").index
    seq = told(log, step, first)
    log.add("step_completed", step=step)
    log.add("step_started", step=step + 1)
    before = folded(script, log)
    log.add("corrected", supersedes=("tab-1", seq), pain=8)
    record = folded(script, log)
    assert record.decisions[: len(before.decisions)] == before.decisions
    assert [one.outcome for one in record.decisions[len(before.decisions) :]] == [PainOutcome.STOP_EXERCISE]
    assert (record.steps[step].done, record.stops, record.steps[step].pain) == ("stopped", 1, 8)
    assert (record.status, record.position) == (before.status, before.position)


def test_a_second_stop_by_correction_ends_the_session(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "quadruped_hip_extension").index
    seq = told(log, step, 2)
    log.add("step_completed", step=step)
    log.add("step_started", step=step + 1)
    stop(log, step + 1, "more_pain", 9)
    assert folded(script, log).status is SessionStatus.ACTIVE
    log.add("corrected", supersedes=("tab-1", seq), pain=9)
    assert folded(script, log).status is SessionStatus.ENDED_BY_RULE


def test_a_pain_corrected_after_the_session_stops_its_exercise_and_leaves_the_end(
    script: SessionScript, log: Any
) -> None:
    step = go_to(log, script, "bridge").index
    seq = told(log, step, 2)
    log.add("step_completed", step=step)
    log.add("session_ended", how="early")
    log.add("corrected", supersedes=("tab-1", seq), pain=8)
    record = folded(script, log)
    assert (record.status, record.steps[step].done, record.stops) == (SessionStatus.ENDED_EARLY, "stopped", 1)
    assert record.decisions[-1].outcome is PainOutcome.STOP_EXERCISE


def test_a_correction_downwards_or_to_nothing_graver_decides_nothing(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge").index
    seq = told(log, step, 2)
    before = folded(script, log).decisions
    log.add("corrected", supersedes=("tab-1", seq), pain=1)
    assert folded(script, log).decisions == before
    log.add("corrected", supersedes=("tab-1", seq), pain=8)
    log.add("corrected", supersedes=("tab-1", seq), pain=9)
    assert len(folded(script, log).decisions) == len(before) + 1, "once is enough"


def test_what_is_being_asked_stays_asked_after_a_correction(script: SessionScript, log: Any) -> None:
    step = go_to(log, script, "bridge").index
    seq = told(log, step, 2)
    log.add("stop_pressed", step=step)
    log.add("corrected", supersedes=("tab-1", seq), pain=3)
    record = folded(script, log)
    assert (record.status, record.stop_unanswered) == (SessionStatus.STOPPED_TO_ASK, True)
    assert record.decisions[-1].outcome is PainOutcome.REDUCE


def test_effort_and_talking_are_kept(script_of: ScriptOf, log: Any) -> None:
    walk = script_of(kind="cardio")
    log.add("step_started", step=0)
    log.add("effort_reported", step=0, effort=3)
    effort = log.events[-1]
    log.add("talk_test_reported", step=0, answer="sentences")
    log.add("reps_left_reported", step=0, reps_left=2)
    log.add("corrected", supersedes=("tab-1", effort.seq), effort=5)
    summary = folded(walk, log).steps[0]
    assert (summary.effort, summary.talk_test, summary.reps_left) == (5, "sentences", 2)


def test_time_never_runs_backwards_or_wild(script: SessionScript, log: Any) -> None:
    log.add("session_opened", took_s=10)
    log.add("step_started", step=0, took_s=-5)
    for odd in (float("nan"), float("inf"), 1e9):
        log.events.append(replace(log.add("resumed", took_s=0), media_time_s=odd))
    assert fold(script, "s1", log.events).active_s == 10


def test_events_of_another_session_change_nothing(script: SessionScript, log: Any) -> None:
    other = replace(log.add("stop_pressed", step=0), session_id="s2")
    assert fold(script, "s1", [other]) == start_of(script, "s1")


JUNK = st.one_of(st.none(), st.integers(-2, 12), st.floats(), st.booleans(), st.text(max_size=4))
WORDS = st.sampled_from(
    [*(answer.value for answer in StopAnswer), "step", "stop", "end", "finished", "early", "yes", "sing"]
)
DATA = st.dictionaries(
    st.sampled_from(
        ["step", "set", "side", "repetition", "segment", "elapsed_s", "segment_elapsed_s", "hold_s", "pain", "effort",
         "reps_left", "answer", "when", "how", "fall"]
    ),
    st.one_of(JUNK, WORDS, st.integers(0, 2)),
    max_size=8,
)  # fmt: skip
EVENTS = st.lists(
    st.builds(
        Event,
        st.just("s1"),
        st.just("tab-1"),
        st.integers(1, 60),
        st.just(datetime(2026, 11, 23, tzinfo=UTC)),
        st.just("Europe/London"),
        st.floats(0, 4000),
        st.sampled_from(EventKind),
        DATA,
        st.one_of(st.none(), st.tuples(st.just("tab-1"), st.integers(1, 60))),
    ),
    max_size=40,
)
OVER = (SessionStatus.FINISHED, SessionStatus.ENDED_BY_RULE, SessionStatus.ENDED_EARLY)


@settings(max_examples=300, deadline=None)
@given(EVENTS, st.sampled_from(["strength", "cardio"]))
def test_the_fold_takes_any_events_and_ignores_what_was_not_accepted(
    script_of: ScriptOf, events: list[Event], kind: str
) -> None:
    script = script_of(kind=kind)
    record = start_of(script, "s1")
    kept: list[Event] = []
    for event in events:
        refused = accepts(script, record, event)
        if refused is None:
            kept.append(event)
        after = fold(script, "s1", kept)
        if record.status in OVER:
            assert after.status is record.status
            assert after.decisions == record.decisions
        record = after
    assert fold(script, "s1", kept) == record
    assert from_json(SessionRecord, to_json(record)) == record
    assert 0 <= record.position.step <= len(script.steps)
    fold(script, "s1", events)


@pytest.mark.parametrize("named", [None, 0])
@pytest.mark.parametrize(
    "answer", [{"answer": "sharp_or_spreading"}, {"answer": "more_pain", "pain": 9}], ids=["sharp", "pain"]
)
def test_a_stop_leaves_the_exercise_at_hand_whatever_step_it_names(
    script: SessionScript, log: Any, named: int | None, answer: dict[str, Any]
) -> None:
    step = go_to(log, script, "curl_up_reach")
    place = {} if named is None else {"step": named}
    log.add("stop_pressed")
    log.add("stop_answered", answer=answer["answer"], **place)
    if "pain" in answer:
        log.add("pain_reported", pain=answer["pain"], when="stop", **place)
    record = folded(script, log)
    assert record.position.step == step.index + 1
    assert record.steps[step.index].done == "stopped"


@pytest.mark.parametrize(
    ("answer", "status", "hold"),
    [
        ("chest_faint_breathless", SessionStatus.ENDED_BY_RULE, "M-01"),
        ("numb_or_weak", SessionStatus.ENDED_BY_RULE, "R-02"),
        ("pregnancy_or_bulge", SessionStatus.ENDED_BY_RULE, "R-10"),
        ("sharp_or_spreading", SessionStatus.ENDED_EARLY, None),
        ("break", SessionStatus.ENDED_EARLY, None),
    ],
)
def test_an_answer_that_comes_after_the_end_decides_as_it_would_have(
    script: SessionScript, log: Any, answer: str, status: SessionStatus, hold: str | None
) -> None:
    log.add("step_started", step=0)
    log.add("stop_pressed", step=0)
    log.add("session_ended", how="early")
    left = fold(script, "s1", log.events)
    assert (left.status, left.stop_unanswered) == (SessionStatus.ENDED_EARLY, True)
    log.add("stop_answered", step=0, answer=answer)
    record = fold(script, "s1", log.events)
    assert (record.status, record.stop_unanswered) == (status, False)
    assert [one.rule for one in holds_after(record, date(2026, 11, 23))] == ([hold] if hold else [])


def test_more_pain_stays_unanswered_until_its_number_is_there(script: SessionScript, log: Any) -> None:
    log.add("step_started", step=0)
    log.add("stop_pressed", step=0)
    log.add("stop_answered", step=0, answer="more_pain")
    log.add("session_ended", how="early")
    assert fold(script, "s1", log.events).stop_unanswered
    log.add("pain_reported", step=None, pain=9, when="stop")
    record = fold(script, "s1", log.events)
    assert not record.stop_unanswered
    assert record.pain_max == 9
    assert record.status is SessionStatus.ENDED_EARLY


def test_stop_from_a_tab_left_behind_waits_for_its_answer_after_a_finished_session(
    script: SessionScript, log: Any
) -> None:
    log.whole_session(script)
    log.add("stop_pressed", step=0)
    record = fold(script, "s1", log.events)
    assert (record.status, record.stop_unanswered) == (SessionStatus.FINISHED, True)


def test_new_events_fold_on_as_if_all_were_folded_at_once(script: SessionScript, log: Any) -> None:
    log.whole_session(script)
    for cut in (0, 1, 7, len(log.events) // 2, len(log.events)):
        folded, refused = fold_new(script, "s1", log.events[:cut], log.events[cut:])
        assert refused is None
        assert folded == fold(script, "s1", log.events)


def test_the_first_new_event_that_does_not_fit_is_named(script: SessionScript, log: Any) -> None:
    log.add("session_opened")
    log.add("step_started", step=0)
    log.add("step_started", step=9)
    log.add("paused")
    folded, refused = fold_new(script, "s1", log.events[:1], log.events[1:])
    assert refused == (1, "not_this_step")
    assert folded == fold(script, "s1", log.events[:2])
