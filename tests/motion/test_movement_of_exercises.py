"""What the written movements ask for, on one body: parts on parts, ways through places, cycles, a bicycle that fits."""

from pathlib import Path

import numpy as np
import pytest

from steadyback.exercises import load_catalogue
from steadyback.motion.performance import Performance
from steadyback.motion.props import placed_props
from steadyback.motion.recorded import read_clip
from steadyback.motion.reenacted import performance_of
from steadyback.motion.surface_parts import vertices_of

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"


def performed(name: str, variant: str = "") -> Performance:
    """As people are shown it."""
    file = CLIPS / (f"{name}.{variant}.woman_45.json" if variant else f"{name}.woman_45.json")
    return performance_of(load_catalogue()[name], read_clip(file.read_text()))


def middle_m(performance: Performance, frame: np.ndarray, part: str) -> np.ndarray:
    return np.asarray(performance.body.surface(frame)[vertices_of("woman_45", part)].mean(0))


def test_the_feet_stay_together_while_the_clamshell_opens() -> None:
    clamshell = performed("clamshell")
    for phase in clamshell.phases:
        heels = [middle_m(clamshell, phase.frames[-1], f"heel.{side}") for side in "LR"]
        assert np.linalg.norm(heels[0] - heels[1]) < 0.14
    knees = [
        np.linalg.norm(np.subtract(*(middle_m(clamshell, phase.frames[-1], f"knee.{side}") for side in "LR")))
        for phase in clamshell.phases
    ]
    assert knees[1] > knees[0] + 0.1


def test_a_straight_leg_slides_back_on_its_toes_before_it_lifts() -> None:
    lift = performed("quadruped_hip_extension", "straight_knee")
    frames = lift.phases[1].frames
    heights = [middle_m(lift, frame, "toes.R")[1] for frame in frames]
    travelled = [middle_m(lift, frame, "toes.R")[0] for frame in frames]
    on_the_floor = [at for at, height in enumerate(heights) if height < 0.05]
    assert max(on_the_floor) >= 3
    assert travelled[0] - travelled[max(on_the_floor)] > 0.05
    assert heights[-1] > 0.15


def test_a_chair_rise_tips_forward_first_and_ends_over_the_feet() -> None:
    rise = performed("sit_to_stand")
    up = rise.phases[1].frames
    shoulders = [middle_m(rise, frame, "upper_back")[0] for frame in up]
    feet = middle_m(rise, up[-1], "heel.R")[0], middle_m(rise, up[-1], "toes.R")[0]
    assert max(shoulders) > shoulders[0] + 0.15
    assert feet[0] - 0.12 < shoulders[-1] < feet[1]


def test_walking_goes_on_round_the_same_cycle_in_every_steady_phase() -> None:
    walk = performed("walk")
    assert [phase.cycle_s for phase in walk.phases] == [1.1, 1.1, 1.1]
    for phase in walk.phases:
        assert phase.frames == pytest.approx(walk.phases[0].frames, abs=0.05)  # A clip is rounded.
        assert phase.frames[0] == pytest.approx(phase.frames[-1], abs=0.05)


def test_the_pedals_of_the_bicycle_are_where_the_feet_go_round() -> None:
    bike = performed("bike")
    (prop,) = placed_props(bike)
    for frame in bike.phases[0].frames:
        ball = middle_m(bike, frame, "forefoot.R")
        assert np.hypot(ball[0] - prop.at[0], ball[1] - prop.at[1]) == pytest.approx(0.155, abs=0.035)
    assert 0.5 < prop.size_m[0] < 0.8
