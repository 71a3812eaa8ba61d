"""The script of one session: everything that leads it, complete before it starts (amendments 1 and 4, 3.5, 3.6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from steadyback.exercises import Catalogue, Exercise
from steadyback.programme.dosing import at_most, dose_for
from steadyback.programme.exercise_choice import Person, choose
from steadyback.programme.pain_monitoring import NPRS, fall_table, pain_limit, pain_table, stop_table
from steadyback.programme.rules import at_level, rules_sha256, whole
from steadyback.programme.session_start import MAY_START
from steadyback.programme.session_steps import Transitions, Voice, build_steps, session_minutes
from steadyback.programme.strength_session import in_session_order
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.plan import Dose, PlannedExercise, PlannedSession, Preferences
from steadyback.records.reasons import Reason
from steadyback.records.session import SessionScript, StartOutcome

SCRIPT_SCHEMA_VERSION = 1
_WALKS = ("walk", "march_in_place")


class NoSessionError(ValueError):
    """There is nothing to lead: the start decision does not allow a session, or nothing is left for this person."""


@dataclass(frozen=True, slots=True)
class _Today:
    """Who exercises today: the person with today's flags, and where replacements come from."""

    flags: frozenset[str]
    limits: ClearanceLimits
    preferences: Preferences
    catalogue: Catalogue

    def person(self, highest_tier: int) -> Person:
        flags = self.flags if self.limits.tier_4_allowed else self.flags | {"NO_CLINICIAN_OK"}
        if self.limits.highest_level is not None:
            highest_tier = min(highest_tier, at_level("PL-03.highest_tier", self.limits.highest_level))
        return Person(flags, self.limits, self.preferences.positions_avoided, highest_tier)


def build_script(
    planned: PlannedSession,
    *,
    start: StartOutcome,
    pain_before: int,
    pain_mode: str,
    preferences: Preferences,
    limits: ClearanceLimits | None,
    flags: frozenset[str],
    catalogue: Catalogue,
    transitions: Transitions,
) -> SessionScript:
    """Lead the planned session today. GENTLE takes tier 0 only, one set, and at most 10 minutes of walking (S-05).

    The flags and limits of today count, not those of the day the plan was made: what is no longer right is replaced
    or left out. Raises NoSessionError unless start is GO or GENTLE, the pain is 0-10 and something is left to do.
    """
    if start not in MAY_START or pain_before not in NPRS:
        raise NoSessionError(f"no session: start is {start.value}, pain before is {pain_before}")
    limits = limits or ClearanceLimits()
    today = _Today(flags, limits, preferences, catalogue)
    if pain_before >= whole("S-05.pain"):
        start = StartOutcome.GENTLE
    fitting, reasons = _gentle(planned, today) if start is StartOutcome.GENTLE else _still_right(planned, today)
    if not fitting:
        raise NoSessionError("no session: nothing of it is right for this person today")
    voice = Voice.of(catalogue, transitions, preferences, today.person(0).positions_ruled_out)
    steps = build_steps(in_session_order(fitting, catalogue), voice)
    limit = pain_limit(pain_mode, pain_before, limits.pain_limit)
    return SessionScript(
        schema_version=SCRIPT_SCHEMA_VERSION,
        kind=planned.kind,
        start=start,
        pain_before=pain_before,
        pain_limit=limit,
        tummy_cue=preferences.tummy_cue,
        steps=steps,
        pain_table=pain_table(pain_mode, pain_before, limits.pain_limit),
        stop_table=stop_table(),
        minutes=session_minutes(steps),
        reasons=(Reason("M-04", {"mode": pain_mode, "pain_before": pain_before, "limit": limit}), *reasons),
        rules_sha256=rules_sha256(),
        catalogue_sha256=catalogue.sha256,
        max_stops=whole("M-04.stops"),
        fall_table=fall_table(),
    )


def _still_right(planned: PlannedSession, today: _Today) -> tuple[list[PlannedExercise], tuple[Reason, ...]]:
    """The planned exercises, with a replacement for each one that today's flags or limits rule out."""
    kept: list[PlannedExercise] = []
    reasons: list[Reason] = []
    for one in planned.exercises:
        exercise = today.catalogue[one.exercise_id]
        person = today.person(exercise.tier)
        against = person.why_not(exercise)
        if not against:
            kept.append(_for_today(one, exercise, person, today))
            continue
        reasons += [replace(reason, values={**reason.values, "left_out": one.exercise_id}) for reason in against]
        replacement = _replacement(one, person, planned.exercises, kept, today)
        if replacement is not None:
            kept.append(replacement)
    return kept, tuple(reasons)


def _for_today(one: PlannedExercise, exercise: Exercise, person: Person, today: _Today) -> PlannedExercise:
    return person.plan(exercise, one.slot, one.dose, one.reasons, today.catalogue, one.replaces)


def _replacement(
    one: PlannedExercise,
    person: Person,
    planned: Sequence[PlannedExercise],
    kept: Sequence[PlannedExercise],
    today: _Today,
) -> PlannedExercise | None:
    slot = "cardio" if one.slot == "warm_up" else one.slot
    taken = frozenset(other.exercise_id for other in (*planned, *kept))
    exercise = choose(today.catalogue, (slot,), person, taken).get(slot)
    if exercise is None:
        return None
    dose = at_most(dose_for(exercise, one.slot, 1, person.flags), one.dose)
    return _instead(exercise, one.slot, dose, person, today)


def _instead(exercise: Exercise, slot: str, dose: Dose, person: Person, today: _Today) -> PlannedExercise:
    return person.plan(exercise, slot, dose, (Reason("PL-05.instead", {"slot": slot}),), today.catalogue)


def _gentle(planned: PlannedSession, today: _Today) -> tuple[list[PlannedExercise], tuple[Reason, ...]]:
    """S-05: tier 0 for the slots of the plan at the doses of level 0, and a walk of at most 10 minutes."""
    person = today.person(at_level("PL-03.highest_tier", 0))
    slots = tuple(one.slot for one in planned.exercises if one.slot not in ("cardio", "warm_up"))
    found = [
        _instead(exercise, slot, _one_set(dose_for(exercise, slot, 0, person.flags)), person, today)
        for slot, exercise in choose(today.catalogue, slots, person, frozenset()).items()
    ]
    for one in planned.exercises:
        if one.slot in ("cardio", "warm_up"):
            walk = _gentle_walk(one, person, today)
            if walk is not None:
                found.append(walk)
    return found, (Reason("S-05", {"list": "gentle"}),)


def _one_set(dose: Dose) -> Dose:
    return replace(dose, sets=min(1, dose.sets))


def _gentle_walk(one: PlannedExercise, person: Person, today: _Today) -> PlannedExercise | None:
    order = (one.exercise_id, *_WALKS) if one.slot == "warm_up" else (*_WALKS, one.exercise_id)
    for exercise_id in order:
        exercise = today.catalogue[exercise_id]
        if not person.why_not(exercise):
            dose = dose_for(exercise, one.slot, 0, person.flags)
            minutes = min(one.dose.minutes, whole("S-05.walk_minutes"))
            return _instead(exercise, one.slot, replace(dose, minutes=minutes), person, today)
    return None
