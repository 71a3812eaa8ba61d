"""From which view a frame may be judged."""

import pytest

from steadyback.coaching.framing import TURNED_IN_A_MOVEMENT, WIDEST_SHOULDERS_FROM_SIDE, is_seen_from
from steadyback.kinematics import Trunk


def trunk(shoulders: float, hips: float) -> Trunk:
    """Shoulders and hips so wide in the picture, in torso lengths of 100 pixels."""
    return Trunk(
        ((100 * shoulders, 0.0), (0.0, 0.0)), ((100 * hips, 100.0), (0.0, 100.0)), (0.0, 100.0), (0.0, -100.0), 100.0
    )


@pytest.mark.parametrize(("shoulders", "hips", "right"), [(0.39, 0.29, True), (0.41, 0.2, False), (0.3, 0.31, False)])
def test_from_the_side_shoulders_and_hips_are_narrow(shoulders: float, hips: float, right: bool) -> None:
    assert is_seen_from(trunk(shoulders, hips), "side", 1.0) is right


@pytest.mark.parametrize("view", ["side", "front", "foot_end"])
def test_a_body_may_turn_a_little_in_a_movement_but_not_round(view: str) -> None:
    across = {"side": (0.45, 0.2, 1.5), "front": (0.4, 0.2, 0.1), "foot_end": (0.5, 0.2, 0.1)}
    little, hips, round_ = across[view]
    assert not is_seen_from(trunk(little, hips), view, 1.0)
    assert is_seen_from(trunk(little, hips), view, TURNED_IN_A_MOVEMENT)
    assert not is_seen_from(trunk(round_, hips), view, TURNED_IN_A_MOVEMENT)


def test_what_a_turn_allows_stays_far_from_the_front() -> None:
    assert TURNED_IN_A_MOVEMENT * WIDEST_SHOULDERS_FROM_SIDE < 0.5
