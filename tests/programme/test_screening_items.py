"""Every item, answered yes and not sure, and every branch of the amended ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from steadyback.programme.screening import load_screening
from steadyback.records.screening import Disposition, ScreeningOutcome, Urgency

Screened = Callable[..., ScreeningOutcome]
CLEAR, CAUTION, FIRST, EMERGENCY = tuple(Disposition)
BRANCHED = ("A01", "A02", "A06", "A08", "A12", "E03")
PREGNANT = {"pregnancy_gate": "yes", "pregnancy_weeks": 10, "pregnancy_weeks_on": "2026-11-23"}


def answering(item_id: str, answer: str) -> tuple[dict[str, str], dict[str, Any]]:
    changes = {item_id: answer}
    if item_id == "D02":
        changes["D01"] = "yes"
    return changes, PREGNANT if item_id[0] == "D" else {}


@pytest.mark.parametrize("answer", ["yes", "unsure"])
@pytest.mark.parametrize("item_id", [key for key in load_screening().items if key not in (*BRANCHED, "C07", "E13")])
def test_yes_and_not_sure_count_alike(screened: Screened, item_id: str, answer: str) -> None:
    item = load_screening().items[item_id]
    outcome = screened(*answering(item_id, answer))
    assert outcome.disposition.severity >= item.disposition.severity
    assert set(item.flags) <= outcome.flags
    assert item_id in {reason.rule for reason in outcome.reasons}
    if item.disposition in (FIRST, EMERGENCY):
        concern = next(one for one in outcome.concerns if one.rule == item_id)
        assert (concern.disposition, concern.urgency) == (item.disposition, item.urgency)


@pytest.mark.parametrize("item_id", list(load_screening().items))
def test_an_unanswered_question_leaves_the_screening_open(answers: Any, screened: Screened, item_id: str) -> None:
    from steadyback.programme.screening import evaluate
    from steadyback.records.screening import ScreeningAnswers

    changes, facts = answering(item_id, "no")
    full = answers(changes, facts)
    left = ScreeningAnswers({k: v for k, v in full.answers.items() if k != item_id}, full.facts)
    outcome = evaluate(left, date(2026, 11, 23))
    assert not outcome.complete
    assert item_id in outcome.missing


@pytest.mark.parametrize("item_id", ["A01", "A02"])
@pytest.mark.parametrize(
    ("when", "checked", "other", "expected", "urgency"),
    [
        ("within_6_weeks", "explained", {}, EMERGENCY, Urgency.NOW),
        ("unsure", "explained", {}, EMERGENCY, Urgency.NOW),
        (None, "explained", {}, EMERGENCY, Urgency.NOW),
        ("older", "no", {}, FIRST, Urgency.SAME_DAY),
        ("older", "unexplained", {}, FIRST, Urgency.SAME_DAY),
        ("older", "unsure", {}, FIRST, Urgency.SAME_DAY),
        ("older", None, {}, FIRST, Urgency.SAME_DAY),
        ("older", "explained", {}, CLEAR, None),
        ("older", "explained", {"A05": "unsure"}, EMERGENCY, Urgency.NOW),
        ("older", "no", {"A12": "yes"}, EMERGENCY, Urgency.NOW),
    ],
)
def test_an_older_bladder_or_bowel_change_goes_three_ways(
    screened: Screened, item_id: str, when: str, checked: str, other: dict[str, str], expected: Any, urgency: Any
) -> None:
    facts = {f"{item_id}.when": when, f"{item_id}.checked": checked, "A12.breathless": "no"}
    outcome = screened({item_id: "yes", **other}, facts)
    concern = next((one for one in outcome.concerns if one.rule == item_id), None)
    assert (concern.disposition if concern else CLEAR) == expected
    assert (concern.urgency if concern else None) == urgency


@pytest.mark.parametrize(
    ("item_id", "facts", "expected", "urgency"),
    [
        ("A06", {"A06.kind": "weaker"}, EMERGENCY, Urgency.NOW),
        ("A06", {"A06.kind": "unsure"}, EMERGENCY, Urgency.NOW),
        ("A06", {}, EMERGENCY, Urgency.NOW),
        ("A06", {"A06.kind": "pain_only"}, FIRST, Urgency.SAME_DAY),
        ("A08", {"A08.when": "within_6_weeks", "A08.checked": "no"}, EMERGENCY, Urgency.NOW),
        ("A08", {"A08.when": "unsure", "A08.checked": "unsure"}, EMERGENCY, Urgency.NOW),
        ("A08", {}, EMERGENCY, Urgency.NOW),
        ("A08", {"A08.when": "within_6_weeks", "A08.checked": "yes"}, FIRST, Urgency.DAYS),
        ("A08", {"A08.when": "older", "A08.checked": "no"}, FIRST, Urgency.DAYS),
        ("A08", {"A08.when": "older"}, FIRST, Urgency.DAYS),
        ("A08", {"A08.when": "older", "A08.checked": "yes"}, CLEAR, None),
        ("A12", {"A12.breathless": "yes"}, EMERGENCY, Urgency.NOW),
        ("A12", {"A12.breathless": "unsure"}, EMERGENCY, Urgency.NOW),
        ("A12", {}, EMERGENCY, Urgency.NOW),
        ("A12", {"A12.breathless": "no"}, FIRST, Urgency.SAME_DAY),
        ("E03", {"spine_fusion": "no", "spine_operation_on": "2020-01-01"}, CAUTION, None),
        ("E03", {"spine_fusion": "no", "spine_operation_on": "2026-10-01"}, FIRST, Urgency.DAYS),
    ],
)
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_follow_up_facts_decide(
    screened: Screened, item_id: str, facts: dict[str, str], expected: Any, urgency: Any, answer: str
) -> None:
    outcome = screened({item_id: answer}, facts)
    assert outcome.disposition == expected
    assert outcome.urgency == urgency


def test_a_swollen_calf_with_chest_pain_is_an_emergency(screened: Screened) -> None:
    outcome = screened({"A12": "yes", "A10": "yes"}, {"A12.breathless": "no"})
    assert {one.rule: one.disposition for one in outcome.concerns} == {"A12": EMERGENCY, "A10": EMERGENCY}


def test_being_active_sets_its_flag_and_is_no_caution(screened: Screened) -> None:
    assert screened().flags == {"ACTIVE"}
    assert screened().disposition is CLEAR
    assert screened({"C07": "unsure"}).flags == frozenset()


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_no_or_not_sure_about_the_floor_counts_as_unable(screened: Screened, answer: str) -> None:
    outcome = screened({"E13": answer})
    assert "FLOOR_UNABLE" in outcome.flags
    assert outcome.disposition is CAUTION


@pytest.mark.parametrize(
    ("item_id", "ticked", "flags"),
    [
        ("E10", {"E10.KNEE_LOAD": True, "E10.KNEE_KNEEL": False}, {"KNEE_LOAD"}),
        ("E10", {}, {"KNEE_LOAD", "KNEE_KNEEL"}),
        ("E10", {"E10.KNEE_LOAD": "yes"}, {"KNEE_LOAD", "KNEE_KNEEL"}),
        ("E11", {"E11.WRIST": True, "E11.NECK": True}, {"WRIST", "NECK"}),
        ("E14", {"E14.REFLUX": True}, {"REFLUX"}),
        ("E15", {}, {"SEIZURE", "SKIN_WOUND"}),
    ],
)
def test_tick_boxes_narrow_the_flags_and_none_ticked_means_all(
    screened: Screened, item_id: str, ticked: dict[str, Any], flags: set[str]
) -> None:
    assert screened({item_id: "unsure"}, ticked).flags - {"ACTIVE"} == flags


def test_tick_boxes_may_all_stay_empty(screened: Screened) -> None:
    assert screened({"E10": "yes"}).complete


def test_illness_postpones_for_two_days_and_then_lapses(answers: Any) -> None:
    from steadyback.programme.screening import evaluate

    ill = answers({"E17": "unsure"})
    began = date(2026, 11, 23)
    assert evaluate(ill, began, began_on=began).postponed
    assert evaluate(ill, date(2026, 11, 24), began_on=began).postponed
    later = evaluate(ill, date(2026, 11, 25), began_on=began)
    assert not later.postponed
    assert "FEVER_ILL" not in later.flags
