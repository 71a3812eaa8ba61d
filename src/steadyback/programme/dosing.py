"""How much of an exercise at which level (PL-03, amendments 1). An exercise's own ranges always win."""

from dataclasses import replace

from steadyback.exercises import CardioDosage, Exercise, RepetitionDosage
from steadyback.programme.rules import at_level, whole
from steadyback.records.plan import Dose

STRETCH_SLOTS = ("stretch_buttock", "stretch_hamstring", "stretch_back", "stretch_hip_flexor")


def _clip(value: float, allowed: tuple[float, float]) -> int:
    low, high = allowed
    return int(max(low, min(value, high)))


def dose_for(exercise: Exercise, slot: str, level: int, flags: frozenset[str] = frozenset()) -> Dose:
    """The PL-03 dose of an exercise for the slot it fills. Repetitions are per side, holds in whole seconds."""
    if isinstance(exercise.dosage, CardioDosage):
        return _cardio(exercise.dosage, slot, level, flags)
    if slot in STRETCH_SLOTS:
        return _stretch(exercise.dosage, level)
    if slot == "mobility":
        return _strength(exercise, exercise.dosage, 1, exercise.dosage.reps, flags)
    return _strength(exercise, exercise.dosage, at_level("PL-03.sets", level), at_level("PL-03.reps", level), flags)


def _cardio(dosage: CardioDosage, slot: str, level: int, flags: frozenset[str]) -> Dose:
    effort = (at_level("PL-03.effort_low", level), at_level("PL-03.effort_high", level))
    if slot == "warm_up":
        easy = (at_level("PL-03.effort_low", 0), at_level("PL-03.effort_high", 0))
        return Dose(minutes=whole("PL-05.warm_up_minutes"), effort=easy)
    if "CVD" in flags:
        highest = whole("K06.effort")
        effort = (min(effort[0], highest), min(effort[1], highest))
    return Dose(minutes=_clip(at_level("PL-03.cardio_minutes", level), dosage.minutes_range), effort=effort)


def _stretch(dosage: RepetitionDosage, level: int) -> Dose:
    return Dose(
        sets=1,
        reps=_clip(at_level("PL-03.stretch_reps", level), dosage.reps_range),
        hold_s=_clip(at_level("PL-03.stretch_hold_s", level), dosage.hold_range_s),
        rest_s=int(dosage.rest_s),
    )


def _strength(exercise: Exercise, dosage: RepetitionDosage, sets: int, reps: int, flags: frozenset[str]) -> Dose:
    return strength_dose(exercise, _clip(sets, dosage.sets_range), _clip(reps, dosage.reps_range), flags)


def strength_dose(exercise: Exercise, sets: int, reps: int, flags: frozenset[str]) -> Dose:
    """The dose of a repetition exercise: never above its own ranges, below them where a flare-up or a quota asks so."""
    dosage = exercise.dosage
    if isinstance(dosage, CardioDosage):
        raise ValueError(f"{exercise.id} is counted in minutes")
    longest = whole("C08.hold_s") if "HTN" in flags else whole("PL-03.timed_hold_s")
    reps = max(1, min(reps, dosage.reps_range[1]))
    # Where the sides change half-way through one set, half of the repetitions belong to each side.
    per_side = -(-reps // 2) if exercise.sides_note is not None else reps
    return Dose(
        sets=max(1, min(sets, dosage.sets_range[1])),
        reps=per_side,
        hold_s=_clip(min(dosage.hold_s, longest), (0, dosage.hold_range_s[1])),
        rest_s=int(dosage.rest_s),
    )


def at_most(dose: Dose, other: Dose) -> Dose:
    """A dose that is nowhere more than the other one."""
    return Dose(
        sets=min(dose.sets, other.sets),
        reps=min(dose.reps, other.reps),
        hold_s=min(dose.hold_s, other.hold_s) if other.hold_s else dose.hold_s,
        rest_s=max(dose.rest_s, other.rest_s),
        minutes=min(dose.minutes, other.minutes),
        effort=_lower_effort(dose.effort, other.effort),
    )


def _lower_effort(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    return (min(one[0], other[0]), min(one[1], other[1])) if one and other else one


def halved(dose: Dose) -> Dose:
    """About half of the work: one set, half of the repetitions, or half of a single long hold."""
    if dose.minutes:
        return replace(dose, minutes=max(1, dose.minutes // 2))
    hold_s = dose.hold_s if dose.reps > 2 else max(min(dose.hold_s, 5), dose.hold_s // 2)
    return replace(dose, sets=1, reps=max(1, -(-dose.reps // 2)), hold_s=hold_s)
