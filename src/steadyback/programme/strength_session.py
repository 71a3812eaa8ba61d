"""A strength session with its stretches (PL-05, amendments 1): slots, the article's exercises first, honest length."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from steadyback.exercises import Catalogue, Exercise
from steadyback.programme.amounts import DOSED_SLOTS, Amounts
from steadyback.programme.dosing import STRETCH_SLOTS, dose_for
from steadyback.programme.exercise_choice import Person, choose, in_order
from steadyback.programme.rules import whole
from steadyback.programme.screening_combinations import NOT_EXAMINED_FLAG
from steadyback.programme.session_steps import Transitions, Voice, minutes_of, on_floor
from steadyback.records.plan import Dose, LeftOut, PlannedExercise, PlannedSession, Preferences
from steadyback.records.reasons import Reason

STRENGTH_SLOTS = ("abdominal", "buttock", "hip_lateral", "back")
ALWAYS_STRETCHED = ("stretch_buttock", "stretch_hamstring")
_K08_SLOTS = ("abdominal", "hip_lateral")
_WARM_UPS = ("march_in_place", "walk")
NOTHING: Mapping[str, str] = MappingProxyType({})
_DOSED = "dosed"
_ORDER = ("warm_up", "cardio", "mobility", _DOSED, *STRETCH_SLOTS)


def wanted_slots(level: int, left_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every slot of a session, in the order of choice."""
    wanted = (*STRENGTH_SLOTS, *ALWAYS_STRETCHED, "mobility", *(("functional",) if level >= 1 else ()))
    return tuple(slot for slot in wanted if slot not in left_out)


def choose_exercises(
    level: int,
    person: Person,
    catalogue: Catalogue,
    pinned: Mapping[str, str] = NOTHING,
    left_out: tuple[str, ...] = (),
) -> dict[str, Exercise]:
    """One exercise for each slot. What is pinned stays where it is while it is right for the person (3.8)."""
    slots = _K08_SLOTS if NOT_EXAMINED_FLAG in person.flags else wanted_slots(level, left_out)
    kept: dict[str, Exercise] = {}
    for slot in slots:
        exercise = catalogue[pinned[slot]] if pinned.get(slot) in catalogue else None
        if exercise is None or slot not in exercise.slots or exercise in kept.values() or person.why_not(exercise):
            continue
        kept[slot] = exercise
    taken = frozenset(one.id for one in kept.values())
    found = choose(catalogue, tuple(slot for slot in slots if slot not in kept), person, taken)
    both = {**found, **kept}
    return {slot: both[slot] for slot in slots if slot in both}


def build_strength(
    level: int,
    person: Person,
    preferences: Preferences,
    catalogue: Catalogue,
    transitions: Transitions,
    amounts: Amounts | None = None,
) -> PlannedSession:
    """Warm-up, one exercise for each slot, stretches; then made to fit the wanted length without losing a stretch.

    Without amounts every dose is the level's own (PL-03).
    """
    later = amounts.left_out if amounts else ()
    wanted = wanted_slots(level, later)
    chosen = choose_exercises(level, person, catalogue, amounts.pinned if amounts else NOTHING, later)
    planned = [_planned(one, slot, level, person, catalogue, amounts) for slot, one in chosen.items()]
    warm_up = _warm_up(level, person, preferences, catalogue)
    if planned and warm_up is not None:
        planned.insert(0, warm_up)
    left_out = _left_out(wanted, chosen, person, catalogue)
    ordered = in_session_order(_as_wanted(planned, amounts.order if amounts else ()), catalogue)
    if not any(one.slot in (*STRENGTH_SLOTS, *STRETCH_SLOTS) for one in ordered):
        return PlannedSession("strength", (), 0, left_out)
    voice = Voice.of(catalogue, transitions, preferences, person.positions_ruled_out)
    return _fitted(PlannedSession("strength", ordered, 0, left_out), preferences.session_minutes, voice, amounts)


def in_session_order(planned: Sequence[PlannedExercise], catalogue: Catalogue) -> tuple[PlannedExercise, ...]:
    """Standing and seated work, then the floor with its stretches, then stretches that are not on the floor.

    Strength exercises of the same part stay in the order in which they come.
    """

    def place(one: PlannedExercise) -> tuple[int, int]:
        part = 1 if on_floor(one, catalogue) else 2 if one.slot in STRETCH_SLOTS else 0
        return part, _ORDER.index(_DOSED if one.slot in DOSED_SLOTS else one.slot)

    return tuple(sorted(planned, key=place))


def _as_wanted(planned: Sequence[PlannedExercise], order: tuple[str, ...]) -> list[PlannedExercise]:
    """The strength exercises in the order that somebody chose; what it does not name comes after them."""
    usual = [*order, *(slot for slot in DOSED_SLOTS if slot not in order)]
    return sorted(planned, key=lambda one: usual.index(one.slot) if one.slot in DOSED_SLOTS else -1)


