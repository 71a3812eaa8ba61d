"""Drawn people do what they should, and the coach agrees with its own demonstration."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from steadyback.coaching import Abstained, Engine, Fault, Hold, Repetition
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter
from steadyback.motion.faulty import CannotShowError, Injected, faster, smaller, with_fault
from steadyback.motion.performance import Performance
from steadyback.motion.recorded import read_clip
from steadyback.motion.reenacted import performance_of
from steadyback.motion.synthetic import Shot, film
from steadyback.pose import Landmark

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"


@cache
def demonstrated(name: str) -> Performance:
    """What people are shown of an exercise."""
    return performance_of(load_catalogue()[name], read_clip((CLIPS / f"{name}.woman_45.json").read_text()))


@cache
def largest(name: str, code: str, size: float) -> Injected:
    clean = demonstrated(name)
    rule = next(rule for rule in clean.exercise.faults if rule.id == code)
    return with_fault(clean.exercise, "woman_45", rule, size, clean=clean)


def sized(name: str, code: str, size: float, of: float) -> Injected:
    """A fault on the way to a larger one, `of` which size it was solved."""
    clean = demonstrated(name)
    rule = next(rule for rule in clean.exercise.faults if rule.id == code)
    return smaller(clean, largest(name, code, of), clean.exercise, rule, size)


def told(injected: Injected) -> set[str]:
    shown = film(injected.performance, Shot(repetitions=2, hz=20, tempo=injected.tempo))
    events = Engine.replay(injected.performance.exercise, shown.frames)
    return {event.code for event in events if isinstance(event, Fault)}


@pytest.fixture
def bird_dog() -> Performance:
    return demonstrated("bird_dog")


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_coach_counts_its_own_demonstration_on_the_right_side(bird_dog: Performance, side: str) -> None:
    shown = film(bird_dog, Shot(side=side))  # type: ignore[arg-type]
    events = Engine.replay(bird_dog.exercise, shown.frames)
    counted = [(event.index, event.side) for event in events if isinstance(event, Repetition)]
    assert counted == [(1, side), (2, side), (3, side)]
    assert [event for event in events if isinstance(event, Fault | Abstained)] == []
    assert len(shown.repetitions) == len(shown.holds_s) == 3


def test_the_coach_times_the_demonstrated_holds(bird_dog: Performance) -> None:
    shown = film(bird_dog, Shot(side="left"))
    held = [event.hold_s for event in Engine.replay(bird_dog.exercise, shown.frames) if isinstance(event, Hold)]
    assert held == pytest.approx(list(shown.holds_s), abs=0.3)


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("dead_bug", "left"),  # An arm goes along with the opposite leg: the leg says whose repetition it is.
        ("clamshell", "both"),  # Knees in front of somebody on their side look lower than the hips to a near camera.
        ("knee_rolls", "both"),  # From the feet a trunk looks short, and a small rise of the shoulders is not large.
    ],
)
def test_the_coach_counts_a_clean_demonstration_and_has_nothing_to_say(name: str, whose: str) -> None:
    clean = demonstrated(name)
    events = Engine.replay(clean.exercise, film(clean, Shot(side="left")).frames)
    assert [event.side for event in events if isinstance(event, Repetition) and event.complete] == [whose] * 3
    assert [event for event in events if isinstance(event, Fault)] == []


def test_whoever_is_still_on_the_way_into_a_plank_does_not_hold_one_that_sags() -> None:
    plank = demonstrated("forearm_plank")
    half_way = np.stack([plank.phases[1].frames[3]] * 2)
    stopped = replace(plank, phases=tuple(replace(phase, frames=half_way) for phase in plank.phases))
    events = Engine.replay(plank.exercise, film(stopped, Shot(repetitions=1)).frames)
    assert [event for event in events if isinstance(event, Fault | Hold)] == []


@pytest.mark.parametrize("code", ["lumbar_overextension", "pelvis_roll", "hip_drop"])
def test_a_fault_beyond_its_limit_is_told_and_no_other(code: str) -> None:
    sizes = [sized("bird_dog", code, size, of=2.0) for size in (0.8, 1.25)]
    assert [told(one) for one in [*sizes, largest("bird_dog", code, 2.0)]] == [set(), {code}, {code}]


def test_what_is_too_fast_is_told_and_nothing_else(bird_dog: Performance) -> None:
    rule = next(rule for rule in bird_dog.exercise.faults if rule.id == "too_fast")
    found = []
    for size in (0.8, 1.25, 2.0):
        events = Engine.replay(bird_dog.exercise, film(bird_dog, Shot(tempo=faster(bird_dog, rule, size))).frames)
        found.append({event.code for event in events if isinstance(event, Fault)})
    assert found == [set(), {"too_fast"}, {"too_fast"}]


@pytest.mark.parametrize(
    ("name", "code", "size"),
    [
        ("march_in_place", "trunk_lean_back", 1.5),  # A step is over before half a second of leaning back is.
        ("wall_hip_hinge", "too_far", 1.25),  # So far down is no other movement: a rule of the exercise is about it.
        ("hip_flexor_kneeling", "lean_back", 1.5),  # Both hips open; the moving one is the one that rests stretched.
        ("standing_hip_extension", "trunk_lean", 1.5),  # Both hips bend; the moving side is the one whose foot travels.
        ("mcgill_curl_up", "too_high", 1.5),  # A curled trunk is shorter in the picture, and the hips still lie.
    ],
)
def test_what_is_far_beyond_its_limit_is_still_this_exercise_and_told(name: str, code: str, size: float) -> None:
    injected = largest(name, code, size)
    events = Engine.replay(
        injected.performance.exercise, film(injected.performance, Shot(hz=20, tempo=injected.tempo)).frames
    )
    assert {event.code for event in events if isinstance(event, Fault)} == {code}
    assert sum(isinstance(event, Repetition) and event.complete for event in events) == 3


def test_the_same_shot_gives_the_same_frames(bird_dog: Performance) -> None:
    shot = Shot(repetitions=1, error_deg=7, hidden=(Landmark.LEFT_WRIST,))
    assert film(bird_dog, shot).frames == film(bird_dog, shot).frames


def test_the_error_of_the_limbs_is_as_large_as_asked(bird_dog: Performance) -> None:
    clean = film(bird_dog, Shot(repetitions=1)).frames
    knee = AngleMeter.of("knee_flex", "right")
    off = []
    for seed in range(40):
        wrong = film(bird_dog, Shot(repetitions=1, hz=5, error_deg=7, seed=seed)).frames
        a, b = knee.measure(clean[0], "right"), knee.measure(wrong[0], "right")
        assert a is not None
        assert b is not None
        off.append(abs(a - b))
    assert 3.5 < float(np.mean(off)) < 10.5


def test_a_hidden_landmark_is_marked_so(bird_dog: Performance) -> None:
    frame = film(bird_dog, Shot(repetitions=1, hidden=(Landmark.LEFT_WRIST,))).frames[0]
    assert frame.visibility(Landmark.LEFT_WRIST) < 0.5 < frame.visibility(Landmark.RIGHT_WRIST)


def test_everybody_is_whole_in_the_picture(bird_dog: Performance) -> None:
    for frame in film(bird_dog, Shot(repetitions=1)).frames:
        assert frame.are_inside(Landmark)


def test_a_fault_has_the_size_that_was_asked_for_and_only_it_is_reported() -> None:
    large, small = largest("bridge", "heel_lift", 1.3), sized("bridge", "heel_lift", 0.8, of=1.3)
    for one in (small, large):
        assert one.reached == pytest.approx(one.wanted, abs=0.01)
    assert [told(small), told(large)] == [set(), {"heel_lift"}]


def test_what_is_only_asked_about_cannot_be_drawn() -> None:
    exercise = load_catalogue()["bridge"]
    rule = next(rule for rule in exercise.faults if rule.id == "breath_hold")
    with pytest.raises(CannotShowError, match="breath_hold"):
        with_fault(exercise, "woman_45", rule, 1.5)
