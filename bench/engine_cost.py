"""What one frame costs: `python bench/engine_cost.py --clips DIR`.

The whole engine (gate, counting, every fault rule, cues) against a fixed reference loop over the same frames in the
same run: read the frame's numbers, measure twelve angles and smooth each. Best of several rounds, the median
exercise and the worst one. Baseline: the reference loop, 1.0.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from clips import load_clips, table

from steadyback.coaching import Engine
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter, WindowMean
from steadyback.pose import LandmarkFrame

TWELVE = ("hip_flex", "knee_flex", "shoulder_flex", "elbow_flex", "trunk_incl", "body_line")
ROUNDS = 5


def reference(frames: tuple[LandmarkFrame, ...]) -> None:
    meters = [(AngleMeter.of(name, side), WindowMean()) for name in TWELVE for side in ("left", "right")]
    for frame in frames:
        if not frame.has_person or not frame.is_finite:
            continue
        for meter, mean in meters:
            angle = meter.measure(frame, "left")
            if angle is not None:
                mean.push(frame.t_s, angle)


def whole_engine(exercise: str) -> Callable[[tuple[LandmarkFrame, ...]], None]:
    def run(frames: tuple[LandmarkFrame, ...]) -> None:
        engine = Engine(load_catalogue()[exercise])
        for frame in frames:
            engine.push(frame)
        engine.finish()

    return run


def best_s(run: Callable[[tuple[LandmarkFrame, ...]], None], frames: tuple[LandmarkFrame, ...]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run(frames)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    chosen = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    ratios = []
    for clip in load_clips(chosen.clips):
        if not clip.is_in_catalogue:
            continue
        # Several recordings on end, so that building the engine does not count.
        length = clip.frames[-1].t_s + 1 / 30
        frames = tuple(
            LandmarkFrame(f.t_s + turn * length, f.width_px, f.height_px, f.values, f.world_values_m, f.people_seen)
            for turn in range(4)
            for f in clip.frames
        )
        base, ours = best_s(reference, frames), best_s(whole_engine(clip.exercise), frames)
        ratios.append(ours / base)
        per_frame_us = 1e6 / len(frames)
        rows.append(
            (clip.name, len(frames), f"{base * per_frame_us:.0f}", f"{ours * per_frame_us:.0f}", f"{ours / base:.2f}")
        )
    print(table(("clip", "frames", "reference us", "engine us", "ratio"), rows))
    print(f"n = {len(ratios)} clips; median ratio {sorted(ratios)[len(ratios) // 2]:.2f}, worst {max(ratios):.2f}")


if __name__ == "__main__":
    main()
