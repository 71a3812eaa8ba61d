"""Measures what the coach can do and writes it down: `python bench/accuracy.py --clips DIR --write docs/accuracy.md`.

With data folders the figures are measured anew and kept in `bench/figures.json`; without, the document is written from
what is kept there. `--bench NAME` measures some of the tables only; `--closure` plays every exercise's own movement,
clean and with each fault injected, into the coach (takes long).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from accuracy_page import page

HERE = Path(__file__).parent
FIGURES = HERE / "figures.json"
Figures = dict[str, Any]


def machine() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, CPython {platform.python_version()}, load average {load} when measured"


def commands(chosen: argparse.Namespace) -> dict[str, list[str]]:
    """The benches that can be run with the data at hand, each with its arguments."""
    found: dict[str, list[str]] = {}
    if chosen.clips:
        for name in ("counts", "sides_times", "negatives", "generalise", "robustness", "engine_cost", "live_speed"):
            found[name] = ["--clips", str(chosen.clips)]
        found["robustness"] += ["--frames", str(chosen.random_frames)]
    if chosen.video:
        found["video_speed"] = ["--video", str(chosen.video)]
    for name, data in (("any_exercise", chosen.repcount), ("ten_in_a_row", chosen.uiprmd)):
        if data:
            found[name] = ["--npz", f"{data}.npz", "--csv", f"{data}.csv"]
    return {name: found[name] for name in found if not chosen.bench or name in chosen.bench}


def keep(figures: Figures) -> None:
    FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def run(name: str, arguments: Sequence[str]) -> list[str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(HERE / f"{name}.py"), *arguments], capture_output=True, text=True, check=True
    )
    return [line.rstrip() for line in done.stdout.splitlines()]


def of_exercises() -> Figures:
    """By exercise: where and from which view it is seen, what is counted, and which rules are judged or why not."""
    from steadyback.coaching import Engine, motion_of
    from steadyback.exercises import load_catalogue

    found: Figures = {}
    for exercise in load_catalogue():
        entry: Figures = {
            "name": exercise.name, "position": exercise.positions[0], "view": exercise.camera.view,
            "coaching": exercise.camera.coaching,
        }  # fmt: skip
        if exercise.camera.coaching in ("full", "partial"):
            unjudged = Engine(exercise).unjudged
            motion = motion_of(exercise)
            entry |= {
                "angle": motion.angle if motion.held is None else "position held",
                "judged": [rule.id for rule in exercise.faults if rule.id not in unjudged],
                "unjudged": dict(unjudged),
            }
        found[exercise.id] = entry
    return found


def of_clips(folder: Path) -> list[Figures]:
    """What the coach says about each labelled clip of a catalogue exercise."""
    from clips import load_clips
    from sides_times import errors_of, eye_times, matched, quantile

    from steadyback.coaching import Abstained, Engine, Fault, Hold, Repetition
    from steadyback.exercises import load_catalogue

    rows = []
    for clip in load_clips(folder):
        if not clip.is_in_catalogue:
            continue
        events = Engine.replay(load_catalogue()[clip.exercise], clip.frames)
        told = [event for event in events if isinstance(event, Repetition)]
        done = [one for one in told if one.complete]
        errors, sides = [], []
        labels = [label for label in clip.label["reps"] if label["complete"]]
        for label in labels:
            if (one := matched(eye_times(label), told)) is not None:
                errors += errors_of(label, eye_times(label), one)
                if label["side"] in ("left", "right"):
                    sides.append(one.side == label["side"])
        abstained: Counter[str] = Counter()
        for event in events:
            if isinstance(event, Abstained):
                abstained[event.reason] += round(event.to_s - event.from_s)
        rows.append({
            "clip": clip.name, "exercise": clip.exercise, "use": clip.label["use"],
            "generated": bool(clip.label["generated"]),
            "labelled": len(labels), "accepted": clip.label["count_accept"], "counted": len(done),
            "sides": [sum(sides), len(sides)],
            "median_error_s": round(quantile(errors, 0.5), 2) if errors else None,
            "range_deg": [min(one.range_deg for one in done), max(one.range_deg for one in done)] if done else None,
            "hold_s": round(sum(event.hold_s for event in events if isinstance(event, Hold)), 1),
            "told": dict(sorted(Counter(event.code for event in events if isinstance(event, Fault)).items())),
            "abstained_s": {reason: spent for reason, spent in sorted(abstained.items()) if spent},
        })  # fmt: skip
    return rows


def of_drawn_bodies() -> Figures:
    """A stick body at each exercise's own target angles, three repetitions with either side."""
    sys.path.insert(0, str(HERE.parent / "tests" / "support"))
    from drawn_body import film

    from steadyback.coaching import Engine, Fault, Hold, Repetition, motion_of
    from steadyback.exercises import load_catalogue

    found: Figures = {}
    for exercise in load_catalogue():
        if exercise.camera.coaching not in ("full", "partial"):
            continue
        counts, told = [], set()
        for side in ("left", "right"):
            events = Engine.replay(exercise, film(exercise, side))
            kind = Repetition if motion_of(exercise).held is None else Hold
            counts.append(sum(isinstance(event, kind) and getattr(event, "complete", True) for event in events))
            told |= {event.code for event in events if isinstance(event, Fault)}
        asked = 3 if motion_of(exercise).held is None else 1
        found[exercise.id] = {"asked": asked, "counted": counts, "told": sorted(told)}
    return found


