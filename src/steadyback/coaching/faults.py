"""What there is to adjust in a repetition or a hold, by the rules of the exercise file (specification 2.4).

Judging never changes the count. A rule whose points are not seen well enough for most of the time is left unjudged,
and a rule that one camera cannot measure is listed as such and never judged.
"""

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias

from steadyback.coaching.certainty import (
    LEAST,
    SURE_AT_ONCE,
    Clear,
    Error,
    Evidence,
    clearest,
    error_of,
)
from steadyback.coaching.events import Fault
from steadyback.coaching.history import History
from steadyback.coaching.limits import limit
from steadyback.coaching.measured import Measured, Trace
from steadyback.coaching.metrics import Metric, Start, angle_metric, metric_of, why_not
from steadyback.coaching.motion import CountedMotion, rest_bands
from steadyback.coaching.wander import kept_after
from steadyback.exercises import Exercise, FaultRule
from steadyback.kinematics import Side

LOWEST_TRACKED_SHARE: Final = limit("faults.lowest_tracked_share")
LOWEST_VISIBILITY: Final[Mapping[str, float]] = {"lite": 0.6, "full": 0.6, "heavy": 0.4, "recorded": 0.6}
"""Specification 2.4 rule 1 is for `full`; heavy marks good points lower (design/pose.md rule 4)."""
START_S: Final = limit("faults.start")
BRIEF_TOP_S: Final = limit("faults.brief_top")
SPEED_SPAN_S: Final = limit("faults.speed_span")
SMOOTHED_OVER: Final = int(limit("faults.smoothed_over"))
LONGEST_SHARE: Final = limit("faults.longest_share")
PROXY_HOLD_S: Final = limit("faults.proxy_hold")
SHORTEST_OSCILLATION_S: Final = limit("faults.shortest_oscillation")
SWING_SPAN_S: Final = limit("faults.swing_span")
SWING_STEP_S: Final = limit("faults.swing_step")
SWING: Final = limit("certainty.swing")
SWING_VARIES: Final = limit("certainty.swing_varies")
SLOW_SPEED_SPAN_S: Final = limit("certainty.slow_speed_span")
SPEED_VARIES: Final = limit("certainty.speed_varies")
Readings: TypeAlias = list[tuple[Trace, Error]]


@dataclass(frozen=True, slots=True)
class Span:
    """A movement to judge: from start to end, and the time near its farthest point."""

    start_s: float
    end_s: float
    top_from_s: float
    top_to_s: float
    index: int = 0
    is_hold: bool = False
    begins: bool = True
    """Whether a movement or hold begins with it, so that its start is a start position."""

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


