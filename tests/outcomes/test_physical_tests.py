"""Guided tests: who may not do one, how each is led, and what is usual at an age (4.2)."""

import re
from dataclasses import replace
from typing import Any

import pytest

from steadyback.exercises import load_catalogue
from steadyback.outcomes.physical_tests import (
    DayOfTest,
    TypicalRange,
    load_physical_tests,
    offered_tests,
    steps_of,
    typical_range,
    why_not_test,
    why_not_today,
)
from steadyback.records.clearance import ClearanceLimits, GateDecision, GateStatus
from steadyback.records.reasons import Reason

CATALOGUE, TESTS = load_catalogue(), load_physical_tests()
OPEN = GateDecision(GateStatus.OPEN, (Reason("G-05"),))
GOOD = DayOfTest(OPEN, frozenset({"ACTIVE"}), 2, 2, 3)
FLAGS = {flag for one in CATALOGUE for flag in one.contra_flags | one.caution_flags} | {"ACTIVE", "FEVER_ILL"}


def rules(test: str, **today: Any) -> list[str]:
    return [one.rule for one in why_not_test(TESTS[test], replace(GOOD, **today), CATALOGUE)]


def test_on_a_good_day_all_five_are_offered() -> None:
    assert [one.id for one in offered_tests(GOOD, CATALOGUE)] == list(TESTS)
    assert len(TESTS) == 5


@pytest.mark.parametrize(
    ("today", "rule"),
    [
        ({"gate": GateDecision(GateStatus.WAIT_CLINICIAN, (Reason("G-03"),))}, "G-03"),
        ({"gate": GateDecision(GateStatus.LOCKED_EMERGENCY, (Reason("G-01"),))}, "G-01"),
        ({"pain_now": 4}, "M-04"),
        ({"pain_now": None}, "P14"),
        ({"pain_now": 11}, "P14"),
        ({"pain_now": -1}, "P14"),
        ({"in_flare": True}, "F-02"),
        ({"ill": True}, "S-03"),
        ({"flags": frozenset({"ACUTE_HIGH_IRRIT"})}, "1.6"),
        ({"flags": frozenset({"RADIC_NOT_EXAMINED"})}, "1.6"),
    ],
)
def test_on_such_a_day_none_is_offered_and_it_says_why(today: dict[str, Any], rule: str) -> None:
    assert offered_tests(replace(GOOD, **today), CATALOGUE) == ()
    for test in TESTS:
        assert rule in rules(test, **today)


def test_pain_up_to_the_limit_is_no_reason() -> None:
    assert why_not_today(replace(GOOD, pain_now=3)) == ()


@pytest.mark.parametrize(
    ("flag", "test"),
    [
        ("KNEE_LOAD", "chair_stand_30_s"),
        ("CVD", "chair_stand_30_s"),
        ("BALANCE", "single_leg_stance"),
        ("VERTIGO", "single_leg_stance"),
        ("HTN", "side_plank_hold"),
        ("SHOULDER", "side_plank_hold"),
        ("FLOOR_UNABLE", "side_plank_hold"),
        ("FLOOR_UNABLE", "straight_leg_raise"),
        ("PREG_T2T3", "straight_leg_raise"),
        ("OSTEOPOROSIS", "fingertip_to_floor"),
        ("VERT_FX", "fingertip_to_floor"),
    ],
)
def test_a_flag_rules_out_its_test(flag: str, test: str) -> None:
    assert rules(test, flags=frozenset({flag})) == ["1.6"]


def test_somebody_beside_makes_standing_on_one_leg_possible_and_nothing_else() -> None:
    flags = frozenset({"BALANCE"})
    assert rules("single_leg_stance", flags=flags, someone_there=True) == []
    assert rules("chair_stand_30_s", flags=flags, someone_there=True) == ["1.6"]


def test_what_rules_out_the_exercise_rules_out_the_test_that_is_like_it() -> None:
    for test in TESTS.values():
        for name in test.like:
            for flag in CATALOGUE[name].contra_flags:
                assert rules(test.id, flags=frozenset({flag}))


def test_a_specialist_only_takes_away() -> None:
    assert rules("side_plank_hold", limits=ClearanceLimits(excluded_exercises=frozenset({"side_plank_knees"}))) == [
        "G-03.limits"
    ]
    assert rules("straight_leg_raise", limits=ClearanceLimits(excluded_positions=frozenset({"supine"}))) == [
        "G-03.limits"
    ]
    assert rules("fingertip_to_floor", limits=ClearanceLimits(no_loaded_bending=True)) == ["G-03.limits"]


def test_the_side_plank_waits_for_its_level() -> None:
    assert rules("side_plank_hold", level=1) == ["4.2.level"]
    assert rules("chair_stand_30_s", level=0) == []


@pytest.mark.parametrize(
    ("test", "kinds"),
    [
        ("chair_stand_30_s", "ready measure enter"),
        ("single_leg_stance", " rest ".join(["ready measure enter"] * 6)),
        ("side_plank_hold", "ready measure enter rest ready measure enter"),
        ("straight_leg_raise", "measure enter measure enter"),
        ("fingertip_to_floor", "measure enter"),
    ],
)
def test_each_test_is_led_to_its_value(test: str, kinds: str) -> None:
    steps = steps_of(TESTS[test])
    spoken = [one for one in steps if one.kind == "say"]
    assert [one.text for one in spoken] == [TESTS[test].needs, *TESTS[test].prepare]
    assert " ".join(one.kind for one in steps if one.kind != "say") == kinds
    for one in steps:
        assert one.seconds == TESTS[test].seconds or one.kind != "measure"


def test_nobody_stands_longer_than_is_asked() -> None:
    assert TESTS["side_plank_hold"].seconds == TESTS["side_plank_hold"].highest == 60
    assert TESTS["single_leg_stance"].seconds == 45
    assert TESTS["chair_stand_30_s"].seconds == 30


def test_every_flag_is_one_that_the_product_knows_and_every_word_is_plain() -> None:
    known = FLAGS | {"MEMBRANES_RUPTURED", "RADIC_NOT_EXAMINED"}
    for test in TESTS.values():
        assert test.excluded | test.unless_someone <= known
        assert test.error > 0
        assert "pain" in {end.code for end in test.ends}
        said = " ".join((test.name, test.needs, *test.prepare, *(end.text for end in test.ends)))
        assert not re.search(r"fail|fault|normal|weak|danger|harm|!", said)


@pytest.mark.parametrize(
    ("test", "age", "sex", "expected"),
    [
        ("chair_stand_30_s", 59, "man", None),
        ("chair_stand_30_s", 60, "man", TypicalRange(14, 19)),
        ("chair_stand_30_s", 94, "woman", TypicalRange(4, 11)),
        ("chair_stand_30_s", 95, "woman", None),
        ("chair_stand_30_s", 72, None, TypicalRange(10, 17)),
        ("chair_stand_30_s", None, "man", None),
        ("single_leg_stance", 17, None, None),
        ("single_leg_stance", 65, None, TypicalRange(32, 32)),
        ("side_plank_hold", 30, "man", None),
        ("straight_leg_raise", 40, None, TypicalRange(70, 90)),
    ],
)
def test_what_is_usual_at_an_age(test: str, age: int | None, sex: str | None, expected: TypicalRange | None) -> None:
    assert typical_range(test, age, sex) == expected
