"""Repetitions counted in labelled clips: `python bench/counts.py --clips DIR`.

Baseline: training-free, the peaks of the first principal component of all points (no exercise known).
"""

import argparse
from pathlib import Path

from clips import Clip, events_of, load_clips, table

from steadyback.coaching import Repetition


def counted(clip: Clip) -> int:
    return sum(isinstance(event, Repetition) and event.complete for event in events_of(clip.frames, clip.exercise))


def first_component_peaks(clip: Clip) -> int:
    """Half-way crossings of the first principal component over the usable ranges; power iteration, no library."""
    import numpy as np

    found = 0
    for from_s, to_s in clip.label["usable"]:
        frames = [frame for frame in clip.between(from_s, to_s) if frame.has_person]
        if len(frames) < 5:
            continue
        points = np.array([[frame.point_px(landmark) for landmark in range(33)] for frame in frames])
        centred = (points - points.mean(axis=1, keepdims=True)).reshape(len(frames), -1)
        _, _, axes = np.linalg.svd(centred - centred.mean(axis=0), full_matrices=False)
        trace = centred @ axes[0]
        low, high = np.percentile(trace, 5), np.percentile(trace, 95)
        above = False
        for value in (trace - low) / max(high - low, 1e-9):
            if not above and value > 0.65:
                above, found = True, found + 1
            elif above and value < 0.35:
                above = False
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--use", default="primary", help="which clips by their label (default: primary)")
    chosen = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    right = right_baseline = 0
    for clip in load_clips(chosen.clips):
        if clip.label["use"] != chosen.use or not clip.is_in_catalogue:
            continue
        low, high = clip.label["count_accept"]
        ours, baseline = counted(clip), first_component_peaks(clip)
        right += low <= ours <= high
        right_baseline += low <= baseline <= high
        rows.append((clip.name, clip.exercise, f"{low}-{high}", ours, baseline))
    print(table(("clip", "exercise", "accepted", "counted", "baseline"), rows))
    print(f"n = {len(rows)}; inside what is accepted: {right}; baseline (first component and peaks): {right_baseline}")


if __name__ == "__main__":
    main()
