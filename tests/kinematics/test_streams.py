"""What is kept from frame to frame: near side, smoothing, continuity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.kinematics import Continuity, NearSide, Trunk, WindowMean
from steadyback.pose import Landmark, LandmarkFrame


def body(t_s: float = 0.0, *, x: float = 0.5, torso: float = 0.2, left_nearer: bool = True) -> LandmarkFrame:
    rows = [[x, 0.5, 0.0, 1.0] for _ in range(33)]
    for shoulder in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER):
        rows[shoulder][1] = 0.5 - torso
    rows[Landmark.LEFT_HIP][2] = -0.1 if left_nearer else 0.1
    return LandmarkFrame.from_points(t_s, (400, 400), rows)


def test_the_first_frame_decides_the_near_side() -> None:
    assert NearSide().update(body()) == "left"
    assert NearSide().update(body(left_nearer=False)) == "right"


def test_single_wrong_signs_do_not_turn_the_near_side() -> None:
    near = NearSide()
    seen = [near.update(body(left_nearer=step % 4 != 0)) for step in range(1, 200)]
    assert set(seen) == {"left"}


def test_a_body_that_turns_round_is_followed() -> None:
    near = NearSide()
    for _ in range(100):
        near.update(body())
    for _ in range(41):
        near.update(body(left_nearer=False))
    assert near.side == "right"
    near.reset()
    assert near.side is None


def test_smoothing_keeps_the_time_of_a_straight_line() -> None:
    smoothing = WindowMean()
    for step in range(30):
        t_s, value = smoothing.push(step / 30, 100 * step / 30)
        assert value == pytest.approx(100 * t_s)


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=50), st.floats(0.001, 1))
def test_smoothing_stays_within_what_it_was_given(values: list[float], step_s: float) -> None:
    smoothing = WindowMean()
    for step, value in enumerate(values):
        t_s, smooth = smoothing.push(step * step_s, value)
        assert min(values) - 1e-9 <= smooth <= max(values) + 1e-9
        assert step * step_s - 0.2 <= t_s <= step * step_s


def test_smoothing_forgets_on_reset() -> None:
    smoothing = WindowMean()
    smoothing.push(0.0, 100.0)
    smoothing.reset()
    assert smoothing.push(0.01, 0.0) == (0.01, 0.0)


@pytest.mark.parametrize(
    ("before", "after", "breaks"),
    [
        (body(0.0), body(0.033, x=0.51), False),
        (body(0.0), body(0.033, x=0.7), True),
        (body(0.0), body(1.0, x=0.7), False),
        (body(0.0), body(0.033, torso=0.45), True),
        (body(0.0), body(2.0), True),
        (body(1.0), body(0.5), True),
        (body(1.0), body(1.0), True),
    ],
    ids=["moves", "leaps", "has time to move", "zoom", "long gap", "clock back", "clock stands"],
)
def test_a_break_is_told_from_a_movement(before: LandmarkFrame, after: LandmarkFrame, breaks: bool) -> None:
    continuity = Continuity()
    assert not continuity.breaks_at(before.t_s, Trunk.of(before))
    assert continuity.breaks_at(after.t_s, Trunk.of(after)) is breaks
