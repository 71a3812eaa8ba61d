"""Faults of time: a movement that is too quick, a way down that drops, a hold that swings. The poses stay clean."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from steadyback.coaching.faults import Span, oscillation
from steadyback.coaching.limits import limit
from steadyback.coaching.metrics import angle_metric
from steadyback.coaching.motion import definition_of, motion_of
from steadyback.exercises.model import FaultRule
from steadyback.motion.faulty import FRAME_S, CannotShowError, Injected, faster, lens_of, reading
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.performance import Performance, PhaseFrames

TOLD_SHARE: Final = 0.42
"""So much of a way back is the descent for the coach: without its slow beginning and end."""
INSIDE: Final = 0.9
"""How far towards the far edge of its accept band a movement goes that is too small to be quick."""
LARGER: Final = 8
"""Sizes that are tried up to there."""
SWING_S: Final = 1.0
"""A bounce in a stretch: about one a second."""
LARGEST_SWING: Final = limit("excursion.returning_share")
"""Of the way to the hold: whoever goes back farther than this is on the way back for the coach."""
SWINGS_S: Final = 5.0
"""For so long a swinging hold is drawn; films shorten longer ones to this."""
STEPS: Final = 400


def in_time(clean: Performance, rule: FaultRule, size: float) -> Injected:
    """The clean poses with one fault of time of `size`: 1 is at the rule's limit, 2 twice as far from clean.

    Raises CannotShowError where the movement cannot be so quick, and for a rule that is no matter of time.
    """
    kinds: dict[str, Callable[[Performance, FaultRule, float], Injected]] = {
        "peak_angular_speed": hurried,
        "descent_time": dropped,
        "hold_oscillation": swinging,
    }
    if rule.metric not in kinds:
        raise CannotShowError(f"{rule.id}: {rule.metric} is a matter of poses")
    return kinds[rule.metric](clean, rule, size)


def hurried(clean: Performance, rule: FaultRule, size: float) -> Injected:
    """Played faster; where that way is too short to be so quick, a larger movement, but one that is accepted."""
    largest = _largest_accepted(clean)
    for share in np.linspace(1.0, largest, LARGER if largest > 1 else 1).tolist():
        larger = _larger(clean, share)
        try:
            tempo = faster(larger, rule, size)
        except CannotShowError:
            if share == largest:
                raise
            continue
        return Injected(larger, 0.0, float(rule.value), float(rule.value), tempo)
    raise AssertionError("the last share either returns or raises")


def _larger(clean: Performance, share: float) -> Performance:
    ready = clean.phases[0].frames[-1]
    phases = [replace(phase, frames=ready + share * (phase.frames - ready)) for phase in clean.phases]
    return clean if share == 1 else replace(clean, phases=tuple(phases))


def _largest_accepted(clean: Performance) -> float:
    """How many times as far as the clean movement one goes that is still within the accept band."""
    motion = motion_of(clean.exercise)
    bands = [
        band
        for phase in clean.exercise.phases
        for key, band in phase.angles.items()
        if definition_of(key, clean.exercise)[0] == motion.angle and band.target == motion.away_deg
    ]
    far = [band.max if motion.travel_deg > 0 else band.min for band in bands]
    return 1 + INSIDE * (far[0] - motion.away_deg) / motion.travel_deg if far and motion.travel_deg else 1.0


def dropped(clean: Performance, rule: FaultRule, size: float) -> Injected:
    """The way back takes so long from the end of the top to the start, as the coach measures it."""
    at = next((at for at, one in enumerate(clean.phases) if one.phase.kind == "eccentric"), None)
    if at is None:
        raise CannotShowError(f"{rule.id}: no phase of {clean.exercise.id} goes down")
    now = TOLD_SHARE * clean.phases[at].phase.duration_s.target
    wanted = now + size * (float(rule.value) - now)
    if wanted <= FRAME_S:
        raise CannotShowError(f"{rule.id}: nobody goes down in {wanted:.1f} seconds")
    return Injected(_lasting(clean, at, clean.phases[at].frames, wanted / TOLD_SHARE), now, wanted, wanted, 1.0)


def swinging(clean: Performance, rule: FaultRule, size: float) -> Injected:
    """In the hold the body goes a little of the way back and out again, once a second."""
    at = next((at for at, one in enumerate(clean.phases) if at and one.phase.kind == "hold"), None)
    motion = motion_of(clean.exercise)
    meter = reading(angle_metric(motion.angle, motion.suffix, "as_is"), clean, lens_of(clean))
    if at is None or meter is None:
        raise CannotShowError(f"{rule.id}: there is no hold whose angle is measured")
    out, held = clean.phases[at - 1].frames, clean.phases[at].frames[-1]
    angles = meter(landmarks_m(clean.body, clean.body.pose(np.concatenate([out, held[None]]))))
    wanted = size * float(rule.value)
    times = np.arange(0, SWINGS_S, FRAME_S)
    away = (1 - np.cos(2 * np.pi * times / SWING_S)) / 2
    swing = _swing_deg(times, away, rule, wanted)
    back = np.abs(angles[:-1] - angles[-1])
    if swing > LARGEST_SWING * back.max():
        raise CannotShowError(f"{rule.id}: on this way a swing of {swing:.0f} degrees is a repetition of its own")
    # Along the way out, backwards from its end, to where the angle is so far off the held one.
    shares = np.interp(swing * away, np.maximum.accumulate(back[::-1]), np.arange(len(out)))
    low = np.minimum(shares.astype(int), len(out) - 2)
    part = (shares - low)[:, None]
    frames = out[::-1][low] * (1 - part) + out[::-1][low + 1] * part
    return Injected(_lasting(clean, at, frames, SWINGS_S), 0.0, wanted, wanted, 1.0)


def _swing_deg(times: Floats, away: Floats, rule: FaultRule, wanted: float) -> float:
    """The swing of the body in which the coach finds one of `wanted` degrees for as long as the rule asks."""
    for swing in np.linspace(wanted, 3 * wanted, STEPS):
        trace = list(zip(times.tolist(), (swing * away).tolist(), strict=True))
        found = oscillation(trace, Span(0, float(times[-1]), 0, float(times[-1])))
        lasting = [value for t_s, value in found if abs(t_s - times[-1] / 2) <= rule.for_ms / 2000 + FRAME_S]
        if lasting and min(lasting) >= wanted:
            return float(swing)
    raise CannotShowError(f"{rule.id}: no swing is found to be {wanted:.0f} degrees")


def _lasting(clean: Performance, at: int, frames: Floats, seconds: float) -> Performance:
    """The same with one phase of these frames, so many seconds long."""
    one = clean.phases[at]
    lasts = replace(one.phase.duration_s, target=seconds)
    changed: PhaseFrames = replace(one, phase=replace(one.phase, duration_s=lasts), frames=frames)
    return replace(clean, phases=(*clean.phases[:at], changed, *clean.phases[at + 1 :]))
