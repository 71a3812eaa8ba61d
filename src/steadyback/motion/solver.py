"""Finds the pose that meets a goal: damped least squares over all joints, with the whole surface above the floor."""

from collections.abc import Callable
from typing import Final

import numpy as np

from steadyback.motion.body import Body, Indices, Posed
from steadyback.motion.goal import Goal, Touch
from steadyback.motion.joints import Floats, degrees_of_freedom, even_basis, index_of, is_even
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.surface_parts import bone_direction, spread_vertices

TOUCH: Final = 400.0
PIN: Final = 500.0
UNDER: Final = 600.0
HOLD: Final = 150.0
PALM: Final = 4.0
POINT: Final = 30.0
ANGLE: Final = 1.0
KEEP: Final = 0.03
LIMIT: Final = 8.0
"""Weights of the residuals: per metre, per unit of direction, per degree."""

ALLOWED_UNDER_M: Final = 0.004
WATCHED: Final = 220
"""How many of the lowest places are kept above the floor in each step."""
METRE_SCALE: Final = 0.02
"""One unit of a length among the unknowns; the others are degrees."""
STEP: Final = 1e-3
MOST_STEP: Final = 15.0
ENOUGH: Final = 1e-3
"""Two rounds in a row that gain less than this share of the cost end the search."""


class Solver:
    """Solves poses of one body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        degrees = degrees_of_freedom()
        places = index_of()
        self.free = np.array([places[d.name] for d in degrees if not d.fixed])
        chosen = [d for d in degrees if not d.fixed]
        self.low = np.array([d.low for d in chosen])
        self.high = np.array([d.high for d in chosen])
        self.stiff = np.array([d.stiff for d in chosen])
        lengths = np.array([d.name in ("root.x", "root.y", "root.z") for d in chosen])
        self.scale = np.where(lengths, METRE_SCALE, 1.0)
        self._watch = body.sampler(spread_vertices(body.name))

    def solve(self, goal: Goal, start: Floats | None = None, rounds: int = 40) -> Floats:
        """The pose (D,) nearest to the goal, from `start` or from the goal's own pose."""
        vector = (goal.pose if start is None else start).copy()
        damping, idle = 1e-2, 0
        basis = even_basis() if goal.even and is_even(vector) else np.eye(len(self.free))
        for _ in range(rounds):
            residuals = self._residuals(goal, vector)
            base, slope = self._slopes(residuals, vector, basis)
            cost, normal, pull = base @ base, slope.T @ slope, slope.T @ base
            scale = np.diag(normal.diagonal() + 1e-3)
            for _try in range(7):
                step = np.clip(-np.linalg.solve(normal + damping * scale, pull), -MOST_STEP, MOST_STEP)
                tried = vector.copy()
                tried[self.free] += basis @ step * self.scale
                found = residuals(tried[None])[0]
                if found @ found < cost:
                    break
                damping *= 5
            else:
                break
            gained = cost - found @ found
            vector, damping = tried, float(max(damping / 5, 1e-6))
            idle = idle + 1 if gained < ENOUGH * cost else 0
            if idle == 2:
                break
        return vector

    def cost(self, goal: Goal, vector: Floats) -> float:
        """How far a pose (D,) is from a goal; what `solve` makes small."""
        found = self._residuals(goal, vector)(vector[None])[0]
        return float(found @ found)

    def _slopes(self, residuals: Callable[[Floats], Floats], vector: Floats, basis: Floats) -> tuple[Floats, Floats]:
        tried = np.tile(vector, (basis.shape[1] + 1, 1))
        tried[1:, self.free] += STEP * self.scale * basis.T
        found = residuals(tried)
        return found[0], ((found[1:] - found[0]) / STEP).T

    def _residuals(self, goal: Goal, vector: Floats) -> Callable[[Floats], Floats]:
        """What is left to do, in poses (K,D); the places watched against the floor are chosen at `vector`."""
        body = self.body
        heights = self._watch.places(body.pose(vector[None]))[0, :, 1]
        lowest = np.argsort(heights, kind="stable")[:WATCHED]
        lowest = lowest[heights[lowest] < 0.05]
        watched = self._watch.only(lowest)
        cuts = np.cumsum([0] + [len(touch.vertices) for touch in goal.touches])
        every: Indices = (
            np.concatenate([touch.vertices for touch in goal.touches]) if goal.touches else np.zeros(0, np.intp)
        )
        sampler = body.sampler(every)
        laid = [(one, body.sampler(one.vertices)) for one in goal.lying]

        def found(vectors: Floats) -> Floats:
            posed = body.pose(vectors)
            rows: list[Floats] = []
            if len(lowest):
                rows.append(np.maximum(0.0, -watched.places(posed)[:, :, 1] - ALLOWED_UNDER_M) * UNDER)
            if len(every):
                places = sampler.places(posed)
                for at, touch in enumerate(goal.touches):
                    rows.append(_touching(touch, places[:, cuts[at] : cuts[at + 1]]))
            rows += self._directed(goal, posed)
            for one, own in laid:
                there = posed.heads[:, one.bone] + posed.frames[:, one.bone] @ one.place
                rows.append((own.places(posed).mean(1) - there) * HOLD)
            if goal.measured:
                seen = landmarks_m(body, posed)
                rows += [((m.meter(seen) - m.degrees) * ANGLE * m.weight)[:, None] for m in goal.measured]
            free = vectors[:, self.free]
            rows.append((free - goal.pose[self.free]) / self.scale * (KEEP * goal.firm * self.stiff))
            over = np.maximum(0, self.low - free) + np.maximum(0, free - self.high)
            rows.append(over / self.scale * LIMIT)
            return np.concatenate(rows, axis=1)

        return found

    def _directed(self, goal: Goal, posed: Posed) -> list[Floats]:
        rows = [(posed.frames[:, one.bone] @ one.axis - one.to) * (POINT * one.weight) for one in goal.pointings]
        for hold in goal.holds:
            palm, facing = palm_of(self.body, posed, hold.hand)
            frame = posed.frames[:, hold.bone]
            rows.append((palm - posed.heads[:, hold.bone] - frame @ hold.place) * HOLD)
            rows.append((facing + frame @ hold.outward) * PALM)
        return rows


def palm_of(body: Body, posed: Posed, hand: str) -> tuple[Floats, Floats]:
    """The middle of a palm's surface (K,3) and the way it faces (K,3)."""
    bone = body.at[f"hand.{hand}"]
    reach = body.neutral[bone] @ bone_direction(body, f"hand.{hand}")
    inward = np.array([-1.0 if hand == "L" else 1.0, 0.0, 0.0])
    facing = posed.frames[:, bone] @ inward
    return posed.heads[:, bone] + posed.frames[:, bone] @ (reach * 0.62) + facing * 0.018, facing


def _touching(touch: Touch, places: Floats) -> Floats:
    height = places @ touch.plane.normal - touch.plane.height_m
    few = max(3, height.shape[1] // 12)
    lowest = np.partition(height, few, axis=1)[:, :few].mean(1)
    rows = [(lowest + touch.soft_m)[:, None] * TOUCH]
    if touch.anchor is not None:
        away = places.mean(1) - touch.anchor
        away = away - np.outer(away @ touch.plane.normal, touch.plane.normal)
        rows.append(away * PIN)
    return np.concatenate(rows, axis=1)
