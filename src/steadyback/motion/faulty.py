"""A performance with one fault of the exercise's own definition in it, as large as asked, and nothing else wrong.

The fault is measured by the coach's own metric while the pose is solved, so it has the size that it should have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from steadyback.coaching.faults import Span, angular_speed
from steadyback.coaching.history import Seen
from steadyback.coaching.metrics import Metric, Start, angle_metric, metric_of
from steadyback.coaching.motion import motion_of
from steadyback.exercises import Exercise
from steadyback.exercises.model import FaultRule
from steadyback.kinematics.body import HIPS, SHOULDERS, Side
from steadyback.motion.between import eased
from steadyback.motion.change import Change
from steadyback.motion.goal import Measured
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.lens import Lens
from steadyback.motion.measure import nearer_side, picture_axes
from steadyback.motion.performance import Performance, perform
from steadyback.pose import LandmarkFrame

STRONG: Final = {"deg": 4.0, "torso": 400.0, "ratio": 600.0}
"""How strongly a fault's own measure is asked for, by its unit."""
KEPT: Final = 0.25
KEPT_MORE: Final = {"ratio": 4.0}
SQUARE: Final = 150.0
"""How strongly what is not the fault stays: a share of the fault's own weight, more of a ratio, and per metre."""
OF_THE_ARMS: Final = ("elbow_shoulder_offset",)
"""Where the arms are put otherwise the hips still go as high."""
LIST_OF_HIPS: Final = ("pelvis", "hip_line")
IN_PLACE: Final = 40.0
"""How strongly the body stays where it is, per metre, so that moving to the edge of the picture shows no fault."""
SHARES: Final = 33
MOVES: Final = {"deg": 10.0}
MOSTLY_DONE: Final = 0.5
LEAST_DONE: Final = 0.4
"""Of the way that an angle goes when clean: what is done at a rule's limit, and what has to be left of it."""
TEMPO_STEPS: Final = 100
FRAME_S: Final = 1 / 30
BY_TIME: Final = ("peak_angular_speed", "descent_time", "hold_oscillation")


class CannotShowError(ValueError):
    """This fault is no pose: it is a matter of time, only asked about, or not seen in this view. Says which."""


@dataclass(frozen=True)
class Injected:
    """The performance, and what the fault measures in it at the end of each phase away from rest.

    `tempo` keeps a movement that goes farther than the clean one as slow as that.
    """

    performance: Performance
    clean: float
    wanted: float
    reached: float
    tempo: float


def with_fault(
    exercise: Exercise,
    body_name: str,
    rule: FaultRule,
    size: float,
    variant: str = "",
    clean: Performance | None = None,
) -> Injected:
    """The exercise with a fault of `size`: 1 is at the rule's limit, 2 twice as far from the clean exercise.

    The ends of the phases are solved with the fault; the ways between are those of the `clean` performance, which is
    solved here unless it is at hand, and grow into the fault as the movement goes.
    Raises CannotShowError.
    """
    metric = metric_of(rule.metric, exercise)
    if rule.metric in BY_TIME:
        raise CannotShowError(f"{rule.id}: {rule.metric} is a matter of time (timing.py)")
    if metric is None or isinstance(rule.value, bool | str) or rule.measurable not in ("yes", "proxy"):
        raise CannotShowError(f"{rule.id}: {rule.metric} is not measured in this view")
    clean = clean or perform(exercise, body_name, variant)
    away = farthest(clean)
    lens = lens_of(clean)
    meter = reading(metric, clean, lens)
    if meter is None:
        raise CannotShowError(f"{rule.id}: {rule.metric} has no measure in this start position")
    now = float(meter(landmarks_m(clean.body, clean.body.pose(away[None])))[0])
    wanted = now + size * (float(rule.value) - now)
    change = Change(
        rule.metric,
        Measured(rule.metric, meter, wanted, STRONG.get(rule.unit, 4.0)),
        lambda pose: tuple(_kept(rule, clean, lens, pose)),
        tuple(phase.frames[-1] for phase in clean.phases),
    )
    faulty = led_to(clean, perform(exercise, body_name, variant, keys_only=True, change=change))
    reached = float(meter(landmarks_m(faulty.body, faulty.body.pose(farthest(faulty)[None])))[0])
    return Injected(faulty, now, wanted, reached, max(1.0, _travel(faulty, lens) / _travel(clean, lens)))


