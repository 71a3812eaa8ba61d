"""How well repetitions of an unknown exercise are counted: `python bench/any_exercise.py --npz F --csv F`.

The data have the form of RepCount's pose files: one array (frames, 33, 3) per clip, zeros where nobody was found, and a
table with clip, action, count, fps and the repetitions as `start-end` frames separated by `;`. Every cycle found is
counted here, also where the command calls its count unsure; the last column of the table says how often that was.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from steadyback.coaching import Repetition
from steadyback.coaching.any_exercise import ALIKE, FOLLOWED, AnyExerciseCounter
from steadyback.coaching.cycles import find_cycles
from steadyback.video import LandmarkFile

Span = tuple[float, float]
Counter = Callable[[Any, float], tuple[list[Span], float]]
MATCHING_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip with its labelled repetitions in frames."""

    name: str
    action: str
    fps: float
    points: Any
    labels: list[Span]

    @property
    def performer(self) -> str:
        """RepCount names some of its clips `stu<person>_<number>`; of the others nothing is known."""
        return self.name.split("_")[0] if self.name.startswith("stu") else "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    clip: Clip
    counted: int
    matched: int
    likeness: float

    @property
    def relative_error(self) -> float:
        return abs(self.counted - len(self.clip.labels)) / len(self.clip.labels)

    @property
    def within_one(self) -> bool:
        return abs(self.counted - len(self.clip.labels)) <= 1


def load(npz: Path, table: Path) -> list[Clip]:
    clips = []
    with np.load(npz, allow_pickle=False) as arrays, table.open(newline="") as rows:
        for row in csv.DictReader(rows):
            spans = [span.split("-") for span in row["repetitions"].split(";") if span]
            labels = [(float(start), float(end)) for start, end in spans]
            clips.append(Clip(row["clip"], row["action"], float(row["fps"]), arrays[row["clip"]], labels))
    return clips


def ours(points: Any, fps: float) -> tuple[list[Span], float]:
    seen = [at for at in range(len(points)) if points[at].any()]
    if not seen:
        return [], 0.0
    rows = [points[at][list(FOLLOWED), :2].astype(float).ravel().tolist() for at in seen]
    motion = find_cycles([at / fps for at in seen], rows)
    return [(c.start_s * fps + seen[0], c.end_s * fps + seen[0]) for c in motion.cycles], motion.likeness


def first_component_and_peaks(points: Any, fps: float) -> tuple[list[Span], float]:
    """The trivial baseline: swings of the first principal component over .35 of its usual range, cut at its bottoms."""
    flat = points.reshape(len(points), -1).astype(float)
    flat = flat[flat.any(1)]
    if not len(flat):
        return [], 0.0
    flat = flat - flat.mean(0)
    signal = flat @ np.linalg.svd(flat, full_matrices=False)[2][0]
    width = max(1, round(0.2 * fps))
    signal = np.convolve(np.pad(signal, width, mode="edge"), np.ones(width) / width, "same")[width:-width]
    signal = -signal if signal[:5].mean() > np.median(signal) else signal
    swing = 0.35 * (np.percentile(signal, 97) - np.percentile(signal, 3))
    tops: list[int] = []
    top = bottom = 0
    rising = True
    for at, value in enumerate(signal):
        top = at if value > signal[top] else top
        bottom = at if value < signal[bottom] else bottom
        if rising and signal[top] - value >= swing > 0:
            tops.append(top)
            rising, bottom = False, at
        elif not rising and value - signal[bottom] >= swing:
            rising, top = True, at
    edges = [0, *(a + int(np.argmin(signal[a:b])) for a, b in pairwise(tops)), len(signal) - 1]
    return list(pairwise(edges)) if tops else [], 1.0


def overlap(one: Span, other: Span) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    either = max(one[1], other[1]) - min(one[0], other[0])
    return both / either if both > 0 else 0.0


def matches(found: Sequence[Span], labels: Sequence[Span]) -> int:
    """Pairs that overlap by half of what they cover together, best first, each used once."""
    pairs = sorted(((overlap(f, g), i, j) for i, f in enumerate(found) for j, g in enumerate(labels)), reverse=True)
    used_found: set[int] = set()
    used_labels: set[int] = set()
    for size, i, j in pairs:
        if size >= MATCHING_OVERLAP and i not in used_found and j not in used_labels:
            used_found.add(i)
            used_labels.add(j)
    return len(used_found)


