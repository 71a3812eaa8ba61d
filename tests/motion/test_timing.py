"""Faults of time are drawn as large as asked for: beyond the limit the coach tells them, below it does not."""

from functools import cache
from pathlib import Path

import pytest

from steadyback.coaching import Engine, Fault
from steadyback.exercises import load_catalogue
from steadyback.motion.faulty import CannotShowError
from steadyback.motion.performance import Performance
from steadyback.motion.recorded import read_clip
from steadyback.motion.reenacted import performance_of
from steadyback.motion.synthetic import Shot, film
from steadyback.motion.timing import in_time

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"


@cache
def demonstrated(name: str) -> Performance:
    return performance_of(load_catalogue()[name], read_clip((CLIPS / f"{name}.woman_45.json").read_text()))


def told(name: str, code: str, size: float) -> set[str]:
    clean = demonstrated(name)
    rule = next(rule for rule in clean.exercise.faults if rule.id == code)
    shown = in_time(clean, rule, size)
    frames = film(shown.performance, Shot(repetitions=1, tempo=shown.tempo)).frames
    return {event.code for event in Engine.replay(clean.exercise, frames) if isinstance(event, Fault)}


@pytest.mark.parametrize(("name", "code"), [("figure4_seated", "bounce"), ("sit_to_stand", "drops")])
def test_a_swinging_hold_and_a_drop_are_told_beyond_their_limit_only(name: str, code: str) -> None:
    assert [told(name, code, size) for size in (0.8, 1.5)] == [set(), {code}]


def test_a_movement_too_small_to_be_quick_is_made_larger_but_no_larger_than_is_accepted() -> None:
    clean = demonstrated("side_lying_hip_abduction")
    rule = next(rule for rule in clean.exercise.faults if rule.id == "too_fast")
    assert in_time(clean, rule, 0.8).performance is clean
    assert in_time(clean, rule, 1.5).performance is not clean
    with pytest.raises(CannotShowError, match="too short"):
        in_time(clean, rule, 4.0)


def test_what_is_no_matter_of_time_is_refused() -> None:
    clean = demonstrated("figure4_seated")
    rule = next(rule for rule in clean.exercise.faults if rule.id == "too_far")
    with pytest.raises(CannotShowError, match="matter of poses"):
        in_time(clean, rule, 1.5)
