"""The coach gives the same events in the browser's Python as here, and the same as when they were last looked at."""

import base64
import json
import random
import zlib
from pathlib import Path

import pytest
from drawn_body import film
from two_pythons import run_here, run_in_pyodide

from steadyback.exercises import load_catalogue
from steadyback.pose import LandmarkFrame, encode

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "coach_events.json"
RECORDED = (
    "bridge",
    "curl_up_reach",
    "quadruped_hip_extension",
    "side_lying_hip_abduction",
    "hip_hinge",
    "forearm_plank",
)


def trembling(frames: list[LandmarkFrame], seed: int) -> list[LandmarkFrame]:
    """As a camera gives them: never twice the same number."""
    dice = random.Random(seed)
    return [
        LandmarkFrame(
            frame.t_s, frame.width_px, frame.height_px,
            tuple(number + dice.gauss(0, 0.001) for number in frame.values), (), 1,
        )
        for frame in frames
    ]  # fmt: skip


def packed(exercise: str) -> str:
    frames = trembling(film(load_catalogue()[exercise], count=2, hz=15), seed=len(exercise))
    return base64.b64encode(zlib.compress(b"".join(encode(frame) for frame in frames))).decode()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    recordings = {exercise: packed(exercise) for exercise in RECORDED}
    text = (HERE / "coach_walk.py").read_text("utf-8")
    empty = "RECORDINGS: dict[str, str] = {}"
    assert empty in text
    path = tmp_path_factory.mktemp("parity") / "coach_walk.py"
    path.write_text(text.replace(empty, f"RECORDINGS = {recordings!r}"), "utf-8")
    return path


def test_the_event_logs_are_the_golden_ones(script: Path) -> None:
    assert run_here(script)["logs"] == json.loads(GOLDEN.read_text("utf-8"))


def test_the_browser_gives_the_same_event_logs(script: Path) -> None:
    here, browser = run_here(script), run_in_pyodide(script)
    assert here.pop("python") != browser.pop("python")
    assert here == browser
