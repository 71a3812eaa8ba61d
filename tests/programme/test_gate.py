from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.programme.gate import approval_expires_on, approval_status, covered, decide_gate, may_leave_emergency
from steadyback.records.clearance import Approval, ApprovalStatus, GateDecision, GateStatus, Policy
from steadyback.records.reasons import Reason
from steadyback.records.screening import Concern, Disposition, ScreeningOutcome, Urgency

TODAY = date(2026, 11, 23)
CLEAR, CAUTION, FIRST, EMERGENCY = tuple(Disposition)


def concern(rule: str = "B02", disposition: Disposition = FIRST, raised_on: date = TODAY) -> Concern:
    return Concern(rule, disposition, Urgency.DAYS, raised_on)


def outcome(*concerns: Concern, **changes: Any) -> ScreeningOutcome:
    worst = max((one.disposition for one in concerns), key=lambda one: one.severity, default=CLEAR)
    values = {"complete": True, "disposition": worst, "urgency": None, "concerns": concerns}
    return ScreeningOutcome(**{**values, "flags": frozenset(), "reasons": (), **changes})


def approval(status: str = "approved", **changes: Any) -> Approval:
    values: dict[str, Any] = {"by_name": "Dr Ada", "by_role": "spine specialist", "decided_on": TODAY}
    return Approval(ApprovalStatus(status), **{**values, "screening_id": "s1", **changes})


def gate(**changes: Any) -> GateDecision:
    values: dict[str, Any] = {
        "screening": outcome(),
        "screened_on": TODAY,
        "holds": (),
        "approval": approval(),
        "policy": Policy.STRICT,
        "today": TODAY,
        "last_session_on": None,
    }
    return decide_gate(**{**values, **changes})


def rules(decision: GateDecision) -> list[str]:
    return [reason.rule for reason in decision.reasons]


def test_a_clear_screening_with_an_approval_opens_the_gate() -> None:
    assert gate().is_open
    assert rules(gate()) == ["G-05"]


def test_an_emergency_closes_it_whatever_else_is_true() -> None:
    decision = gate(screening=outcome(concern("A03", EMERGENCY)), approval=approval(covers=frozenset({"A03"})))
    assert decision.status is GateStatus.LOCKED_EMERGENCY
    assert decision.waiting_for == ("A03",)
    assert rules(decision) == ["G-01"]


def test_an_emergency_hold_closes_it_even_without_a_screening() -> None:
    held = (concern("M-01", EMERGENCY),)
    assert gate(screening=None, holds=held, policy=Policy.SCREEN).status is GateStatus.LOCKED_EMERGENCY


def test_an_emergency_disposition_without_a_named_concern_still_closes_it() -> None:
    decision = gate(screening=outcome(disposition=EMERGENCY))
    assert decision.status is GateStatus.LOCKED_EMERGENCY
    assert decision.waiting_for == ("screening",)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"screening": None}, "P14"),
        ({"screened_on": None}, "P14"),
        ({"screening": outcome(complete=False, missing=("B02",))}, "P14"),
        ({"rescreen_required": True}, "X-01"),
        ({"screening": outcome(postponed=True)}, "E17"),
        ({"screened_on": TODAY - timedelta(days=28)}, "X-01"),
        ({"screened_on": TODAY + timedelta(days=1)}, "P14"),
        ({"last_session_on": TODAY + timedelta(days=1)}, "P14"),
    ],
)
def test_screening_comes_first(changes: dict[str, Any], rule: str) -> None:
    decision = gate(**changes)
    assert decision.status is GateStatus.SCREENING_NEEDED
    assert rules(decision) == [rule]


def test_a_screening_lasts_27_days_and_says_when_a_gap_is_why() -> None:
    assert gate(screened_on=TODAY - timedelta(days=27)).is_open
    month_ago = TODAY - timedelta(days=28)
    reason = gate(screened_on=month_ago, last_session_on=month_ago).reasons[0]
    assert reason.values["gap"] is True
    reason = gate(screened_on=month_ago, last_session_on=TODAY).reasons[0]
    assert reason.values["gap"] is False


def test_what_is_missing_is_named() -> None:
    assert gate(screening=outcome(complete=False, missing=("B02", "E13"))).waiting_for == ("B02", "E13")


