"""Sides and times of labelled repetitions: `python bench/sides_times.py --clips DIR`.

Times are compared with those first read by eye (`eye`), which were never tuned. A label is matched with the counted
repetition that overlaps it most. Baselines: always the left side; repetitions spread evenly over the usable time.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clips import Clip, events_of, load_clips, table

from steadyback.coaching import Repetition

Times = tuple[float, float, float]


def eye_times(label: Any) -> Times:
    """Start, peak (the middle of a hold) and end, as first read by eye."""
    eye = label.get("eye") or [label[key] for key in ("start", "peak", "hold_start", "hold_end", "end") if key in label]
    middle = eye[1:-1]
    return eye[0], sum(middle) / len(middle), eye[-1]


def overlap(one: Times, two: Times) -> float:
    return min(one[2], two[2]) - max(one[0], two[0])


def matched(times: Times, found: Iterable[Repetition]) -> Repetition | None:
    best = max(found, key=lambda rep: overlap(times, (rep.start_s, rep.peak_s, rep.end_s)), default=None)
    if best is None or overlap(times, (best.start_s, best.peak_s, best.end_s)) <= 0:
        return None
    return best


def errors_of(label: Any, times: Times, rep: Repetition) -> list[float]:
    """Start and end errors, and the peak's where the top is not a hold; a cut end has no true time."""
    errors = []
    if not label.get("truncated_start"):
        errors.append(abs(rep.start_s - times[0]))
    if "peak" in label and not label.get("truncated_end"):
        errors.append(abs(rep.peak_s - times[1]))
    if not label.get("truncated_end"):
        errors.append(abs(rep.end_s - times[2]))
    return errors


def evenly(clip: Clip, count: int) -> list[Times]:
    usable = clip.label["usable"]
    from_s, to_s = usable[0][0], usable[-1][1]
    step = (to_s - from_s) / max(count, 1)
    return [(from_s + step * n, from_s + step * (n + 0.5), from_s + step * (n + 1)) for n in range(count)]


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--use", default="primary", help="which clips by their label (default: primary)")
    chosen = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    every: list[float] = []
    spread: list[float] = []
    sides = sides_right = sides_left = labelled = found_of_them = 0
    for clip in load_clips(chosen.clips):
        if clip.label["use"] != chosen.use or not clip.is_in_catalogue:
            continue
        found = [event for event in events_of(clip.frames, clip.exercise) if isinstance(event, Repetition)]
        labels = [label for label in clip.label["reps"] if label["complete"]]
        errors: list[float] = []
        for label, even in zip(labels, evenly(clip, len(labels)), strict=True):
            times = eye_times(label)
            rep = matched(times, found)
            labelled += 1
            spread += [abs(times[0] - even[0]), abs(times[2] - even[2])]
            if rep is None:
                continue
            found_of_them += 1
            errors += errors_of(label, times, rep)
            if label["side"] in ("left", "right"):
                sides += 1
                sides_right += rep.side == label["side"]
                sides_left += label["side"] == "left"
        every += errors
        rows.append((clip.name, len(labels), f"{quantile(errors, 0.5):.2f}", f"{quantile(errors, 0.9):.2f}"))
    print(table(("clip", "complete repetitions", "median error s", "90th percentile s"), rows))
    print(f"n = {labelled} complete labelled repetitions; matched {found_of_them}")
    print(
        f"times: median {quantile(every, 0.5):.3f} s, 90th percentile {quantile(every, 0.9):.3f} s (n = {len(every)})"
    )
    print(
        f"baseline, evenly spread: median {quantile(spread, 0.5):.3f} s, 90th percentile {quantile(spread, 0.9):.3f} s"
    )
    print(f"sides: {sides_right} of {sides} right; baseline, always left: {sides_left}")


if __name__ == "__main__":
    main()
