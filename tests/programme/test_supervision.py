"""What a watcher may change in a session: only towards less."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.programme.session_progress import start_of
from steadyback.programme.supervision import why_not_easier, why_not_fewer
from steadyback.records.plan import Dose
from steadyback.records.session import (
    ScriptStep,
    SessionPosition,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StartOutcome,
)


def step(index: int, kind: str = "exercise", reps: int = 8, easier: ScriptStep | None = None) -> ScriptStep:
    dose = Dose(sets=2, reps=reps)
    return ScriptStep(index, kind, "hinge", "bridge", "Bridge", "supine", (), dose=dose, easier=easier)


SCRIPT = SessionScript(
    schema_version=1,
    kind="strength",
    start=StartOutcome.GO,
    pain_before=2,
    pain_limit=4,
    tummy_cue="brace",
    steps=(step(0, easier=step(0, reps=5)), step(1), step(2, kind="cardio", reps=0)),
    pain_table=(),
    stop_table={},
    minutes=20,
    reasons=(),
    rules_sha256="",
    catalogue_sha256="",
)


def at(number: int, **more: object) -> SessionRecord:
    record = start_of(SCRIPT, "s")
    return replace(record, position=SessionPosition(step=number), **more)  # type: ignore[arg-type]


@given(reps=st.integers(-5, 30), eased=st.booleans())
def test_never_more_than_is_planned_and_never_none(reps: int, eased: bool) -> None:
    record = at(0, using_easier=frozenset({0} if eased else ()))
    refusal = why_not_fewer(SCRIPT, record, 0, reps)
    assert (refusal is None) == (1 <= reps <= (5 if eased else 8))
    if reps > 8:
        assert refusal is not None
        assert refusal.rule == "P12"


def test_an_easier_version_once_and_where_there_is_one() -> None:
    assert why_not_easier(SCRIPT, at(0), 0) is None
    assert why_not_easier(SCRIPT, at(0, using_easier=frozenset({0})), 0) is not None
    refusal = why_not_easier(SCRIPT, at(1), 1)
    assert refusal is not None
    assert refusal.rule == "PL-05"


def test_minutes_have_no_repetitions_to_lower() -> None:
    refusal = why_not_fewer(SCRIPT, at(2), 2, 3)
    assert refusal is not None
    assert refusal.rule == "PL-03"


@pytest.mark.parametrize("number", [1, 2, 3, 99, -1])
def test_only_the_step_at_hand(number: int) -> None:
    assert why_not_easier(SCRIPT, at(0), number) is not None
    assert why_not_fewer(SCRIPT, at(0), number, 2) is not None


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.ENDED_BY_RULE, SessionStatus.STOPPED_TO_ASK])
def test_nothing_while_somebody_is_asked_what_they_felt_or_when_it_is_over(status: SessionStatus) -> None:
    assert why_not_easier(SCRIPT, at(0, status=status), 0) is not None
    assert why_not_fewer(SCRIPT, at(0, status=status), 0, 2) is not None