def _planned(
    exercise: Exercise, slot: str, level: int, person: Person, catalogue: Catalogue, amounts: Amounts | None
) -> PlannedExercise:
    barred = tuple(
        LeftOut(other.id, slot, against)
        for other in catalogue.in_slot(slot)
        if other.origin == "article" and (against := person.why_not(other)) and slot == other.slots[0]
    )
    reasons: tuple[Reason, ...] = (_why(exercise, slot, bool(barred)), Reason("PL-03", {"level": level}))
    if amounts is None:
        dose = dose_for(exercise, slot, level, person.flags)
    else:
        dose = amounts.dose(exercise, slot, person.flags)
        reasons += amounts.reasons_for(exercise.id)
    return person.plan(exercise, slot, dose, reasons, catalogue, barred)


def _why(exercise: Exercise, slot: str, instead: bool) -> Reason:
    if exercise.origin == "article":
        return Reason("PL-05.article", {"slot": slot})
    return Reason("PL-05.instead" if instead else "PL-05.lowest_tier", {"slot": slot, "tier": exercise.tier})


def _warm_up(level: int, person: Person, preferences: Preferences, catalogue: Catalogue) -> PlannedExercise | None:
    for exercise_id in (*_WARM_UPS, preferences.cardio_kind):
        if exercise_id not in catalogue or person.why_not(catalogue[exercise_id]):
            continue
        exercise = catalogue[exercise_id]
        reasons = (Reason("PL-05.warm_up", {"minutes": whole("PL-05.warm_up_minutes")}),)
        return person.plan(exercise, "warm_up", dose_for(exercise, "warm_up", level, person.flags), reasons, catalogue)
    return None


def _left_out(
    wanted: tuple[str, ...], chosen: dict[str, Exercise], person: Person, catalogue: Catalogue
) -> tuple[LeftOut, ...]:
    """Every slot that stays empty, and every exercise of the article that is not in the session."""
    used = {one.id: slot for slot, one in chosen.items()}
    found = []
    for slot in wanted:
        first = next(iter(in_order(catalogue.in_slot(slot))))
        if slot not in chosen:
            found.append(LeftOut(first.id, slot, person.why_not(first) or (Reason("PL-05.taken", {"slot": slot}),)))
    for exercise in catalogue:
        slot = exercise.slots[0]
        if exercise.origin != "article" or slot == "cardio" or exercise.id in used or slot not in chosen:
            continue
        reasons = person.why_not(exercise) or (Reason("PL-05.slot", {"chosen": chosen[slot].id}),)
        found.append(LeftOut(exercise.id, slot, reasons))
    return tuple(found)


def _fitted(session: PlannedSession, wanted_minutes: int, voice: Voice, amounts: Amounts | None) -> PlannedSession:
    """Over the wanted length, first the functional slot goes, then second sets, from the last; stretches never."""
    session = _timed(session, voice)
    functional = tuple(one for one in session.exercises if one.slot == "functional")
    for one in functional:
        if session.minutes > wanted_minutes:
            kept = tuple(other for other in session.exercises if other is not one)
            session = _timed(_cut(session, kept, one, "slot", wanted_minutes), voice)
    while session.minutes > wanted_minutes:
        longest = [one for one in session.exercises if one.dose.sets > 1 and one.slot in STRENGTH_SLOTS]
        if not longest:
            break
        one = longest[-1]
        less = replace(one, dose=_one_set_less(one, amounts))
        kept = tuple(less if other is one else other for other in session.exercises)
        session = _timed(_cut(session, kept, one, "set", wanted_minutes), voice)
    return session


def _one_set_less(one: PlannedExercise, amounts: Amounts | None) -> Dose:
    """The dose before its last set came, so that growing into a set that does not fit takes nothing away."""
    grown = amounts.single_reps(one.exercise_id) if amounts and one.dose.sets == 2 else None
    return replace(one.dose, sets=one.dose.sets - 1, reps=max(one.dose.reps, grown or 0))


def _timed(session: PlannedSession, voice: Voice) -> PlannedSession:
    return replace(session, minutes=minutes_of(session.exercises, voice))


def _cut(
    session: PlannedSession, kept: tuple[PlannedExercise, ...], one: PlannedExercise, what: str, wanted: int
) -> PlannedSession:
    reason = Reason("PL-05.time", {"cut": what, "minutes": session.minutes, "wanted": wanted})
    left_out = (*session.left_out, LeftOut(one.exercise_id, one.slot, (reason,)))
    return replace(session, exercises=kept, left_out=left_out)
