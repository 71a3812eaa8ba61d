"""The files agree with the clinical source on everything that keeps people safe; stricter is allowed, laxer is not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from steadyback.exercises import CardioDosage, RepetitionDosage, load_catalogue

SOURCE = Path(__file__).resolve().parents[2].parent / "shared" / "clinical" / "exercises.yaml"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not SOURCE.exists(), reason="the clinical source ../shared/clinical/exercises.yaml is absent"),
]
CATALOGUE = load_catalogue()


def _source() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8")) if SOURCE.exists() else {}
    return loaded


RAW = _source()
ENTRIES: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in RAW.get("exercises", [])}
every_exercise = pytest.mark.parametrize("exercise_id", sorted(ENTRIES) or ["absent"])


def test_no_exercise_was_lost_or_added() -> None:
    assert set(CATALOGUE.ids) == set(ENTRIES)


def test_the_flags_are_the_same() -> None:
    assert set(CATALOGUE.flags) == set(RAW["meta"]["flags"])


@every_exercise
def test_nobody_is_offered_what_the_source_excludes(exercise_id: str) -> None:
    assert CATALOGUE[exercise_id].contra_flags >= set(ENTRIES[exercise_id]["contra_flags"])


@every_exercise
def test_no_caution_was_lost(exercise_id: str) -> None:
    exercise = CATALOGUE[exercise_id]
    assert exercise.caution_flags | exercise.contra_flags >= set(ENTRIES[exercise_id]["caution_flags"])


@every_exercise
def test_every_sentence_for_a_flag_is_there(exercise_id: str) -> None:
    """The source writes "FLAG or FLAG: sentence"; each of those flags has a sentence or a replacement here."""
    exercise = CATALOGUE[exercise_id]
    for sentence in ENTRIES[exercise_id]["modify"]:
        head, colon, _rest = sentence.partition(":")
        named = [flag for flag in head.replace(",", " or ").split(" or ") if flag.strip() in CATALOGUE.flags]
        if colon and named:
            for flag in named:
                assert flag.strip() in {**exercise.modify, **exercise.instead}, sentence
        else:
            assert exercise.cautions or exercise.article_note or exercise.variants or exercise.watch


@every_exercise
def test_tier_slots_and_sides_agree(exercise_id: str) -> None:
    exercise, entry = CATALOGUE[exercise_id], ENTRIES[exercise_id]
    assert exercise.tier == entry["tier"]
    assert list(exercise.slots) == entry["slots"]
    assert exercise.sides == entry["side_handling"].split(" ")[0]
    assert (exercise.origin == "article") == (entry["origin"] == "brief")


@every_exercise
def test_the_dose_agrees(exercise_id: str) -> None:
    dose, entry = CATALOGUE[exercise_id].dosage, ENTRIES[exercise_id]["dosage"]
    shared = ["per_week"]
    if isinstance(dose, CardioDosage):
        shared += ["minutes", "minutes_range", "per_week_range", "talk_test"]
        assert list(dose.effort) == entry["rpe_0_10"]
    else:
        assert isinstance(dose, RepetitionDosage)
        shared += ["sets", "sets_range", "reps", "reps_range", "hold_s", "hold_range_s", "rest_s"]
    for key in shared:
        value = getattr(dose, key)
        assert (list(value) if isinstance(value, tuple) else value) == entry[key], key


@every_exercise
def test_phases_and_bands_agree(exercise_id: str) -> None:
    """Files may begin with a ready phase of their own; hold lengths follow the dose (amendments 4)."""
    phases = {phase.id: phase for phase in CATALOGUE[exercise_id].phases}
    order = [entry["id"] for entry in ENTRIES[exercise_id]["phases"]]
    assert [phase_id for phase_id in phases if phase_id in order] == order
    assert all(phases[phase_id].kind == "ready" for phase_id in set(phases) - set(order))
    for entry in ENTRIES[exercise_id]["phases"]:
        phase = phases[entry["id"]]
        assert (phase.kind, phase.breathing) == (entry["kind"], entry["breathing"])
        assert (phase.duration_s.min, phase.duration_s.max) == (entry["duration_s"]["min"], entry["duration_s"]["max"])
        assert set(phase.angles) == set(entry["angles"])
        for angle, band in phase.angles.items():
            told = entry["angles"][angle]
            assert (band.target, band.min, band.max) == (told["target"], told["min"], told["max"])
            assert band.relative == told.get("relative_to_setup", False)


@every_exercise
def test_what_is_adjusted_agrees(exercise_id: str) -> None:
    rules = {fault.id: fault for fault in CATALOGUE[exercise_id].faults}
    assert list(rules) == [entry["id"] for entry in ENTRIES[exercise_id]["faults"]]
    for entry in ENTRIES[exercise_id]["faults"]:
        rule = rules[entry["id"]]
        for key in ("op", "value", "unit", "for_ms", "severity", "measurable"):
            assert getattr(rule, key) == entry[key], (entry["id"], key)
        assert rule.metric.split(".")[0] == entry["metric"].split(".")[0]


@every_exercise
def test_neighbours_agree(exercise_id: str) -> None:
    exercise, entry = CATALOGUE[exercise_id], ENTRIES[exercise_id]
    for here, there in ((exercise.easier, entry["regression"]), (exercise.harder, entry["progression"])):
        assert here.id == there["id"]
        assert bool(here.note) == bool(there["note"])


@every_exercise
def test_sources_and_evidence_agree(exercise_id: str) -> None:
    exercise, entry = CATALOGUE[exercise_id], ENTRIES[exercise_id]
    assert list(exercise.sources) == [key.replace("BRIEF", "ARTICLE") for key in entry["sources"]]
    evidence = exercise.evidence
    letters = {"selection": evidence.selection, "dosage": evidence.dosage}
    assert letters | {"angles": evidence.angles, "faults": evidence.faults} == entry["evidence"]
