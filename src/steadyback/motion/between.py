"""The frames between two keyframes: near to the path, each near to its neighbours, and what holds all the way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator  # type: ignore[import-untyped]

from steadyback.motion.goal import Goal
from steadyback.motion.joints import Floats
from steadyback.motion.solver import Solver

SWEEPS: Final = 8
ROUNDS: Final = 8
ROUNDS_AGAIN: Final = 4
FIRM: Final = 8.0
CARRIED: Final = 0.9
"""How far what both neighbours give way by is given way by too; the rest goes back to the path."""
SETTLED: Final = 0.5
"""Degrees, or units of length, by which no joint moves any more in a sweep."""


def eased(shares: Floats, cyclic: bool) -> Floats:
    """Minimum jerk from end to end, evenly round a cycle."""
    return shares if cyclic else shares**3 * (10 - 15 * shares + 6 * shares**2)


def path_through(times: Floats, poses: Floats, shares: Floats, cyclic: bool) -> Floats:
    """The path (N,D) at `shares` (N,) of the way through poses (K,D) at `times` (K,), smooth at each."""
    if cyclic:
        return np.asarray(CubicSpline(times, np.concatenate([poses[:-1], poses[:1]]), bc_type="periodic")(shares))
    if len(times) == 2:
        return np.asarray(poses[0] * (1 - shares[:, None]) + poses[1] * shares[:, None])
    return np.asarray(PchipInterpolator(times, poses)(shares))


def led_along(solver: Solver, path: Floats, goals: Sequence[Goal]) -> Floats:
    """Frames (N,D) that keep to a path (N,D) as nearly as their goals let them, without a jump between two.

    There and back again over the frames between the ends, each solved near to the path and to how far its neighbours
    are off it, until nothing moves any more. One frame by itself may find a way round the floor that the next does not.
    """
    frames = path.copy()
    inner = range(1, len(path) - 1)
    moved = np.full(len(path), np.inf)
    for sweep in range(SWEEPS):
        for at in inner if sweep % 2 == 0 else reversed(inner):
            if sweep > 1 and max(moved[at - 1 : at + 2]) < SETTLED:
                continue
            off = (frames[at - 1] - path[at - 1] + frames[at + 1] - path[at + 1]) / 2
            goal = replace(goals[at], pose=path[at] + CARRIED * off, firm=FIRM)
            found = solver.solve(goal, frames[at] if sweep else goal.pose, rounds=ROUNDS if sweep < 2 else ROUNDS_AGAIN)
            moved[at] = np.abs((found - frames[at])[solver.free] / solver.scale).max()
            frames[at] = found
        if moved[1:-1].max() < SETTLED:
            break
    return frames
