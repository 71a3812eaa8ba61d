"""A held position is timed without the way into it and out of it, and apart from lying."""

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from drawn_body import film

from steadyback.coaching import CoachEvent, Engine, Fault, Hold
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter
from steadyback.pose import LandmarkFrame

PLANK = load_catalogue()["forearm_plank"]
LINE = AngleMeter.of("body_line", "left")


def levelled(frame: LandmarkFrame, by_deg: float) -> LandmarkFrame:
    """The same body turned in the picture: a plank is nearly level."""
    values = list(frame.values)
    c, s = math.cos(math.radians(by_deg)), math.sin(math.radians(by_deg))
    for at in range(0, len(values), 4):
        x, y = (values[at] - 0.5) * frame.width_px, (values[at + 1] - 0.5) * frame.height_px
        values[at], values[at + 1] = 0.5 + (c * x - s * y) / frame.width_px, 0.5 + (s * x + c * y) / frame.height_px
    return LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), 1)


DRAWN = film(PLANK, count=1)[0]
HEADS_LEFT = DRAWN.point_px(11)[0] < DRAWN.point_px(23)[0]
STRAIGHT = levelled(DRAWN, -17 if HEADS_LEFT else 17)


def with_hips_lower(t_s: float, depth: float) -> LandmarkFrame:
    values = list(STRAIGHT.values)
    for hip, knee in ((23, 25), (24, 26)):
        values[4 * hip + 1] += depth
        values[4 * knee + 1] += depth / 2
    return LandmarkFrame(t_s, STRAIGHT.width_px, STRAIGHT.height_px, tuple(values), (), 1)


def depth_of(line_deg: float) -> float:
    """How much lower the hips have to be for this body line, by halving."""
    low, high = -0.2, 0.2
    for _ in range(40):
        middle = (low + high) / 2
        found = LINE.measure(with_hips_lower(0.0, middle), "left")
        assert found is not None
        low, high = (middle, high) if found > line_deg else (low, middle)
    return low


def coached(line_at: Callable[[float], float], lasts_s: float) -> list[CoachEvent]:
    """The events of a body line (degrees) over time."""
    depths = {line: depth_of(line) for line in range(-30, 50)}
    frames = [with_hips_lower(step / 30, depths[round(line_at(step / 30))]) for step in range(int(lasts_s * 30))]
    return Engine.replay(PLANK, frames)


def way(*corners: tuple[float, float]) -> Callable[[float], float]:
    """Straight lines between (time, degrees)."""

    def at(t_s: float) -> float:
        for (from_s, here), (to_s, there) in pairwise(corners):
            if t_s <= to_s:
                return here + (there - here) * max(0.0, t_s - from_s) / (to_s - from_s)
        return corners[-1][1]

    return at


def held(events: list[CoachEvent]) -> list[Hold]:
    return [event for event in events if isinstance(event, Hold)]


def told(events: list[CoachEvent]) -> set[str]:
    return {event.code for event in events if isinstance(event, Fault)}


@pytest.mark.parametrize("lying_deg", [-15, -22])
@pytest.mark.parametrize("lowering_s", [1.0, 2.0, 3.0])
def test_lifting_and_lowering_are_no_sagging_and_no_part_of_the_hold(lying_deg: float, lowering_s: float) -> None:
    down_s = 10 + lowering_s
    events = coached(way((0, lying_deg), (3, lying_deg), (5, 0), (10, 0), (down_s, lying_deg)), down_s + 4)
    assert told(events) == set()
    (one,) = held(events)
    assert one.start_s == pytest.approx(5, abs=0.9)
    assert one.end_s == pytest.approx(10, abs=0.9)


def test_two_holds_with_a_short_rest_between_are_two() -> None:
    corners = [(0, -22), (2, -22), (3, 0), (8, 0), (9, -22), (10, -22), (11, 0), (16, 0), (17, -22)]
    assert len(held(coached(way(*corners), 20))) == 2


@pytest.mark.parametrize("lying_deg", [-12, -15, -19])
def test_lying_propped_is_no_plank(lying_deg: float) -> None:
    events = coached(way((0, lying_deg), (20, lying_deg)), 12)
    assert held(events) == []
    assert told(events) == set()


def test_a_plank_that_slowly_sags_is_told() -> None:
    assert told(coached(way((0, -22), (2, -22), (4, 0), (8, 0), (14, -13), (20, -13)), 18)) == {"sag"}


@pytest.mark.parametrize("line_deg", [22, 36])
def test_hips_held_high_are_still_a_plank_and_are_told(line_deg: float) -> None:
    events = coached(way((0, -22), (2, -22), (4, line_deg), (12, line_deg), (15, -22)), 18)
    assert "pike" in told(events)
    assert "sag" not in told(events)
    assert len(held(events)) == 1