class FaultJudge:
    """Judges one span after the other; remembers what proxies need two of three of.

    `unjudged` names the rules that are never judged here, each with its reason: `self_report` (asked after the set),
    `not_measurable` (by the exercise file), `other_view`, `no_landmark` or `looks_alike`.
    """

    def __init__(self, exercise: Exercise, motion: CountedMotion, model: str = "full") -> None:
        self.lowest_visibility = LOWEST_VISIBILITY.get(model, max(LOWEST_VISIBILITY.values()))
        self._counted = angle_metric(motion.angle, motion.suffix, "as_is")
        self._rules: list[tuple[FaultRule, Metric | None]] = []
        self._only_at_top = {rule.id for rule in exercise.faults if rests_in(rule, exercise, motion)}
        self.start = Start()
        self._history: History | None = None
        self._evidence = Evidence()
        self.unjudged: dict[str, str] = {}
        for rule in exercise.faults:
            metric = metric_of(rule.metric, exercise)
            if rule.measurable not in ("yes", "proxy"):
                self.unjudged[rule.id] = "self_report" if rule.measurable == "self_report" else "not_measurable"
            elif (metric is None and rule.metric not in WHOLE_SPAN) or isinstance(rule.value, bool | str):
                self.unjudged[rule.id] = why_not(rule.metric, exercise)
            else:
                self._rules.append((rule, metric))

    @property
    def stop_rules(self) -> tuple[tuple[FaultRule, Metric], ...]:
        """The rules that are told while they are broken and not only afterwards."""
        return tuple((rule, metric) for rule, metric in self._rules if rule.severity == "stop" and metric is not None)

    def judge(self, span: Span, side: Side, history: History) -> tuple[tuple[Fault, ...], frozenset[str]]:
        """The confirmed faults of a span in the order of its rules, and the ids of all rules that could be judged."""
        if history is not self._history:
            # The camera or the person is another one: the start position has to be learnt anew.
            self.start.forget()
            self._history = history
        if span.begins:
            self.start.add(history.between(span.start_s - START_S, span.start_s + BRIEF_TOP_S))
        measured = Measured(history.between(span.start_s, span.end_s), side, self.lowest_visibility)
        found: list[Fault] = []
        judged: set[str] = set()
        for rule, metric in self._rules:
            trace = self._trace(rule, metric or self._counted, span, measured)
            if trace is None:
                continue
            judged.add(rule.id)
            steady = readings(rule.metric, trace, span, Error())
            if any(breaks(rule, value) for _, value in steady[0][0]):
                error = self._error(metric or self._counted, span, side, history)
                seen = self._clearest(rule, readings(rule.metric, trace, span, error) if error.moment else steady, span)
            else:
                seen = Clear([], LEAST)
            if self._is_confirmed(rule, seen, span):
                found.append(fault_of(rule, seen.run, span.index))
        return tuple(found), frozenset(judged)

    def _error(self, metric: Metric, span: Span, side: Side, history: History) -> Error:
        near_top = history.between(span.top_from_s, span.end_s)[:1]
        return error_of(metric, self.start, near_top[0], side, history.wander.px) if near_top else Error()

    def _clearest(self, rule: FaultRule, read: Readings, span: Span) -> Clear:
        """What shows most clearly that a rule was broken, if anything does."""
        longest_s = math.inf if span.is_hold else LONGEST_SHARE * span.length_s
        found = [clearest(rule, values, longest_run(values, rule, longest_s), off) for values, off in read]
        return max(found, key=lambda one: one.by)

    def _trace(self, rule: FaultRule, metric: Metric, span: Span, measured: Measured) -> Trace | None:
        """A metric in its unit, frame by frame; None where it was not seen well enough."""
        in_unit = metric.against(self.start, measured.side)
        if in_unit is None:
            return None
        only_top = rule.id in self._only_at_top or rule.metric == "hold_oscillation"
        raw, asked = measured.trace(metric, *((span.top_from_s, span.top_to_s) if only_top else ()))
        if not asked or len(raw) < LOWEST_TRACKED_SHARE * asked:
            return None
        return [(t_s, in_unit(value)) for t_s, value in raw]

    def _is_confirmed(self, rule: FaultRule, seen: Clear, span: Span) -> bool:
        """A repetition counts with those before it; a piece of a hold by itself, where a proxy is asked for longer."""
        if not span.is_hold:
            return self._evidence.add(rule, seen)
        asked_s = PROXY_HOLD_S if rule.measurable == "proxy" else 0.0
        return seen.by >= SURE_AT_ONCE and seen.run[-1][0] - seen.run[0][0] >= asked_s


def rests_in(rule: FaultRule, exercise: Exercise, motion: CountedMotion) -> bool:
    """Whether the way there and back passes through what the rule is about: then only the farthest point is judged."""
    name = rule.metric.partition(".")[0]
    if name in WHOLE_SPAN or isinstance(rule.value, bool | str):
        return False
    moving = [
        phase.angles[rule.metric]
        for phase in exercise.phases
        if phase.kind in ("concentric", "eccentric", "isometric", "hold") and rule.metric in phase.angles
    ]
    if not moving:
        return False
    rest = rest_bands(exercise).get(name)
    if rest is None:
        return not moving[0].relative or breaks(rule, 0.0)
    return any(breaks(rule, edge) for edge in (rest.target, rest.min, rest.max))


def breaks(rule: FaultRule, value: float) -> bool:
    limit = float(rule.value)
    return value > limit if rule.op == ">" else value < limit


def longest_run(trace: Trace, rule: FaultRule, longest_s: float = math.inf) -> Trace | None:
    """The longest stretch of time in which the rule was broken throughout, if it lasted as long as the rule asks.

    `longest_s` is the most that is asked: a step on the spot is over before a rule for slow movements has run out.
    """
    best: Trace = []
    run: Trace = []
    for point in trace:
        if not breaks(rule, point[1]):
            run = []
            continue
        run.append(point)
        if not best or run[-1][0] - run[0][0] > best[-1][0] - best[0][0]:
            best = run
    if not best or best[-1][0] - best[0][0] < min(rule.for_ms / 1000, longest_s, longest_of(trace)):
        return None
    return best


def longest_of(trace: Trace) -> float:
    """A descent time is one number and has no length."""
    return trace[-1][0] - trace[0][0] if len(trace) == 1 else float("inf")


def fault_of(rule: FaultRule, run: Trace, index: int) -> Fault:
    worst = (max if rule.op == ">" else min)(value for _, value in run)
    return Fault(
        code=rule.id,
        severity=rule.severity,
        from_s=round(run[0][0], 3),
        to_s=round(run[-1][0], 3),
        value=round(worst, 3),
        limit=float(rule.value),
        unit=rule.unit,
        index=index,
    )


