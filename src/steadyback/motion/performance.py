"""One exercise done by one body: every phase solved, from its keyframes to its frames."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from typing import Final

import numpy as np

from steadyback.exercises import Exercise
from steadyback.exercises.model import Phase
from steadyback.exercises.movement import Keyframe, Movement
from steadyback.motion.between import eased, led_along, path_through
from steadyback.motion.body import Body, load_body
from steadyback.motion.change import Change
from steadyback.motion.goal import Goal, Measured, Plane, State, Touch, anchored, each_side, other_side
from steadyback.motion.joints import Floats, Hand, is_even, set_pose
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.lens import direction_of_camera
from steadyback.motion.measure import SIDE_OF, meter
from steadyback.motion.positions import load_positions
from steadyback.motion.solver import Solver
from steadyback.motion.surface_parts import groups_of
from steadyback.motion.targets import WHOLE_BODY, Target, phase_targets

WORKING: Final[Hand] = "R"
"""Clips are kept for the right side, which faces the camera at the side; the left is its mirror image."""
KEYS_PER_S: Final = 5
FEWEST_KEYS: Final = 9
MOST_KEYS: Final = 17
CYCLE_KEYS: Final = 25
CARRIED: Final = 0.6
OWN: Final = 2.0
TURNED_DEG: Final = 60.0
WORTH: Final = 1.25
FLOOR_TO_KNEE_LESS_M: Final = 0.05
"""A chair's seat is lower than the knee joint by the thickness of the thigh below it."""


class NoMovementError(ValueError):
    """The exercise has no `[motion]` yet, or no such variant; the message says which."""


@dataclass(frozen=True)
class PhaseFrames:
    """One phase: poses (N,D) over its time, and what its end should measure; `cycle_s` where it goes round."""

    phase: Phase
    frames: Floats
    goal: Goal
    between: Goal
    targets: tuple[Measured, ...]
    wanted: tuple[Target, ...]
    cycle_s: float | None


@dataclass(frozen=True)
class Performance:
    """A whole exercise on one body. `to_camera` is the direction in which the coach's camera stands.

    `set_up_for` (N,D) are the poses that the camera was set up for, if others than these: it stays where it is when
    somebody does something wrong.
    """

    exercise: Exercise
    movement: Movement
    variant: str
    body: Body
    phases: tuple[PhaseFrames, ...]
    planes: Mapping[str, Plane]
    to_camera: Floats
    set_up_for: Floats | None = None

    @property
    def frames(self) -> Floats:
        """All poses (N,D), one phase after the other."""
        return np.concatenate([phase.frames for phase in self.phases])


def movement_of(exercise: Exercise, variant: str = "") -> Movement:
    """Raises NoMovementError."""
    if exercise.motion is None:
        raise NoMovementError(f"{exercise.id} has no [motion] in its file")
    if not variant:
        return exercise.motion
    if variant not in exercise.motion.variants:
        known = ", ".join(exercise.motion.variants) or "none"
        raise NoMovementError(f"{exercise.id} has no movement for the variant {variant!r}; it has {known}")
    return exercise.motion.variants[variant]


def perform(
    exercise: Exercise, body_name: str, variant: str = "", *, keys_only: bool = False, change: Change | None = None
) -> Performance:
    """Solve an exercise on one body. With `keys_only` each phase is just its end: quick, for looking at.

    Raises NoMovementError where the file has no movement, KeyError for an unknown body or position.
    """
    return _Director(exercise, body_name, variant, change).performance(keys_only)


def first_pose(movement: Movement) -> Floats:
    """The written pose (D,) from which a movement begins."""
    return _first_state(movement).pose


def _first_state(movement: Movement) -> State:
    return State(WORKING).after(_position(movement.position)).after(movement.base)


def _position(name: str) -> Keyframe:
    positions = load_positions()
    if name not in positions:
        raise NoMovementError(f"there is no position {name!r} in positions.toml; it has {', '.join(positions)}")
    return positions[name]


def position_pose(name: str, body_name: str) -> Floats:
    """A position by itself (D,), solved on one body. KeyError for an unknown name."""
    body = load_body(body_name)
    state = State(WORKING).after(load_positions()[name])
    return Solver(body).solve(state.goal(body, planes_of(body), ()), rounds=80)


