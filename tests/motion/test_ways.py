"""The ways down to the floor and up again can be drawn, step for step."""

import numpy as np
import pytest

from steadyback.exercises import load_transitions
from steadyback.motion.performance import NoMovementError
from steadyback.motion.ways import load_ways, perform_way


def test_every_guided_way_has_a_phase_for_each_of_its_steps() -> None:
    assert sorted(load_ways()) == ["way_down_chair", "way_down_none", "way_up_chair", "way_up_none"]
    steps = load_transitions()["up_from_floor"]["chair"]
    way = load_ways()["way_up_chair"]
    assert [(phase.say, phase.duration_s.target) for phase in way.phases] == [
        (step.say, step.seconds) for step in steps
    ]


def test_a_way_down_begins_standing_and_ends_lying() -> None:
    way = perform_way("way_down_none", "woman_45", keys_only=True)
    heads = [way.body.pose(phase.frames[-1:]).heads[0, way.body.at["head"], 1] for phase in way.phases]
    assert heads[0] > 1.2
    assert heads[-1] < 0.3
    assert np.argmax(heads) == 0


def test_an_unknown_way_is_said_to_be_unknown() -> None:
    with pytest.raises(NoMovementError, match="way_sideways"):
        perform_way("way_sideways", "woman_45")
