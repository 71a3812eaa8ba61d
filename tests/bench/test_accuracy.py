"""docs/accuracy.md is what the command writes, and leaves no exercise out."""

import json
import sys
from pathlib import Path

import pytest

from steadyback.coaching import Engine
from steadyback.exercises import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from accuracy_page import BENCHES, page  # noqa: E402

DOCUMENT = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
FIGURES = json.loads((ROOT / "bench" / "figures.json").read_text("utf-8"))
COACHED = [e.id for e in load_catalogue() if e.camera.coaching in ("full", "partial")]


def test_the_document_is_the_rendering_of_the_figures() -> None:
    assert page(FIGURES) == DOCUMENT


@pytest.mark.parametrize("exercise", [e.id for e in load_catalogue()])
def test_every_exercise_is_in_it(exercise: str) -> None:
    assert f"| `{exercise}` |" in DOCUMENT


@pytest.mark.parametrize("exercise", COACHED)
def test_what_is_judged_is_what_the_engine_judges(exercise: str) -> None:
    entry = FIGURES["exercises"][exercise]
    rules = {rule.id for rule in load_catalogue()[exercise].faults}
    assert entry["unjudged"] == dict(Engine(load_catalogue()[exercise]).unjudged)
    assert {*entry["judged"], *entry["unjudged"]} == rules


def test_an_exercise_without_footage_says_so() -> None:
    filmed = {clip["exercise"] for clip in FIGURES["clips"]}
    by_exercise = DOCUMENT.partition("## By position and exercise")[2].partition("\n## ")[0]
    said = {line.split("`")[1] for line in by_exercise.splitlines() if "| synthetic only |" in line}
    assert said == set(COACHED) - filmed


@pytest.mark.parametrize("name", BENCHES)
def test_every_table_was_measured_and_names_its_machine(name: str) -> None:
    assert "cores" in FIGURES["benches"][name]["machine"]
    assert FIGURES["benches"][name]["said"]
    assert (ROOT / "bench" / f"{name}.py").is_file()