class _Director:
    def __init__(self, exercise: Exercise, body_name: str, variant: str, change: Change | None) -> None:
        self.exercise, self.variant, self.change = exercise, variant, change
        self.movement = movement_of(exercise, variant)
        self.body = load_body(body_name)
        self.solver = Solver(self.body)
        self.planes = planes_of(self.body)
        self.to_camera = np.array([0.0, 0.0, 1.0])
        self.anchors: dict[str, Floats] = {}
        chosen = next((one for one in exercise.variants if one.id == variant), None)
        usual = variant not in exercise.positions[1:]
        self.targets = phase_targets(exercise, self.movement, chosen, usual_position=usual)

    def performance(self, keys_only: bool) -> Performance:
        states = list(self._states())
        first = states[0]
        ready = self.change.ends[0] if self.change else self.solver.solve(self._goal(first, ()), rounds=60)
        self.to_camera = direction_of_camera(self.exercise, self.body, ready)
        if self.change is None:
            ready = self._solved_key(first, self.targets[0], ready, ready, away=False)
        self._drop_anchors(first, None)
        self._set_anchors(first, ready)
        vectors, goals = [ready], [self._goal(first, self._measured(self.targets[0], ready))]
        for at in range(1, len(states)):
            same = self._as_before(at, states)
            if same is not None:
                vectors.append(vectors[same])
                goals.append(goals[same])
                continue
            self._drop_anchors(states[at], states[at - 1], self.movement.keys.get(self.exercise.phases[at].id))
            vectors.append(self._end_of(at, states[at], vectors[-1], ready))
            self._set_anchors(states[at], vectors[-1])
            goals.append(self._goal(states[at], self._measured(self.targets[at], ready)))
        phases: list[PhaseFrames] = []
        for at, phase in enumerate(self.exercise.phases):
            before = at - 1 if at else len(states) - 1
            measured = self._measured(self.targets[at], ready)
            frames, between = vectors[at][None], _shared(goals[before], goals[at])
            key = self._key(at)
            if phases and phases[-1].cycle_s is not None and key is self._key(at - 1) and before == at - 1:
                frames, between = phases[-1].frames, phases[-1].between  # It goes on round the same cycle.
            elif not keys_only:
                begun = (states[before], vectors[before], goals[before])
                frames, between = self._way(phase, key, begun, (vectors[at], goals[at]))
            cycle = key.cycle_s if key else None
            phases.append(PhaseFrames(phase, frames, goals[at], between, measured, self.targets[at], cycle))
        return Performance(
            self.exercise, self.movement, self.variant, self.body, tuple(phases), self.planes, self.to_camera
        )

    def _key(self, at: int) -> Keyframe | None:
        """The keyframe of a phase. A steady phase without one goes on round the cycle of the phase before."""
        phases = self.exercise.phases
        key = self.movement.keys.get(phases[at].id)
        if key is None and at and phases[at].kind == "steady" and phases[at - 1].kind == "steady":
            return self._key(at - 1)
        return key

    def _states(self) -> Iterator[State]:
        """The state after each phase. A last phase without a keyframe of its own leads back to the first."""
        state = _first_state(self.movement)
        phases = self.exercise.phases
        first: State | None = None
        for at, phase in enumerate(phases):
            key = self.movement.keys.get(phase.id)
            if key is not None and not key.only_way:
                begun = State(WORKING).after(_position(key.position)) if key.position else state
                state = begun.after(key)
            elif first is not None and at == len(phases) - 1:
                state = first
            first = state if first is None else first
            yield state

    def _as_before(self, at: int, states: Sequence[State]) -> int | None:
        """The phase whose end this one shares: the first for the way back, the one before where nothing is new."""
        phase = self.exercise.phases[at]
        key = self.movement.keys.get(phase.id)
        if key is not None and not key.only_way:
            return None
        if at == len(states) - 1:
            return 0
        before = {(t.key, t.side): t.degrees for t in self.targets[at - 1]}
        news = [t for t in self.targets[at] if t.own and before.get((t.key, t.side)) != t.degrees]
        return None if news else at - 1

    def _goal(self, state: State, measured: tuple[Measured, ...]) -> Goal:
        return anchored(state.goal(self.body, self.planes, measured), self.anchors)

    def _end_of(self, at: int, state: State, start: Floats, ready: Floats) -> Floats:
        """The pose (D,) in which a phase away from rest ends."""
        if self.change is None:
            return self._solved_key(state, self.targets[at], start, ready)
        clean = self.change.ends[at]
        if at == len(self.change.ends) - 1:
            return clean  # The way back leads to rest, though it may be written with a keyframe of its own.
        changed = self.change.of(self._goal(state, self._measured(self.targets[at], ready)), clean)
        return self.solver.solve(changed, clean, rounds=80)

    def _solved_key(
        self, state: State, targets: Sequence[Target], start: Floats, ready: Floats, *, away: bool = True
    ) -> Floats:
        goal = self._goal(state, self._measured(targets, ready))
        found = self.solver.solve(goal, _towards(goal, start, self.solver), rounds=80)
        if not away:
            return found
        other = self.solver.solve(goal, start, rounds=80)
        # The search from the written pose may end where a hand is the wrong way round.
        turned = np.abs(found - start).max() > np.abs(other - start).max() + TURNED_DEG
        return (
            other
            if self.solver.cost(goal, other) < (WORTH if turned else 1.0) * self.solver.cost(goal, found)
            else found
        )

    def _measured(self, targets: Sequence[Target], ready: Floats) -> tuple[Measured, ...]:
        found = []
        for target in targets:
            side = SIDE_OF[WORKING if target.side in ("work", WHOLE_BODY) else "L"]
            suffix = {"work": ".m", "rest": ".s", WHOLE_BODY: ""}[target.side]
            read = meter(target.key + suffix, self.exercise, side, self.to_camera)
            if read is None:
                continue
            degrees = target.degrees
            if target.from_ready:
                degrees += float(read(landmarks_m(self.body, self.body.pose(ready[None])))[0])
            found.append(Measured(target.key + suffix, read, degrees, OWN if target.own else CARRIED))
        return tuple(found)

    def _drop_anchors(self, state: State, before: State | None, key: Keyframe | None = None) -> None:
        """A place that was lifted in between may come down elsewhere."""
        kept = {group for touch in (before or state).contacts for group in groups_of(touch)}
        if key is not None and key.position:
            kept = {group for name in key.stays for part in each_side(name, WORKING) for group in groups_of(part)}
        self.anchors = {part: place for part, place in self.anchors.items() if before is None or part in kept}

    def _set_anchors(self, state: State, vector: Floats) -> None:
        surface = self.body.surface(vector)
        for touch in state.goal(self.body, self.planes, ()).touches:
            if touch.pinned:
                self.anchors.setdefault(touch.part, surface[touch.vertices].mean(0))

    def _way(
        self, phase: Phase, key: Keyframe | None, before: tuple[State, Floats, Goal], after: tuple[Floats, Goal]
    ) -> tuple[Floats, Goal]:
        """The frames (N,D) of a phase, through what its keyframe says lies between, and what holds all the way."""
        (state, start, first), (end, last) = before, after
        times, poses, goals = [0.0], [start], [first]
        for via in key.via if key else ():
            assert key is not None
            passed, begun = state.after(key).after(via), poses[-1]
            if key.cycle_s is None:
                passed.pose = begun = _written_on(start + (end - start) * via.at, via)
            goal, pose = self._solved_via(passed, begun, goals[-1], last)
            times.append(via.at)
            poses.append(pose)
            goals.append(goal)
        cyclic = key is not None and key.cycle_s is not None
        times.append(1.0)
        poses.append(start if cyclic else end)
        goals.append(first if cyclic else last)
        held = [_shared(one, other) for one, other in pairwise(goals)]
        between = reduce(_shared, goals)
        if len(poses) == 2 and np.array_equal(start, end):
            return np.stack([start, end]), between
        count = int(np.clip(round(phase.duration_s.target * KEYS_PER_S), FEWEST_KEYS, MOST_KEYS))
        count = CYCLE_KEYS if cyclic else count
        shares = eased(np.linspace(0, 1, count), cyclic)
        path = path_through(np.array(times), np.stack(poses), shares, cyclic)
        parts = np.minimum(np.searchsorted(times, shares, "right"), len(held)) - 1
        led = [
            replace(held[part], measured=self._led(first, last, pose, share))
            for part, pose, share in zip(parts, path, shares.tolist(), strict=True)
        ]
        return led_along(self.solver, path, led), between

    def _led(self, first: Goal, last: Goal, pose: Floats, share: float) -> tuple[Measured, ...]:
        """What is measured at both ends goes the way of the path, here at one of its poses (D,)."""
        weights = {one.name: one.weight for one in first.measured}
        seen = landmarks_m(self.body, self.body.pose(pose[None]))
        read = {one.name: float(one.meter(seen)[0]) for one in last.measured if one.name in weights}
        alike = is_even(pose)
        return tuple(
            replace(
                one,
                degrees=_of_both(one.name, read) if alike else read[one.name],
                weight=(1 - share) * weights[one.name] + share * one.weight,
            )
            for one in last.measured
            if one.name in weights
        )

    def _solved_via(self, state: State, start: Floats, before: Goal, last: Goal) -> tuple[Goal, Floats]:
        """A pose on the way. What touches stays where it was before, or is already where it will be at the end."""
        anchors = {t.part: t.anchor for goal in (last, before) for t in goal.touches if t.anchor is not None}
        goal = anchored(state.goal(self.body, self.planes, ()), anchors)
        pose = self.solver.solve(goal, start, rounds=60)
        surface = self.body.surface(pose)
        for touch in goal.touches:
            anchors.setdefault(touch.part, surface[touch.vertices].mean(0))
        return anchored(goal, anchors), pose


