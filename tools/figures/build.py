"""Builds the figures that the pages show: python tools/figures/build.py [--bodies] [--clips] [EXERCISE ...]

Bodies as glTF and, for every exercise, variant and way that has a movement, one clip per body. Nothing is written
where the quality gate finds anything. The same sources give the same bytes. Needs node for the bodies.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: one thread is five times as fast

from skin_texture import skin_jpeg
from write_glb import write_glb

from steadyback.exercises import Exercise, load_catalogue
from steadyback.motion.body import BODIES, load_body
from steadyback.motion.clip import clip_of, skeleton_of
from steadyback.motion.clothes import CLOTHES, EYES
from steadyback.motion.gate import Quality, quality_of
from steadyback.motion.performance import perform
from steadyback.motion.ways import load_ways, perform_way

ROOT = Path(__file__).parents[2]
OUT = ROOT / "src/steadyback/web/static/figures"


def build_bodies() -> None:
    (OUT / "bodies").mkdir(parents=True, exist_ok=True)
    for name in BODIES:
        body = load_body(name)
        colours = dict(CLOTHES[name]) | dict(EYES)
        raw = write_glb(body, colours, skin_jpeg(body, CLOTHES[name]["skin"]))
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "body.glb"
            plain.write_bytes(raw)
            target = OUT / "bodies" / f"{name}.glb"
            tool = Path(__file__).parent / "optimise_glb.mjs"
            subprocess.run(["node", str(tool), str(plain), str(target)], cwd=ROOT / "frontend", check=True)
        print(f"{name}: {target.stat().st_size / 1000:.0f} kB")
    write_json(OUT / "skeleton.json", skeleton_of())


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n")


def build_clips(exercises: Iterable[Exercise], bodies: Iterable[str]) -> list[Quality]:
    """Write what passes the gate; give back everything, what did not pass as well."""
    found = []
    for exercise in exercises:
        if exercise.motion is None:
            continue
        for variant in ("", *exercise.motion.variants):
            for name in bodies:
                way = exercise.id in load_ways()
                performance = perform_way(exercise.id, name) if way else perform(exercise, name, variant)
                quality = quality_of(performance)
                print(quality, flush=True)
                found.append(quality)
                if quality.problems:
                    continue
                parts = [exercise.id, variant, name] if variant else [exercise.id, name]
                write_json(OUT / "clips" / f"{'.'.join(parts)}.json", clip_of(performance))
    return found


def print_worst(found: list[Quality]) -> None:
    """The five worst of each kind: how near the figures are to what the gate allows."""
    kinds = (
        ("under the floor", "mm", lambda q: (1000 * q.under_m, q.under_where)),
        ("sliding", "mm", lambda q: (1000 * q.slide_m, q.slide_where)),
        ("off the target", "degrees", lambda q: (q.off_deg, q.off_where)),
        ("turning away and back", "degrees", lambda q: (q.detour_deg, q.detour_where)),
        ("from one frame to the next", "degrees", lambda q: (q.step_deg, q.step_where)),
    )
    for name, unit, worst in kinds:
        print(f"worst five {name}:")
        for quality in sorted(found, key=worst, reverse=True)[:5]:
            size, where = worst(quality)
            print(f"  {size:5.1f} {unit}  {quality.exercise} {quality.variant} {quality.body}: {where or 'nowhere'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercise", nargs="*")
    parser.add_argument("--bodies", action="store_true", help="the bodies")
    parser.add_argument("--clips", action="store_true", help="the clips")
    parser.add_argument("--body", action="append", choices=BODIES, help="only for this body")
    args = parser.parse_args()
    if args.bodies or not args.clips:
        build_bodies()
    if not (args.clips or not args.bodies):
        return 0
    catalogue = load_catalogue()
    known = {exercise.id: exercise for exercise in catalogue} | dict(load_ways())
    if unknown := [name for name in args.exercise if name not in known]:
        parser.error(f"there is no exercise or way {', '.join(unknown)}")
    exercises = [known[name] for name in args.exercise or known]
    found = build_clips(exercises, args.body or BODIES)
    print_worst(found)
    refused = [quality for quality in found if quality.problems]
    for quality in refused:
        for problem in quality.problems:
            print(f"{quality.exercise} {quality.variant} {quality.body}: {problem}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