def smaller(clean: Performance, largest: Injected, exercise: Exercise, rule: FaultRule, size: float) -> Injected:
    """The same fault less large: as far on the way from the clean performance to the largest as this size needs.

    Where the largest is not large enough, it is given as it is. Raises CannotShowError.
    """
    metric, lens = metric_of(rule.metric, exercise), lens_of(clean)
    meter = None if metric is None else reading(metric, clean, lens)
    if meter is None:
        raise CannotShowError(f"{rule.id}: {rule.metric} has no measure in this start position")
    wanted = largest.clean + size * (float(rule.value) - largest.clean)
    rest = float(meter(landmarks_m(clean.body, clean.body.pose(clean.phases[0].frames[-1:])))[0])
    travel = largest.clean - rest
    is_way = abs(travel) > MOVES.get(rule.unit, np.inf) and (float(rule.value) - rest) / travel > MOSTLY_DONE
    if size > 1 and is_way and (wanted - rest) / travel < LEAST_DONE:
        raise CannotShowError(f"{rule.id}: at {size:g} so little of this movement is left that it is another one")
    shares = np.linspace(0, 1, SHARES)
    here, there = farthest(clean), farthest(largest.performance)
    found = meter(landmarks_m(clean.body, clean.body.pose(here + shares[:, None] * (there - here))))
    beyond = (found - wanted) * np.sign(wanted - largest.clean)
    at = int(np.argmax(beyond >= 0)) if (beyond >= 0).any() else SHARES - 1
    share = 1.0 if beyond[at] < 0 or at == 0 else float(np.interp(0, beyond[at - 1 : at + 1], shares[at - 1 : at + 1]))
    phases = [
        replace(one, frames=one.frames + share * (other.frames - one.frames))
        for one, other in zip(clean.phases, largest.performance.phases, strict=True)
    ]
    part = replace(clean, phases=tuple(phases), set_up_for=clean.frames)
    reached = float(meter(landmarks_m(part.body, part.body.pose(farthest(part)[None])))[0])
    return Injected(part, largest.clean, wanted, reached, max(1.0, _travel(part, lens) / _travel(clean, lens)))


def _travel(performance: Performance, lens: Lens) -> float:
    """How far the counted angle goes, in degrees; 1 where that has no measure."""
    motion = motion_of(performance.exercise)
    meter = reading(angle_metric(motion.angle, motion.suffix, "as_is"), performance, lens)
    if meter is None:
        return 1.0
    ends = np.stack([phase.frames[-1] for phase in performance.phases])
    return max(1.0, float(np.ptp(meter(landmarks_m(performance.body, performance.body.pose(ends))))))


def led_to(clean: Performance, ends: Performance) -> Performance:
    """The clean ways, changed so that each phase ends where the phases of `ends` do."""
    changes = [there.frames[-1] - here.frames[-1] for here, there in zip(clean.phases, ends.phases, strict=True)]
    phases = []
    for at, phase in enumerate(clean.phases):
        share = eased(np.linspace(0, 1, len(phase.frames)), phase.cycle_s is not None)[:, None]
        phases.append(replace(phase, frames=phase.frames + (1 - share) * changes[at - 1] + share * changes[at]))
    return replace(clean, phases=tuple(phases), set_up_for=clean.frames)


def faster(clean: Performance, rule: FaultRule, size: float) -> float:
    """The tempo at which the counted angle is too fast by `size`, for as long as the rule asks.

    Raises CannotShowError where the way is too short to be so fast.
    """
    motion = motion_of(clean.exercise)
    meter = reading(angle_metric(motion.angle, motion.suffix, "as_is"), clean, lens_of(clean))
    if meter is None:
        raise CannotShowError(f"{rule.id}: {motion.angle} has no measure in this start position")
    ways = [
        (phase.phase.duration_s.target, meter(landmarks_m(clean.body, clean.body.pose(phase.frames))))
        for phase in clean.phases[1:]
    ]
    now = _sustained(ways, rule, 1.0)
    wanted = now + size * (float(rule.value) - now)
    for step in range(1, TEMPO_STEPS):
        tempo = 1 - step / TEMPO_STEPS
        if _sustained(ways, rule, tempo) >= wanted:
            return tempo
    raise CannotShowError(f"{rule.id}: the way is too short for {wanted:.0f} degrees a second")


