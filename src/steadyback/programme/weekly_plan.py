"""A week of exercise with the reason for every choice (PL-03..PL-05, amendments 1 and 5).

The same inputs give byte-identical plans (P13). Limits and flags only take away (P11, P12).
"""

from dataclasses import replace
from datetime import date, timedelta

from steadyback.exercises import Catalogue, load_transitions
from steadyback.programme.amounts import Amounts
from steadyback.programme.dosing import dose_for
from steadyback.programme.exercise_choice import Person, choose
from steadyback.programme.moved_days import move_kinds
from steadyback.programme.rules import at_level, rules_sha256, whole
from steadyback.programme.session_steps import Voice, minutes_of
from steadyback.programme.starting_level import HIGH, irritability
from steadyback.programme.strength_session import build_strength, in_session_order
from steadyback.programme.week_template import REST, STRENGTH, template_for
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.history import MovedDay
from steadyback.records.plan import LeftOut, PlannedDay, PlannedSession, Preferences, WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline

__all__ = ["build_week", "person_for", "template_for", "training_level"]

PLAN_SCHEMA_VERSION = 1
_LEVELS = range(4)


def training_level(level: int, baseline: Baseline, limits: ClearanceLimits) -> tuple[int, tuple[Reason, ...]]:
    """The level that counts this week: lowered by high irritability (PL-01) and by the specialist, never raised.

    A level outside 0-3 counts as 0 (P14).
    """
    reasons = []
    if level not in _LEVELS:
        reasons.append(Reason("P14", {"level": level}))
        level = 0
    if irritability(baseline) == HIGH and level > 0:
        reasons.append(Reason("PL-01", {"irritability": HIGH, "level": level}))
        level = 0
    highest = limits.highest_level
    if highest is not None and level > highest:
        reasons.append(Reason("G-03.limits", {"highest_level": highest}))
        level = max(0, highest)
    return level, tuple(reasons)


def person_for(
    level: int, flags: frozenset[str], baseline: Baseline, preferences: Preferences, limits: ClearanceLimits
) -> Person:
    """Flags from screening with the computed ones (1.6): ACUTE_HIGH_IRRIT, and NO_CLINICIAN_OK without permission."""
    computed = set(flags)
    if irritability(baseline) == HIGH:
        computed.add("ACUTE_HIGH_IRRIT")
    if not limits.tier_4_allowed:
        computed.add("NO_CLINICIAN_OK")
    tier = at_level("PL-03.highest_tier", level)
    if level == _LEVELS[-1] and limits.tier_4_allowed:
        tier += 1
    return Person(frozenset(computed), limits, preferences.positions_avoided, tier)


def build_week(
    *,
    starts_on: date,
    level: int,
    flags: frozenset[str],
    baseline: Baseline,
    preferences: Preferences,
    limits: ClearanceLimits | None,
    catalogue: Catalogue,
    yellow_over: tuple[str, ...] = (),
    last_strength_on: date | None = None,
    amounts: Amounts | None = None,
    moves: tuple[MovedDay, ...] = (),
) -> WeeklyPlan:
    """Seven days from starts_on: cardio and strength by PL-04, exercises by PL-05, doses by PL-03, every why kept.

    last_strength_on is the last day on which strength was really done: none is planned for the day after it.
    amounts: what the person's weeks have made of the doses (3.8); without them everything is the level's own.
    moves: days that the person let change places; what PL-04 does not allow stays, and the plan says so.
    """
    limits = limits or ClearanceLimits()
    level, reasons = training_level(level if amounts is None else amounts.level, baseline, limits)
    person = person_for(level, flags, baseline, preferences, limits)
    if amounts is not None and amounts.flare:
        return flare_week(starts_on, level, person, preferences, catalogue, amounts)
    cardio_days, strength_days = at_level("PL-03.cardio_days", level), at_level("PL-03.strength_days", level)
    if amounts is not None:
        cardio_days, strength_days = amounts.cardio_days, amounts.strength_days
        reasons += amounts.reasons
    week, why_week = template_for(
        cardio_days,
        strength_days,
        start_weekday=preferences.start_weekday,
        training_days=preferences.training_days,
    )
    cardio = build_cardio(level, person, preferences, catalogue, amounts)
    strength = build_strength(level, person, preferences, catalogue, load_transitions(), amounts)
    kinds = [week[(starts_on + timedelta(days=offset)).weekday()] for offset in range(7)]
    kinds, why_changed = move_kinds(kinds, starts_on, moves)
    kinds, why_rested = _rested(kinds, starts_on, last_strength_on, preferences)
    days = _laid_out(kinds, starts_on, cardio, strength)
    reasons += (
        Reason("PL-03", {"level": level, "highest_tier": person.highest_tier}),
        *why_week,
        *why_changed,
        *why_rested,
    )
    reasons += _more_reasons(yellow_over, strength, preferences)
    return _plan(starts_on, level, days, reasons, person, catalogue)


def _laid_out(
    kinds: list[str], starts_on: date, cardio: PlannedSession, strength: PlannedSession
) -> tuple[PlannedDay, ...]:
    days = []
    for offset, kind in enumerate(kinds):
        day = starts_on + timedelta(days=offset)
        sessions = [one for letter, one in (("C", cardio), ("S", strength)) if letter in kind and one.exercises]
        days.append(PlannedDay(day, tuple(sessions)))
    return tuple(days)


