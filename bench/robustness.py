"""Disturbed recordings: `python bench/robustness.py --clips DIR`.

Each disturbance covers a whole clip (no exception, and nothing counted where nothing can be known) and then one
second at a quarter, the middle and three quarters of it (recall of what the undisturbed clip gives). Harmless changes
(frame rate, mirrored) must keep the count throughout. Ends with 100 000 random frames. Baseline: the undisturbed count.
"""

import argparse
import math
import random
import time
from collections.abc import Callable
from pathlib import Path

from clips import Clip, counted_in, events_of, load_clips, table

from steadyback.coaching import Engine, Repetition
from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame, opposite
from steadyback.pose.landmark import Landmark

Disturbance = Callable[[LandmarkFrame], LandmarkFrame]
RANDOM_FRAMES = 100_000


def with_values(frame: LandmarkFrame, values: list[float], people: int = 1) -> LandmarkFrame:
    return LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), people)


def set_to(number: float) -> Disturbance:
    def disturb(frame: LandmarkFrame) -> LandmarkFrame:
        return with_values(frame, [number] * len(frame.values)) if frame.has_person else frame

    return disturb


def one_point_nan(frame: LandmarkFrame) -> LandmarkFrame:
    if not frame.has_person:
        return frame
    values = list(frame.values)
    values[4 * Landmark.LEFT_KNEE] = math.nan
    return with_values(frame, values)


def nobody(frame: LandmarkFrame) -> LandmarkFrame:
    return LandmarkFrame.nobody(frame.t_s, frame.width_px, frame.height_px)


def several(frame: LandmarkFrame) -> LandmarkFrame:
    return with_values(frame, list(frame.values), 2) if frame.has_person else frame


def turned(frame: LandmarkFrame) -> LandmarkFrame:
    """A quarter turn, as a telephone held upright for a lying exercise gives it."""
    if not frame.has_person:
        return frame
    values = list(frame.values)
    values[::4], values[1::4] = [1 - y for y in frame.values[1::4]], list(frame.values[::4])
    return LandmarkFrame(frame.t_s, frame.height_px, frame.width_px, tuple(values), (), 1)


def mirrored(frame: LandmarkFrame) -> LandmarkFrame:
    """As a selfie camera shows it: left and right change places, so the person's sides do too."""
    if not frame.has_person:
        return frame
    values: list[float] = []
    for landmark in Landmark:
        x, y, z, seen = frame.values[4 * opposite(landmark) : 4 * opposite(landmark) + 4]
        values += [1 - x, y, z, seen]
    return with_values(frame, values)


def at_time(frame: LandmarkFrame, t_s: float) -> LandmarkFrame:
    return LandmarkFrame(t_s, frame.width_px, frame.height_px, frame.values, frame.world_values_m, frame.people_seen)


def jumping_time(frame: LandmarkFrame) -> LandmarkFrame:
    return at_time(frame, frame.t_s + (math.floor(frame.t_s * 10) * 7919) % 13 - 6)


def leaping_by(leap_s: float) -> Disturbance:
    return lambda frame: at_time(frame, frame.t_s + leap_s)


SPOILT: dict[str, Disturbance] = {
    "all NaN": set_to(math.nan),
    "all inf": set_to(math.inf),
    "all zero": set_to(0.0),
    "huge": set_to(1e30),
    "one point NaN": one_point_nan,
    "nobody": nobody,
    "two people": several,
    "quarter turn": turned,
    "jumping time": jumping_time,
}
LEAPS: dict[str, Disturbance] = {
    f"time {abs(leap_s):g} s {'ahead' if leap_s > 0 else 'back'}": leaping_by(leap_s)
    for leap_s in (-10, -1, 0.7, 3, 600)
}
"""A whole recording at another time is no disturbance: only for a second."""
PLACES = (0.25, 0.5, 0.75)


