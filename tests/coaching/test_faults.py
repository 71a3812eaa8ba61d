"""One thing done otherwise than the file says, by a drawn body: the coach names it, and nothing else."""

from dataclasses import replace

import pytest
from drawn_body import film

from steadyback.coaching import Engine, Fault, Repetition
from steadyback.exercises import AngleBand, Exercise, load_catalogue


def done_with(exercise: Exercise, angle: str, target: float) -> Exercise:
    """The same exercise, in which one angle goes somewhere else on the way out and while it is held."""
    outward = ("eccentric",) if exercise.id == "hip_hinge" else ("concentric", "hold")
    phases = []
    for phase in exercise.phases:
        angles = dict(phase.angles)
        if phase.kind in outward:
            angles[angle] = AngleBand(target, target, target)
        elif phase.kind == "ready" and angle.endswith("_delta"):
            angles[angle] = AngleBand(0, 0, 0)
        phases.append(replace(phase, angles=angles))
    return replace(exercise, phases=tuple(phases))


@pytest.mark.parametrize(
    ("name", "angle", "target", "code"),
    [
        ("hip_hinge", "knee_flex.b", 55, "squatting"),
        ("hip_hinge", "neck_delta", -35, "neck_extension"),
        ("bird_dog", "knee_flex.m", 32, "leg_not_straight"),
        ("bird_dog", "shoulder_flex.m", 118, "arm_low"),
        ("curl_up_reach", "neck_delta", 35, "neck_flexion"),
        ("prone_press_up", "trunk_incl", 40, None),
        ("hamstring_supine", "hip_flex.m", 60, "thigh_drops"),
        ("side_lying_hip_abduction", "hip_abd.m", 55, "too_high"),
        ("prone_chest_lift", "trunk_incl", 32, "too_high"),
        ("knee_rolls", "knee_roll", 60, "too_far"),
        ("bridge", "hip_flex.b", 27, "too_low"),
        ("bridge", "hip_flex.b", -18, "overarch"),
    ],
)
def test_one_change_is_named_and_no_other(name: str, angle: str, target: float, code: str | None) -> None:
    exercise = load_catalogue()[name]
    events = Engine.replay(exercise, film(done_with(exercise, angle, target)))
    assert len([event for event in events if isinstance(event, Repetition) and event.complete]) == 3
    assert {event.code for event in events if isinstance(event, Fault)} - {"too_fast", "jerk"} == ({code} - {None})
