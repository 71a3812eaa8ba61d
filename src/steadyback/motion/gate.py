"""What a movement must keep on every body before it is shown; the limits are in `gate.toml`.

Nothing under the floor, nothing that slides, angles met, and no bone that jumps or goes a long way round.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from steadyback.motion.goal import Touch
from steadyback.motion.joints import Floats, degrees_of_freedom
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.performance import Performance, PhaseFrames


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be found. `farther` has the detour and the step of ways that are meant to be longer."""

    under_m: float
    slide_m: float
    off_deg: float
    over_limit_deg: float
    detour_deg: float
    step_deg: float
    farther: Mapping[str, tuple[float, float]]

    def of_way(self, exercise: str, variant: str, phase: str) -> tuple[float, float]:
        """The longest detour and the largest step of a bone in this phase; what is said most closely holds."""
        names = (f"{exercise}.{variant}.{phase}", f"{exercise}.{variant}", f"{exercise}.{phase}", exercise)
        found = next((self.farther[name] for name in names if name in self.farther), None)
        return found or (self.detour_deg, self.step_deg)


@cache
def load_limits() -> Limits:
    """From the package."""
    raw = tomllib.loads((files("steadyback.motion") / "gate.toml").read_text("utf-8"))
    farther = {
        name: (float(entry.get("detour_deg", raw["detour_deg"])), float(entry.get("step_deg", raw["step_deg"])))
        for name, entry in raw["farther"].items()
    }
    return Limits(
        raw["under_mm"] / 1000,
        raw["slide_mm"] / 1000,
        float(raw["off_deg"]),
        float(raw["over_limit_deg"]),
        float(raw["detour_deg"]),
        float(raw["step_deg"]),
        MappingProxyType(farther),
    )


@dataclass(frozen=True)
class Quality:
    """How good one performance is. Metres and degrees; `problems` are sentences, none if it may be shown.

    `detour_deg` is how much farther a bone turns on its way than the way's two ends are apart, `step_deg` how far from
    one frame to the next; each for the bone and the phase in which it is the largest share of what is allowed there.
    """

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
    detour_deg: float
    detour_where: str
    most_detour_deg: float
    step_deg: float
    step_where: str
    most_step_deg: float

    @property
    def problems(self) -> tuple[str, ...]:
        found, most = [], load_limits()
        if self.under_m > most.under_m:
            found.append(f"{self.under_where} is {1000 * self.under_m:.0f} mm under the floor")
        if self.slide_m > most.slide_m:
            found.append(f"{self.slide_where} slides {1000 * self.slide_m:.0f} mm")
        if self.off_deg > most.off_deg:
            found.append(f"{self.off_where} is {self.off_deg:.1f} degrees off its target")
        if self.over_limit_deg > most.over_limit_deg:
            found.append(f"{self.over_limit_where} is {self.over_limit_deg:.1f} degrees beyond its limit")
        if self.detour_deg > self.most_detour_deg:
            found.append(f"{self.detour_where} turns {self.detour_deg:.0f} degrees away and back")
        if self.step_deg > self.most_step_deg:
            found.append(f"{self.step_where} turns {self.step_deg:.0f} degrees from one frame to the next")
        return tuple(found)

    def __str__(self) -> str:
        name = f"{self.exercise}{'.' + self.variant if self.variant else ''}"
        verdict = "ok" if not self.problems else "; ".join(self.problems)
        return (
            f"{name:32} {self.body:9} under {1000 * self.under_m:4.0f} mm, slide {1000 * self.slide_m:4.0f} mm, "
            f"off {self.off_deg:4.1f} deg, detour {self.detour_deg:3.0f} deg, step {self.step_deg:3.0f} deg: {verdict}"
        )


def quality_of(performance: Performance) -> Quality:
    """Measured in every frame, on the whole surface."""
    under_m, under_where = _deepest(performance)
    slide_m, slide_where = max((_slide(performance, phase) for phase in performance.phases), default=(0.0, ""))
    off_deg, off_where = max((_off(performance, phase) for phase in performance.phases), default=(0.0, ""))
    over_deg, over_where = _over_limits(performance.frames)
    detour, step = _longest_ways(performance)
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
        *detour,
        *step,
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


def _longest_ways(performance: Performance) -> tuple[tuple[float, str, float], tuple[float, str, float]]:
    """The detour and the step that are the largest share of what is allowed: degrees, where, and what is allowed."""
    detours, steps = [(0.0, "", load_limits().detour_deg)], [(0.0, "", load_limits().step_deg)]
    for phase in performance.phases:
        if len(phase.frames) < 3 or phase.cycle_s is not None:
            continue
        most = load_limits().of_way(performance.exercise.id, performance.variant, phase.phase.id)
        turned = performance.body.local_turns(performance.body.pose(phase.frames))
        each = _apart_deg(turned[:-1], turned[1:])
        away = each.sum(0) - _apart_deg(turned[0], turned[-1])
        for found, sizes, allowed in ((detours, away, most[0]), (steps, each.max(0), most[1])):
            bone = int(sizes.argmax())
            found.append((float(sizes[bone]), f"{performance.body.bones[bone]} in {phase.phase.id}", allowed))
    return max(detours, key=_share), max(steps, key=_share)


def _share(found: tuple[float, str, float]) -> float:
    return found[0] / found[2]


def _apart_deg(one: Floats, other: Floats) -> Floats:
    """The angle between rotations (...,3,3)."""
    trace = (one * other).sum((-1, -2))
    return np.asarray(np.degrees(np.arccos(np.clip((trace - 1) / 2, -1, 1))))


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
