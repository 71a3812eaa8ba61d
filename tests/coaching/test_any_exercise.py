import math
import random
from collections.abc import Callable

import pytest

from steadyback.coaching import Abstained, Event, Repetition
from steadyback.coaching.any_exercise import ALIKE, AnyExerciseCounter, bend_deg
from steadyback.pose import LandmarkFrame

Film = Callable[..., list[LandmarkFrame]]


def watched(frames: list[LandmarkFrame]) -> tuple[AnyExerciseCounter, list[Event]]:
    counter = AnyExerciseCounter()
    events = [event for frame in frames for event in counter.push(frame)]
    return counter, [*events, *counter.finish()]


def counted(events: list[Event]) -> list[Repetition]:
    return [event for event in events if isinstance(event, Repetition)]


def still(drawn: Callable[..., LandmarkFrame], *, length_s: float, jitter_deg: float = 0.0) -> list[LandmarkFrame]:
    trembling = random.Random(7)
    return [drawn(step / 30, 50 + trembling.gauss(0, jitter_deg)) for step in range(int(length_s * 30))]


@pytest.mark.parametrize("hz", [10, 30])
@pytest.mark.parametrize("count", [4, 9])
def test_a_movement_without_a_definition_is_counted(bridge_film: Film, count: int, hz: float) -> None:
    counter, events = watched(bridge_film(count, hz=hz))
    found = counted(events)
    assert [one.index for one in found] == list(range(1, count + 1))
    assert {one.side for one in found} == {"unknown"}
    assert [one.peak_s for one in found] == pytest.approx([2.5 + 4 * at for at in range(count)], abs=0.5)
    assert all(one.start_s < one.peak_s < one.end_s for one in found)
    assert counter.joint_followed in ("left hip", "right hip")
    assert all(30 < one.range_deg < 60 for one in found)
    assert counter.likeness > 0.9


def test_the_size_of_the_picture_changes_nothing(bridge_film: Film) -> None:
    small, large = (counted(watched(bridge_film(4, scale=scale))[1]) for scale in (1.0, 3.0))
    assert [(one.start_s, one.end_s) for one in small] == [(one.start_s, one.end_s) for one in large]


def test_somebody_who_keeps_still_has_done_nothing(drawn: Callable[..., LandmarkFrame]) -> None:
    assert counted(watched(still(drawn, length_s=12))[1]) == []
    assert counted(watched(still(drawn, length_s=12, jitter_deg=0.6))[1]) == []


def test_a_cut_parts_the_recording_and_the_numbers_go_on(
    bridge_film: Film, drawn: Callable[..., LandmarkFrame]
) -> None:
    first = bridge_film(4)
    later = [
        LandmarkFrame(frame.t_s + 60, frame.width_px, frame.height_px, frame.values, (), 1) for frame in bridge_film(3)
    ]
    found = counted(watched([*first, *later])[1])
    assert [one.index for one in found] == list(range(1, 8))
    assert all(one.end_s < 18 or one.start_s >= 60 for one in found)


def test_unlike_movements_elsewhere_do_not_count_beside_alike_ones(
    bridge_film: Film, drawn: Callable[..., LandmarkFrame]
) -> None:
    shuffled = random.Random(3)
    fidgets = [drawn(40 + step / 30, 50 + 40 * math.sin(shuffled.random() + step / 20)) for step in range(60)]
    counter, events = watched([*bridge_film(5), *fidgets])
    assert len(counted(events)) == 5
    assert counter.likeness >= ALIKE


def test_times_without_a_person_or_with_numbers_that_are_none_are_told(bridge_film: Film) -> None:
    frames = bridge_film(4)
    for at in range(100, 115):
        frames[at] = LandmarkFrame.nobody(frames[at].t_s, 640, 360)
    broken = frames[200]
    frames[200] = LandmarkFrame(broken.t_s, 640, 360, (math.nan, *broken.values[1:]), (), 1)
    _, events = watched(frames)
    told = [event for event in events if isinstance(event, Abstained)]
    assert [event.reason for event in told] == ["no_person", "unreadable"]
    assert told[0].from_s == pytest.approx(100 / 30)
    assert len(counted(events)) == 4


def test_random_landmarks_do_not_raise() -> None:
    numbers = random.Random(1)
    frames = [
        LandmarkFrame(numbers.uniform(0, 20), 640, 360, tuple(numbers.uniform(-1, 2) for _ in range(132)), (), 1)
        for _ in range(400)
    ]
    counter, events = watched(frames)
    assert counter.likeness <= 1
    assert all(math.isfinite(one.range_deg) for one in counted(events))


def test_a_joint_angle_is_that_between_its_two_sides() -> None:
    assert bend_deg((1.0, 0.0), (0.0, 0.0), (0.0, 5.0)) == pytest.approx(90.0)
    assert bend_deg((1.0, 0.0), (0.0, 0.0), (-1.0, 1.0)) == pytest.approx(135.0)
    assert bend_deg((2.0, 2.0), (0.0, 2.0), (-3.0, 2.0)) == pytest.approx(180.0)
    assert math.isnan(bend_deg((1.0, 1.0), (1.0, 1.0), (2.0, 0.0)))
