"""Near variants are told apart by what carries the body and what leaves the floor (synthetic: a drawn body)."""

import random

import pytest
from drawn_body import film

from steadyback.coaching import Repetition, RepetitionCounter, motion_of
from steadyback.coaching.support import checks, sliding_foot_height
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame


def counted(frames: list[LandmarkFrame], name: str) -> int:
    counter = RepetitionCounter(load_catalogue()[name])
    events = [event for frame in frames for event in counter.push(frame)] + list(counter.finish())
    return sum(isinstance(event, Repetition) and event.complete for event in events)


@pytest.mark.parametrize(
    ("shown", "definition"),
    [
        ("bridge", "single_leg_bridge"),
        ("bird_dog", "quadruped_hip_extension"),
        ("quadruped_hip_extension", "quad_leg_slide"),
        ("quadruped_hip_extension", "bird_dog"),
        ("quadruped_hip_extension", "cat_camel"),
        ("side_lying_hip_abduction", "side_plank_knees"),
        ("standing_hip_abduction", "side_plank"),
        ("bridge", "curl_up_reach"),
        ("wall_squat", "sit_to_stand"),
    ],
)
def test_a_near_variant_is_not_counted(shown: str, definition: str) -> None:
    frames = film(load_catalogue()[shown])
    assert counted(frames, shown) == 3
    assert counted(frames, definition) == 0


def test_a_trembling_leg_on_the_floor_is_no_leg_lift() -> None:
    """Six degrees of wandering in a hip angle come from two per cent of a torso; the foot stays where it was."""
    dice = random.Random(5)
    lying = film(load_catalogue()["prone_hip_extension"])[0]
    frames = []
    for step in range(3600):
        values = list(lying.values)
        for landmark in range(33):
            values[4 * landmark] += dice.gauss(0, 0.0015)
            values[4 * landmark + 1] += dice.gauss(0, 0.0025)
        frames.append(LandmarkFrame(step / 30, lying.width_px, lying.height_px, tuple(values), (), 1))
    assert counted(frames, "prone_hip_extension") == 0


def test_a_leg_that_slides_ends_below_the_hips_and_one_that_lifts_is_free() -> None:
    catalogue = load_catalogue()
    height = sliding_foot_height(catalogue["quad_leg_slide"])
    assert height == pytest.approx(-0.85 * (0.5446 + 0.3907), abs=0.01)
    assert sliding_foot_height(catalogue["bird_dog"]) is None
    assert sliding_foot_height(catalogue["quadruped_hip_extension"]) is None


def test_each_exercise_asks_for_what_its_definition_says() -> None:
    def names(exercise_id: str) -> set[str]:
        exercise = load_catalogue()[exercise_id]
        return {check.__name__ for check in checks(exercise, motion_of(exercise))}

    assert names("bridge") == {"in_proportion", "feet_stand"}
    assert names("single_leg_bridge") == {"in_proportion", "foot_up"}
    assert names("bird_dog") == {"in_proportion", "on_both_knees"}
    assert names("quadruped_hip_extension") == {"in_proportion", "on_both_knees", "on_both_hands"}
    assert names("prone_chest_lift") == {"in_proportion", "legs_lie"}
    assert names("superman_full") == {"in_proportion"}
    assert names("knee_rolls") == set()
