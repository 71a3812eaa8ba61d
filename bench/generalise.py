"""The same clips otherwise seen: `python bench/generalise.py --clips DIR`.

Each clip mirrored, slower and quicker, with an angle error of seven degrees laid over it (what one camera is off by,
design/pose.md rule 6), and with a camera that stands a little crooked. Recall: labelled complete repetitions under the
right definition. False counts: the clip under every other exercise that is coached. Baseline: the clip as it is.
"""

import argparse
import math
import random
from collections.abc import Callable
from pathlib import Path

from clips import Clip, counted_in, load_clips, table
from negatives import COACHED
from robustness import at_time, mirrored

from steadyback.kinematics import Trunk
from steadyback.pose import LANDMARK_COUNT, LandmarkFrame

Frames = tuple[LandmarkFrame, ...]
POINT_ERROR_TORSO = 0.047
"""Three points that are off by so much make an angle between thigh and trunk off by about seven degrees."""
ERROR_LASTS_S = 0.3


def at_speed(speed: float) -> Callable[[Frames], Frames]:
    return lambda frames: tuple(at_time(frame, frame.t_s / speed) for frame in frames)


def crooked(degrees: float) -> Callable[[Frames], Frames]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(frame: LandmarkFrame) -> LandmarkFrame:
        if not frame.has_person:
            return frame
        values = list(frame.values)
        for at in range(0, 4 * LANDMARK_COUNT, 4):
            x, y = (values[at] - 0.5) * frame.width_px, (values[at + 1] - 0.5) * frame.height_px
            values[at] = 0.5 + (c * x - s * y) / frame.width_px
            values[at + 1] = 0.5 + (s * x + c * y) / frame.height_px
        return LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), 1)

    return lambda frames: tuple(map(turn, frames))


def off_by_seven_degrees(frames: Frames) -> Frames:
    """Each point wanders about its place, by an error that lasts a third of a second and so is not smoothed away."""
    dice = random.Random(len(frames))  # noqa: S311
    off = [0.0] * (2 * LANDMARK_COUNT)
    before_s, found = 0.0, []
    for frame in frames:
        kept = math.exp(-max(0.0, frame.t_s - before_s) / ERROR_LASTS_S)
        before_s = frame.t_s
        off = [each * kept + dice.gauss(0, POINT_ERROR_TORSO) * math.sqrt(1 - kept * kept) for each in off]
        if not frame.has_person:
            found.append(frame)
            continue
        values, torso = list(frame.values), Trunk.of(frame).torso_px
        for landmark in range(LANDMARK_COUNT):
            values[4 * landmark] += off[2 * landmark] * torso / frame.width_px
            values[4 * landmark + 1] += off[2 * landmark + 1] * torso / frame.height_px
        found.append(LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), (), 1))
    return tuple(found)


CHANGES: dict[str, Callable[[Frames], Frames]] = {
    "as it is": lambda frames: frames,
    "mirrored": lambda frames: tuple(map(mirrored, frames)),
    "0.7 times as quick": at_speed(0.7),
    "1.4 times as quick": at_speed(1.4),
    "7 degrees off": off_by_seven_degrees,
    "camera crooked by 7": crooked(7),
    "camera crooked by -7": crooked(-7),
}


def wanted(clip: Clip) -> int:
    is_labelled = clip.is_in_catalogue and clip.label["use"] in ("primary", "secondary")
    return int(clip.label["count_accept"][0]) if is_labelled else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--each", action="store_true", help="also every false count")
    chosen = parser.parse_args()
    clips = list(load_clips(chosen.clips))
    rows: list[tuple[object, ...]] = []
    false: list[tuple[object, ...]] = []
    for name, change in CHANGES.items():
        asked = found = too_many = trials = clean = 0
        for clip in clips:
            frames = change(clip.frames)
            if wanted(clip):
                count = counted_in(frames, clip.exercise)
                asked, found = asked + wanted(clip), found + min(wanted(clip), count)
                too_many += max(0, count - clip.label["count_accept"][1])
            for exercise in COACHED:
                if exercise == clip.exercise:
                    continue
                count = counted_in(frames, exercise)
                trials, clean = trials + 1, clean + (not count)
                if count:
                    false.append((name, clip.name, exercise, count))
        rows.append(
            (name, f"{found} of {asked}", f"{found / max(asked, 1):.3f}", too_many, trials, f"{clean / trials:.3f}")
        )
    header = ("seen", "recall", "share", "too many", "wrong definitions", "counted nothing")
    print(table(header, rows))
    if chosen.each:
        print(table(("seen", "clip", "counted as", "count"), false))


if __name__ == "__main__":
    main()
