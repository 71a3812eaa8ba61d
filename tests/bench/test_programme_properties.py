"""A fast share of `bench/programme_properties.py`, and that each property can be broken."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

FILE = Path(__file__).resolve().parents[2] / "bench" / "programme_properties.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("programme_properties", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = loaded()


@pytest.mark.parametrize("prove", BENCH.PROPERTIES, ids=lambda prove: prove.__name__)
def test_the_property_holds_on_two_hundred_cases(prove: Callable[[Random], bool]) -> None:
    assert all(prove(Random(f"fast/{case}")) for case in range(200))


def test_a_broken_rule_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BENCH, "step_down", lambda work, dosage: BENCH.Work(work.sets + 1, work.reps))
    assert not BENCH.p8(Random(1))
