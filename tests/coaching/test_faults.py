"""One thing done otherwise than the file says, by a drawn body: the coach names it, and nothing else."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from drawn_body import film

from steadyback.coaching import Engine, Fault, Repetition
from steadyback.coaching.faults import Span, oscillation
from steadyback.coaching.history import Seen
from steadyback.coaching.metrics import metric_of
from steadyback.exercises import AngleBand, Exercise, load_catalogue
from steadyback.kinematics import Trunk
from steadyback.pose import LandmarkFrame


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


def nodding(frames: list[LandmarkFrame], by_px: float) -> list[LandmarkFrame]:
    """The head always off by so much, as where the camera stands askew or the head rests on a cushion."""
    found = []
    for frame in frames:
        values = list(frame.values)
        for ear in (7, 8):
            values[4 * ear + 1] -= by_px / frame.height_px
        found.append(LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), 1))
    return found


@pytest.mark.parametrize("by_px", [-15, 0, 15])
def test_a_limit_that_is_relative_does_not_see_what_was_so_from_the_start(by_px: float) -> None:
    curl_up = load_catalogue()["curl_up_reach"]
    flexed = done_with(curl_up, "neck_delta", 35)
    assert {e.code for e in Engine.replay(curl_up, nodding(film(curl_up), by_px)) if isinstance(e, Fault)} == set()
    assert {e.code for e in Engine.replay(curl_up, nodding(film(flexed), by_px)) if isinstance(e, Fault)} == {
        "neck_flexion"
    }


def test_the_start_position_is_learnt_anew_after_a_cut() -> None:
    """Another head position after another take is no change of it."""
    curl_up = load_catalogue()["curl_up_reach"]
    first, second = film(curl_up), nodding(film(curl_up), 18)
    later = [LandmarkFrame(f.t_s + first[-1].t_s + 10, f.width_px, f.height_px, f.values, (), 1) for f in second]
    events = Engine.replay(curl_up, first + later)
    assert sum(isinstance(event, Repetition) and event.complete for event in events) == 6
    assert [event for event in events if isinstance(event, Fault)] == []


@pytest.mark.parametrize(("turned", "told"), [(0.0, False), (0.35, True)])
def test_toes_look_up_when_they_are_above_the_heel_across_the_leg_and_not_along_it(turned: float, told: bool) -> None:
    exercise = load_catalogue()["side_lying_hip_abduction"]
    frame = film(exercise, "left", count=1)[0]
    values = list(frame.values)
    (knee_x, knee_y), (ankle_x, ankle_y) = frame.point_px(25), frame.point_px(27)
    long = math.dist((knee_x, knee_y), (ankle_x, ankle_y))
    torso = Trunk.of(frame).torso_px
    along = ((ankle_x - knee_x) / long, (ankle_y - knee_y) / long)
    across = (along[1], -along[0]) if along[0] > 0 else (-along[1], along[0])
    toe = tuple(frame.point_px(29)[axis] + torso * (0.5 * along[axis] + turned * across[axis]) for axis in (0, 1))
    values[4 * 31], values[4 * 31 + 1] = toe[0] / frame.width_px, toe[1] / frame.height_px
    metric = metric_of("foot_incl.m", exercise)
    assert metric is not None
    found = metric.raw(Seen.of(replace(frame, values=tuple(values)), "left"), "left")
    assert found is not None
    assert (found > 30) is told


def held(angle: Callable[[float], float]) -> list[tuple[float, float]]:
    return [(frame / 30, angle(frame / 30)) for frame in range(300)]


def swing_of(angle: Callable[[float], float]) -> float:
    trace = held(angle)
    return max(swing for _, swing in oscillation(trace, Span(0.0, trace[-1][0], 0.0, trace[-1][0])))


@pytest.mark.parametrize(
    ("angle", "largest"),
    [
        (lambda t: 100.0, 0.0),
        (lambda t: 100 + 8 * t, 0.0),
        (lambda t: 100 - 20 * math.exp(-3 * t), 0.0),
        (lambda t: 100 + 4 * math.sin(2 * math.pi * t), 8.0),
        (lambda t: 100 + 8 * t + 4 * math.sin(4 * math.pi * t), 5.5),
    ],
    ids=["still", "slow drift", "settling into it", "bouncing", "bouncing while it drifts"],
)
def test_only_what_goes_and_comes_back_is_a_bounce(angle: Callable[[float], float], largest: float) -> None:
    assert swing_of(angle) == pytest.approx(largest, abs=0.6)


def test_a_bounce_is_seen_at_every_moment_of_the_hold() -> None:
    trace = held(lambda t: 4 * math.sin(2 * math.pi * t))
    inside = [swing for t_s, swing in oscillation(trace, Span(0.0, 10.0, 0.0, 10.0)) if 0.75 < t_s < 9.2]
    assert min(inside) == pytest.approx(8.0, abs=0.6)
