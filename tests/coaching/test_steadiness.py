import math
from collections.abc import Callable

import pytest

from steadyback.coaching import Abstained, Repetition, RepetitionCounter
from steadyback.coaching.steadiness import Steadiness
from steadyback.exercises import load_catalogue
from steadyback.kinematics import Trunk
from steadyback.pose import LandmarkFrame

Film = Callable[..., list[LandmarkFrame]]


def test_a_moving_person_is_no_moving_camera(bridge_film: Film) -> None:
    steadiness = Steadiness()
    assert {steadiness.reason(frame, Trunk.of(frame)) for frame in bridge_film(3, period_s=1.0)} == {None}


def test_a_push_to_the_camera_is_told_and_passes(drawn: Callable[..., LandmarkFrame]) -> None:
    steadiness = Steadiness()
    film = [drawn(step / 30, 55.0, off_x=20.0 if step >= 30 else 0.0) for step in range(90)]
    reasons = [steadiness.reason(frame, Trunk.of(frame)) for frame in film]
    assert reasons[:30] == [None] * 30
    assert reasons[30:51] == ["camera_moved"] * 21
    assert reasons[52:] == [None] * 38


def test_a_body_that_flickers_in_size_is_not_judged(drawn: Callable[..., LandmarkFrame]) -> None:
    steadiness = Steadiness()
    film = [drawn(step / 30, 55.0) for step in range(60)]

    def shrunk(frame: LandmarkFrame) -> LandmarkFrame:
        values = list(frame.values)
        for shoulder in (11, 12):
            values[4 * shoulder] -= 0.08
        return LandmarkFrame(frame.t_s, 640, 360, tuple(values), (), 1)

    flickering = [shrunk(frame) if step % 2 else frame for step, frame in enumerate(film)]
    reasons = [steadiness.reason(frame, Trunk.of(frame)) for frame in flickering]
    assert reasons[-1] == "unsteady"


def test_a_pushed_camera_costs_no_repetition(bridge_film: Film, drawn: Callable[..., LandmarkFrame]) -> None:
    def pushed(frame: LandmarkFrame) -> LandmarkFrame:
        values = list(frame.values)
        values[::4] = [x + 0.04 for x in values[::4]]
        return LandmarkFrame(frame.t_s, 640, 360, tuple(values), (), 1) if frame.t_s >= 4.6 else frame

    counter = RepetitionCounter(load_catalogue()["bridge"])
    events = [event for frame in bridge_film(3) for event in counter.push(pushed(frame))] + list(counter.finish())
    assert len([event for event in events if isinstance(event, Repetition) and event.complete]) == 3
    assert [event.reason for event in events if isinstance(event, Abstained)] == ["camera_moved"]


@pytest.mark.parametrize("people", [2, 3])
def test_nothing_is_counted_with_several_people(bridge_film: Film, people: int) -> None:
    counter = RepetitionCounter(load_catalogue()["bridge"])
    film = [LandmarkFrame(frame.t_s, 640, 360, frame.values, (), people) for frame in bridge_film(2)]
    events = [event for frame in film for event in counter.push(frame)] + list(counter.finish())
    assert [event.reason for event in events if isinstance(event, Abstained)] == ["several_people"]
    assert math.isclose(events[0].from_s, 0.0) if isinstance(events[0], Abstained) else False
    assert len(events) == 1


def test_a_picture_that_turns_for_a_second_costs_no_repetition(bridge_film: Film) -> None:
    def turned(frame: LandmarkFrame) -> LandmarkFrame:
        values = list(frame.values)
        values[::4], values[1::4] = [1 - y for y in frame.values[1::4]], list(frame.values[::4])
        return LandmarkFrame(frame.t_s, 360, 640, tuple(values), (), 1)

    film = [turned(frame) if 5 <= frame.t_s < 6 else frame for frame in bridge_film(3)]
    counter = RepetitionCounter(load_catalogue()["bridge"])
    events = [event for frame in film for event in counter.push(frame)] + list(counter.finish())
    assert len([event for event in events if isinstance(event, Repetition) and event.complete]) == 3
    assert [event.reason for event in events if isinstance(event, Abstained)] == ["unreadable"]
