from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.programme.advice import advice_text
from steadyback.programme.session_start import CHECK_ITEMS, MAY_START, decide_start, pain_to_read_back
from steadyback.records.screening import Disposition
from steadyback.records.session import StartOutcome

NONE_OF_THESE = dict.fromkeys(CHECK_ITEMS, False)


def start(pain: Any = 2, fever: bool | None = False, days: int = 0, very_ill: bool | None = None, **yes: Any) -> Any:
    return decide_start({**NONE_OF_THESE, **yes}, pain, fever=fever, high_pain_days=days, very_ill=very_ill)


@pytest.mark.parametrize(
    ("options", "outcome", "rule", "concerns"),
    [
        ({}, "GO", "S-06", ()),
        ({"pain": 5}, "GO", "S-06", ()),
        ({"pain": 6}, "GENTLE", "S-05", ()),
        ({"pain": 7}, "GENTLE", "S-05", ()),
        ({"pain": 8}, "SKIP_ADVISE", "S-04", ()),
        ({"pain": 9, "days": 1}, "SKIP_ADVISE", "S-04", ()),
        ({"pain": 8, "days": 2}, "REFER", "S-04", ("R-03",)),
        ({"R1": True}, "EMERGENCY", "S-01", ("R1",)),
        ({"R2": True}, "EMERGENCY", "S-01", ("R2",)),
        ({"R4": True, "R1": True}, "EMERGENCY", "S-01", ("R4", "R1")),
        ({"R3": True}, "STOP_TRIAGE", "S-02", ("R-02",)),
        ({"R3": True, "R2": True}, "EMERGENCY", "S-01", ("R2",)),
        ({"R6": True}, "EMERGENCY", "A08", ("A08",)),
        ({"R5": True}, "POSTPONE", "S-03", ()),
        ({"fever": True}, "POSTPONE", "S-03", ()),
        ({"R5": True, "very_ill": True}, "EMERGENCY", "A09", ("A09",)),
        ({"R7": True}, "RESCREEN", "X-01", ()),
        ({"R7": True, "pain": 9}, "RESCREEN", "X-01", ()),
        ({"pain": None}, "POSTPONE", "P14", ()),
        ({"pain": 11}, "POSTPONE", "P14", ()),
        ({"R4": None}, "POSTPONE", "P14", ()),
    ],
)
def test_the_first_rule_that_applies_decides(
    options: dict[str, Any], outcome: str, rule: str, concerns: tuple[str, ...]
) -> None:
    decision = start(**options)
    assert decision.outcome is StartOutcome(outcome)
    assert decision.reasons[0].rule == rule
    assert decision.concerns == concerns
    assert advice_text(decision.advice).lines


@pytest.mark.parametrize(("pain", "limit", "outcome"), [(3, 3, "GO"), (4, 3, "SKIP_ADVISE"), (6, 5, "SKIP_ADVISE")])
def test_nobody_starts_above_the_clinicians_pain_limit(pain: int, limit: int, outcome: str) -> None:
    decision = decide_start(NONE_OF_THESE, pain, fever=False, high_pain_days=0, clinician_limit=limit)
    assert decision.outcome is StartOutcome(outcome)


def test_chest_pain_has_its_own_words() -> None:
    assert start(R4=True, R1=True).advice == "emergency.A10"
    assert start(R2=True).advice == "emergency.CES"


def test_concerns_become_holds_raised_today() -> None:
    today = date(2026, 11, 23)
    (hold,) = start(R1=True).holds(today)
    assert (hold.rule, hold.disposition, hold.raised_on) == ("R1", Disposition.EMERGENCY, today)
    (hold,) = start(R3=True).holds(today)
    assert hold.disposition is Disposition.CLINICIAN_FIRST


TAPS = st.dictionaries(st.sampled_from([*CHECK_ITEMS, "R9"]), st.one_of(st.none(), st.booleans()))


@given(TAPS, st.one_of(st.none(), st.integers(-2, 12)), st.one_of(st.none(), st.booleans()), st.integers(0, 5))
def test_p14_a_session_starts_only_after_seven_clear_answers(
    check: dict[str, bool | None], pain: int | None, fever: bool | None, days: int
) -> None:
    decision = decide_start(check, pain, fever=fever, high_pain_days=days)
    if decision.outcome in MAY_START:
        assert all(check.get(item) is False for item in CHECK_ITEMS)
        assert pain in range(8)
        assert fever is not True


def test_p6_more_pain_never_starts_more() -> None:
    order = ["GO", "GENTLE", "SKIP_ADVISE", "REFER"]
    for days in range(4):
        ranks = [order.index(start(pain=pain, days=days).outcome.value) for pain in range(11)]
        assert ranks == sorted(ranks)


@pytest.mark.data
def test_the_start_agrees_with_the_reference_model(reference: Any) -> None:
    for red, numb, ill, pain, days in product([False, True], [False, True], [False, True], range(11), range(4)):
        theirs = reference.pre_session(red, numb, ill, pain, False, days)
        ours = start(pain=pain, days=days, R1=red, R3=numb, R5=ill).outcome.value
        assert ours == theirs


@pytest.mark.parametrize(
    ("pain", "limit", "outcome"), [(4, 3, "SKIP_ADVISE"), (3, 3, "GO"), (7, 6, "SKIP_ADVISE"), (9, 3, "SKIP_ADVISE")]
)
def test_p12_a_pain_above_the_specialists_limit_starts_nothing(pain: int, limit: int, outcome: str) -> None:
    decision = decide_start(NONE_OF_THESE, pain, fever=False, high_pain_days=0, clinician_limit=limit)
    assert decision.outcome is StartOutcome(outcome)


def test_p12_a_specialists_limit_never_opens_a_start() -> None:
    for pain in range(11):
        free = decide_start(NONE_OF_THESE, pain, fever=False, high_pain_days=0)
        for limit in range(11):
            held = decide_start(NONE_OF_THESE, pain, fever=False, high_pain_days=0, clinician_limit=limit)
            assert free.outcome in MAY_START or held.outcome is free.outcome


@pytest.mark.parametrize(
    ("pain", "earlier", "read_back"),
    [(3, (9,), 9), (3, (7,), 7), (3, (6,), None), (9, (5,), 5), (3, (), None), (5, (5, 9, 2), 9), (0, (3, 2), None)],
)
def test_a_very_different_pain_of_the_same_day_is_read_back(
    pain: int, earlier: tuple[int, ...], read_back: int | None
) -> None:
    assert pain_to_read_back(pain, earlier) == read_back
