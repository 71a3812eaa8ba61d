"""A week of exercise with the reason for every choice (specification 3.4, amendments 1)."""

from dataclasses import dataclass
from datetime import date

from steadyback.records.reasons import Reason


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person chose. Weekdays: 0 is Monday. Empty training_days: the standard week from start_weekday on."""

    start_weekday: int = 0
    training_days: tuple[int, ...] = ()
    cardio_kind: str = "walk"
    session_minutes: int = 30
    positions_avoided: frozenset[str] = frozenset()
    tummy_cue: str = "brace"
    chair_for_floor: bool = True


@dataclass(frozen=True, slots=True)
class Dose:
    """How much. Strength and stretch use sets, reps (per side) and hold_s; cardio uses minutes and effort 0-10."""

    sets: int = 0
    reps: int = 0
    hold_s: int = 0
    rest_s: int = 0
    minutes: int = 0
    effort: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not in the session and why: an exercise excluded by a flag or limit, or a slot cut for time."""

    exercise_id: str
    slot: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise, its dose, why it is here, whom it replaces, and what must be adapted.

    slot is warm_up, cardio, abdominal, buttock, hip_lateral, back, functional, mobility, stretch_buttock,
    stretch_hamstring, stretch_hip_flexor or stretch_back. modify lists caution flags whose catalogue sentence applies.
    position is the one of the exercise's positions that the person can take; empty means its usual one;
    easier_position and easier_modify are the same for the easier exercise.
    """

    exercise_id: str
    slot: str
    dose: Dose
    reasons: tuple[Reason, ...]
    replaces: tuple[LeftOut, ...] = ()
    easier_id: str | None = None
    modify: tuple[str, ...] = ()
    position: str = ""
    easier_position: str = ""
    easier_modify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """kind is "strength" (with its stretches) or "cardio". Exercises stand in the order in which they are done."""

    kind: str
    exercises: tuple[PlannedExercise, ...]
    minutes: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedDay:
    on: date
    sessions: tuple[PlannedSession, ...]


@dataclass(frozen=True, slots=True)
class WeeklyPlan:
    """Seven days from starts_on. Hashes name the rule table and the catalogue that made it."""

    schema_version: int
    starts_on: date
    level: int
    days: tuple[PlannedDay, ...]
    reasons: tuple[Reason, ...]
    flags: frozenset[str]
    rules_sha256: str
    catalogue_sha256: str
