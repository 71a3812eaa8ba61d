"""From answers to a session: properties that hold across the whole programme."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.exercises import load_catalogue, load_transitions
from steadyback.programme.gate import decide_gate
from steadyback.programme.screening import evaluate, load_screening, read_baseline
from steadyback.programme.session_script import build_script
from steadyback.programme.session_start import CHECK_ITEMS, MAY_START, decide_start
from steadyback.programme.starting_level import start_level
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import Approval, ApprovalStatus, GateStatus, Policy
from steadyback.records.codec import to_json
from steadyback.records.plan import Preferences
from steadyback.records.screening import Answer, ScreeningAnswers

TODAY = date(2026, 11, 23)
ITEMS = load_screening().items
ALWAYS = ("A03", "A05", "A07", "A09", "A10", "A11")


def generous(covers: frozenset[str]) -> Approval:
    return Approval(ApprovalStatus.APPROVED, "Dr Ada", "specialist", TODAY, "s1", covers)


@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("status", list(ApprovalStatus))
@pytest.mark.parametrize("item", ALWAYS)
def test_p1_no_approval_and_no_policy_opens_the_gate_to_an_emergency(
    answers: Any, item: str, status: ApprovalStatus, policy: Policy
) -> None:
    outcome = evaluate(answers({item: "yes"}), TODAY)
    approval = Approval(status, "Dr Ada", "specialist", TODAY, "s1", frozenset(ITEMS))
    decision = decide_gate(
        screening=outcome,
        screened_on=TODAY,
        holds=(),
        approval=approval,
        policy=policy,
        today=TODAY,
        last_session_on=None,
    )
    assert decision.status is GateStatus.LOCKED_EMERGENCY


CHANGES = st.dictionaries(st.sampled_from(list(ITEMS)), st.sampled_from(["yes", "no", "unsure"]), max_size=4)
FACTS = st.fixed_dictionaries(
    {"year_of_birth": st.one_of(st.none(), st.integers(1920, 2026))},
    optional={
        "pain_average": st.integers(0, 10),
        "pain_rest": st.integers(0, 10),
        "settle": st.sampled_from(["none", "under_1h", "under_24h", "over_24h"]),
        "rmdq": st.integers(0, 24),
        "active_min_per_week": st.integers(0, 400),
        "pregnancy_gate": st.sampled_from(["yes", "no"]),
        "E04.examined": st.sampled_from(["yes", "no"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(CHANGES, FACTS, st.integers(0, 10), st.sampled_from(["strength", "cardio"]))
def test_whoever_gets_through_gets_a_session_that_is_right_for_them(
    answers: Any, changes: dict[str, str], facts: dict[str, Any], pain: int, kind: str
) -> None:
    given_: ScreeningAnswers = answers(changes, facts)
    outcome = evaluate(given_, TODAY)
    decision = decide_gate(
        screening=outcome,
        screened_on=TODAY,
        holds=(),
        approval=generous(frozenset(concern.rule for concern in outcome.concerns)),
        policy=Policy.STRICT,
        today=TODAY,
        last_session_on=None,
    )
    start = decide_start(dict.fromkeys(CHECK_ITEMS, False), pain, fever=False, high_pain_days=0)
    if not decision.is_open or start.outcome not in MAY_START:
        return
    year = given_.facts["year_of_birth"]
    baseline = read_baseline(given_)
    level, reasons = start_level(baseline, outcome, year if isinstance(year, int) else None, TODAY)
    catalogue = load_catalogue()
    plan = build_week(
        starts_on=TODAY,
        level=level,
        flags=outcome.flags,
        baseline=baseline,
        preferences=Preferences(),
        limits=None,
        catalogue=catalogue,
        yellow_over=outcome.yellow_over,
    )
    session = next(one for day in plan.days for one in day.sessions if one.kind == kind)
    script = build_script(
        session,
        start=start.outcome,
        pain_before=pain,
        pain_mode="brief_strict",
        preferences=Preferences(),
        limits=None,
        flags=plan.flags,
        catalogue=catalogue,
        transitions=load_transitions(),
    )
    assert reasons
    assert script.steps
    assert json.dumps(to_json(script))
    for step in script.steps:
        if step.exercise_id:
            exercise = catalogue[step.exercise_id]
            assert not exercise.contra_flags & outcome.flags
            assert exercise.tier <= max(1, level)
    assert Answer.YES not in (given_.answers[item] for item in ALWAYS)