class Recall:
    """Repetitions found again in clips of which one second is disturbed; some of them lie in that second themselves."""

    HEADER = ("recall when it lasts 1 s", "of those half seen", "too many")

    def __init__(self) -> None:
        self._asked = self._found = self._seen = self._seen_found = self._too_many = 0

    def add(self, clip: Clip, disturb: Disturbance, from_s: float) -> None:
        spoilt = tuple(disturb(f) if from_s <= f.t_s < from_s + 1 else f for f in clip.frames)
        before, after = repetitions(clip.frames, clip.exercise), repetitions(spoilt, clip.exercise)
        self._too_many += max(0, len(after) - len(before))
        for one in before:
            length_s = one.end_s - one.start_s
            hidden_s = min(one.end_s, from_s + 1) - max(one.start_s, from_s)
            found = any(min(one.end_s, two.end_s) - max(one.start_s, two.start_s) > length_s / 4 for two in after)
            self._asked, self._found = self._asked + 1, self._found + found
            if hidden_s < length_s / 2:
                self._seen, self._seen_found = self._seen + 1, self._seen_found + found

    def row(self) -> tuple[object, ...]:
        return share(self._found, self._asked), share(self._seen_found, self._seen), self._too_many


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(whole, 1):.3f})"


def repetitions(frames: tuple[LandmarkFrame, ...], exercise: str) -> list[Repetition]:
    return [e for e in events_of(frames, exercise) if isinstance(e, Repetition) and e.complete]


def at_rate(frames: tuple[LandmarkFrame, ...], hz: float) -> tuple[LandmarkFrame, ...]:
    """The nearest frames at another rate, repeated or left out."""
    first, last = frames[0].t_s, frames[-1].t_s
    taken, at = [], 0
    for step in range(int((last - first) * hz)):
        t_s = first + step / hz
        while at + 1 < len(frames) and frames[at + 1].t_s <= t_s:
            at += 1
        frame = frames[at]
        taken.append(
            LandmarkFrame(t_s, frame.width_px, frame.height_px, frame.values, frame.world_values_m, frame.people_seen)
        )
    return tuple(taken)


def random_frame(dice: random.Random, step: int) -> LandmarkFrame:
    wild = (math.nan, math.inf, -math.inf, 1e30)
    points = [
        [dice.choice(wild) if dice.random() < 0.002 else dice.uniform(-0.2, 1.2) for _ in range(4)] for _ in range(33)
    ]
    leap = dice.choice((0, 0, 0, 0, 0, 0, 0, -3, 50))
    return LandmarkFrame.from_points(step / 30 + leap, (640, 360), points, people_seen=dice.choice((1, 1, 1, 2)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--frames", type=int, default=RANDOM_FRAMES, help="random frames at the end")
    chosen = parser.parse_args()
    clips = [c for c in load_clips(chosen.clips) if c.is_in_catalogue and c.label["use"] == "primary"]
    base = {clip.name: counted_in(clip.frames, clip.exercise) for clip in clips}
    total = sum(base.values())
    rows: list[tuple[object, ...]] = []
    for name, disturb in (SPOILT | LEAPS).items():
        whole = 0
        brief = Recall()
        for clip in clips:
            whole += counted_in(tuple(map(disturb, clip.frames)), clip.exercise) if name in SPOILT else 0
            for place in PLACES:
                brief.add(clip, disturb, clip.frames[int(place * len(clip.frames))].t_s)
        rows.append((name, len(clips), whole if name in SPOILT else "-", *brief.row()))
    print(table(("disturbance", "clips", "counted when it lasts", *Recall.HEADER), rows))
    rows = []
    for hz in (1, 5, 10, 15, 24, 60, 120, 240):
        count = sum(counted_in(at_rate(clip.frames, hz), clip.exercise) for clip in clips)
        rows.append((f"{hz} Hz", len(clips), count, total))
    count = sum(counted_in(tuple(map(mirrored, clip.frames)), clip.exercise) for clip in clips)
    rows.append(("mirrored", len(clips), count, total))
    print(table(("harmless change", "clips", "counted", "undisturbed"), rows))
    dice = random.Random(3)  # noqa: S311
    engine, count, began = Engine(load_catalogue()["bridge"]), 0, time.perf_counter()
    for step in range(chosen.frames):
        events = engine.push(random_frame(dice, step))
        count += sum(isinstance(event, Repetition) and event.complete for event in events)
    print(f"{chosen.frames} random frames: {count} counted, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