def _plan(
    starts_on: date,
    level: int,
    days: tuple[PlannedDay, ...],
    reasons: tuple[Reason, ...],
    person: Person,
    catalogue: Catalogue,
) -> WeeklyPlan:
    return WeeklyPlan(
        schema_version=PLAN_SCHEMA_VERSION,
        starts_on=starts_on,
        level=level,
        days=days,
        reasons=reasons,
        flags=person.flags,
        rules_sha256=rules_sha256(),
        catalogue_sha256=catalogue.sha256,
    )


def _rested(
    kinds: list[str], starts_on: date, last_strength_on: date | None, preferences: Preferences
) -> tuple[list[str], tuple[Reason, ...]]:
    """PL-04 with what was really done: strength of the day after goes to the next day, or is left out this time.

    It changes places with the next day where that brings no two days in a row and no day that was not chosen.
    """
    if last_strength_on is None:
        return kinds, ()
    at = (last_strength_on - starts_on).days + 1
    if not 0 <= at < len(kinds) or STRENGTH not in kinds[at]:
        return kinds, ()
    rested, after = list(kinds), at + 1
    chosen = not preferences.training_days or (starts_on + timedelta(days=after)).weekday() in preferences.training_days
    neighbours = "".join(kinds[after : after + 2])
    if after < len(kinds) and STRENGTH not in neighbours and chosen:
        rested[at], rested[after] = kinds[after], kinds[at]
        moved_to = (starts_on + timedelta(days=after)).isoformat()
    else:
        rested[at] = kinds[at].replace(STRENGTH, "") or REST
        moved_to = None
    return rested, (Reason("PL-04.done", {"done_on": last_strength_on.isoformat(), "moved_to": moved_to}),)


def _more_reasons(
    yellow_over: tuple[str, ...], strength: PlannedSession, preferences: Preferences
) -> tuple[Reason, ...]:
    reasons = []
    if strength.minutes > preferences.session_minutes:
        reasons.append(Reason("PL-05.over", {"minutes": strength.minutes, "wanted": preferences.session_minutes}))
    if len(yellow_over) >= whole("PL-06.sliders"):
        reasons.append(Reason("PL-06", {"sliders": ",".join(yellow_over)}))
    return tuple(reasons)


def flare_week(
    starts_on: date, level: int, person: Person, preferences: Preferences, catalogue: Catalogue, amounts: Amounts
) -> WeeklyPlan:
    """F-02: no strength; a short easy walk, two or three times each day, and gentle mobility."""
    gentle = person.up_to_tier(at_level("PL-03.highest_tier", 0))
    walks = replace(preferences, cardio_kind="walk")
    short = replace(amounts, cardio_minutes=min(amounts.cardio_minutes, whole("F-02.walk_minutes")), level=0)
    session = build_cardio(0, gentle, walks, catalogue, short)
    chosen = choose(catalogue, ("mobility",), gentle, frozenset(one.exercise_id for one in session.exercises))
    for slot, exercise in chosen.items():
        dose = dose_for(exercise, slot, 0, gentle.flags)
        planned = gentle.plan(exercise, slot, dose, (Reason("F-02", {"mobility": True}),), catalogue)
        session = replace(session, exercises=(*session.exercises, planned))
    voice = Voice.of(catalogue, load_transitions(), preferences, gentle.positions_ruled_out)
    ordered = in_session_order(session.exercises, catalogue)
    session = replace(session, exercises=ordered, minutes=minutes_of(ordered, voice))
    sessions = (session,) if session.exercises else ()
    days = tuple(PlannedDay(starts_on + timedelta(days=offset), sessions) for offset in range(7))
    reasons = (*amounts.reasons, Reason("F-02", {"times": "2-3"}))
    return _plan(starts_on, level, days, reasons, person, catalogue)


def build_cardio(
    level: int, person: Person, preferences: Preferences, catalogue: Catalogue, amounts: Amounts | None = None
) -> PlannedSession:
    """The kind that the person likes, or the next one that is right for them, with the reason."""
    kinds = [one for one in catalogue.in_slot("cardio") if one.origin == "article"]
    kinds += [one for one in catalogue.in_slot("cardio") if one.origin != "article"]
    kinds.sort(key=lambda one: one.id != preferences.cardio_kind)
    replaces: list[LeftOut] = []
    for exercise in kinds:
        against = person.why_not(exercise)
        if against:
            replaces.append(LeftOut(exercise.id, "cardio", against))
            continue
        liked = exercise.id == preferences.cardio_kind
        why = Reason("PL-05.preference" if liked else "PL-05.instead", {"kind": exercise.id})
        dose = dose_for(exercise, "cardio", level, person.flags)
        reasons: tuple[Reason, ...] = (why, Reason("PL-03", {"level": level, "minutes": dose.minutes}))
        if amounts is not None:
            dose = replace(dose, minutes=amounts.cardio_minutes)
            reasons = (why, *amounts.reasons_for("cardio")) if amounts.reasons_for("cardio") else reasons
        planned = person.plan(exercise, "cardio", dose, reasons, catalogue, tuple(replaces))
        return PlannedSession("cardio", (planned,), dose.minutes)
    return PlannedSession("cardio", (), 0, tuple(replaces))
