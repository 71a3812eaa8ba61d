"""How fast the live coach is: the engine in the browser's Python, and the whole way from camera to event.

    python bench/live_speed.py --clips DIR                    # engine: CPython beside Pyodide, the same frames, one run
    python bench/live_speed.py --film FILM --exercise ID      # a real Chromium whose camera plays this film

The baseline of the first table is CPython; Pyodide may take three times that. Each is run twice in turn and the best
round of all counts. The second table has no fixed bar: it says what this machine did, so say what else ran on it.
Needs Node with `frontend/node_modules`; the second table Chromium too.
"""

import argparse
import base64
import json
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

from clips import load_clips, table

from steadyback.pose import LandmarkFrame, encode

REPOSITORY = Path(__file__).resolve().parents[1]
MESSAGE_BYTES = 544
ROUNDS = 5
PASSES = 2
WATCHED_S = 20.0

TIMED = '''
import base64, json, time, zlib
from steadyback.coaching.live import LiveCoach
CLIPS = json.loads("""{clips}""")
def per_frame_us(exercise, packed):
    held = zlib.decompress(base64.b64decode(packed))
    messages = [held[at : at + {size}] for at in range(0, len(held), {size})]
    coach, times = LiveCoach(), []
    for _ in range({rounds}):
        coach.watch(exercise, "auto", "full")
        began = time.perf_counter()
        for message in messages:
            coach.push(message)
        times.append(time.perf_counter() - began)
    return min(times) / len(messages) * 1e6
print(json.dumps({{name: per_frame_us(*clip) for name, clip in CLIPS.items()}}))
'''


def packed(frames: tuple[LandmarkFrame, ...]) -> str:
    """As the page sends them: without world landmarks, a person in every one."""
    seen = (LandmarkFrame(f.t_s, f.width_px, f.height_px, f.values, (), f.people_seen) for f in frames if f.people_seen)
    return base64.b64encode(zlib.compress(b"".join(encode(frame) for frame in seen))).decode()


def engine_table(folder: Path) -> str:
    clips = {
        clip.name: (clip.exercise, packed(tuple(clip.frames))) for clip in load_clips(folder) if clip.is_in_catalogue
    }
    script = TIMED.format(clips=json.dumps(clips), size=MESSAGE_BYTES, rounds=ROUNDS)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "timed.py"
        path.write_text(script, "utf-8")
        runner, pyodide = REPOSITORY / "tests/pyodide/run_core.mjs", REPOSITORY / "frontend/node_modules/pyodide"
        in_pyodide = ["node", str(runner), str(REPOSITORY / "src"), str(pyodide), str(path)]
        passes = [(run([sys.executable, str(path)]), run(in_pyodide)) for _ in range(PASSES)]
        here = {name: min(one[name] for one, _ in passes) for name in clips}
        there = {name: min(one[name] for _, one in passes) for name in clips}
    rows = [
        (name, f"{here[name]:.0f}", f"{there[name]:.0f}", f"{there[name] / here[name]:.2f}") for name in sorted(here)
    ]
    ratios = sorted(there[name] / here[name] for name in here)
    return (
        f"{table(('clip', 'CPython us', 'Pyodide us', 'ratio'), rows)}\n"
        f"n = {len(rows)} clips; median ratio {ratios[len(ratios) // 2]:.2f}, worst {ratios[-1]:.2f}"
    )


def run(command: list[str]) -> dict[str, float]:
    result = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own script
    return dict(json.loads(result.stdout))


def browser_table(film: Path, exercise: str) -> str:
    sys.path.insert(0, str(REPOSITORY / "tests" / "support"))
    from camera_clip import Part, camera_film, camera_flags
    from person_at_browser import PersonAtBrowser
    from playwright.sync_api import sync_playwright
    from running_server import Server

    rows = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        server = Server(Path(scratch) / "data")
        server.start()
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        flags += camera_flags(camera_film(Path(scratch) / "film.mjpeg", [Part(film)]))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page(base_url=server.url)
        PersonAtBrowser(page).get_cleared("strength")
        for model in ("lite", "full"):
            page.goto(f"/camera/{exercise}/")
            page.wait_for_selector("[data-coach=start]")
            began = time.monotonic()
            rows.append((model, *page.evaluate(WATCH, [exercise, model, WATCHED_S])))
            print(f"{model}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        browser.close()
        server.kill()
    return table(("model", "ready after s", "pictures a second", "ms a picture", "repetitions", "state"), rows)


WATCH = """async ([exercise, model, seconds]) => {
  const coach = document.querySelector('camera-check').coach;
  const began = performance.now();
  let frames = 0, repetitions = 0;
  coach.onFrame(() => { frames += 1; });
  coach.onEvents((events) => {
    repetitions += events.filter((event) => event.type === 'repetition' && event.complete).length;
  });
  await coach.start({facing: 'user', mirrored: true, model});
  const ready_s = (performance.now() - began) / 1000;
  await coach.watch(exercise, 'auto');
  frames = 0;
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const per_s = frames / ((performance.now() - from) / 1000);
  const busy_ms = coach.busy_ms;
  const state = coach.state;
  coach.stop();
  return [ready_s.toFixed(1), per_s.toFixed(1), busy_ms.toFixed(0), repetitions, state];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, help="folder with labels.yaml and NAME.npz")
    parser.add_argument("--film", type=Path, help="a film of somebody doing the exercise")
    parser.add_argument("--exercise", default="bridge", help="what the film shows; one of the usual first week")
    chosen = parser.parse_args()
    if chosen.clips is None and chosen.film is None:
        parser.error("give --clips or --film")
    if chosen.clips is not None:
        print(engine_table(chosen.clips))
    if chosen.film is not None:
        print(browser_table(chosen.film, chosen.exercise))


if __name__ == "__main__":
    main()
