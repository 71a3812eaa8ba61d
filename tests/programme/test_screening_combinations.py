"""K01-K12, each with what fires it and what does not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from steadyback.programme.screening import NOT_EXAMINED_FLAG, evaluate
from steadyback.records.screening import Disposition, ScreeningOutcome, Urgency

Screened = Callable[..., ScreeningOutcome]
CLEAR, CAUTION, FIRST, EMERGENCY = tuple(Disposition)
FOUND = date(2028, 2, 20)


def concern(outcome: ScreeningOutcome, rule: str) -> tuple[Disposition, Urgency | None] | None:
    return next(((one.disposition, one.urgency) for one in outcome.concerns if one.rule == rule), None)


def fired(outcome: ScreeningOutcome) -> set[str]:
    return {reason.rule for reason in outcome.reasons}


SAME_DAY, DAYS, NOW = (FIRST, Urgency.SAME_DAY), (FIRST, Urgency.DAYS), (EMERGENCY, Urgency.NOW)
PAIN_ONLY = {"A06.kind": "pain_only"}


@pytest.mark.parametrize(
    ("rule", "changes", "facts", "expected"),
    [
        ("K01", {"B02": "yes", "B03": "yes"}, {}, SAME_DAY),
        ("K01", {"B02": "unsure", "B04": "yes"}, {}, SAME_DAY),
        ("K01", {"B02": "yes", "B13": "unsure"}, {}, SAME_DAY),
        ("K01", {"B02": "yes"}, {}, None),
        ("K01", {"B03": "yes", "B04": "yes"}, {}, None),
        ("K02", {"B02": "yes", "A05": "yes"}, {}, NOW),
        ("K02", {"B02": "yes", "A06": "yes"}, PAIN_ONLY, NOW),
        ("K02", {"B02": "unsure", "A07": "unsure"}, {}, NOW),
        ("K02", {"A05": "yes"}, {}, None),
        ("K03", {"B05": "yes", "B06": "yes"}, {}, NOW),
        ("K03", {"B05": "unsure", "B08": "unsure"}, {"B08.kind": "injection"}, NOW),
        ("K03", {"B05": "yes"}, {}, None),
        ("K04", {"B03": "yes", "B05": "yes"}, {}, SAME_DAY),
        ("K04", {"B03": "yes"}, {}, None),
        ("K05", {"C05": "yes", "C07": "no"}, {}, DAYS),
        ("K05", {"C05": "yes", "C07": "unsure"}, {}, DAYS),
        ("K05", {"C05": "unsure", "C07": "no"}, {}, DAYS),
        ("K05", {"C05": "yes", "C07": "yes"}, {}, None),
        ("K09", {}, {"year_of_birth": 1956, "first_episode": "yes", "pain_began": "within_6_weeks"}, DAYS),
        ("K09", {}, {"year_of_birth": 1956, "first_episode": "unsure", "pain_began": "unsure"}, DAYS),
        ("K09", {}, {"year_of_birth": 1957, "first_episode": "yes", "pain_began": "within_6_weeks"}, None),
        ("K09", {}, {"year_of_birth": 1940, "first_episode": "no", "pain_began": "within_6_weeks"}, None),
        ("K09", {}, {"year_of_birth": 1940, "first_episode": "yes", "pain_began": "months"}, None),
        ("K09", {}, {"year_of_birth": None, "first_episode": None, "pain_began": None}, DAYS),
        ("B12", {}, {"year_of_birth": 2009}, DAYS),
        ("B12", {}, {"year_of_birth": 2008}, None),
    ],
)
def test_a_combination_needs_a_clinician_or_help_now(
    screened: Screened, rule: str, changes: dict[str, str], facts: dict[str, Any], expected: Any
) -> None:
    outcome = screened(changes, facts)
    assert concern(outcome, rule) == expected
    assert (rule in fired(outcome)) == (expected is not None)


def test_known_disease_and_active_means_moderate_effort(screened: Screened) -> None:
    outcome = screened({"C05": "yes", "C07": "yes"})
    assert "K06" in fired(outcome)
    assert "moderate_only" in outcome.notes
    assert outcome.disposition is CAUTION


@pytest.mark.parametrize(
    ("weeks", "stated_on", "today", "later"),
    [
        (13, "2026-11-23", date(2026, 11, 23), False),
        (13, "2026-11-23", date(2026, 11, 24), True),
        (14, "2026-11-23", date(2026, 11, 23), True),
        (4, "2026-11-23", date(2027, 1, 25), False),
        (4, "2026-11-23", date(2027, 1, 26), True),
        (None, "2026-11-23", date(2026, 11, 23), True),
        (10, None, date(2026, 11, 23), True),
        (10, "2026-12-24", date(2026, 11, 23), True),
        (10, "soon", date(2026, 11, 23), True),
        ("ten", "2026-11-23", date(2026, 11, 23), True),
        (99, "2026-11-23", date(2026, 11, 23), True),
    ],
)
def test_later_pregnancy_comes_by_the_calendar(
    screened: Screened, weeks: Any, stated_on: Any, today: date, later: bool
) -> None:
    facts = {"pregnancy_gate": "yes", "pregnancy_weeks": weeks, "pregnancy_weeks_on": stated_on}
    outcome = screened({"D01": "yes"}, facts, today)
    assert ("PREG_T2T3" in outcome.flags) == later
    assert ("K07" in fired(outcome)) == later
    assert "PREG" in outcome.flags


def test_maybe_pregnant_counts_as_later_pregnancy(screened: Screened) -> None:
    assert {"PREG", "PREG_T2T3"} <= screened({"D01": "unsure"}, {"pregnancy_gate": "unsure"}).flags


def test_pregnancy_is_skipped_only_after_a_clear_no(screened: Screened) -> None:
    old_answer = {"D01": "yes", "D03": "yes"}
    assert screened(old_answer, {"pregnancy_gate": "no"}).flags == {"ACTIVE"}
    assert not screened({}, {"pregnancy_gate": None}).complete


@pytest.mark.parametrize(("examined", "open_"), [("yes", False), ("no", True), ("unsure", True), (None, True)])
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_leg_that_nobody_examined_narrows_the_exercises(
    screened: Screened, answer: str, examined: str | None, open_: bool
) -> None:
    outcome = screened({"E04": answer}, {"E04.examined": examined})
    assert "RADIC_STABLE" in outcome.flags
    assert (NOT_EXAMINED_FLAG in outcome.flags) == open_
    assert concern(outcome, "K08") == ((CAUTION, Urgency.FOURTEEN_DAYS) if open_ else None)
    assert outcome.disposition is CAUTION


@pytest.mark.parametrize(("days", "expected"), [(13, (CAUTION, Urgency.FOURTEEN_DAYS)), (14, (FIRST, Urgency.DAYS))])
def test_after_14_days_a_leg_that_nobody_examined_comes_first(
    answers: Callable[..., Any], days: int, expected: tuple[Disposition, Urgency]
) -> None:
    told = answers({"E04": "yes"}, {"E04.examined": "no"})
    outcome = evaluate(told, FOUND + timedelta(days=days), began_on=FOUND)
    assert concern(outcome, "K08") == expected
    assert outcome.disposition is expected[0]
    assert {one.raised_on for one in outcome.concerns} == {FOUND}


def test_asking_again_does_not_begin_the_14_days_anew(answers: Callable[..., Any]) -> None:
    told = answers({"E04": "yes"}, {"E04.examined": "no"})
    first = evaluate(told, FOUND)
    again = FOUND + timedelta(days=20)
    assert concern(evaluate(told, again, began_on=again, earlier=first.concerns), "K08") == DAYS
    examined = answers({"E04": "yes"}, {"E04.examined": "yes"})
    assert concern(evaluate(examined, again, began_on=again, earlier=first.concerns), "K08") is None


def test_unable_to_get_to_the_floor(screened: Screened) -> None:
    assert "K10" in fired(screened({"E13": "no"}))


def test_prefer_not_to_say_shows_the_card_and_goes_on(screened: Screened) -> None:
    outcome = screened({"A04": "prefer_not"})
    assert outcome.complete
    assert outcome.disposition is CLEAR
    assert "safety_card" in outcome.notes
    assert "K11" in fired(outcome)


@pytest.mark.parametrize(
    ("changes", "facts", "offered"),
    [
        ({"E01": "yes"}, {}, True),
        ({"E02": "unsure"}, {}, True),
        ({}, {"year_of_birth": 1961}, True),
        ({}, {"year_of_birth": 1962}, False),
        ({}, {"year_of_birth": "long ago"}, True),
        ({"E12": "yes"}, {}, False),
    ],
)
def test_balance_work_is_offered_but_its_flag_comes_only_from_a_fall(
    screened: Screened, changes: dict[str, str], facts: dict[str, Any], offered: bool
) -> None:
    outcome = screened(changes, facts)
    assert ("balance_work" in outcome.notes) == offered
    assert ("BALANCE" in outcome.flags) == ("E12" in changes)


@pytest.mark.parametrize(
    ("changes", "facts", "recent"),
    [
        ({"E03": "yes"}, {"spine_fusion": "yes", "spine_operation_on": "2025-11-24"}, True),
        ({"E03": "yes"}, {"spine_fusion": "yes", "spine_operation_on": "2025-11-23"}, False),
        ({"E03": "yes"}, {"spine_fusion": "no", "spine_operation_on": "2026-01-01"}, False),
        ({"E03": "unsure"}, {"spine_fusion": "unsure", "spine_operation_on": "2020-01-01"}, False),
        ({"E03": "yes"}, {"spine_fusion": "unsure", "spine_operation_on": None}, True),
        ({"E03": "yes"}, {}, True),
        ({"E03": "yes"}, {"spine_fusion": "yes", "spine_operation_on": "2027-01-01"}, True),
        ({"B08": "yes"}, {"B08.kind": "operation", "spine_fusion": "yes", "spine_operation_on": "2026-10-01"}, True),
        ({"B08": "yes"}, {"B08.kind": "injection"}, False),
        ({"B08": "yes"}, {}, True),
        ({}, {"spine_fusion": "yes", "spine_operation_on": "2026-01-01"}, False),
    ],
)
def test_a_fusion_counts_for_twelve_months_from_its_date(
    screened: Screened, changes: dict[str, str], facts: dict[str, Any], recent: bool
) -> None:
    assert ("SPINE_FUSION_RECENT" in screened(changes, facts).flags) == recent
