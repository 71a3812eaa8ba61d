"""A recorded movement becomes poses of joint angles again, that stand where the clip does."""

from pathlib import Path

import numpy as np
import pytest

from steadyback.exercises import load_catalogue
from steadyback.motion.performance import perform
from steadyback.motion.recorded import ClipError, RecordedClip, read_clip
from steadyback.motion.reenacted import performance_of

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"


def clip(name: str) -> RecordedClip:
    return read_clip((CLIPS / f"{name}.json").read_text())


@pytest.mark.parametrize("name", ["bird_dog.woman_45", "clamshell.man_60", "prone_chest_lift.woman_70", "walk.man_40"])
def test_every_joint_is_where_the_clip_has_it(name: str) -> None:
    recorded = clip(name)
    again = performance_of(load_catalogue()[recorded.exercise], recorded)
    for phase in again.phases:
        heads = again.body.pose(phase.frames).heads
        last = len(heads) - 1
        there = [recorded.posed(again.body, phase.phase.id, at / last).heads[0] for at in range(len(heads))]
        assert np.abs(heads - np.stack(there)).max() < 0.005


def test_its_joint_angles_go_without_a_leap() -> None:
    again = performance_of(load_catalogue()["bird_dog"], clip("bird_dog.woman_45"))
    assert all(np.abs(np.diff(phase.frames[:, 3:], axis=0)).max() < 30 for phase in again.phases)


def test_what_is_shown_is_what_the_definition_gives() -> None:
    exercise = load_catalogue()["hip_hinge"]
    shown, solved = performance_of(exercise, clip("hip_hinge.man_60")), perform(exercise, "man_60", keys_only=True)
    for one, other in zip(shown.phases, solved.phases, strict=True):
        here, there = (shown.body.pose(each.frames[-1:]).heads for each in (one, other))
        assert np.abs(here - there).max() < 0.01


def test_another_exercises_clip_is_refused() -> None:
    with pytest.raises(ClipError, match="does not show the phases of bridge"):
        performance_of(load_catalogue()["bridge"], clip("bird_dog.woman_45"))