def _sustained(ways: Sequence[tuple[float, Floats]], rule: FaultRule, tempo: float) -> float:
    """The greatest speed of the angle that lasts as long as the rule asks, as the coach measures it."""
    trace: list[tuple[float, float]] = []
    begun_s = 0.0
    for lasts_s, angles in ways:
        times = np.arange(0, lasts_s * tempo, FRAME_S)
        read = np.interp(times / (lasts_s * tempo), np.linspace(0, 1, len(angles)), angles)
        trace += zip((times + begun_s).tolist(), read.tolist(), strict=True)
        begun_s += lasts_s * tempo
    speeds = angular_speed(trace, Span(0, begun_s, 0, 0))
    # The coach wants the first and the last frame of it as far apart as the rule asks, so one frame more.
    lasting_s = rule.for_ms / 1000 + FRAME_S
    lowest = [
        min(speed for t_s, speed in speeds[at:] if t_s < from_s + lasting_s)
        for at, (from_s, _) in enumerate(speeds)
        if from_s + lasting_s <= begun_s
    ]
    return max(lowest, default=0.0)


def farthest(performance: Performance) -> Floats:
    """The end of the first phase away from rest."""
    return np.asarray(performance.phases[1].frames[-1])


def _kept(rule: FaultRule, clean: Performance, lens: Lens, pose: Floats) -> Iterator[Measured]:
    """What the exercise's other rules measure, and how square hips and shoulders are to the camera, as in this pose."""
    places = landmarks_m(clean.body, clean.body.pose(pose[None]))
    name = rule.metric.partition(".")[0]
    for metric_name, unit in sorted({(other.metric, other.unit) for other in clean.exercise.faults}):
        metric = metric_of(metric_name, clean.exercise)
        if metric is None or metric_name.partition(".")[0].removesuffix("_delta") == name.removesuffix("_delta"):
            continue
        meter = reading(metric, clean, lens)
        if meter is not None:
            weight = STRONG.get(unit, 4.0) * KEPT * KEPT_MORE.get(unit, 1.0)
            yield Measured(metric_name, meter, float(meter(places)[0]), weight)
    axes = picture_axes(clean.to_camera)
    for axis, along in (("x", axes[0]), ("z", axes[2])):
        place = partial(_middle, along)
        yield Measured(f"place.{axis}", place, float(place(places)[0]), IN_PLACE)
    if name in OF_THE_ARMS:
        hips = partial(_height_of_hips, axes[1])
        yield Measured("hips.height", hips, float(hips(places)[0]), 4 * SQUARE)
    for part, (left, right) in (("hips", HIPS), ("shoulders", SHOULDERS)):
        for axis, across in zip("xy", axes, strict=False):
            if part == "hips" and name.startswith(LIST_OF_HIPS):
                continue
            meter = partial(_apart, left, right, across)
            yield Measured(f"{part}.{axis}", meter, float(meter(places)[0]), SQUARE)


def _middle(along: Floats, places: Floats) -> Floats:
    return np.asarray(places.mean(1) @ along)


def _height_of_hips(down: Floats, places: Floats) -> Floats:
    return np.asarray(places[:, HIPS].mean(1) @ down)


def _apart(left: int, right: int, across: Floats, places: Floats) -> Floats:
    return np.asarray((places[:, left] - places[:, right]) @ across)


def lens_of(performance: Performance) -> Lens:
    """The camera that films this performance: what is nearer to it is larger, for the coach as well."""
    body, frames = performance.body, performance.frames if performance.set_up_for is None else performance.set_up_for
    return Lens.of(performance.exercise, landmarks_m(body, body.pose(frames)), performance.to_camera)


def reading(metric: Metric, performance: Performance, lens: Lens) -> Callable[[Floats], Floats] | None:
    """The coach's metric for landmarks in the room (K,33,3), against the ready pose; the right side works."""
    body = performance.body
    before = landmarks_m(body, body.pose(performance.phases[0].frames[-1][None]))
    near = nearer_side(before @ lens.axes.T)
    start = Start()
    start.add(tuple(_pictures(before, lens, near)))
    side: Side = "right"
    in_unit = metric.against(start, side)
    if in_unit is None:
        return None

    def measured(places: Floats) -> Floats:
        raw = [metric.raw(seen, side) for seen in _pictures(places, lens, near)]
        return np.array([0.0 if value is None else in_unit(value) for value in raw])

    return measured


def _pictures(places: Floats, lens: Lens, near: Side) -> list[Seen]:
    found, _ = lens.seen(places)
    points = np.concatenate([found, np.ones((*found.shape[:2], 1))], axis=2)
    return [Seen.of(LandmarkFrame(0.0, *lens.size_px, tuple(rows.ravel().tolist()), (), 1), near) for rows in points]
