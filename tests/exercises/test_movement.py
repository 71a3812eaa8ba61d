"""What the `[motion]` part of a file may say."""

import tomllib
from dataclasses import replace

import pytest

from steadyback.exercises import load_catalogue
from steadyback.exercises.check import movement_fits
from steadyback.exercises.movement import MOVEMENT, build_movement


def problems(text: str) -> list[str]:
    return [str(problem) for problem in MOVEMENT.problems(tomllib.loads(text), "x.toml", "motion")]


def test_a_movement_may_be_empty() -> None:
    assert problems("") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('pose."hip.left" = { flex = 1 }', "hip.left"),
        ('pose."lumbar.work" = { flex = 1 }', "lumbar.work"),
        ('pose."hip.work" = { twist = 1 }', "hip.work.twist"),
        ('contacts = [{ part = "wing.both" }]', "wing.both"),
        ('contacts = [{ part = "foot.both", on = "ceiling" }]', "ceiling"),
        ('aims = [{ bone = "hand.both", axis = "in", to = "sideways" }]', "sideways"),
        ('props = [{ kind = "trampoline" }]', "trampoline"),
        ('keys.lift.angles."hip_twist.b" = 3', "hip_twist.b"),
        ("keys.lift.via = [{ at = 2 }]", "at"),
    ],
)
def test_a_wrong_word_is_named(text: str, named: str) -> None:
    assert any(named in problem for problem in problems(text))


def findings(text: str) -> list[str]:
    exercise = load_catalogue()["bridge"]
    movement = build_movement(tomllib.loads(text), exercise.positions[0])
    return [f"{key}: {found}" for key, found, _ in movement_fits(replace(exercise, motion=movement))]


def test_a_keyframe_belongs_to_a_phase() -> None:
    assert findings('keys.fly.release = ["head"]') == ["motion.keys.fly: fly"]


def test_an_aim_outside_the_band_is_found_and_one_inside_is_not() -> None:
    assert findings('keys.lift.angles."hip_flex.b" = 30') == ["motion.keys.lift.angles.hip_flex.b: 30"]
    assert findings('keys.lift.angles."hip_flex.b" = 10') == []


def test_a_variant_has_to_be_one_of_the_exercise() -> None:
    assert findings('variants.flying.position = "prone"') == ["motion.variants.flying: flying"]


def test_a_variant_says_only_what_differs() -> None:
    movement = build_movement(
        tomllib.loads(
            'pose."hip.both" = { flex = 10, abd = 2 }\n[keys.lift]\nrelease = ["head"]\n'
            '[variants.one]\npose."hip.both" = { flex = 20 }\n'
        ),
        "supine",
    )
    assert movement.variants["one"].base.pose["hip.both"] == {"flex": 20, "abd": 2}
    assert movement.variants["one"].keys["lift"].release == ("head",)
