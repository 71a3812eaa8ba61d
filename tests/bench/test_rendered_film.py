"""The bench that shows drawn films to the pose model: truth, film and errors belong together."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from steadyback.motion.body import load_body
from steadyback.motion.picture import scene_of, seen_groups
from steadyback.motion.shapes import THING_GROUP

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
    body = load_body("woman_45")
    posed = shown.clip.posed(body, *bench.timeline(shown.exercise)[0])
    groups, _lines = seen_groups(scene_of(shown.clip, body, posed, shown.camera), shown.camera)
    first = bench.truth(shown)[0]
    for landmark in bench.POINTS:
        x, y = (round(place * bench.FINER) for place in first.point_px(landmark))
        assert 0 <= groups[y, x] < THING_GROUP, landmark.name
