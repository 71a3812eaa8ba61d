import math
from collections.abc import Callable, Iterable

import pytest

from steadyback.coaching import Abstained, Engine, Event, Repetition, RepetitionCounter
from steadyback.coaching.clock import MOST_KEPT, Clock
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame

Film = Callable[..., list[LandmarkFrame]]


def at(t_s: float) -> LandmarkFrame:
    return LandmarkFrame.nobody(t_s, 640, 360)


def admitted(times: Iterable[float]) -> list[float]:
    clock = Clock()
    return [frame.t_s for t_s in times for frame in clock.admit(at(t_s))]


def steps(from_s: float, count: int, hz: float = 30) -> list[float]:
    return [from_s + step / hz for step in range(count)]


@pytest.mark.parametrize("hz", [1, 2, 5, 30, 240])
def test_a_steady_clock_loses_no_frame_at_any_rate(hz: float) -> None:
    assert admitted(steps(0, 40, hz)) == steps(0, 40, hz)


def test_a_frame_from_elsewhere_in_time_is_dropped() -> None:
    assert admitted([0.0, 0.1, 99.0, 0.2, -5.0, 0.3]) == [0.0, 0.1, 0.2, 0.3]


def test_a_frame_that_comes_twice_is_taken_once() -> None:
    assert admitted([0.0, 0.1, 0.1, 0.2, 0.2]) == [0.0, 0.1, 0.2]


def test_a_pause_is_believed_after_a_third_of_a_second_and_loses_nothing() -> None:
    times = steps(0, 10) + steps(1.4, 20)
    clock = Clock()
    assert [clock.admit(at(t_s)) != () for t_s in times[:20]] == [True] * 10 + [False] * 9 + [True]
    assert admitted(times) == times


@pytest.mark.parametrize("leap_s", [-3.0, 40.0])
def test_another_time_is_believed_once_it_has_gone_on_for_a_while(leap_s: float) -> None:
    brief = steps(10, 30) + steps(11 + leap_s, 30) + steps(12, 30)
    assert admitted(brief) == steps(10, 30) + steps(12, 30)
    lasting = steps(10, 30) + steps(11 + leap_s, 90)
    assert admitted(lasting) == lasting


def test_a_time_that_is_no_number_is_dropped() -> None:
    assert admitted([math.nan, 0.0, math.inf, 0.1, -math.inf]) == [0.0, 0.1]


def test_what_is_kept_back_stays_small() -> None:
    clock = Clock()
    clock.admit(at(0.0))
    assert sum(len(clock.admit(at(50 + step * 1e-6))) for step in range(MOST_KEPT)) == MOST_KEPT


def leaping(film: list[LandmarkFrame], leap_s: float, from_s: float) -> list[LandmarkFrame]:
    return [
        LandmarkFrame(f.t_s + leap_s, 640, 360, f.values, (), 1) if from_s <= f.t_s < from_s + 1 else f for f in film
    ]


def counted(events: Iterable[Event]) -> int:
    return sum(isinstance(event, Repetition) and event.complete for event in events)


@pytest.mark.parametrize("from_s", [1.2, 2.2, 3.4, 4.4, 6.0])
@pytest.mark.parametrize("leap_s", [-60.0, -2.0, -0.4, 0.6, 2.0, 3600.0])
def test_a_leap_for_a_second_costs_no_slow_repetition(bridge_film: Film, leap_s: float, from_s: float) -> None:
    counter = RepetitionCounter(load_catalogue()["bridge"])
    film = leaping(bridge_film(3), leap_s, from_s)
    events = [event for frame in film for event in counter.push(frame)] + list(counter.finish())
    assert counted(events) == 3
    times = [event.start_s for event in events if isinstance(event, Repetition)]
    assert times == sorted(times)


def test_the_time_that_was_dropped_is_told(bridge_film: Film) -> None:
    events = Engine.replay(load_catalogue()["bridge"], leaping(bridge_film(2), -60.0, 5.0))
    told = [event for event in events if isinstance(event, Abstained)]
    assert [event.reason for event in told] == ["unreadable"]
    assert (told[0].from_s, told[0].to_s) == pytest.approx((5.0, 6.0), abs=0.1)


def test_frames_kept_back_at_the_end_are_still_counted(bridge_film: Film) -> None:
    """The second take begins at zero again and ends before its time would have been believed."""
    film = bridge_film(1)
    quick = bridge_film(1, period_s=0.4)
    events = Engine.replay(load_catalogue()["bridge"], film + quick)
    assert counted(event for event in events if isinstance(event, Repetition)) == 2
