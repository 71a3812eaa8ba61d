"""The ways down to the floor and up again can be drawn, step for step."""

from pathlib import Path

import numpy as np
import pytest

from steadyback.exercises import load_transitions
from steadyback.motion.body import BODIES, load_body
from steadyback.motion.performance import NoMovementError
from steadyback.motion.recorded import read_clip
from steadyback.motion.ways import load_ways, perform_way

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"
MOST_AT_ONCE_M = 1.02
"""A foot that steps back quickly goes so far from one frame to the next, half a second later; in clips that went wrong
it was 1.1 m and more."""


def test_every_guided_way_has_a_phase_for_each_of_its_steps() -> None:
    assert sorted(load_ways()) == ["way_down_chair", "way_down_none", "way_up_chair", "way_up_none"]
    steps = load_transitions()["up_from_floor"]["chair"]
    way = load_ways()["way_up_chair"]
    assert [(phase.say, phase.duration_s.target) for phase in way.phases] == [
        (step.say, step.seconds) for step in steps
    ]


def test_a_way_down_begins_standing_and_ends_lying() -> None:
    for body_name in BODIES:
        clip, body = read_clip((CLIPS / f"way_down_none.{body_name}.json").read_text()), load_body(body_name)
        heads = [clip.posed(body, phase.id, 1.0).heads[0, body.at["head"], 1] for phase in clip.phases]
        assert heads[0] > 1.2
        assert heads[-1] < 0.3
        assert np.argmax(heads) == 0


def test_an_unknown_way_is_said_to_be_unknown() -> None:
    with pytest.raises(NoMovementError, match="way_sideways"):
        perform_way("way_sideways", "woman_45")


@pytest.mark.parametrize("name", sorted(load_ways()))
def test_every_body_goes_every_way_without_a_leap(name: str) -> None:
    for body_name in BODIES:
        clip, body = read_clip((CLIPS / f"{name}.{body_name}.json").read_text()), load_body(body_name)
        for phase in clip.phases:
            count = len(phase.translation)
            heads = np.stack([clip.posed(body, phase.id, at / (count - 1)).heads[0] for at in range(count)])
            farthest = np.linalg.norm(np.diff(heads, axis=0), axis=2).max()
            assert farthest < MOST_AT_ONCE_M, f"{body_name} {phase.id}: {farthest:.2f} m"
