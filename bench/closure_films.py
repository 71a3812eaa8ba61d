"""The films of `closure.py`: what a body does of an exercise, clean and with each fault, solved once and then kept.

Solving is slow and filming is quick, so the solved poses are kept in a folder (`--keep DIR`) under a name that changes
with everything that they were solved from.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from steadyback.exercises import Exercise
from steadyback.exercises.model import FaultRule
from steadyback.kinematics import Side
from steadyback.motion.body import load_body
from steadyback.motion.faulty import BY_TIME, CannotShowError, Injected, smaller, with_fault
from steadyback.motion.goal import Goal
from steadyback.motion.performance import Performance, PhaseFrames, movement_of, perform, planes_of
from steadyback.motion.synthetic import Film, Shot, film
from steadyback.motion.timing import in_time

REPETITIONS = 3
FAULTY = (2, 20.0)
"""Repetitions and frames a second where a fault is filmed: enough to tell a proxy, which has to be seen twice."""
SOLVED_FROM = ("motion", "kinematics", "coaching/metrics.py", "coaching/motion.py")
LARGEST = 2.0
LEAST_BEYOND = 1.1
"""A fault that was to be beyond its limit and comes out smaller than this is not shown at all."""


@dataclass(frozen=True)
class Acted:
    """A performance, the tempo that keeps it as slow as the clean one, and by what share its fault falls short."""

    performance: Performance
    tempo: float = 1.0
    shortfall: float = 0.0
    is_faulty: bool = False

    def film(self, side: Side = "right", error_deg: float = 0.0, seed: int = 1) -> Film:
        repetitions, hz = FAULTY if self.is_faulty else (REPETITIONS, 30.0)
        shot = Shot(side=side, repetitions=repetitions, hz=hz, error_deg=error_deg, tempo=self.tempo, seed=seed)
        return film(self.performance, shot)


class Actor:
    """One body doing one exercise. `keep` is a folder for what was solved, if any."""

    def __init__(self, exercise: Exercise, body: str, keep: Path | None = None) -> None:
        self.exercise, self.body, self._keep = exercise, body, keep
        self._solved: dict[str, Injected] = {}

    @cached_property
    def clean(self) -> Acted:
        stored = self._stored("clean")
        if stored is not None and stored.is_file():
            return Acted(self._read(stored)[0])
        performance = perform(self.exercise, self.body)
        self._write(stored, performance, (0.0, 0.0, 0.0))
        return Acted(performance)

    def with_fault(self, rule: FaultRule, size: float) -> Acted:
        """Raises CannotShowError."""
        clean = self.clean
        if rule.metric in BY_TIME:
            timed = in_time(clean.performance, rule, size)
            return Acted(timed.performance, timed.tempo)
        found = smaller(clean.performance, self._largest(rule), self.exercise, rule, size)
        reached = (found.reached - found.clean) / (found.wanted - found.clean) if found.wanted != found.clean else 1.0
        shortfall = round(abs(1 - reached), 3)
        if size > 1 and size * (1 - shortfall) < LEAST_BEYOND:
            raise CannotShowError(f"{rule.id}: at {size:g} the body only gets to {size * reached:.2f}")
        return Acted(found.performance, found.tempo, shortfall, is_faulty=True)

    def _largest(self, rule: FaultRule) -> Injected:
        """The fault at its largest, solved; smaller ones are on the way there."""
        if rule.id not in self._solved:
            stored = self._stored(f"{rule.id}-{rule.metric}{rule.op}{rule.value}-{LARGEST:g}")
            clean = self.clean.performance
            if stored is not None and stored.is_file():
                performance, (now, wanted, reached) = self._read(stored)
                found = Injected(performance, now, wanted, reached, 1.0)
            else:
                found = with_fault(self.exercise, self.body, rule, LARGEST, clean=clean)
                self._write(stored, found.performance, (found.clean, found.wanted, found.reached))
            self._solved[rule.id] = found
        return self._solved[rule.id]

    def _stored(self, name: str) -> Path | None:
        if self._keep is None:
            return None
        later = ("synthetic.py", "timing.py", "reenacted.py")
        source = solved_from((*later, "lens.py", "faulty.py") if name == "clean" else later)
        mark = hashlib.sha256((source + self._definition + name).encode()).hexdigest()[:16]
        return self._keep / f"{self.exercise.id}-{self.body}-{mark}.npz"

    @cached_property
    def _definition(self) -> str:
        one = self.exercise
        kept = sorted({(rule.metric, rule.unit) for rule in one.faults})
        return repr((one.motion, one.phases, one.camera, one.positions, one.sides, kept))

    def _write(self, stored: Path | None, performance: Performance, numbers: tuple[float, float, float]) -> None:
        if stored is None:
            return
        stored.parent.mkdir(parents=True, exist_ok=True)
        frames = {f"p{at}": phase.frames for at, phase in enumerate(performance.phases)}
        cycles = np.array([phase.cycle_s or 0.0 for phase in performance.phases])
        unfinished = stored.with_suffix(".part.npz")
        kept = {"numbers": np.array(numbers), "cycles": cycles, "to_camera": performance.to_camera} | frames
        np.savez(unfinished, **kept)  # type: ignore[arg-type]
        unfinished.replace(stored)

    def _read(self, stored: Path) -> tuple[Performance, list[float]]:
        with np.load(stored) as data:
            found = {key: data[key] for key in data.files}
        body = load_body(self.body)
        phases = tuple(
            PhaseFrames(phase, found[f"p{at}"], goal, goal, (), (), float(found["cycles"][at]) or None)
            for at, phase in enumerate(self.exercise.phases)
            for goal in [Goal(found[f"p{at}"][-1], (), (), ())]
        )
        performance = Performance(
            self.exercise, movement_of(self.exercise), "", body, phases, planes_of(body), found["to_camera"]
        )
        return performance, found["numbers"].tolist()


@cache
def solved_from(but: tuple[str, ...]) -> str:
    """A mark of everything that the poses depend on, except the exercise file and these files."""
    seen = hashlib.sha256()
    for name in SOLVED_FROM:
        place = Path(str(files("steadyback").joinpath(name)))
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in (".py", ".toml", ".npz") and path.name not in but:
                seen.update(path.read_bytes())
    return seen.hexdigest()
