"""Draws the still pictures of the moving figure: each movement's start, with arrows, and its end; of a way each step.

Run after `make figures` and a build of the pages: `python tools/figure_stills.py [EXERCISE ...]`. The page itself draws
them in Chromium, so a still and the moving figure look the same. Where a movement is missing, its pictures are removed.
"""

import base64
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from running_server import Server  # noqa: E402

FIGURES = ROOT / "src/steadyback/web/static/figures"
BODY = "woman_45"
SIZE = (560, 420)
SIZE_OF_A_STEP = (480, 360)
QUALITY = 0.75
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
DRAW_WAY = """async ([name, size, quality]) => {
  const f = document.querySelector('exercise-figure');
  const stage = f.stage;
  stage.pace.level = 0;
  stage.applyQuality();
  await stage.show({clip: name, body: f.body, side: '', stays: true});
  stage.look('');  // from where it is seen best, and there at once
  stage.framing.angles.copy(stage.framing.aim);
  stage.resize(...size);
  stage.arrows(false);
  const found = {};
  for (const {id} of stage.clip.phases) {
    stage.set({phase: id, progress: 1, breathing: 'normal', playing: false});
    stage.drawNow();
    found[id] = stage.renderer.domElement.toDataURL('image/webp', quality);
  }
  return found;
}"""
DRAW = """async ([name, size, quality]) => {
  const f = document.querySelector('exercise-figure');
  const stage = f.stage;
  stage.pace.level = 0;  // as well as it can be drawn, however long that takes
  stage.applyQuality();
  await stage.show({clip: name, body: f.body, side: '', stays: true});
  stage.look('');  // from where it is seen best, and there at once
  stage.framing.angles.copy(stage.framing.aim);
  const phases = JSON.parse(f.phases).phases;
  const peak = phases.findIndex((one) => one.id === f.getAttribute('phase'));
  const moves = phases.findIndex((one) => ['concentric', 'eccentric', 'steady'].includes(one.kind));
  const shown = {start: [phases[Math.max(0, moves)], 0], end: [phases[peak], phases[peak].kind === 'steady' ? 0.5 : 1]};
  // A movement that leads on to a second end has a picture of that too (frontend/src/figure/figure-pictures.ts).
  for (const [at, phase] of phases.entries()) {
    if (at > peak && phase.kind === 'concentric' && phases[peak].kind === 'concentric') shown[phase.id] = [phase, 1];
  }
  stage.resize(...size);
  const found = {};
  for (const [end, [phase, progress]] of Object.entries(shown)) {
    stage.arrows(end === 'start');
    stage.set({phase: phase.id, progress, breathing: 'normal', playing: false});
    stage.drawNow();
    found[end] = stage.renderer.domElement.toDataURL('image/webp', quality);
  }
  return found;
}"""


def main(wanted: list[str]) -> int:
    recorded = sorted(file.name.removesuffix(f".{BODY}.json") for file in (FIGURES / "clips").glob(f"*.{BODY}.json"))
    unknown = [name for name in wanted if name not in recorded]
    if unknown:
        print(f"no recorded movement: {', '.join(unknown)}", file=sys.stderr)
        return 1
    folder = FIGURES / "stills"
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.webp"):
        if file.name.rsplit(".", 2)[0] not in recorded:  # name, which picture, webp
            file.unlink()
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data) / "data")
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            page = browser.new_page(base_url=server.url, viewport={"width": 1280, "height": 900})
            for name in wanted or recorded:
                for end, picture in drawn(page, name).items():
                    (folder / f"{name}.{end}.webp").write_bytes(picture)
            browser.close()
        finally:
            server.kill()
    print(f"{sum(file.stat().st_size for file in folder.glob('*.webp')) / 1000:.0f} kB in {folder.relative_to(ROOT)}")
    return 0


def drawn(page: Page, name: str) -> dict[str, bytes]:
    """The pictures of one movement, by which end they show."""
    way = name.startswith("way_")
    answer = page.goto(f"/exercises/{'bridge' if way else name.split('.')[0]}/")
    if answer is None or not answer.ok:
        print(f"{name}: no page of its own, so no picture")
        return {}
    page.wait_for_selector("exercise-figure .stage")
    page.evaluate("document.querySelector('exercise-figure').wake()")
    page.wait_for_selector("exercise-figure .stage[data-mode=body]", timeout=60_000)
    found: dict[str, Any] = page.evaluate(DRAW_WAY if way else DRAW, [name, SIZE_OF_A_STEP if way else SIZE, QUALITY])
    return {end: base64.b64decode(url.partition(",")[2]) for end, url in found.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
