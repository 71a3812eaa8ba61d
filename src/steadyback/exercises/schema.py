"""The keys of a catalogue file, and what each may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from steadyback.exercises import vocabulary as words
from steadyback.exercises.movement import MOVEMENT
from steadyback.exercises.problem import Problem
from steadyback.exercises.shapes import (
    Entries,
    Evidenced,
    Identifier,
    ListOf,
    Number,
    Range,
    Table,
    Text,
    Threshold,
    Truth,
    Word,
)


@dataclass(frozen=True, slots=True)
class Dosage:
    """A repetition dose or a cardio dose: whoever writes `minutes` means the latter."""

    def problems(self, value: Any, file: str, key: str) -> Iterator[Problem]:
        shape = CARDIO if isinstance(value, dict) and "minutes" in value else REPETITIONS
        yield from shape.problems(value, file, key)


def _whole(low: int, high: int) -> Number:
    return Number(low, high, whole=True)


SECONDS = Number(0, 3600)
DEGREES = Number(-200, 200)
SPOKEN = Text(160)
BANDS = Entries(Word(words.ANGLES), Table({"target": DEGREES, "min": DEGREES, "max": DEGREES}, {"relative": Truth()}))
DURATION = Table({"min": SECONDS, "target": SECONDS, "max": SECONDS})
PHASE = Table(
    {
        "id": Identifier(),
        "kind": Word(words.PHASE_KINDS),
        "duration_s": DURATION,
        "breathing": Word(words.BREATHING),
        "say": SPOKEN,
    },
    {"angles": BANDS},
)
TEMPO = Table({name: Number(0, 60) for name in ("lift", "hold", "lower", "rest")})
REPETITIONS = Table(
    {
        "sets": _whole(1, 5),
        "sets_range": Range(_whole(1, 5)),
        "reps": _whole(1, 30),
        "reps_range": Range(_whole(1, 30)),
        "hold_s": Number(0, 60),
        "hold_range_s": Range(Number(0, 60)),
        "rest_s": Number(0, 300),
        "per_week": _whole(1, 7),
        "evidence": Text(160),
    }
)
CARDIO = Table(
    {
        "minutes": _whole(1, 60),
        "minutes_range": Range(_whole(1, 60)),
        "per_week": _whole(1, 7),
        "per_week_range": Range(_whole(1, 7)),
        "effort": Range(_whole(0, 10)),
        "talk_test": Text(100),
        "evidence": Text(160),
    }
)
CAMERA = Table(
    {"view": Word(words.VIEWS), "coaching": Word(words.COACHING), "must_see": ListOf(Word(words.LANDMARKS))},
    {
        "lens_height_cm": Range(Number(10, 200)),
        "distance_m": Range(Number(0.5, 6)),
        "orientation": Word(words.ORIENTATIONS),
        "note": Text(),
    },
)
FAULT = Table(
    {
        "id": Identifier(),
        "metric": Word(tuple(words.METRIC_UNITS)),
        "op": Word(words.OPERATORS),
        "value": Threshold(),
        "unit": Word(words.UNITS),
        "for_ms": _whole(0, 10_000),
        "severity": Word(words.SEVERITIES),
        "measurable": Word(words.MEASURABLE),
        "cue": SPOKEN,
    },
    {"note": Text()},
)
NEIGHBOUR = Table({}, {"id": Identifier(), "note": Text(100)})
FLAG_NAME = Text(40)
FLAGS = ListOf(FLAG_NAME, 1)
VARIANT = Table(
    {"id": Identifier(), "tier": _whole(0, words.HIGHEST_TIER), "say": SPOKEN},
    {"angles": BANDS, "flags": FLAGS},
)
EVIDENCE = Table({name: Evidenced() for name in ("selection", "dosage", "angles", "faults")})
TARGETS = Table({"primary": ListOf(Text(60), 1), "secondary": ListOf(Text(60))})

EXERCISE = Table(
    {
        "id": Identifier(),
        "name": Text(60),
        "clinical_name": Text(80),
        "synonyms": ListOf(Text(60)),
        "origin": Word(words.ORIGINS),
        "category": Word(words.CATEGORIES),
        "tier": _whole(0, words.HIGHEST_TIER),
        "slots": ListOf(Word(words.SLOTS), 1),
        "positions": ListOf(Word(words.POSITIONS), 1),
        "spine_load": Word(words.SPINE_LOADS),
        "sides": Word(words.SIDES),
        "summary": Text(160),
        "setup": ListOf(SPOKEN, 1, 3),
        "watch": ListOf(Text(120), 2, 4),
        "contra_flags": ListOf(FLAG_NAME),
        "caution_flags": ListOf(FLAG_NAME),
        "sources": ListOf(Text(40), 1),
        "targets": TARGETS,
        "camera": CAMERA,
        "phases": ListOf(PHASE, 1, unique=False),
        "dosage": Dosage(),
        "faults": ListOf(FAULT, 0, unique=False),
        "evidence": EVIDENCE,
    },
    {
        "sides_note": Text(120),
        "article_note": Text(400),
        "cautions": ListOf(Text()),
        "tempo": TEMPO,
        "easier": NEIGHBOUR,
        "harder": NEIGHBOUR,
        "variants": ListOf(VARIANT, 1, unique=False),
        "modify": Entries(FLAG_NAME, Text()),
        "instead": Entries(FLAG_NAME, ListOf(Identifier(), 1)),
        "motion": MOVEMENT,
    },
)
