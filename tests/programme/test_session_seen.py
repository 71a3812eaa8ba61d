"""What a camera saw, folded from a session's events: never more than it saw, in whatever order the events come."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.programme.session_acceptance import accepts
from steadyback.programme.session_progress import fold, fold_new, start_of
from steadyback.records.codec import from_json, to_json
from steadyback.records.session import Event, SessionRecord, SessionScript, SessionStatus, StepSummary

ScriptOf = Callable[..., SessionScript]
SEEN = {"counted_by": "camera", "range_deg": 44.5, "duration_s": 6.2}


@pytest.fixture(scope="module")
def script(script_of: ScriptOf) -> SessionScript:
    return script_of(level=1, pain_before=2)


def begin(log: Any, script: SessionScript, exercise_id: str = "bridge") -> int:
    """Go to an exercise as if everything before it had been skipped."""
    step = next(one.index for one in script.steps if one.exercise_id == exercise_id)
    for index in range(step):
        log.add("step_started", step=index)
        log.add("step_skipped", step=index)
    log.add("step_started", step=step)
    return step


def summary(script: SessionScript, log: Any, step: int) -> StepSummary:
    record, refused = fold_new(script, "s1", (), log.events)
    assert refused is None, refused
    return record.steps[step]


def repetition(step: int, number: int, **more: Any) -> dict[str, Any]:
    return {"step": step, "set": 0, "side": 0, "repetition": number, **more}


def test_only_what_the_camera_counted_is_seen(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    log.add("repetition_completed", **repetition(step, 0, **SEEN))
    log.add("repetition_completed", **repetition(step, 1))
    log.add("repetition_completed", **repetition(step, 2, counted_by="timer"))
    found = summary(script, log, step)
    assert (found.repetitions, found.repetitions_seen) == (3, 1)


def test_a_hold_keeps_what_was_led_and_what_was_seen_apart(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    log.add("hold_completed", **repetition(step, 0, hold_s=3, seen_s=2.4))
    log.add("hold_completed", **repetition(step, 1, hold_s=3))
    found = summary(script, log, step)
    assert (found.hold_s, found.hold_seen_s) == (6.0, 2.4)


def test_time_without_sight_is_kept_but_not_what_has_other_reasons(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    log.add("coaching_paused", step=step, code="wrong_view")
    log.add("coaching_resumed", step=step, took_s=12)
    log.add("coaching_paused", step=step, code="no_repetition")
    log.add("coaching_resumed", step=step, took_s=30)
    log.add("coaching_paused", step=step, code="no_person")
    log.add("step_completed", step=step, took_s=5)
    log.add("step_started", step=step + 1, took_s=60)
    assert summary(script, log, step).unseen_s == 17


def test_adjustments_are_counted_by_their_code_and_praise_is_kept(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    for number, code in enumerate(("too_fast", "heel_lift", "too_fast")):
        log.add("adjustment_seen", step=step, repetition=number, code=code, value=120, limit=90, unit="deg_per_s")
    log.add("cue_given", step=step, code="too_fast", kind="adjust")
    assert not summary(script, log, step).praised
    log.add("cue_given", step=step, code="too_fast", kind="praise")
    found = summary(script, log, step)
    assert found.adjustments == {"too_fast": 2, "heel_lift": 1}
    assert found.praised


def adjust(log: Any, step: int, number: int, code: str) -> None:
    log.add("adjustment_seen", step=step, repetition=number, code=code, value=120, limit=90, unit="deg_per_s")


def test_what_was_to_adjust_belongs_to_the_repetition_that_follows_it(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    for number, codes in enumerate((["too_fast", "overarch", "too_fast"], [], ["heel_lift"])):
        for code in codes:
            adjust(log, step, number, code)
        log.add("repetition_completed", **repetition(step, number, **SEEN))
    adjust(log, step, 3, "too_fast")
    log.add("repetition_completed", **repetition(step, 3))
    assert summary(script, log, step).adjusted == (("overarch", "too_fast"), ("heel_lift",))


def test_the_question_stays_open_until_somebody_says_yes(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    log.add("asked_all_right", step=step)
    asked = fold(script, "s1", log.events)
    assert (asked.all_right_unanswered, asked.status) == (True, SessionStatus.PAUSED)
    for answer in ("none", "help"):
        log.add("answered_all_right", step=step, answer=answer)
        still = fold(script, "s1", log.events)
        assert (still.all_right_unanswered, still.status) == (True, SessionStatus.PAUSED)
        assert still.decisions == ()
    log.add("answered_all_right", step=step, answer="yes")
    found = fold(script, "s1", log.events)
    assert (found.all_right_unanswered, found.status) == (False, SessionStatus.ACTIVE)


def test_stop_takes_the_place_of_the_question(script: SessionScript, log: Any) -> None:
    step = begin(log, script)
    log.add("asked_all_right", step=step)
    log.add("stop_pressed", step=step)
    log.add("stop_answered", step=step, answer="break")
    found = fold(script, "s1", log.events)
    assert not found.all_right_unanswered
    assert found.status is SessionStatus.ACTIVE


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("repetition_completed", {"set": 0, "side": 0, "repetition": 0, "counted_by": "guess"}),
        ("repetition_completed", {"set": 0, "side": 0, "repetition": 0, **SEEN, "range_deg": 361}),
        ("repetition_completed", {"set": 0, "side": 0, "repetition": 0, **SEEN, "duration_s": -1}),
        ("hold_completed", {"set": 0, "side": 0, "repetition": 0, "hold_s": 3, "seen_s": float("nan")}),
        ("cue_given", {"code": "too_fast", "kind": "blame"}),
        ("cue_given", {"code": "Too fast!", "kind": "adjust"}),
        ("adjustment_seen", {"repetition": 0, "code": "x", "value": float("inf"), "limit": 1, "unit": "deg"}),
        ("adjustment_seen", {"repetition": -1, "code": "x", "value": 2, "limit": 1, "unit": "deg"}),
        ("coaching_paused", {"code": ""}),
        ("answered_all_right", {"answer": "maybe"}),
    ],
)
def test_odd_values_are_refused(script: SessionScript, log: Any, kind: str, data: dict[str, Any]) -> None:
    step = begin(log, script)
    record = fold(script, "s1", log.events)
    assert accepts(script, record, log.add(kind, step=step, **data)) == "invalid"
    assert accepts(script, record, log.add(kind, **data)) == "invalid"


def test_a_session_without_a_camera_says_nothing_of_one(script: SessionScript, log: Any) -> None:
    log.whole_session(script)
    record = fold(script, "s1", log.events)
    assert not record.all_right_unanswered
    plain = StepSummary(0, "", "")
    for step in record.steps:
        for name in ("repetitions_seen", "hold_seen_s", "adjustments", "praised", "unseen_s"):
            assert getattr(step, name) == getattr(plain, name)


def test_a_record_from_before_the_camera_is_still_read(script: SessionScript, log: Any) -> None:
    log.whole_session(script)
    now = to_json(fold(script, "s1", log.events))
    before = {key: value for key, value in now.items() if key != "all_right_unanswered"}
    added = ("repetitions_seen", "hold_seen_s", "adjustments", "praised", "unseen_s")
    before["steps"] = [{key: value for key, value in one.items() if key not in added} for one in now["steps"]]
    assert to_json(from_json(SessionRecord, before)) == now


STEPS = st.integers(-1, 12)
CODES = st.sampled_from(["no_person", "wrong_view", "no_repetition", "off", "too_fast", "", "Odd code"])
NUMBERS = st.one_of(st.floats(), st.integers(-5, 500))
ANYTHING = st.one_of(
    st.tuples(st.sampled_from(["step_started", "step_completed", "step_skipped", "easier_chosen"]), st.just({})),
    st.tuples(
        st.sampled_from(["coaching_resumed", "asked_all_right", "stop_pressed", "paused", "resumed"]), st.just({})
    ),
    st.tuples(
        st.just("repetition_completed"),
        st.fixed_dictionaries(
            {"set": st.integers(0, 2), "side": st.integers(0, 1), "repetition": st.integers(0, 9)},
            optional={"counted_by": st.sampled_from(["camera", "timer", "guess"]), "range_deg": NUMBERS},
        ),
    ),
    st.tuples(st.just("hold_completed"), st.fixed_dictionaries({"hold_s": NUMBERS}, optional={"seen_s": NUMBERS})),
    st.tuples(
        st.just("adjustment_seen"),
        st.fixed_dictionaries(
            {"repetition": st.integers(0, 9), "code": CODES, "value": NUMBERS, "limit": NUMBERS, "unit": CODES}
        ),
    ),
    st.tuples(
        st.just("cue_given"), st.fixed_dictionaries({"code": CODES, "kind": st.sampled_from(["adjust", "praise"])})
    ),
    st.tuples(st.just("coaching_paused"), st.fixed_dictionaries({"code": CODES})),
    st.tuples(
        st.just("answered_all_right"), st.fixed_dictionaries({"answer": st.sampled_from(["yes", "help", "none"])})
    ),
    st.tuples(st.just("stop_answered"), st.fixed_dictionaries({"answer": st.sampled_from(["break", "fell"])})),
    st.tuples(st.just("session_ended"), st.fixed_dictionaries({"how": st.just("early")})),
)


def test_any_order_of_events_folds_and_claims_no_more_than_was_seen(
    script: SessionScript, new_log: Callable[[], Any]
) -> None:
    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.tuples(STEPS, ANYTHING, st.floats(0, 30)), max_size=40))
    def any_order(happened: list[tuple[int, tuple[str, dict[str, Any]], float]]) -> None:
        log = new_log()
        for step, (kind, data), took_s in happened:
            log.add(kind, took_s=took_s, step=step, **data)
        claims_no_more_than_was_seen(script, log.events)

    any_order()


def claims_no_more_than_was_seen(script: SessionScript, events: list[Event]) -> None:
    record = fold(script, "s1", events)
    taken = accepted(script, events)
    by_camera = [event for event in taken if event.data.get("counted_by") == "camera"]
    assert sum(one.repetitions_seen for one in record.steps) == len(by_camera)
    for one in record.steps:
        assert 0 <= one.repetitions_seen <= one.repetitions
        assert one.hold_seen_s >= 0
        assert 0 <= one.unseen_s <= record.active_s + 0.001
    assert from_json(SessionRecord, to_json(record)) == record
    assert fold(script, "s1", taken) == record


def accepted(script: SessionScript, events: list[Event]) -> list[Event]:
    """One after the other, as the server takes them."""
    record, taken = start_of(script, "s1"), []
    for event in events:
        if accepts(script, record, event) is None:
            taken.append(event)
            record = fold(script, "s1", taken)
    return taken