def measure(clips: Sequence[Clip], counter: Counter) -> list[Outcome]:
    outcomes = []
    for clip in clips:
        found, likeness = counter(clip.points, clip.fps)
        outcomes.append(Outcome(clip, len(found), matches(found, clip.labels), likeness))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Over clips that hold repetitions: n, off-by-one accuracy, mean relative error, F1 over all boundaries."""
    counted = [outcome for outcome in outcomes if outcome.clip.labels]
    matched = sum(outcome.matched for outcome in counted)
    either = sum(outcome.counted + len(outcome.clip.labels) for outcome in counted)
    return {
        "n": len(counted),
        "off_by_one": sum(outcome.within_one for outcome in counted) / len(counted),
        "relative_error": sum(outcome.relative_error for outcome in counted) / len(counted),
        "boundary_f1": 2 * matched / either if either else 0.0,
    }


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    found = summary(outcomes)
    unsure = sum(outcome.likeness < ALIKE for outcome in outcomes)
    return (
        f"{name:<34}{found['n']:>4}{found['off_by_one']:>12.3f}{found['relative_error']:>16.3f}"
        f"{found['boundary_f1']:>13.3f}{unsure:>8}"
    )


def grouped(outcomes: Sequence[Outcome], key: Callable[[Clip], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.clip.labels:
            groups[key(outcome.clip)].append(outcome)
    return dict(sorted(groups.items()))


def cross_check(folder: Path) -> list[str]:
    """What the whole counter, with its cuts and smallest movement, says about labelled landmark files in pixels."""
    labels = yaml.safe_load((folder / "labels.yaml").read_text())["clips"]
    lines = []
    for path in sorted(folder.glob("*.npz")):
        counter = AnyExerciseCounter()
        for frame in LandmarkFile(path):
            counter.push(frame)
        count = sum(isinstance(event, Repetition) for event in counter.finish())
        low, high = labels[path.stem]["count_accept"]
        sure = "sure" if counter.likeness >= ALIKE else "unsure"
        inside = "inside" if low <= count <= high else "outside"
        lines.append(f"{path.stem:<18}{count:>4}{low:>4} to {high:<4}{counter.likeness:>6.2f} {sure}, {inside}")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description="Counting repetitions of an unknown exercise.")
    parser.add_argument("--npz", type=Path, required=True)
    parser.add_argument("--csv", type=Path, required=True)
    parser.add_argument("--each", action="store_true", help="also one line for each clip")
    parser.add_argument("--clips", type=Path, help="cross-check: a folder of landmark files with labels.yaml")
    args = parser.parse_args()
    clips = load(args.npz, args.csv)
    outcomes = measure(clips, ours)
    print(f"{'':<34}{'n':>4}{'off by one':>12}{'relative error':>16}{'boundary F1':>13}{'unsure':>8}")
    print(row("steadyback, any exercise", outcomes))
    print(
        row(
            "first component and peaks",
            measure(clips, lambda points, fps: first_component_and_peaks(points[:, list(FOLLOWED), :2], fps)),
        )
    )
    print(row("steadyback where it is sure", [one for one in outcomes if one.likeness >= ALIKE]))
    for name, group in grouped(outcomes, lambda clip: clip.action).items():
        print(row(f"  {name}", group))
    for name, group in grouped(outcomes, lambda clip: clip.performer).items():
        print(row(f"  performer {name}", group))
    for one in outcomes:
        if not one.clip.labels:
            sure = "sure" if one.likeness >= ALIKE else "unsure"
            print(f"no repetition in {one.clip.name} ({one.clip.action}): counted {one.counted}, {sure}")
    if args.clips is not None:
        print("\ncross-check on other footage, no exercise named: counted, labelled range, likeness")
        for line in cross_check(args.clips):
            print(f"  {line}")
    for one in outcomes if args.each else ():
        print(f"{one.clip.name:<12}{one.clip.action:<15}{len(one.clip.labels):>4}{one.counted:>4}{one.likeness:>7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