def _towards(goal: Goal, start: Floats, solver: Solver) -> Floats:
    """A place to begin the search: the written pose, standing where the body was before."""
    found = goal.pose.copy()
    fixed = np.setdiff1d(np.arange(len(found)), solver.free)
    found[:3] = np.where(found[:3] == 0, start[:3], found[:3])
    found[fixed] = goal.pose[fixed]
    return found


def _written_on(pose: Floats, via: Keyframe) -> Floats:
    """A pose (D,) on the straight way with what a place on the way asks for otherwise."""
    found = pose.copy()
    set_pose(found, via.pose, WORKING)
    return found


def _of_both(name: str, read: Mapping[str, float]) -> float:
    """An angle of a pose whose sides are alike: the same on both, however little the body's sides differ."""
    return (read[name] + read.get(other_side(name), read[name])) / 2


def _shared(one: Goal, other: Goal) -> Goal:
    """What holds all the way from one keyframe to the next: what holds at both."""
    there = {touch.part: touch for touch in other.touches}
    touches = tuple(
        touch if _stays(touch, there[touch.part]) else replace(touch, pinned=False, anchor=None)
        for touch in one.touches
        if touch.part in there and touch.plane is there[touch.part].plane
    )
    aims = {(p.bone, tuple(p.axis), tuple(p.to)) for p in other.pointings}
    pointings = tuple(p for p in one.pointings if (p.bone, tuple(p.axis), tuple(p.to)) in aims)
    held = {(h.hand, h.bone, tuple(h.place)) for h in other.holds}
    holds = tuple(h for h in one.holds if (h.hand, h.bone, tuple(h.place)) in held)
    laid = {(there.part, there.bone, tuple(there.place)) for there in other.lying}
    lying = tuple(here for here in one.lying if (here.part, here.bone, tuple(here.place)) in laid)
    return Goal(one.pose, touches, pointings, holds, lying=lying)


def _stays(here: Touch, there: Touch) -> bool:
    """Whether a part is pinned to one and the same spot."""
    if not (here.pinned and there.pinned):
        return False
    return here.anchor is None or there.anchor is None or bool(np.allclose(here.anchor, there.anchor, atol=1e-3))


def planes_of(body: Body) -> dict[str, Plane]:
    """Floor, seat, wall and the top of a chair's back, for a body of this size."""
    up = np.array([0.0, 1.0, 0.0])
    seat_m = float(body.joints[body.at["shank.L"]][1]) - FLOOR_TO_KNEE_LESS_M
    return {
        "floor": Plane(up, 0.0),
        "seat": Plane(up, seat_m),
        "chair_seat": Plane(up, seat_m),
        "chair_back": Plane(up, seat_m + 0.42),
        "shelf": Plane(up, seat_m + 0.55),
        "wall": Plane(np.array([1.0, 0.0, 0.0]), 0.0),
    }