@pytest.mark.parametrize("policy", list(Policy))
def test_not_yet_means_wait(policy: Policy) -> None:
    decision = gate(approval=approval("declined"), policy=policy)
    assert decision.status is GateStatus.WAIT_CLINICIAN
    assert rules(decision) == ["G-02"]


def test_an_approval_ends_after_six_months_or_at_its_review() -> None:
    assert approval_expires_on(approval(decided_on=date(2026, 5, 23))) == TODAY
    assert approval_expires_on(approval(review_on=date(2026, 12, 1))) == date(2026, 12, 1)
    assert approval_expires_on(approval(expires_on=date(2026, 11, 30))) == date(2026, 11, 30)
    decision = gate(approval=approval(decided_on=date(2026, 5, 23)))
    assert decision.status is GateStatus.WAIT_CLINICIAN
    assert rules(decision) == ["G-02", "X-02"]
    assert gate(approval=approval(decided_on=date(2026, 5, 24))).is_open


def test_an_approval_from_the_future_does_not_count() -> None:
    later = approval(decided_on=TODAY + timedelta(days=1))
    assert approval_status(later, TODAY) is ApprovalStatus.NONE
    assert gate(approval=later).status is GateStatus.WAIT_CLINICIAN


def test_strict_needs_an_approval_and_screen_does_not() -> None:
    assert rules(gate(approval=None)) == ["G-04"]
    assert gate(approval=None, policy=Policy.SCREEN).is_open
    assert rules(gate(approval=approval("requested"))) == ["G-04"]


def test_an_approval_opens_only_for_what_it_covered() -> None:
    both = outcome(concern("B02"), concern("B10"))
    assert gate(screening=both, approval=approval(covers=frozenset({"B02", "B10"}))).is_open
    decision = gate(screening=both, approval=approval(covers=frozenset({"B02"})))
    assert decision.status is GateStatus.WAIT_CLINICIAN
    assert decision.waiting_for == ("B10",)
    assert rules(decision) == ["G-03"]


def test_a_concern_raised_after_the_approval_closes_the_gate_again() -> None:
    old = approval("approved_with_limits", decided_on=date(2026, 11, 1), covers=frozenset({"R-02"}))
    assert not covered(concern("R-02"), old)
    assert gate(holds=(concern("R-02"),), approval=old, policy=Policy.SCREEN).waiting_for == ("R-02",)
    assert gate(holds=(concern("R-02", raised_on=date(2026, 11, 1)),), approval=old).is_open


def test_no_approval_covers_an_emergency() -> None:
    assert not covered(concern("A03", EMERGENCY), approval(covers=frozenset({"A03"})))


def test_a_clinician_first_without_a_named_concern_waits() -> None:
    decision = gate(screening=outcome(disposition=FIRST), policy=Policy.SCREEN)
    assert decision.waiting_for == ("screening",)


def test_a_caution_concern_does_not_close_the_gate() -> None:
    assert gate(screening=outcome(concern("K08", CAUTION))).is_open


def test_why_all_is_asked_again_is_said_with_its_values() -> None:
    why = Reason("X-01", {"flare_days": 8})
    decision = gate(rescreen_required=why)
    assert decision.status is GateStatus.SCREENING_NEEDED
    assert decision.reasons == (why,)


def test_an_approval_older_than_the_screening_covers_nothing_that_the_screening_newly_found() -> None:
    old = approval(decided_on=TODAY - timedelta(days=30), covers=frozenset({"B02", "B10"}))
    known = concern("B02", raised_on=TODAY - timedelta(days=31))
    assert gate(screening=outcome(known), approval=old).is_open
    assert gate(screening=outcome(known, concern("B10")), approval=old).waiting_for == ("B10",)
    assert gate(screening=outcome(known, concern("B12")), approval=old).waiting_for == ("B12",)


@pytest.mark.parametrize(
    ("seen_h", "now_h", "allowed"),
    [(2, 24, True), (2, 23.9, False), (-1, 48, False), (49, 48, False), (0, 24, True)],
)
def test_the_way_back_from_an_emergency_takes_a_day_and_somebody_who_saw_you(
    seen_h: float, now_h: float, allowed: bool
) -> None:
    raised = datetime(2026, 11, 23, 8, tzinfo=UTC)
    seen, now = raised + timedelta(hours=seen_h), raised + timedelta(hours=now_h)
    assert may_leave_emergency(seen, raised, now) == allowed


DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
CONCERNS = st.builds(
    Concern, st.sampled_from(["A03", "B02", "B10", "K08", "R-02", "M-01"]), st.sampled_from(Disposition),
    st.one_of(st.none(), st.sampled_from(Urgency)), DAYS,
)  # fmt: skip
OUTCOMES = st.builds(
    ScreeningOutcome, st.booleans(), st.sampled_from(Disposition), st.none(), st.lists(CONCERNS, max_size=3).map(tuple),
    st.just(frozenset[str]()), st.just(()), st.just(()), st.booleans(),
)  # fmt: skip
APPROVALS = st.builds(
    Approval, st.sampled_from(ApprovalStatus), st.just("Dr Ada"), st.just("specialist"), DAYS, st.just("s1"),
    st.frozensets(st.sampled_from(["A03", "B02", "B10", "R-02", "M-01"])),
    review_on=st.one_of(st.none(), DAYS), expires_on=st.one_of(st.none(), DAYS),
)  # fmt: skip
CASES = st.fixed_dictionaries(
    {
        "screening": st.one_of(st.none(), OUTCOMES),
        "screened_on": st.one_of(st.none(), DAYS),
        "holds": st.lists(CONCERNS, max_size=2).map(tuple),
        "approval": st.one_of(st.none(), APPROVALS),
        "today": st.just(TODAY),
        "last_session_on": st.one_of(st.none(), DAYS),
        "rescreen_required": st.booleans(),
    }
)


@given(CASES, st.sampled_from(Policy))
def test_p1_an_emergency_always_locks(case: dict[str, Any], policy: Policy) -> None:
    found = [*(case["screening"].concerns if case["screening"] else ()), *case["holds"]]
    worst = [one.disposition for one in found]
    worst += [case["screening"].disposition] if case["screening"] else []
    locked = decide_gate(**case, policy=policy).status is GateStatus.LOCKED_EMERGENCY
    assert locked == (EMERGENCY in worst)


@given(CASES)
def test_p2_what_strict_opens_screen_opens(case: dict[str, Any]) -> None:
    if decide_gate(**case, policy=Policy.STRICT).is_open:
        assert decide_gate(**case, policy=Policy.SCREEN).is_open


@given(CASES, st.sampled_from(Policy))
def test_p13_and_p14_every_decision_says_why_and_open_needs_everything(case: dict[str, Any], policy: Policy) -> None:
    decision = decide_gate(**case, policy=policy)
    assert decision.reasons
    assert decision == decide_gate(**case, policy=policy)
    if decision.is_open:
        assert case["screening"] is not None
        assert case["screening"].complete
        assert 0 <= (TODAY - case["screened_on"]).days < 28
        assert not case["rescreen_required"]
        for one in (*case["screening"].concerns, *case["holds"]):
            assert one.disposition is not FIRST or (case["approval"] and covered(one, case["approval"]))


@given(CASES, st.sampled_from(Policy), CONCERNS)
def test_one_more_concern_never_opens_the_gate(case: dict[str, Any], policy: Policy, more: Concern) -> None:
    worse = {**case, "holds": (*case["holds"], more)}
    if decide_gate(**worse, policy=policy).is_open:
        assert decide_gate(**case, policy=policy).is_open


@pytest.mark.data
def test_the_gate_agrees_with_the_reference_model(reference: Any) -> None:
    names = {"OPEN": GateStatus.OPEN, "WAIT_CLINICIAN": GateStatus.WAIT_CLINICIAN}
    names["LOCKED_EMERGENCY"] = GateStatus.LOCKED_EMERGENCY
    for disposition, status, policy in product(Disposition, ApprovalStatus, Policy):
        found = () if disposition in (CLEAR, CAUTION) else (concern(disposition=disposition),)
        given_ = approval(status.value, covers=frozenset({"B02"}))
        ours = gate(screening=outcome(*found, disposition=disposition), approval=given_, policy=policy).status
        assert ours is names[reference.gate(disposition.value, policy.value, status.value)]
