"""People drawn for tests: the landmarks that a camera would give of a body doing an exercise, with known truth.

Deterministic: the same shot gives the same frames. What a real camera and model add beyond `Shot` is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from steadyback.kinematics.body import HIPS, Side
from steadyback.motion.joints import Floats
from steadyback.motion.landmarks import landmarks_m
from steadyback.motion.lens import Lens
from steadyback.motion.performance import Performance
from steadyback.pose import Landmark, LandmarkFrame


def other_side(name: str) -> str:
    """LEFT_HIP for RIGHT_HIP; NOSE for NOSE."""
    return name.replace("LEFT", "RIGHT") if "LEFT" in name else name.replace("RIGHT", "LEFT")


SEEN: Final = 0.97
HIDDEN: Final = 0.15
LIMB_M: Final = 0.4
STEADY_SHARE: Final = 0.8
"""Most of a pose model's error stays the same from frame to frame; the rest wanders."""
WANDER_S: Final = 0.3
LINGERING_SHARE: Final = 0.246
"""A movement with minimum jerk spends this share of its time within 10 % of its farthest point, which people who label
film by eye take for held."""
SWAPPED: Final = np.array([Landmark[other_side(one.name)] for one in Landmark])
"""For each landmark the one on the other side."""


@dataclass(frozen=True)
class Shot:
    """How somebody is filmed.

    `side` is the one that works; `tempo` stretches every phase; `longest_hold_s` shortens long holds; `turned_deg`
    turns the camera away from the exercise's own view and `raised_m` lifts it. `error_deg` is the mean absolute error
    of a limb's angle that the pose model makes (about 7 from the side, specification 2.2); `hidden` landmarks are
    guessed badly and with low visibility. `seed` chooses the errors.
    """

    side: Side = "right"
    repetitions: int = 3
    hz: float = 30.0
    tempo: float = 1.0
    longest_hold_s: float = 5.0
    shortest_phase_s: float = 0.0
    pause_s: float = 1.0
    turned_deg: float = 0.0
    raised_m: float = 0.0
    error_deg: float = 0.0
    hidden: tuple[Landmark, ...] = ()
    seed: int = 1


@dataclass(frozen=True)
class Film:
    """The frames, and the truth: when each repetition left its start and came back, and how long it was held,
    within 10 % of the farthest point (seconds)."""

    frames: tuple[LandmarkFrame, ...]
    repetitions: tuple[tuple[float, float], ...]
    holds_s: tuple[float, ...]


@dataclass(frozen=True)
class _Moment:
    t_s: float
    pose: Floats


def film(performance: Performance, shot: Shot) -> Film:
    """What the coach would get. The performance was solved beforehand, with or without a fault."""
    moments, repetitions, holds = _played(performance, shot)
    poses = np.stack([moment.pose for moment in moments])
    body = performance.body
    places = np.concatenate([landmarks_m(body, body.pose(poses[at : at + 200])) for at in range(0, len(poses), 200)])
    to_camera = performance.to_camera.copy()
    if shot.side == "left":
        places, to_camera = mirrored_landmarks(places), to_camera * [-1, 1, 1]
    wrong = _errors(places, shot)
    frames = _seen(performance, shot, np.array([moment.t_s for moment in moments]), places + wrong, to_camera)
    return Film(tuple(frames), repetitions, holds)


def mirrored_landmarks(places: Floats) -> Floats:
    """Landmarks (K,33,3) of the mirror image in the plane x = 0."""
    return np.asarray(places[:, SWAPPED] * [-1, 1, 1])


