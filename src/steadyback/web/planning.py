"""The person's weeks as versions: made when the gate is open and choices are known, never overwritten.

A week is built anew from what is true today. When that differs from the newest version (other choices, other health
answers, other limits, another rule table), a new version is kept; sessions go on pointing at the one they came from.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from steadyback.exercises import load_catalogue
from steadyback.programme.course import amounts_of
from steadyback.programme.starting_level import start_level
from steadyback.programme.versions import Programme
from steadyback.programme.versions import week_of as running_week
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import GateDecision
from steadyback.records.codec import RecordError, from_json, to_json
from steadyback.records.plan import PlannedDay, PlannedSession, Preferences, WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.web import clock, history
from steadyback.web.diary import last_strength_on
from steadyback.web.history import programme_of
from steadyback.web.models import Person, Plan
from steadyback.web.standing import Standing
from steadyback.web.turns import in_turn

WEEK = timedelta(days=7)
FIRST, NEW_WEEK, CHOICES, HEALTH, RULES = "first", "new_week", "choices", "health_or_limits", "rules"


@dataclass(frozen=True, slots=True)
class Week:
    """One kept version of a week, with why its level is what it is."""

    row: Plan
    plan: WeeklyPlan
    level_reasons: tuple[Reason, ...]

    def day(self, on: date) -> PlannedDay | None:
        return next((day for day in self.plan.days if day.on == on), None)

    def session(self, on: date, kind: str) -> PlannedSession | None:
        """What is planned for a day, or None. Whoever starts a session asks here."""
        day = self.day(on)
        return next((one for one in day.sessions if one.kind == kind), None) if day else None


def preferences_of(person: Person) -> Preferences | None:
    return from_json(Preferences, person.preferences) if person.preferences is not None else None


def keep_preferences(person: Person, preferences: Preferences) -> None:
    person.preferences = to_json(preferences)
    person.save(update_fields=["preferences"])


def week_of(standing: Standing, *, changed: str = HEALTH) -> Week | None:
    """The week that counts today. None behind a closed gate or before the person has chosen.

    `changed` says why a new version of a running week was needed, when one was.
    """
    preferences = preferences_of(standing.person)
    if not standing.is_open or standing.outcome is None or preferences is None:
        return None
    newest = _newest(standing.person)
    starts_on = _starts_on(newest, standing.today)
    plan, level_reasons = build_plan(standing, preferences, starts_on)
    if newest is None or newest.plan != to_json(plan):
        newest = _keep(standing.person, plan, changed)
    return Week(newest, plan, level_reasons)


def build_plan(standing: Standing, preferences: Preferences, starts_on: date) -> tuple[WeeklyPlan, tuple[Reason, ...]]:
    """The week that follows from where the person stands, and why its level is what it is. Keeps nothing."""
    if standing.outcome is None:
        raise ValueError("a week needs a screening outcome")
    outcome = replace(standing.outcome, flags=standing.flags)
    year = standing.answers.facts.get("year_of_birth")
    programme = programme_of(standing)
    last_strength = last_strength_on(standing.person, standing.today)
    amounts, baseline = None, standing.baseline
    if programme is None:
        level, level_reasons = start_level(
            standing.baseline, outcome, year if isinstance(year, int) else None, standing.today, standing.limits
        )
    else:
        level, level_reasons = programme.course.level, programme.course.level_reasons
        baseline, amounts = programme.course.baseline, amounts_of(programme.course)
        if programme.week_starts_on == starts_on:
            running = _running(standing, programme, last_strength)
            if running is not None:
                return running, level_reasons
    plan = build_week(
        starts_on=starts_on,
        level=level,
        flags=standing.flags,
        baseline=baseline,
        preferences=preferences,
        limits=standing.limits,
        catalogue=load_catalogue(),
        yellow_over=outcome.yellow_over,
        last_strength_on=last_strength,
        amounts=amounts,
    )
    return plan, level_reasons


# The latest week of each person with what it was made from: a session asks for it at every event that it sends.
_LAST: dict[Any, tuple[Programme, GateDecision, date | None, WeeklyPlan | None]] = {}
_KEPT_PEOPLE = 64


def forget(person: Person) -> None:
    """Keep nothing of this person in memory."""
    _LAST.pop(person.pk, None)
    history.forget(person)


def _running(standing: Standing, programme: Programme, last_strength: date | None) -> WeeklyPlan | None:
    known = _LAST.get(standing.person.pk)
    if known is None or known[0] is not programme or known[1:3] != (standing.gate, last_strength):
        week = running_week(programme, gate=standing.gate, last_strength_on=last_strength)
        known = (programme, standing.gate, last_strength, week)
        if len(_LAST) >= _KEPT_PEOPLE:
            _LAST.clear()
        _LAST[standing.person.pk] = known
    return known[3]


def kept_weeks(person: Person) -> list[WeeklyPlan]:
    """The version that counted last for each week, oldest first. Weeks of an older form are left out."""
    by_start: dict[date, WeeklyPlan] = {}
    for row in person.plans.order_by("made_at"):
        try:
            by_start[row.starts_on] = from_json(WeeklyPlan, row.plan)
        except RecordError:
            continue
    return [by_start[start] for start in sorted(by_start)]


def _newest(person: Person) -> Plan | None:
    return person.plans.order_by("made_at").last()


def _starts_on(newest: Plan | None, today: date) -> date:
    """The week that is running, else the next in the same rhythm; the first one begins today."""
    if newest is None or newest.starts_on > today:
        return today
    return newest.starts_on + WEEK * ((today - newest.starts_on) // WEEK)


@in_turn
def _keep(person: Person, plan: WeeklyPlan, changed: str) -> Plan:
    """Keep a new version, unless another request has just kept the same one."""
    newest = _newest(person)
    wanted = to_json(plan)
    if newest is not None and newest.plan == wanted:
        return newest
    return Plan.objects.create(
        person=person,
        made_at=clock.now(),
        starts_on=plan.starts_on,
        because=_because(newest, plan, changed),
        plan=wanted,
    )


def _because(newest: Plan | None, plan: WeeklyPlan, changed: str) -> str:
    if newest is None:
        return FIRST
    if newest.starts_on != plan.starts_on:
        return NEW_WEEK
    hashes = (newest.plan.get("rules_sha256"), newest.plan.get("catalogue_sha256"))
    return changed if hashes == (plan.rules_sha256, plan.catalogue_sha256) else RULES
