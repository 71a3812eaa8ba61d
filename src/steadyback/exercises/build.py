"""From a table that has passed the schema to an `Exercise`. Nothing is checked here, nothing is guessed."""

from collections.abc import Mapping
from typing import Any

from steadyback.exercises.model import (
    AngleBand,
    CameraEntry,
    CardioDosage,
    Evidence,
    Exercise,
    FaultRule,
    Neighbour,
    Phase,
    PhaseDuration,
    RepetitionDosage,
    Tempo,
    Variant,
)
from steadyback.exercises.movement import build_movement

Raw = Mapping[str, Any]


def build_exercise(raw: Raw) -> Exercise:
    """Turn one checked table into an exercise."""
    return Exercise(
        id=raw["id"],
        name=raw["name"],
        clinical_name=raw["clinical_name"],
        synonyms=tuple(raw["synonyms"]),
        origin=raw["origin"],
        category=raw["category"],
        tier=raw["tier"],
        slots=tuple(raw["slots"]),
        positions=tuple(raw["positions"]),
        targets_primary=tuple(raw["targets"]["primary"]),
        targets_secondary=tuple(raw["targets"]["secondary"]),
        spine_load=raw["spine_load"],
        camera=_camera(raw["camera"]),
        summary=raw["summary"],
        setup=tuple(raw["setup"]),
        phases=tuple(_phase(phase) for phase in raw["phases"]),
        watch=tuple(raw["watch"]),
        tempo=Tempo(**raw["tempo"]) if "tempo" in raw else None,
        sides=raw["sides"],
        sides_note=raw.get("sides_note"),
        dosage=_dosage(raw["dosage"]),
        faults=tuple(FaultRule(**{"note": None, **fault}) for fault in raw["faults"]),
        variants=tuple(_variant(variant) for variant in raw.get("variants", ())),
        easier=_neighbour(raw.get("easier", {})),
        harder=_neighbour(raw.get("harder", {})),
        contra_flags=frozenset(raw["contra_flags"]),
        caution_flags=frozenset(raw["caution_flags"]),
        modify=dict(raw.get("modify", {})),
        instead={flag: tuple(ids) for flag, ids in raw.get("instead", {}).items()},
        cautions=tuple(raw.get("cautions", ())),
        sources=tuple(raw["sources"]),
        evidence=Evidence(**raw["evidence"]),
        article_note=raw.get("article_note"),
        motion=build_movement(raw["motion"], raw["positions"][0]) if "motion" in raw else None,
    )


def _bands(raw: Raw) -> dict[str, AngleBand]:
    return {angle: AngleBand(**band) for angle, band in raw.items()}


def _phase(raw: Raw) -> Phase:
    return Phase(
        id=raw["id"],
        kind=raw["kind"],
        duration_s=PhaseDuration(**raw["duration_s"]),
        breathing=raw["breathing"],
        say=raw["say"],
        angles=_bands(raw.get("angles", {})),
    )


def _variant(raw: Raw) -> Variant:
    flags = frozenset(raw.get("flags", ()))
    return Variant(id=raw["id"], tier=raw["tier"], say=raw["say"], angles=_bands(raw.get("angles", {})), flags=flags)


def _neighbour(raw: Raw) -> Neighbour:
    return Neighbour(id=raw.get("id"), note=raw.get("note"))


def _pair(raw: Raw, key: str) -> tuple[Any, Any] | None:
    if key not in raw:
        return None
    low, high = raw[key]
    return low, high


def _camera(raw: Raw) -> CameraEntry:
    return CameraEntry(
        view=raw["view"],
        lens_height_cm=_pair(raw, "lens_height_cm"),
        distance_m=_pair(raw, "distance_m"),
        orientation=raw.get("orientation"),
        must_see=tuple(raw["must_see"]),
        coaching=raw["coaching"],
        note=raw.get("note"),
    )


def _dosage(raw: Raw) -> RepetitionDosage | CardioDosage:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return CardioDosage(**values) if "minutes" in values else RepetitionDosage(**values)
