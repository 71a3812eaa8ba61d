"""What one frame costs: `python bench/engine_cost.py --clips DIR`.

The whole engine (gate, counting, every fault rule, cues) against a fixed reference loop over the same frames in the
same run: read the frame's numbers, measure twelve angles and smooth each. Best of several rounds, in turn. Real clips,
and every exercise that is coached, drawn from its own angles: at its own tempo, and two and a half times as quick (no
footage: only the work is measured). Baseline: the reference loop, 1.0.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from clips import load_clips, table

from steadyback.coaching import Engine
from steadyback.exercises import load_catalogue
from steadyback.kinematics import AngleMeter, WindowMean
from steadyback.pose import LandmarkFrame

TWELVE = ("hip_flex", "knee_flex", "shoulder_flex", "elbow_flex", "trunk_incl", "body_line")
ROUNDS = 5
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from drawn_body import film  # noqa: E402


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


def costs_s(exercise: str, frames: tuple[LandmarkFrame, ...], rounds: int) -> tuple[float, float]:
    """Seconds of processor of the reference loop and of the engine, each the best of its rounds, run in turn."""
    runs = (reference, whole_engine(exercise))
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, found in zip(runs, times, strict=True):
            began = time.process_time()
            run(frames)
            found.append(time.process_time() - began)
    return min(times[0]), min(times[1])


def on_end(frames: Sequence[LandmarkFrame], turns: int, quicker: float = 1.0) -> tuple[LandmarkFrame, ...]:
    """A recording several times on end, so that building the engine does not count."""
    length_s = frames[-1].t_s + 1 / 30
    return tuple(
        LandmarkFrame(
            (f.t_s + turn * length_s) / quicker, f.width_px, f.height_px, f.values, f.world_values_m, f.people_seen
        )
        for turn in range(turns)
        for f in frames
    )


def films(clips: Path) -> Iterator[tuple[str, str, tuple[LandmarkFrame, ...]]]:
    """(kind, exercise, frames)."""
    for clip in load_clips(clips):
        if clip.is_in_catalogue:
            yield f"clip {clip.name}", clip.exercise, on_end(clip.frames, 4)
    for exercise in load_catalogue():
        if exercise.camera.coaching in ("full", "partial"):
            yield "drawn", exercise.id, on_end(film(exercise, count=3), 2)
            yield "drawn, quick", exercise.id, on_end(film(exercise, count=3, hz=12), 4, quicker=2.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    ratios: dict[str, list[float]] = {}
    for kind, exercise, frames in films(chosen.clips):
        base, ours = costs_s(exercise, frames, chosen.rounds)
        ratios.setdefault(kind.partition(" ")[0] if kind.startswith("clip") else kind, []).append(ours / base)
        per_frame_us = 1e6 / len(frames)
        rows.append(
            (kind, exercise, len(frames), *(f"{s * per_frame_us:.0f}" for s in (base, ours)), f"{ours / base:.2f}")
        )
    print(table(("film", "exercise", "frames", "reference us", "engine us", "ratio"), rows))
    for kind, found in ratios.items():
        print(f"{kind}: n = {len(found)}; median ratio {sorted(found)[len(found) // 2]:.2f}, worst {max(found):.2f}")


if __name__ == "__main__":
    main()