def smoothed(trace: Trace) -> Trace:
    """The median of five neighbours each, a sixth of a second at thirty frames: one bad frame breaks no rule."""
    half = SMOOTHED_OVER // 2
    values = [value for _, value in trace]
    medians = []
    for at, (t_s, _) in enumerate(trace):
        near = sorted(values[max(0, at - half) : at + half + 1])
        medians.append((t_s, near[len(near) // 2]))
    return medians


def angular_speed(trace: Trace, _span: Span) -> Trace:
    """Degrees a second over 150 ms, at the end of each such stretch."""
    return [(t_s, abs(speed)) for t_s, speed in velocity(trace)]


def slow_speed(trace: Trace) -> Trace:
    """The same over half a second: the median of the velocities, so that a leap of the points is no speed."""
    recent: deque[tuple[float, float]] = deque()
    speeds = []
    for t_s, degrees_per_s in velocity(trace):
        recent.append((t_s, degrees_per_s))
        while t_s - recent[0][0] > SLOW_SPEED_SPAN_S - SPEED_SPAN_S:
            recent.popleft()
        ordered = sorted(each for _, each in recent)
        speeds.append((t_s, abs(ordered[len(ordered) // 2])))
    return speeds


def velocity(trace: Trace) -> Trace:
    """Degrees a second over 150 ms, signed."""
    found = []
    first = 0
    steady = smoothed(trace)
    for t_s, angle in steady:
        while t_s - steady[first][0] > SPEED_SPAN_S:
            first += 1
        before_s, before = steady[max(0, first - 1)]
        if t_s > before_s:
            found.append((t_s, (angle - before) / (t_s - before_s)))
    return found


def oscillation(trace: Trace, _span: Span) -> Trace:
    """How far the held angle goes and comes back, in degrees, about each moment of a hold that has lasted a while.

    What only goes is settling into the hold, or slow drift, and no swinging.
    """
    steady = smoothed(trace)
    if not steady or steady[-1][0] - steady[0][0] < SHORTEST_OSCILLATION_S:
        return []
    times, values = [steady[0][0]], [steady[0][1]]
    for t_s, value in steady:
        if t_s - times[-1] >= SWING_STEP_S:
            times.append(t_s)
            values.append(value)
    swings = []
    for t_s in times:
        near = values[bisect_left(times, t_s - SWING_SPAN_S / 2) : bisect_right(times, t_s + SWING_SPAN_S / 2)]
        swings.append((t_s, max(there_and_back(near), there_and_back([-value for value in near]))))
    return swings


def there_and_back(values: Sequence[float]) -> float:
    """The largest rise that is followed by as much of a fall."""
    lowest_before = accumulate(values, min)
    lowest_after = reversed(list(accumulate(reversed(values), min)))
    return max(value - max(*lows) for value, *lows in zip(values, lowest_before, lowest_after, strict=True))


def descent(trace: Trace, span: Span) -> Trace:
    """The seconds from the end of the top to the start position."""
    return [(span.end_s, span.end_s - span.top_to_s)] if trace else []


WHOLE_SPAN: Final[Mapping[str, Callable[[Trace, Span], Trace]]] = {
    "peak_angular_speed": angular_speed,
    "hold_oscillation": oscillation,
    "descent_time": descent,
}
"""Metrics made from the whole trace of the counted angle."""


def readings(metric: str, trace: Trace, span: Span, error: Error) -> Readings:
    """What a rule compares with its limit, with its error, where the trace is off by `error`.

    Speed is read over a longer time as well where the points wander: that disturbs it less. From how far a held angle
    swings is taken off what such points make it swing by.
    """
    off = error.moment
    if metric == "peak_angular_speed":
        quick = (angular_speed(trace, span), Error(off * speed_error(SPEED_SPAN_S)))
        return [quick, (slow_speed(trace), Error(off * speed_error(SLOW_SPEED_SPAN_S)))] if off else [quick]
    if metric == "hold_oscillation":
        swings = [(t_s, swing - SWING * off) for t_s, swing in oscillation(trace, span)]
        return [(swings, Error(SWING_VARIES * off))]
    if metric == "descent_time":
        values = [value for _, value in trace] or [0.0]
        range_deg = max(values) - min(values)
        return [(descent(trace, span), Error(math.sqrt(2) * off * (span.end_s - span.top_to_s) / (range_deg or 1.0)))]
    return [(smoothed(trace), error)]


def speed_error(over_s: float) -> float:
    """The error of the quickest moment, a second, for an angle that is off by one."""
    return SPEED_VARIES * math.sqrt(2 * (1 - kept_after(over_s))) / over_s
