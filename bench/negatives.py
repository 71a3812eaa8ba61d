"""Where nothing may be counted: `python bench/negatives.py --clips DIR`.

Trials: each clip under every other exercise that the camera coaches, the ranges labelled `negatives`, and somebody
who keeps still or only fidgets (one real frame of each clip held for a minute, with trembling landmarks and breathing
laid over it). Baseline: never counting at all.
"""

import argparse
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from clips import Clip, counted_in, load_clips, table

from steadyback.exercises import load_catalogue
from steadyback.kinematics import Trunk
from steadyback.pose import LandmarkFrame

COACHED = tuple(e.id for e in load_catalogue() if e.camera.coaching in ("full", "partial"))
HELD_S = 60.0
TREMBLE_TORSO = 0.01
BREATH_TORSO = 0.015
FIDGET_TORSO = 0.12
LIMBS = ((0, 7, 8), (13, 15, 17, 19, 21), (14, 16, 18, 20, 22), (27, 29, 31), (28, 30, 32), (25,), (26,), (11, 12))


def still(clip: Clip) -> tuple[LandmarkFrame, ...]:
    """One real frame of a clip held for a minute, with the trembling of landmarks and slow breathing laid over it."""
    return moved(clip, lambda _t_s, _landmark: (0.0, 0.0))


def fidgeting(clip: Clip) -> tuple[LandmarkFrame, ...]:
    """The same person who shifts a hand, a foot, the head or a knee a little every few seconds."""
    dice = random.Random(clip.name)  # noqa: S311
    shifts = []
    t_s = 2.0
    while t_s < HELD_S - 3:
        limb = dice.choice(LIMBS)
        way = dice.uniform(0, 2 * math.pi)
        shifts.append((t_s, dice.uniform(0.5, 1.5), limb, FIDGET_TORSO * math.cos(way), FIDGET_TORSO * math.sin(way)))
        t_s += dice.uniform(2, 5)

    def shift(t_s: float, landmark: int) -> tuple[float, float]:
        right = down = 0.0
        for from_s, length_s, limb, far_right, far_down in shifts:
            if landmark in limb and from_s <= t_s <= from_s + length_s:
                share = math.sin(math.pi * (t_s - from_s) / length_s)
                right, down = right + far_right * share, down + far_down * share
        return right, down

    return moved(clip, shift)


def moved(clip: Clip, shift: Callable[[float, int], tuple[float, float]]) -> tuple[LandmarkFrame, ...]:
    """The middle frame of the clip that shows a person, at 15 frames a second; shifts are in torso lengths."""
    frames = [frame for frame in clip.frames if frame.has_person]
    frame, dice = frames[len(frames) // 2], random.Random(clip.name)  # noqa: S311
    torso = Trunk.of(frame).torso_px
    held = []
    for step in range(round(HELD_S * 15)):
        t_s = step / 15
        breath = BREATH_TORSO * math.sin(2 * math.pi * t_s / 4) * torso / frame.height_px
        points = []
        for landmark in range(33):
            x, y, z, visibility = frame.values[4 * landmark : 4 * landmark + 4]
            right, down = shift(t_s, landmark)
            x += (dice.gauss(0, TREMBLE_TORSO) + right) * torso / frame.width_px
            y += (dice.gauss(0, TREMBLE_TORSO) + down) * torso / frame.height_px
            points.append((x, y + (breath if landmark in (11, 12) else 0.0), z, visibility))
        held.append(LandmarkFrame.from_points(t_s, (frame.width_px, frame.height_px), points))
    return tuple(held)


def trials(clip: Clip) -> Iterator[tuple[str, str, int]]:
    """(kind, exercise, count) of each trial of one clip."""
    for exercise in COACHED:
        if exercise != clip.exercise:
            yield "other definition", exercise, counted_in(clip.frames, exercise)
    own = clip.exercise if clip.is_in_catalogue else "bridge"
    for from_s, to_s in ((each["t"] if isinstance(each, dict) else each) for each in clip.label.get("negatives", [])):
        yield "labelled negative", own, counted_in(clip.between(from_s, to_s), own)
    quiet, restless = still(clip), fidgeting(clip)
    for exercise in COACHED:
        yield "keeps still", exercise, counted_in(quiet, exercise)
        yield "fidgets", exercise, counted_in(restless, exercise)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    chosen = parser.parse_args()
    made: dict[str, list[int]] = {}
    wrong: list[tuple[object, ...]] = []
    true_count = recalled = 0
    for clip in load_clips(chosen.clips):
        for kind, exercise, count in trials(clip):
            made.setdefault(kind, []).append(count)
            if count:
                wrong.append((clip.name, clip.exercise, kind, exercise, count))
        if clip.is_in_catalogue and clip.label["use"] in ("primary", "secondary"):
            low = clip.label["count_accept"][0]
            true_count += low
            recalled += min(low, counted_in(clip.frames, clip.exercise))
    print(table(("clip", "shows", "trial", "counted as", "count"), wrong))
    rows: list[tuple[object, ...]] = [
        (kind, len(counts), sum(not count for count in counts), f"{sum(not c for c in counts) / len(counts):.3f}")
        for kind, counts in made.items()
    ]
    print(table(("trial", "n", "counted nothing", "share"), rows))
    every = [count for counts in made.values() for count in counts]
    print(f"n = {len(every)} trials; counted nothing in {sum(not count for count in every) / len(every):.3f}")
    print(f"recall under the right definition: {recalled} of {true_count} ({recalled / max(true_count, 1):.3f})")
    print("baseline, never counting: 1.000 of the trials, recall 0.000")


if __name__ == "__main__":
    main()
