"""A performance with one fault of the exercise's own definition in it, as large as asked, and nothing else wrong.

The fault is measured by the coach's own metric while the pose is solved, so it has the size that it should have.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from steadyback.coaching.history import Seen
from steadyback.coaching.metrics import Metric, Start, metric_of
from steadyback.exercises import Exercise
from steadyback.exercises.model import FaultRule
from steadyback.kinematics.body import Side
from steadyback.motion.goal import Measured
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.measure import nearer_side, picture_axes
from steadyback.motion.performance import Change, Performance, perform
from steadyback.pose import LandmarkFrame

PX: Final = 1000
SPAN_M: Final = 4.0
STRONG: Final = {"deg": 4.0, "torso": 400.0, "ratio": 300.0}
"""How strongly a fault's own measure is asked for, by its unit."""
BY_TIME: Final = ("peak_angular_speed", "descent_time", "hold_oscillation")


class CannotShowError(ValueError):
    """This fault is no pose: it is a matter of time, only asked about, or not seen in this view. Says which."""


@dataclass(frozen=True)
class Injected:
    """The performance, and what the fault measures in it at the end of each phase away from rest."""

    performance: Performance
    clean: float
    wanted: float
    reached: float


def with_fault(exercise: Exercise, body_name: str, rule: FaultRule, size: float, variant: str = "") -> Injected:
    """The exercise with a fault of `size`: 1 is at the rule's limit, 2 twice as far from the clean exercise.

    Raises CannotShowError.
    """
    metric = metric_of(rule.metric, exercise)
    if rule.metric in BY_TIME:
        raise CannotShowError(f"{rule.id}: {rule.metric} is a matter of time; film it with another tempo")
    if metric is None or isinstance(rule.value, bool | str) or rule.measurable not in ("yes", "proxy"):
        raise CannotShowError(f"{rule.id}: {rule.metric} is not measured in this view")
    clean = perform(exercise, body_name, variant, keys_only=True)
    away = farthest(clean)
    ready = clean.phases[0].frames[-1]
    meter = reading(metric, clean, ready)
    if meter is None:
        raise CannotShowError(f"{rule.id}: {rule.metric} has no measure in this start position")
    now = float(meter(landmarks_m(clean.body, clean.body.pose(away[None])))[0])
    wanted = now + size * (float(rule.value) - now)
    change = Change(rule.metric, lambda found: _measured(rule, metric, clean, found, wanted))
    faulty = perform(exercise, body_name, variant, change=change)
    reached = float(meter(landmarks_m(faulty.body, faulty.body.pose(farthest(faulty)[None])))[0])
    return Injected(faulty, now, wanted, reached)


def farthest(performance: Performance) -> Floats:
    """The end of the first phase away from rest."""
    return np.asarray(performance.phases[1].frames[-1])


def _measured(rule: FaultRule, metric: Metric, clean: Performance, ready: Floats, wanted: float) -> Measured:
    meter = reading(metric, clean, ready)
    if meter is None:
        raise CannotShowError(f"{rule.id}: {rule.metric} has no measure in this start position")
    return Measured(rule.metric, meter, wanted, STRONG.get(rule.unit, 4.0))


def reading(metric: Metric, performance: Performance, ready: Floats) -> Callable[[Floats], Floats] | None:
    """The coach's metric for landmarks in the room (K,33,3), against this ready pose; the right side works."""
    axes = picture_axes(performance.to_camera)
    body = performance.body
    before = landmarks_m(body, body.pose(ready[None]))
    near = nearer_side(before @ axes.T)
    start = Start()
    start.add(tuple(_pictures(before, axes, near)))
    side: Side = "right"
    in_unit = metric.against(start, side)
    if in_unit is None:
        return None

    def measured(places: Floats) -> Floats:
        raw = [metric.raw(seen, side) for seen in _pictures(places, axes, near)]
        return np.array([0.0 if value is None else in_unit(value) for value in raw])

    return measured


def _pictures(places: Floats, axes: Floats, near: Side) -> list[Seen]:
    """Taken by a distant camera, so that nothing is larger because it is nearer."""
    seen = places @ axes.T / SPAN_M
    points = np.concatenate([seen[..., :2] + 0.5, seen[..., 2:], np.ones((*seen.shape[:2], 1))], axis=2)
    return [Seen(LandmarkFrame(0.0, PX, PX, tuple(rows.ravel().tolist()), (), 1), near) for rows in points]
