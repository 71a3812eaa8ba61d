import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("numpy")
pytest.importorskip("yaml")

BENCH = Path(__file__).resolve().parents[2] / "bench" / "any_exercise.py"
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_any_exercise", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_spans_match_when_they_overlap_by_half_and_each_only_once(bench: ModuleType) -> None:
    assert bench.overlap((0, 10), (5, 15)) == pytest.approx(1 / 3)
    assert bench.matches([(0, 10), (1, 11)], [(0, 10)]) == 1
    assert bench.matches([(5, 15)], [(0, 10)]) == 0
    assert bench.matches([(0, 10), (10, 20)], [(0, 9), (12, 20)]) == 2


def test_clips_without_repetitions_stay_out_of_the_relative_error(bench: ModuleType) -> None:
    def outcome(labels: int, counted: int, matched: int) -> object:
        clip = bench.Clip("stu1_1", "squat", 30.0, None, [(0.0, 1.0)] * labels)
        return bench.Outcome(clip, counted, matched, 1.0)

    found = bench.summary([outcome(10, 9, 8), outcome(4, 8, 4), outcome(0, 3, 0)])
    assert found["n"] == 2
    assert found["off_by_one"] == 0.5
    assert found["relative_error"] == pytest.approx((0.1 + 1.0) / 2)
    assert found["boundary_f1"] == pytest.approx(2 * 12 / (19 + 12))


@pytest.mark.data
def test_counting_stays_above_what_was_promised(bench: ModuleType) -> None:
    if not DATA.is_dir():
        pytest.skip("the development data beside the repository are absent")
    clips = bench.load(DATA / "repcount_dev.npz", DATA / "repcount_dev.csv")
    found = bench.summary(bench.measure(clips, bench.ours))
    assert found["n"] == 73
    assert found["off_by_one"] >= 0.58
    assert found["relative_error"] <= 0.30
    assert found["boundary_f1"] >= 0.60
