"""What a movement must keep on every body before it is shown: nothing under the floor, nothing sliding, angles met."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from steadyback.motion.goal import Touch
from steadyback.motion.joints import Floats, degrees_of_freedom
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.performance import Performance, PhaseFrames

MOST_UNDER_M: Final = 0.015
MOST_SLIDE_M: Final = 0.010
MOST_OFF_DEG: Final = 3.0
MOST_OVER_LIMIT_DEG: Final = 1.0


@dataclass(frozen=True)
class Quality:
    """How good one performance is. Metres and degrees; `problems` are sentences, none if it may be shown."""

    exercise: str
    variant: str
    body: str
    under_m: float
    under_where: str
    slide_m: float
    slide_where: str
    off_deg: float
    off_where: str
    over_limit_deg: float
    over_limit_where: str

    @property
    def problems(self) -> tuple[str, ...]:
        found = []
        if self.under_m > MOST_UNDER_M:
            found.append(f"{self.under_where} is {1000 * self.under_m:.0f} mm under the floor")
        if self.slide_m > MOST_SLIDE_M:
            found.append(f"{self.slide_where} slides {1000 * self.slide_m:.0f} mm")
        if self.off_deg > MOST_OFF_DEG:
            found.append(f"{self.off_where} is {self.off_deg:.1f} degrees off its target")
        if self.over_limit_deg > MOST_OVER_LIMIT_DEG:
            found.append(f"{self.over_limit_where} is {self.over_limit_deg:.1f} degrees beyond its limit")
        return tuple(found)

    def __str__(self) -> str:
        name = f"{self.exercise}{'.' + self.variant if self.variant else ''}"
        verdict = "ok" if not self.problems else "; ".join(self.problems)
        return (
            f"{name:32} {self.body:9} under {1000 * self.under_m:4.0f} mm, slide {1000 * self.slide_m:4.0f} mm, "
            f"off {self.off_deg:4.1f} deg: {verdict}"
        )


def quality_of(performance: Performance) -> Quality:
    """Measured in every frame, on the whole surface."""
    under_m, under_where = _deepest(performance)
    slide_m, slide_where = max((_slide(performance, phase) for phase in performance.phases), default=(0.0, ""))
    off_deg, off_where = max((_off(performance, phase) for phase in performance.phases), default=(0.0, ""))
    over_deg, over_where = _over_limits(performance.frames)
    return Quality(
        performance.exercise.id,
        performance.variant,
        performance.body.name,
        under_m,
        under_where,
        slide_m,
        slide_where,
        off_deg,
        off_where,
        over_deg,
        over_where,
    )


def _deepest(performance: Performance) -> tuple[float, str]:
    body = performance.body
    deepest, where = 0.0, ""
    for phase in performance.phases:
        for frame in phase.frames:
            heights = body.surface(frame)[:, 1]
            lowest = int(heights.argmin())
            if -heights[lowest] > deepest:
                bone = body.bones[int(body.vertex_bones[lowest, 0])]
                deepest, where = float(-heights[lowest]), f"{bone} in {phase.phase.id}"
    return deepest, where


def _slide(performance: Performance, phase: PhaseFrames) -> tuple[float, str]:
    worst = (0.0, "")
    for touch in phase.between.touches:
        if touch.pinned and len(phase.frames) > 1 and phase.cycle_s is None:
            worst = max(worst, (_travel(performance, touch, phase.frames), f"{touch.part} in {phase.phase.id}"))
    return worst


def _travel(performance: Performance, touch: Touch, frames: Floats) -> float:
    body = performance.body
    places = body.sampler(touch.vertices).places(body.pose(frames)).mean(1)
    places = places - np.outer(places @ touch.plane.normal, touch.plane.normal)
    return float(np.linalg.norm(places - places[0], axis=1).max())


def _off(performance: Performance, phase: PhaseFrames) -> tuple[float, str]:
    seen = landmarks_m(performance.body, performance.body.pose(phase.frames[-1:]))
    worst = (0.0, "")
    for one in phase.targets:
        if one.weight > 1:
            worst = max(worst, (abs(float(one.meter(seen)[0]) - one.degrees), f"{one.name} in {phase.phase.id}"))
    return worst


def _over_limits(frames: Floats) -> tuple[float, str]:
    worst = (0.0, "")
    for at, degree in enumerate(degrees_of_freedom()):
        over = max(float((degree.low - frames[:, at]).max()), float((frames[:, at] - degree.high).max()))
        if not degree.name.startswith("root."):
            worst = max(worst, (over, degree.name))
    return worst
