"""What a figure draws comes from the phases, relative targets made absolute."""

import math

from steadyback.exercises import load_catalogue, target_angles


def test_a_relative_target_is_added_to_the_start() -> None:
    start, lift, hold, lower = target_angles(load_catalogue()["curl_up_reach"])
    assert start["trunk_incl"] == 0
    assert lift["trunk_incl"] == hold["trunk_incl"] == 12
    assert lower["trunk_incl"] == 0


def test_a_still_hold_keeps_the_start() -> None:
    phases = target_angles(load_catalogue()["abdominal_brace"])
    assert len({phase["hip_flex.b"] for phase in phases}) == 1


def test_a_phase_keeps_what_it_does_not_change() -> None:
    start, *rest = target_angles(load_catalogue()["bridge"])
    assert all(set(start) <= set(phase) for phase in rest)


def test_every_exercise_has_finite_angles_for_every_phase() -> None:
    for exercise in load_catalogue():
        phases = target_angles(exercise)
        assert len(phases) == len(exercise.phases)
        assert all(math.isfinite(value) for phase in phases for value in phase.values())
