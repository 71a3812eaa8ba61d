"""Draws start and end of every exercise on one sheet, docs/figures.png, to look at all of them at once: `make sheet`.

`--body` and `-o` for another body and another place.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from steadyback.exercises import Exercise, load_catalogue
from steadyback.motion.body import BODIES
from steadyback.motion.picture import INK, PAPER, smaller
from steadyback.motion.recorded import read_clip
from steadyback.motion.stills import FINER, start_and_end, still_without_words, view_of

ROOT = Path(__file__).resolve().parents[1]
CLIPS = ROOT / "src/steadyback/web/static/figures/clips"
COLUMNS = 5
PANEL = (600, 450)
NAME_PX = 34
COLOURS = 160


def cell(exercise: Exercise, body: str) -> Image.Image:
    """Start and end beside each other, the name beneath; half the panels' size."""
    clip = read_clip((CLIPS / f"{exercise.id}.{body}.json").read_text("utf-8"))
    size = (PANEL[0] * FINER, PANEL[1] * FINER)
    view = view_of(clip, "right", "", size, stays=exercise.sides == "alternate")
    pair = Image.fromarray(smaller(still_without_words(view, start_and_end(exercise)), 2))
    found = Image.new("RGB", (PANEL[0], PANEL[1] // 2 + NAME_PX), PAPER)
    found.paste(pair, (0, (PANEL[1] // 2 - pair.height) // 2))
    font = ImageFont.load_default(size=20)
    middle = (PANEL[0] / 2, PANEL[1] // 2 + NAME_PX / 2)
    ImageDraw.Draw(found).text(middle, exercise.name, fill=INK, font=font, anchor="mm")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", choices=BODIES, default=BODIES[0])
    parser.add_argument("-o", dest="out", type=Path, default=ROOT / "docs/figures.png")
    chosen = parser.parse_args()
    cells = [cell(exercise, chosen.body) for exercise in load_catalogue()]
    width, height = cells[0].size
    sheet = Image.new("RGB", (COLUMNS * width, -(-len(cells) // COLUMNS) * height), PAPER)
    for at, one in enumerate(cells):
        sheet.paste(one, (at % COLUMNS * width, at // COLUMNS * height))
    few = sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(chosen.out, optimize=True)
    print(f"{chosen.out}: {len(cells)} exercises, {chosen.out.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
