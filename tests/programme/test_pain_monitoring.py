from itertools import product
from typing import Any

import pytest

from steadyback.programme.pain_monitoring import (
    decide_fall,
    decide_pain,
    decide_stop,
    decide_triage,
    fall_table,
    pain_limit,
    pain_table,
    stop_table,
    stops_that_end,
)
from steadyback.records.screening import Answer
from steadyback.records.session import PainOutcome, StopAnswer

RANK = {outcome: index for index, outcome in enumerate(PainOutcome)}
MODES = ("brief_strict", "monitored")


@pytest.mark.parametrize(
    ("mode", "p0", "clinician", "limit"),
    [
        ("brief_strict", 0, None, 2),
        ("brief_strict", 1, None, 2),
        ("brief_strict", 3, None, 4),
        ("brief_strict", 5, None, 5),
        ("monitored", 0, None, 5),
        ("brief_strict", 6, None, 6),
        ("monitored", 7, None, 7),
        ("monitored", 0, 3, 3),
        ("brief_strict", 0, 5, 2),
        ("an unknown mode", 1, None, 2),
        ("brief_strict", 6, 4, 4),
    ],
)
def test_the_limit(mode: str, p0: int, clinician: int | None, limit: int) -> None:
    assert pain_limit(mode, p0, clinician) == limit


@pytest.mark.parametrize(
    ("mode", "p0", "p", "outcome", "rule"),
    [
        ("brief_strict", 3, 5, PainOutcome.STOP_EXERCISE, "M-04"),
        ("brief_strict", 3, 4, PainOutcome.REDUCE, "M-05"),
        ("brief_strict", 3, 3, PainOutcome.CONTINUE, "M-06"),
        ("brief_strict", 0, 2, PainOutcome.CONTINUE, "M-06"),
        ("monitored", 2, 4, PainOutcome.REDUCE, "M-05"),
        ("monitored", 3, 4, PainOutcome.CONTINUE, "M-06"),
        ("monitored", 0, 6, PainOutcome.STOP_EXERCISE, "M-04"),
        ("brief_strict", 6, 7, PainOutcome.STOP_EXERCISE, "M-04"),
        ("brief_strict", 6, 6, PainOutcome.CONTINUE, "M-06"),
        ("brief_strict", 3, None, PainOutcome.STOP_EXERCISE, "P14"),
        ("brief_strict", 3, 11, PainOutcome.STOP_EXERCISE, "P14"),
        ("brief_strict", 12, 3, PainOutcome.STOP_EXERCISE, "P14"),
    ],
)
def test_a_report_of_pain(mode: str, p0: int, p: Any, outcome: PainOutcome, rule: str) -> None:
    decision = decide_pain(mode, p0, p)
    assert (decision.outcome, decision.reasons[0].rule) == (outcome, rule)


def test_p5_more_pain_is_never_milder_and_strict_never_softer_than_monitored() -> None:
    for p0, clinician in product(range(11), (None, 2, 4)):
        for mode in MODES:
            ranks = [RANK[one.outcome] for one in pain_table(mode, p0, clinician)]
            assert ranks == sorted(ranks)
        strict, monitored = (pain_table(mode, p0, clinician) for mode in MODES)
        assert all(RANK[a.outcome] >= RANK[b.outcome] for a, b in zip(strict, monitored, strict=True))


def test_p12_a_clinicians_limit_only_tightens() -> None:
    for mode, p0, limit in product(MODES, range(11), range(11)):
        assert pain_limit(mode, p0, limit) <= pain_limit(mode, p0)


@pytest.mark.data
def test_pain_agrees_with_the_reference_model_below_six(reference: Any) -> None:
    for mode, p0, p in product(MODES, range(6), range(11)):
        assert decide_pain(mode, p0, p).outcome.value == reference.in_exercise(mode, p0, p, False, False, False)
    for mode, p0 in product(MODES, range(11)):
        assert pain_limit(mode, p0) <= reference.pain_limit(mode, p0)


@pytest.mark.parametrize(
    ("answer", "outcome", "rule", "advice"),
    [
        (StopAnswer.BREAK, PainOutcome.CONTINUE, "M-06", "session.break"),
        (StopAnswer.CRAMP, PainOutcome.CONTINUE, "M-06", "session.cramp"),
        (StopAnswer.SHARP_OR_SPREADING, PainOutcome.STOP_EXERCISE, "M-03", "session.sharp"),
        (StopAnswer.NUMB_OR_WEAK, PainOutcome.STOP_TRIAGE, "M-02", "session.triage"),
        (StopAnswer.CHEST_FAINT_BREATHLESS, PainOutcome.EMERGENCY, "M-01", "emergency.A10"),
        (StopAnswer.PREGNANCY_OR_BULGE, PainOutcome.END_SESSION, "R-10", "session.pregnancy"),
    ],
)
def test_what_was_felt_decides(answer: StopAnswer, outcome: PainOutcome, rule: str, advice: str) -> None:
    decision = decide_stop(answer, mode="brief_strict", p0=2)
    assert (decision.outcome, decision.reasons[0].rule, decision.advice) == (outcome, rule, advice)
    assert stop_table()[answer] == decision


def test_more_pain_is_decided_by_the_number() -> None:
    assert decide_stop(StopAnswer.MORE_PAIN, mode="brief_strict", p0=2, p=6).outcome is PainOutcome.STOP_EXERCISE
    assert decide_stop(StopAnswer.MORE_PAIN, mode="brief_strict", p0=2).outcome is PainOutcome.STOP_EXERCISE
    assert StopAnswer.MORE_PAIN not in stop_table()


@pytest.mark.parametrize("hurt", ["yes", "unsure", None, "perhaps"])
def test_a_fall_that_may_have_hurt_is_an_emergency(hurt: str | None) -> None:
    assert decide_fall(hurt).outcome is PainOutcome.EMERGENCY
    assert decide_fall(hurt).advice == "emergency.A08"
    assert decide_stop(StopAnswer.FELL, mode="monitored", p0=0, hurt_by_fall=hurt) == decide_fall(hurt)


def test_a_fall_that_did_not_hurt_ends_the_session() -> None:
    assert decide_fall("no").outcome is PainOutcome.END_SESSION
    assert set(fall_table()) == {"yes", "no", "unsure"}
    assert stop_table()[StopAnswer.FELL].outcome is PainOutcome.END_SESSION


CLEARED = {f"A0{number}": Answer.NO for number in range(1, 8)}


def test_new_numbness_without_another_sign_is_seen_the_same_day() -> None:
    decision = decide_triage(CLEARED)
    assert (decision.outcome, decision.reasons[0].rule) == (PainOutcome.STOP_TRIAGE, "R-02")
    assert decide_triage({**CLEARED, "A04": Answer.PREFER_NOT}) == decision


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNSURE, None])
@pytest.mark.parametrize("item", list(CLEARED))
def test_numbness_with_any_other_sign_is_an_emergency(item: str, answer: Answer | None) -> None:
    given_ = {key: value for key, value in {**CLEARED, item: answer}.items() if value is not None}
    decision = decide_triage(given_)
    assert (decision.outcome, decision.reasons[0].rule) == (PainOutcome.EMERGENCY, "R-01")
    assert decision.advice == ("emergency.A07" if item == "A07" else "emergency.CES")


def test_prefer_not_to_say_clears_only_the_question_that_offers_it() -> None:
    assert decide_triage({**CLEARED, "A03": Answer.PREFER_NOT}).outcome is PainOutcome.EMERGENCY


def test_the_second_stopped_exercise_ends_the_session() -> None:
    assert [stops_that_end(count) for count in range(4)] == [False, False, True, True]
