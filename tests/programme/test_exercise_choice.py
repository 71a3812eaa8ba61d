from typing import Any

import pytest

from steadyback.exercises import Catalogue
from steadyback.programme.exercise_choice import K08_EXERCISES, Person, choose, in_order
from steadyback.programme.screening import NOT_EXAMINED_FLAG
from steadyback.records.clearance import ClearanceLimits


def person(*flags: str, tier: int = 1, avoided: frozenset[str] = frozenset(), **limits: Any) -> Person:
    return Person(frozenset(flags), ClearanceLimits(**limits), avoided, tier)


def rules(who: Person, catalogue: Catalogue, exercise_id: str) -> list[str]:
    return [reason.rule for reason in who.why_not(catalogue[exercise_id])]


@pytest.mark.parametrize(
    ("who", "exercise_id", "expected"),
    [
        (person(), "curl_up_reach", []),
        (person("OSTEOPOROSIS"), "curl_up_reach", ["1.6"]),
        (person(tier=0), "curl_up_reach", ["PL-03.highest_tier"]),
        (person(excluded_exercises=frozenset({"bridge"})), "bridge", ["G-03.limits"]),
        (person(no_loaded_bending=True), "curl_up_reach", ["G-03.limits"]),
        (person(no_loaded_bending=True), "mcgill_curl_up", ["G-03.limits"]),
        (person(no_loaded_bending=True), "bridge", []),
        (person(no_lying_face_down=True, tier=3), "prone_hip_extension", ["PL-05.position"]),
        (person(excluded_positions=frozenset({"side_lying"})), "clamshell", ["PL-05.position"]),
        (person(avoided=frozenset({"quadruped"})), "quadruped_hip_extension", ["PL-05.position"]),
        (person(avoided=frozenset({"quadruped"})), "cat_camel", []),
        (person(NOT_EXAMINED_FLAG), "bridge", ["K08"]),
        (person(NOT_EXAMINED_FLAG), "walk", []),
        (person("FLOOR_UNABLE", "OSTEOPOROSIS"), "curl_up_reach", ["1.6", "1.6", "PL-05.position"]),
    ],
)
def test_every_reason_against_an_exercise_is_given(
    catalogue: Catalogue, who: Person, exercise_id: str, expected: list[str]
) -> None:
    assert rules(who, catalogue, exercise_id) == expected


@pytest.mark.parametrize(
    ("who", "exercise_id", "position"),
    [
        (person(), "abdominal_brace", "supine_hooklying"),
        (person("FLOOR_UNABLE"), "abdominal_brace", "seated"),
        (person("PREG_T2T3"), "abdominal_brace", "seated"),
        (person("KNEE_KNEEL"), "cat_camel", "seated"),
        (person(avoided=frozenset({"seated", "supine_hooklying"})), "abdominal_brace", "standing"),
        (person(avoided=frozenset({"standing"})), "walk", None),
    ],
)
def test_a_position_that_the_person_can_take(
    catalogue: Catalogue, who: Person, exercise_id: str, position: str | None
) -> None:
    assert who.position_for(catalogue[exercise_id]) == position


def test_the_article_comes_first_then_the_lowest_tier_from_one(catalogue: Catalogue) -> None:
    assert [one.id for one in in_order(catalogue.in_slot("abdominal"))][:3] == [
        "curl_up_reach",
        "abdominal_brace",
        "mcgill_curl_up",
    ]
    assert [one.id for one in in_order(catalogue.in_slot("functional"))][-1] == "wall_hip_hinge"
    assert in_order(catalogue.in_slot("functional"), first="wall_hip_hinge")[0].id == "wall_hip_hinge"


def test_no_exercise_fills_two_slots_and_a_later_slot_is_not_starved(catalogue: Catalogue) -> None:
    only = frozenset(one.id for one in catalogue if one.id not in {"sit_to_stand", "standing_hip_extension"})
    who = person(tier=0, excluded_exercises=only)
    chosen = choose(catalogue, ("buttock", "functional"), who, frozenset())
    assert {slot: one.id for slot, one in chosen.items()} == {
        "buttock": "standing_hip_extension",
        "functional": "sit_to_stand",
    }


def test_a_slot_without_an_option_stays_empty(catalogue: Catalogue) -> None:
    who = person(excluded_exercises=frozenset(catalogue.ids) - {"bridge"})
    assert {k: v.id for k, v in choose(catalogue, ("buttock", "back"), who, frozenset()).items()} == {
        "buttock": "bridge"
    }


def test_what_is_taken_is_not_chosen(catalogue: Catalogue) -> None:
    chosen = choose(catalogue, ("hip_lateral",), person(), frozenset({"side_lying_hip_abduction"}))
    assert chosen["hip_lateral"].id == "clamshell"


def test_easier_only_when_it_is_right_for_the_person(catalogue: Catalogue) -> None:
    curl_up = catalogue["curl_up_reach"]
    assert person().easier_than(curl_up, catalogue) == ("mcgill_curl_up", "supine_one_knee_bent")
    assert person(excluded_exercises=frozenset({"mcgill_curl_up"})).easier_than(curl_up, catalogue) == (None, "")
    assert person("PREG_T2T3").easier_than(catalogue["cat_camel"], catalogue) == ("pelvic_tilt", "seated")


def test_caution_flags_are_carried_along(catalogue: Catalogue) -> None:
    assert person("HTN", "NECK", "SEIZURE").modifications(catalogue["curl_up_reach"]) == ("HTN", "NECK")


def test_an_unexamined_leg_allows_walking_brace_and_hip_work_only(catalogue: Catalogue) -> None:
    for exercise in catalogue:
        allowed = not person(NOT_EXAMINED_FLAG, tier=4).why_not(exercise)
        assert allowed == (exercise.id in K08_EXERCISES)
    slots = {slot for exercise_id in K08_EXERCISES for slot in catalogue[exercise_id].slots}
    assert slots == {"cardio", "abdominal", "hip_lateral"}


def test_a_lower_ceiling_never_raises(catalogue: Catalogue) -> None:
    assert person(tier=1).up_to_tier(3).highest_tier == 1
    assert person(tier=3).up_to_tier(0).highest_tier == 0
