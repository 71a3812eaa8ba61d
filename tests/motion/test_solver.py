"""The figure keeps what its quality gate asks for, and the gate notices what it should."""

from dataclasses import replace

import numpy as np
import pytest

from steadyback.exercises import load_catalogue
from steadyback.motion.body import BODIES, load_body
from steadyback.motion.gate import load_limits, quality_of
from steadyback.motion.joints import degrees_of_freedom, index_of
from steadyback.motion.performance import NoMovementError, Performance, perform, position_pose
from steadyback.motion.positions import load_positions
from steadyback.motion.ways import load_ways


@pytest.fixture(scope="module")
def bridge() -> Performance:
    return perform(load_catalogue()["bridge"], "woman_45")


def test_a_bridge_passes_the_gate(bridge: Performance) -> None:
    assert quality_of(bridge).problems == ()


def test_phases_join_and_the_last_leads_back_to_the_first(bridge: Performance) -> None:
    phases = bridge.phases
    for before, after in zip(phases, [*phases[1:], phases[0]], strict=True):
        assert np.array_equal(before.frames[-1], after.frames[0])


def test_a_movement_of_both_sides_is_even(bridge: Performance) -> None:
    places = index_of()
    for name, at in places.items():
        if ".L." in name:
            assert np.allclose(bridge.frames[:, at], bridge.frames[:, places[name.replace(".L.", ".R.")]], atol=1e-6)


def test_the_gate_names_what_is_under_the_floor(bridge: Performance) -> None:
    sunk = bridge.phases[1].frames.copy()
    sunk[:, 1] -= 0.03
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=sunk),)))
    assert any("under the floor" in problem for problem in quality.problems)


def test_the_gate_names_what_slides(bridge: Performance) -> None:
    slid = bridge.phases[1].frames.copy()
    slid[:, 0] += np.linspace(0, 0.02, len(slid))
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=slid),)))
    assert any("slides" in problem for problem in quality.problems)


def test_the_gate_names_an_angle_that_is_missed(bridge: Performance) -> None:
    bent = bridge.phases[1].frames.copy()
    bent[:, [index_of()["hip.L.flex"], index_of()["hip.R.flex"]]] += 8
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=bent),)))
    assert any("hip_flex" in problem and "off its target" in problem for problem in quality.problems)


def test_the_gate_names_a_joint_beyond_its_limit(bridge: Performance) -> None:
    bent = bridge.phases[1].frames.copy()
    bent[:, index_of()["elbow.L.flex"]] = -20
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=bent),)))
    assert any("elbow.L.flex" in problem and "beyond its limit" in problem for problem in quality.problems)


def test_the_gate_names_a_bone_that_turns_away_and_back(bridge: Performance) -> None:
    away = bridge.phases[1].frames.copy()
    away[2:-2, index_of()["shoulder.R.flex"]] += 16
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=away),)))
    assert any("upperarm.R in lift turns" in one and "away and back" in one for one in quality.problems)


def test_the_gate_names_a_jump_from_one_frame_to_the_next(bridge: Performance) -> None:
    jumped = bridge.phases[1].frames.copy()
    jumped[4:, index_of()["shoulder.R.flex"]] += 25
    quality = quality_of(replace(bridge, phases=(replace(bridge.phases[1], frames=jumped),)))
    assert any("upperarm.R in lift turns" in one and "from one frame to the next" in one for one in quality.problems)


def test_a_longer_way_is_allowed_only_where_the_gate_says_so() -> None:
    limits, catalogue = load_limits(), load_catalogue()
    for name, (detour_deg, step_deg) in limits.farther.items():
        exercise, _, rest = name.partition(".")
        assert exercise in catalogue or exercise in load_ways()
        if rest:
            known = catalogue[exercise]
            assert rest in {*(phase.id for phase in known.phases), *(variant.id for variant in known.variants)}
        assert detour_deg >= limits.detour_deg
        assert step_deg >= limits.step_deg
    assert limits.of_way("sit_to_stand", "", "rise") == limits.farther["sit_to_stand"]
    assert limits.of_way("bridge", "", "lift") == (limits.detour_deg, limits.step_deg)


def test_a_leg_that_leaves_the_floor_goes_straight_to_where_it_ends() -> None:
    lift = perform(load_catalogue()["superman_full"], "woman_45")
    assert quality_of(lift).problems == ()
    hip = lift.phases[1].frames[:, index_of()["hip.R.flex"]]
    assert hip.min() > min(hip[0], hip[-1]) - 3
    assert hip.max() < max(hip[0], hip[-1]) + 3


def test_the_same_sources_give_the_same_poses() -> None:
    exercise = load_catalogue()["hip_hinge"]
    first, second = (perform(exercise, "man_60", keys_only=True).frames for _ in range(2))
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("name", sorted(load_positions()))
def test_a_position_stays_above_the_floor_and_within_its_limits(name: str) -> None:
    pose = position_pose(name, "woman_45")
    assert load_body("woman_45").surface(pose)[:, 1].min() > -0.016
    for at, degree in enumerate(degrees_of_freedom()):
        if not degree.name.startswith("root."):
            assert degree.low - 2 <= pose[at] <= degree.high + 2, degree.name


@pytest.mark.parametrize("name", BODIES)
def test_left_and_right_of_a_body_are_mirror_images(name: str) -> None:
    body = load_body(name)
    for bone, at in body.at.items():
        if bone.endswith(".L"):
            other = body.joints[body.at[f"{bone[:-1]}R"]]
            assert np.allclose(body.joints[at] * [-1, 1, 1], other, atol=1e-4)


def test_a_variant_without_a_movement_is_said_to_be_missing() -> None:
    with pytest.raises(NoMovementError, match="squats"):
        perform(load_catalogue()["bridge"], "woman_45", "squats")
