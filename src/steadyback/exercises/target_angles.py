"""The angles that each phase aims at, made absolute: what a figure draws."""

from collections.abc import Mapping

from steadyback.exercises.model import Exercise


def target_angles(exercise: Exercise) -> tuple[Mapping[str, float], ...]:
    """For every phase, angle name -> degrees. Relative targets are added to the ready phase's own.

    A phase keeps what it does not change. The angles hold in the exercise's first position (specification 2.1).
    """
    start: dict[str, float] = {}
    angles: dict[str, float] = {}
    phases = []
    for phase in exercise.phases:
        for name, band in phase.angles.items():
            angles[name] = band.target + (start.get(name, 0.0) if band.relative else 0.0)
        if phase.kind == "ready":
            start = dict(angles)
        phases.append(dict(angles))
    return tuple(phases)
