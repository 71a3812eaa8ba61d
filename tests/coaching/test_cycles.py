import math
from collections.abc import Callable

import pytest

from steadyback.coaching.cycles import find_cycles, first_component, smoothed, turning_points


def recorded(
    motion: Callable[[float], list[float]], *, length_s: float, hz: float = 30
) -> tuple[list[float], list[list[float]]]:
    times_s = [step / hz for step in range(int(length_s * hz) + 1)]
    return times_s, [motion(t_s) for t_s in times_s]


def lift(t_s: float, *, period_s: float, rest_s: float, count: int) -> float:
    """So many raised cosines, each after a rest."""
    number, inside_s = divmod(t_s, period_s + rest_s)
    if number >= count or inside_s < rest_s:
        return 0.0
    return (1 - math.cos(2 * math.pi * (inside_s - rest_s) / period_s)) / 2


@pytest.mark.parametrize("hz", [8, 25, 60])
@pytest.mark.parametrize(("period_s", "rest_s", "count"), [(0.8, 0.3, 12), (2.0, 0.5, 6), (5.0, 2.0, 4)])
def test_repetitions_of_any_speed_are_counted_with_their_times(
    period_s: float, rest_s: float, count: int, hz: float
) -> None:
    def body(t_s: float) -> list[float]:
        up = lift(t_s, period_s=period_s, rest_s=rest_s, count=count)
        return [3 + up, 1 - 0.5 * up, 2.0, 0.1 * up * up]

    motion = find_cycles(*recorded(body, length_s=count * (period_s + rest_s) + rest_s, hz=hz))
    assert len(motion.cycles) == count
    assert motion.likeness > 0.9
    for number, cycle in enumerate(motion.cycles):
        peak_s = number * (period_s + rest_s) + rest_s + period_s / 2
        assert cycle.peak_s == pytest.approx(peak_s, abs=0.3)
        assert cycle.start_s <= peak_s - period_s / 4
        assert cycle.end_s >= peak_s + period_s / 4


def test_drift_and_trembling_do_not_change_the_count() -> None:
    def body(t_s: float) -> list[float]:
        up = lift(t_s, period_s=2.0, rest_s=0.5, count=8)
        return [up + 0.15 * t_s, 0.7 * up + 0.03 * math.sin(40 * t_s), 3 * math.sin(t_s / 8)]

    assert len(find_cycles(*recorded(body, length_s=20.5)).cycles) == 8


def test_nothing_is_found_where_nothing_moves_or_nothing_comes_back() -> None:
    assert find_cycles(*recorded(lambda _: [1.0, 2.0], length_s=10)).cycles == ()
    assert find_cycles(*recorded(lambda t_s: [t_s, 2 * t_s], length_s=10)).cycles == ()


@pytest.mark.parametrize("count", [0, 1, 2, 20])
def test_a_recording_that_is_too_short_holds_nothing(count: int) -> None:
    assert find_cycles([step / 30 for step in range(count)], [[float(step % 5)] for step in range(count)]).cycles == ()


def test_movements_that_differ_are_found_to_be_unlike() -> None:
    def body(t_s: float) -> list[float]:
        which = int(t_s // 3) % 4
        return [math.sin(math.pi * t_s / 3) ** 2 if which == at else 0.0 for at in range(4)]

    assert find_cycles(*recorded(body, length_s=12)).likeness < 0.45


def test_turning_points_are_at_least_a_swing_apart() -> None:
    assert turning_points([0, 5, 4, 6, 0, 1, 0, 5, 0], 3) == [(0, -1), (3, 1), (4, -1), (7, 1), (8, -1)]
    assert turning_points([5, 0, 5], 3) == [(0, 1), (1, -1), (2, 1)]
    assert turning_points([0, 1, 0, 1], 3) == []


def test_the_first_component_is_the_direction_of_greatest_variance() -> None:
    # Along (3, 4) the points lie 5 apart, across it 0.1.
    signal = first_component([[-3.0, 0.08, 3.0, -0.08], [-4.0, -0.06, 4.0, 0.06]])
    assert [abs(round(value, 6)) for value in signal] == [5.0, 0.0, 5.0, 0.0]
    assert signal[0] == pytest.approx(-signal[2])


def test_smoothing_keeps_a_constant_and_lowers_a_spike() -> None:
    assert smoothed([2.0] * 9, 0.3) == pytest.approx([2.0] * 9)
    spike = smoothed([0.0] * 30 + [1.0] + [0.0] * 30, 0.5)
    assert max(spike) < 0.1
    assert math.fsum(spike) == pytest.approx(1.0)
