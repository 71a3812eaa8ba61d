"""A rule is told where it is clear beside the error of what was measured; without any error at once."""

from dataclasses import replace

import pytest
from drawn_body import film
from wandering import wandering

from steadyback.coaching import Engine, Fault
from steadyback.coaching.certainty import CLEAREST, LEAST, SURE, Clear, Error, Evidence, clearest, error_of
from steadyback.coaching.history import Seen
from steadyback.coaching.measured import Trace
from steadyback.coaching.metrics import Start, metric_of
from steadyback.exercises import FaultRule, load_catalogue

EXERCISE = load_catalogue()["hip_hinge"]
SQUATTING = next(rule for rule in EXERCISE.faults if rule.id == "squatting")
PROXY = replace(SQUATTING, measurable="proxy")


def level(by: float, lasts_s: float = 4.0) -> Trace:
    """A knee that stays bent by so much more than the rule allows."""
    return [(at / 30, float(SQUATTING.value) + by) for at in range(int(lasts_s * 30))]


def test_without_an_error_each_run_is_clear() -> None:
    trace = level(0.5)
    assert clearest(SQUATTING, trace, trace, Error()).by == CLEAREST
    assert clearest(SQUATTING, trace, None, Error()).by == LEAST


def test_the_same_excess_is_less_clear_where_points_wander_more() -> None:
    trace = level(6.0)
    found = [clearest(SQUATTING, trace, trace, Error(moment)).by for moment in (2.0, 6.0, 20.0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < SURE


def test_an_error_of_the_start_position_is_not_averaged_away() -> None:
    trace = level(6.0, lasts_s=60)
    assert clearest(SQUATTING, trace, trace, Error(3.0)).by > clearest(SQUATTING, trace, trace, Error(3.0, 3.0)).by
    assert clearest(SQUATTING, trace, trace, Error(3.0, 3.0)).by == pytest.approx(2.0, abs=0.1)


def test_what_lies_within_the_limit_speaks_against_it() -> None:
    trace = level(-6.0)
    assert clearest(SQUATTING, trace, None, Error(3.0)).by < 0


@pytest.mark.parametrize(
    ("rule", "by", "told"),
    [
        (SQUATTING, [CLEAREST], [True]),
        (SQUATTING, [LEAST, CLEAREST], [False, True]),
        (SQUATTING, [1.5, 1.5], [False, True]),  # Neither is enough by itself.
        (SQUATTING, [1.5, LEAST, 1.5], [False, False, False]),
        (SQUATTING, [CLEAREST, LEAST], [True, False]),  # Not for a repetition in which it was not seen.
        (PROXY, [CLEAREST, CLEAREST], [False, True]),
        (PROXY, [CLEAREST, LEAST, CLEAREST], [False, False, True]),
        (PROXY, [1.0, 1.0], [False, False]),
    ],
)
def test_repetitions_add_up(rule: FaultRule, by: list[float], told: list[bool]) -> None:
    evidence = Evidence()
    assert [evidence.add(rule, Clear(level(1.0), each)) for each in by] == told


def test_the_error_of_an_angle_follows_from_that_of_its_points() -> None:
    metric = metric_of("knee_flex.b", EXERCISE)
    assert metric is not None
    frame = film(EXERCISE)[0]
    errors = [error_of(metric, Start(), Seen.of(frame, "left"), "left", px).moment for px in (0.0, 2.0, 4.0)]
    assert errors[0] == 0.0
    assert errors[2] == pytest.approx(2 * errors[1], rel=0.05)
    assert 1.0 < errors[1] < 5.0


def test_who_moves_well_is_told_nothing_though_the_points_wander() -> None:
    for seed in range(3):
        events = Engine.replay(EXERCISE, wandering(film(EXERCISE), 4.0, seed))
        assert [event for event in events if isinstance(event, Fault)] == []
