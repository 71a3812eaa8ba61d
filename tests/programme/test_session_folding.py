"""A session as far as it has come: what a decision leads to, and what its record says."""

from collections.abc import Callable

import pytest

from steadyback.programme.session_folding import Doing, Folding
from steadyback.records.session import PainDecision, PainOutcome, SessionPosition, SessionScript, SessionStatus

ScriptOf = Callable[..., SessionScript]
STOP = PainDecision(PainOutcome.STOP_EXERCISE, (), "session.stop_exercise")
TRIAGE = PainDecision(PainOutcome.STOP_TRIAGE, (), "session.triage")
GO_ON = PainDecision(PainOutcome.CONTINUE, (), "session.carry_on")


@pytest.fixture
def folding(script_of: ScriptOf) -> Folding:
    script = script_of(level=1, pain_before=2)
    return Folding(script, [Doing() for _ in script.steps])


def test_a_stop_leaves_the_exercise_at_hand_and_goes_to_the_next(folding: Folding) -> None:
    folding.go_to(2)
    folding.decide(STOP, 2)
    assert (folding.stops, folding.doing[2].done, folding.position.step) == (1, "stopped", 3)
    assert folding.status is SessionStatus.ACTIVE


def test_a_stop_of_an_earlier_exercise_moves_nothing(folding: Folding) -> None:
    folding.go_to(3)
    folding.decide(STOP, 2)
    assert (folding.doing[2].done, folding.position.step) == ("stopped", 3)


def test_stops_that_are_too_many_end_it_with_their_own_rule(folding: Folding) -> None:
    for step in range(folding.script.max_stops):
        assert folding.status is SessionStatus.ACTIVE
        folding.decide(STOP, step)
    assert folding.status is SessionStatus.ENDED_BY_RULE
    assert folding.decisions[-1].outcome is PainOutcome.END_SESSION
    assert [one.outcome for one in folding.decisions[:-1]] == [PainOutcome.STOP_EXERCISE] * folding.script.max_stops


def test_what_is_over_is_not_opened_again_and_a_late_answer_still_counts(folding: Folding) -> None:
    folding.status = SessionStatus.FINISHED
    folding.decide(GO_ON, 0)
    assert folding.status is SessionStatus.FINISHED
    folding.decide(TRIAGE, 0)
    assert folding.status is SessionStatus.ENDED_BY_RULE
    folding.decide(GO_ON, 0)
    assert folding.status is SessionStatus.ENDED_BY_RULE


def test_an_exercise_is_whole_with_its_last_repetition(folding: Folding) -> None:
    step = next(one for one in folding.script.steps if one.kind == "exercise")
    planned = step.dose.sets * len(step.sides) * step.dose.reps
    folding.doing[step.index].repetitions = planned - 1
    assert not folding.is_whole(step.index)
    folding.doing[step.index].repetitions = planned
    assert folding.is_whole(step.index)


def test_an_activity_is_whole_after_its_last_segment(folding: Folding) -> None:
    step = next(one for one in folding.script.steps if one.kind == "cardio")
    folding.position = SessionPosition(step.index, segment=len(step.phases) - 1)
    assert not folding.is_whole(step.index)
    folding.position = SessionPosition(step.index, segment=len(step.phases))
    assert folding.is_whole(step.index)


def test_the_record_counts_what_was_done_before_the_easier_version_too(folding: Folding) -> None:
    step = next(one for one in folding.script.steps if one.kind == "exercise" and one.easier is not None)
    easier = step.easier
    assert easier is not None
    folding.using_easier.add(step.index)
    folding.doing[step.index].before, folding.doing[step.index].repetitions = 3, 2
    done = folding.record("s1").steps[step.index]
    planned = easier.dose.sets * len(easier.sides) * easier.dose.reps if easier.kind == "exercise" else 0
    assert (done.exercise_id, done.repetitions, done.repetitions_planned) == (easier.exercise_id, 5, 3 + planned)


def test_the_record_keeps_the_worst_pain_and_none_where_none_was_said(folding: Folding) -> None:
    assert folding.record("s1").pain_max is None
    folding.pains += [2, 4, 1]
    assert folding.record("s1").pain_max == 4
