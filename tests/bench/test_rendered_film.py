"""The bench that shows drawn films to the pose model: truth, film and errors belong together."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    sys.path.insert(0, str(BENCH))
    try:
        spec = importlib.util.spec_from_file_location("bench_rendered_film", BENCH / "rendered_film.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCH))
    return module


def test_the_coach_counts_what_a_perfect_model_would_find_in_the_film(bench: ModuleType) -> None:
    shown = bench.setting(bench.load_catalogue()["bridge"], "woman_45", "right")
    true = bench.truth(shown)
    assert len(true) == len(bench.timeline(shown.exercise))
    assert bench.told(shown.exercise, true)[0] == bench.REPETITIONS
    assert bench.point_errors(true, true).max() == 0
    assert bench.angle_error_deg(shown.exercise, "right", true, true) == 0


def test_the_true_points_lie_on_the_body_that_is_drawn(bench: ModuleType) -> None:
    shown = bench.setting(bench.load_catalogue()["bridge"], "woman_45", "left")
    picture = next(bench.pictures(shown)).astype(int)
    empty = bench.smaller((255 * bench.room(shown.camera) ** (1 / 2.2)).astype(np.uint8), bench.FINER).astype(int)
    first = bench.truth(shown)[0]
    for landmark in bench.POINTS:
        x, y = (round(place) for place in first.point_px(landmark))
        assert 0 <= x < picture.shape[1]
        assert 0 <= y < picture.shape[0]
        assert np.abs(picture[y, x] - empty[y, x]).max() > 12, landmark.name