def of_closure(before: Figures, only: Sequence[str], keep: Path | None, kept: Callable[[Figures], None]) -> Figures:
    """Each exercise's own movement as the figure shows it, clean and with each fault injected, seen by the coach.

    With `only` some exercises are measured anew and the others kept as they were before.
    """
    from closure import BODIES, ERROR_DEG, closures, summary

    found: Figures = {
        "bodies": list(BODIES), "error_deg": ERROR_DEG,
        "exercises": dict(before.get("exercises", {})) if only else {},
        "earlier": [name for name in before.get("earlier", []) if name not in only] if only else [],
    }  # fmt: skip
    of_bodies: Figures = {}
    for name, body, said in closures(only, BODIES, keep):
        of_bodies[body] = said
        if len(of_bodies) == len(BODIES):
            found["exercises"][name] = summary(of_bodies)
            of_bodies = {}
            kept(found)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--repcount", help="the form of RepCount's pose files: path without .npz and .csv")
    parser.add_argument("--uiprmd", help="the form of UI-PRMD: path without .npz and .csv")
    parser.add_argument("--video", type=Path, help="a recording, for the speed of `steadyback analyse`")
    parser.add_argument("--random-frames", type=int, default=100_000)
    parser.add_argument("--bench", action="append", help="only this table (may be given several times)")
    parser.add_argument("--closure", action="store_true", help="also the figure's own movement with each fault")
    parser.add_argument(
        "--exercise", action="append", help="with --closure: only this one (may be given several times)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="with --closure: where solved poses are kept")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="where the document goes")
    chosen = parser.parse_args()
    figures: Figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {"benches": {}}
    for name, arguments in commands(chosen).items():
        figures["benches"][name] = {"machine": machine(), "said": run(name, arguments)}
        keep(figures)
    if chosen.clips and not chosen.bench:
        figures["clips"] = of_clips(chosen.clips)
    if chosen.clips or chosen.closure:
        figures |= {"exercises": of_exercises(), "drawn": of_drawn_bodies()}
    if chosen.closure:
        figures["closure"] = of_closure(
            figures.get("closure", {}),
            chosen.exercise or (),
            chosen.keep,
            lambda found: keep(figures | {"closure": found}),
        )
    if chosen.clips or chosen.closure:
        keep(figures)
    if chosen.write:
        chosen.write.write_text(page(json.loads(FIGURES.read_text("utf-8"))), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
