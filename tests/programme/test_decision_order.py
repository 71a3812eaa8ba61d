"""3.8 against the clinical reference model, and P7 and P14 on whatever can be said."""

from dataclasses import replace
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.programme.decision_order import Evidence, decide
from steadyback.programme.pain_course import next_morning, usual_pain, weekly_pain
from steadyback.records.decisions import Outcome
from steadyback.records.reasons import Reason

MET = Reason("W-02")
GOOD = Evidence(met=MET)
ADVERSE: tuple[tuple[dict[str, Any], Outcome, str], ...] = (
    ({"emergency": True}, Outcome.EMERGENCY, "RED"),
    ({"neuro_sign": True}, Outcome.STOP_TRIAGE, "M-02"),
    ({"referral": "R-04"}, Outcome.REFER, "REFER"),
    ({"flare": True}, Outcome.FLARE, "F-02"),
    ({"morning": next_morning(5, 3)}, Outcome.REGRESS, "N-01"),
    ({"week": weekly_pain(3, 5)}, Outcome.REGRESS, "W-01.worse"),
    ({"stops": 2, "stopped": True}, Outcome.REGRESS, "3.8.stopped_again"),
    ({"effort": 9}, Outcome.REGRESS, "3.8.effort_very_hard"),
    ({"missed_days": 14}, Outcome.REGRESS, "3.8.long_gap"),
    ({"deload": True}, Outcome.DELOAD, "3.8.deload"),
    ({"morning": next_morning(4, 3)}, Outcome.HOLD, "N-02"),
    ({"week": weekly_pain(3, 4)}, Outcome.HOLD, "W-01"),
    ({"stops": 1, "stopped": True}, Outcome.HOLD, "3.8.stopped"),
    ({"effort": 7}, Outcome.HOLD, "3.8.effort_hard"),
    ({"form": 0.79}, Outcome.HOLD, "3.8.form"),
    ({"missed_days": 7}, Outcome.HOLD, "3.8.gap"),
    ({"returning": 0.5}, Outcome.HOLD, "F-04"),
    ({"missing": "effort"}, Outcome.HOLD, "P14"),
    ({"effort": 12}, Outcome.REGRESS, "3.8.effort_very_hard"),
    ({"effort": -1}, Outcome.HOLD, "P14"),
    ({"form": float("nan")}, Outcome.HOLD, "3.8.form"),
)
MILDER: tuple[dict[str, Any], ...] = (
    {"morning": next_morning(4, 3.5)},
    {"morning": next_morning(2, 1)},
    {"week": weekly_pain(3, 3.9)},
    {"effort": 6},
    {"form": 0.8},
    {"missed_days": 6},
    {"stops": 1},
)


@pytest.mark.parametrize(("adverse", "outcome", "rule"), ADVERSE)
def test_p7_one_adverse_sign_is_enough(adverse: dict[str, Any], outcome: Outcome, rule: str) -> None:
    found, reasons = decide(replace(GOOD, **adverse))
    assert found is outcome
    assert rule in {reason.rule for reason in reasons}


@pytest.mark.parametrize("milder", MILDER)
def test_just_below_each_threshold_the_dose_may_grow(milder: dict[str, Any]) -> None:
    assert decide(replace(GOOD, **milder))[0] is Outcome.PROGRESS


def test_nothing_true_keeps_the_dose() -> None:
    assert decide(Evidence())[0] is Outcome.HOLD


@pytest.mark.parametrize("rule", ["W-02", "PL-06.met"])
def test_only_a_met_goal_makes_it_grow(rule: str) -> None:
    assert decide(Evidence(met=Reason(rule)))[0] is Outcome.PROGRESS


@given(st.sets(st.sampled_from(range(len(ADVERSE))), min_size=1, max_size=4))
def test_the_most_serious_of_several_decides(chosen: set[int]) -> None:
    changes: dict[str, Any] = {}
    for index in chosen:
        changes |= ADVERSE[index][0]
    found, reasons = decide(replace(GOOD, **changes))
    kept = [outcome for adverse, outcome, _ in ADVERSE if adverse.items() <= changes.items()]
    assert found.rank <= min(outcome.rank for outcome in kept if outcome is not Outcome.PROGRESS)
    assert reasons


def test_every_combination_decides_as_the_reference_does(reference: ModuleType) -> None:
    grid = product(
        (False, True), (False, True), (False, True), (False, True), ("OK", "HOLD", "REGRESS"), (0, 0.9, 1, 1.9, 2),
        (0, 1, 2), (2, 6, 7, 8, 9), (0.79, 0.8), (False, True), (False, True), (0, 6, 7, 13, 14),
    )  # fmt: skip
    mornings = {"OK": None, "HOLD": next_morning(4, 3), "REGRESS": next_morning(6, 3)}
    for red, neuro, refer, flare, morning, rise, stops, effort, form, met, deload, missed in grid:
        ours, _ = decide(
            Evidence(
                red,
                neuro,
                "R-04" if refer else "",
                flare,
                None,
                mornings[morning],
                weekly_pain(3, 3 + rise),
                stops,
                stops > 0,
                effort,
                form,
                deload,
                missed,
                MET if met else None,
            )
        )
        theirs = reference.decide(red, neuro, refer, flare, morning, rise, stops, effort, form, met, deload, missed)
        assert ours.value == theirs


def test_mornings_are_read_as_the_reference_reads_them(reference: ModuleType) -> None:
    names = {None: "OK", Outcome.HOLD: "HOLD", Outcome.REGRESS: "REGRESS"}
    for morning in range(11):
        for half in range(21):
            found = next_morning(morning, half / 2)
            assert names[found[0] if found else None] == reference.next_morning(morning, half / 2)


@pytest.mark.parametrize(("morning", "usual"), [(None, 2), (3, None), (11, 2), (-1, 2), (True, 0), (3, 99)])
def test_p14_a_morning_that_is_not_told_keeps_the_dose(morning: int | None, usual: float | None) -> None:
    found = next_morning(morning, usual)
    assert found is not None
    assert (found[0], found[1].rule) == (Outcome.HOLD, "P14")


@pytest.mark.parametrize(("before", "now"), [(None, 3), (3, None), (3, 11), (-1, 3)])
def test_p14_a_week_that_is_not_told_keeps_the_dose(before: float | None, now: float | None) -> None:
    found = weekly_pain(before, now)
    assert found is not None
    assert found[1].rule == "P14"


def test_the_usual_pain_is_the_median_of_the_last_seven_mornings() -> None:
    from datetime import date, timedelta

    first = date(2028, 2, 25)
    mornings = [(first + timedelta(days=day), pain) for day, pain in enumerate([9, 1, 1, 1, 2, 5, 5, 5])]
    assert usual_pain(mornings, first + timedelta(days=8), 4) == 2
    assert usual_pain(mornings, first + timedelta(days=1), 4) == 9
    assert usual_pain(mornings, first, 4) == 4
    assert usual_pain([], first, None) is None
    assert usual_pain([], first, 11) is None
