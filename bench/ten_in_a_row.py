"""Ten repetitions one after the other, filmed one by one: `python bench/ten_in_a_row.py --npz F --csv F`.

The data have the form of UI-PRMD: one array (frames, points, 3) in mm per repetition, and a table with clip, movement,
subject, repetition and correct. The correct ones of a person and movement are put in a row, repeated until there are
ten; each has to be counted within one. Every third point is followed. Baseline: first component and peaks, as in
`any_exercise.py`.
"""

import argparse
import csv
import sys
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from any_exercise import first_component_and_peaks

from steadyback.coaching.cycles import find_cycles

HZ = 33.3
IN_A_ROW = 10


def sequences(npz: Path, table: Path) -> dict[tuple[int, int], Any]:
    """Ten correct repetitions in a row by (movement, subject)."""
    names: dict[tuple[int, int], list[str]] = defaultdict(list)
    with table.open(newline="") as rows:
        for line in csv.DictReader(rows):
            if line["correct"] == "1":
                names[int(line["movement"]), int(line["subject"])].append(line["clip"])
    with np.load(npz, allow_pickle=False) as arrays:
        return {
            key: np.concatenate([arrays[name][:, ::3] for name in islice(cycle(clips), IN_A_ROW)])
            for key, clips in sorted(names.items())
        }


def ours(points: Any) -> int:
    times_s = [at / HZ for at in range(len(points))]
    rows = points.reshape(len(points), -1).astype(float).tolist()
    return len(find_cycles(times_s, rows).cycles)


def main() -> int:
    parser = argparse.ArgumentParser(description="Counting ten repetitions in a row.")
    parser.add_argument("--npz", type=Path, required=True)
    parser.add_argument("--csv", type=Path, required=True)
    args = parser.parse_args()
    found = sequences(args.npz, args.csv)
    counts = {key: ours(points) for key, points in found.items()}
    trivial = {key: len(first_component_and_peaks(points, HZ)[0]) for key, points in found.items()}
    print(f"{'':<28}{'n':>4}{'within one':>12}{'exactly ten':>13}")
    for name, result in (("steadyback, any exercise", counts), ("first component and peaks", trivial)):
        within = sum(abs(count - IN_A_ROW) <= 1 for count in result.values())
        print(f"{name:<28}{len(result):>4}{within:>12}{sum(c == IN_A_ROW for c in result.values()):>13}")
    for movement in sorted({movement for movement, _ in counts}):
        line = " ".join(f"{subject}:{count}" for (m, subject), count in counts.items() if m == movement)
        print(f"  movement {movement:>2}, subject:count  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