def _played(
    performance: Performance, shot: Shot
) -> tuple[list[_Moment], tuple[tuple[float, float], ...], tuple[float, ...]]:
    """Every frame's pose, with the truth about the repetitions. Begins and ends with a rest in the ready pose."""
    first = performance.phases[0]
    ready = first.frames[-1]
    path: list[tuple[float, Floats]] = [(shot.pause_s, np.stack([ready, ready]))]
    marks: list[tuple[int, str]] = [(0, "pause")]
    for _ in range(shot.repetitions):
        for phase in performance.phases[1:]:
            lasts = phase.phase.duration_s.target * shot.tempo
            if phase.phase.kind == "hold":
                lasts = min(lasts, shot.longest_hold_s)
            marks.append((len(path), phase.phase.kind))
            path.append((max(lasts, shot.shortest_phase_s, 1 / shot.hz), phase.frames))
        if not np.array_equal(performance.phases[-1].frames[-1], ready):
            marks.append((len(path), "back"))
            path.append((first.phase.duration_s.target * shot.tempo, first.frames))
        marks.append((len(path), "pause"))
        path.append((shot.pause_s, np.stack([ready, ready])))
    times = np.concatenate([[0.0], np.cumsum([lasts for lasts, _ in path])])
    moments = list(_moments(path, times, shot.hz))
    pauses = [at for at, kind in marks if kind == "pause"]
    repetitions = tuple((float(times[before + 1]), float(times[after])) for before, after in pairwise(pauses))
    # A phase called a hold in which the body still goes there has no true time of holding.
    still = [at for at, kind in marks if kind == "hold" and np.allclose(path[at][1], path[at][1][0])]
    spans_s = np.diff(times)
    holds = tuple(float(spans_s[at] + LINGERING_SHARE * (spans_s[at - 1] + spans_s[at + 1])) for at in still)
    return moments, repetitions, holds


def _moments(path: list[tuple[float, Floats]], times: Floats, hz: float) -> Iterator[_Moment]:
    for step in range(int(times[-1] * hz)):
        t_s = step / hz
        at = int(np.clip(np.searchsorted(times, t_s, side="right") - 1, 0, len(path) - 1))
        lasts, frames = path[at]
        along = (t_s - times[at]) / lasts * (len(frames) - 1)
        low = min(int(along), len(frames) - 2)
        share = along - low
        yield _Moment(t_s, frames[low] * (1 - share) + frames[low + 1] * share)


def _errors(places: Floats, shot: Shot) -> Floats:
    """Errors in metres (K,33,3): one part stays the same all through, the other wanders.

    An angle between two limbs of LIMB_M is off by about the square root of six times the error of a point over the
    limb; the mean absolute error is .8 of the standard deviation.
    """
    chance = np.random.default_rng(shot.seed)
    size_m = np.radians(shot.error_deg / 0.8) * LIMB_M / np.sqrt(6)
    count = len(places)
    steady = chance.standard_normal((1, 33, 3)) * size_m * STEADY_SHARE
    fresh = chance.standard_normal((count, 33, 3)) * size_m * np.sqrt(1 - STEADY_SHARE**2)
    kept = np.exp(-1 / (WANDER_S * shot.hz))
    wander = np.empty_like(fresh)
    wander[0] = fresh[0]
    for at in range(1, count):
        wander[at] = kept * wander[at - 1] + np.sqrt(1 - kept**2) * fresh[at]
    wrong: Floats = steady + wander
    for landmark in shot.hidden:
        wrong[:, landmark] += chance.standard_normal((count, 3)) * 0.06
    return wrong


def _seen(
    performance: Performance, shot: Shot, times: Floats, places: Floats, to_camera: Floats
) -> Iterator[LandmarkFrame]:
    """Through a camera that stands far enough away to see all of it, level with the middle of the movement."""
    lens = _lens(performance, shot, places, to_camera)
    points, seen = lens.seen(places)
    visibility = np.full(33, SEEN)
    visibility[list(shot.hidden)] = HIDDEN
    world = seen - seen[:, HIPS].mean(1)[:, None]
    for at, t_s in enumerate(times):
        rows = np.column_stack([points[at], visibility])
        yield LandmarkFrame.from_points(float(t_s), lens.size_px, rows.tolist(), world[at].tolist())


def _lens(performance: Performance, shot: Shot, places: Floats, to_camera: Floats) -> Lens:
    """Set up for the clean movement where that is another one; farther away if a part would leave the picture."""
    aimed_at = places
    if performance.set_up_for is not None:
        body = performance.body
        planned = landmarks_m(body, body.pose(performance.set_up_for))
        aimed_at = mirrored_landmarks(planned) if shot.side == "left" else planned
    lens = Lens.of(performance.exercise, aimed_at, to_camera, shot.turned_deg, shot.raised_m)
    where = lens.seen(places)[0][..., :2]
    if where.min() >= 0 and where.max() <= 1:
        return lens
    everything = np.concatenate([aimed_at, places])
    return Lens.of(performance.exercise, everything, to_camera, shot.turned_deg, shot.raised_m)
