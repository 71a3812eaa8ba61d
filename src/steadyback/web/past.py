"""The plan of any day as it was kept then, what was decided on that day, and what was told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from steadyback.programme.versions import Programme
from steadyback.programme.versions import week_of as running_week
from steadyback.records.codec import RecordError, from_json
from steadyback.records.decisions import Outcome
from steadyback.records.plan import WeeklyPlan
from steadyback.web import clock, told
from steadyback.web.decision_words import Decided, decided
from steadyback.web.diary import last_strength_on
from steadyback.web.entry_words import earlier_entry, entry_words
from steadyback.web.models import ElsewhereActivity, Person
from steadyback.web.standing import Standing

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# Why a version of a week was made; `planning.py` writes these codes.
BECAUSE: Mapping[str, str] = {
    "first": _("It was your first week."),
    "new_week": _("A new week began."),
    "choices": _("You changed your choices."),
    "health_or_limits": _("What you did or told us, or your health answers or limits, had changed."),
    "rules": _("SteadyBack's own rules or exercises had changed."),
}


@dataclass(frozen=True, slots=True)
class PlanThen:
    """The week that counted on a day. kept: as it was shown then; otherwise it is worked out from what was told."""

    plan: WeeklyPlan
    kept: bool
    because: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something told of a day: the word that counts, what it corrected, and where to read what followed."""

    kind: str
    row: Model
    text: str
    corrected: str


@dataclass(frozen=True, slots=True)
class DayDecided:
    on: date
    decisions: tuple[Decided, ...]


def plan_then(standing: Standing, programme: Programme, on: date) -> PlanThen | None:
    """The plan of a day that is over or of today; None while exercise is closed, when nothing of it is shown."""
    if not standing.is_open:
        return None
    for row in standing.person.plans.filter(starts_on__lte=on, starts_on__gt=on - WEEK).order_by("-made_at"):
        if clock.day_of(row.made_at, standing.person) <= on:
            try:
                return PlanThen(from_json(WeeklyPlan, row.plan), True, BECAUSE.get(row.because, ""))
            except RecordError:
                continue
    last = last_strength_on(standing.person, on)
    week = running_week(programme, gate=standing.gate, last_strength_on=last)
    return PlanThen(week, False, "") if week else None


def told_of(person: Person, on: date) -> list[Told]:
    """What counts of everything told of a day, with what it corrected."""
    found = [
        Told("check", one.check, entry_words(one.check), "")
        for one in told.checks(person)
        if one.check.on == on and one.check.pk not in told.corrections(person, "check")
    ]
    for kind, model in told.TABLES.items():
        if model is ElsewhereActivity:  # it stands with what was done
            continue
        rows = [row for row in told.rows_of(model, person) if row.on == on]  # type: ignore[attr-defined]
        corrected = {earlier.pk for row in rows if (earlier := earlier_entry(row)) is not None}
        for row in rows:
            if row.pk not in corrected:
                earlier = earlier_entry(row)
                found.append(Told(kind, row, entry_words(row), entry_words(earlier) if earlier else ""))
    return found


def decided_by_day(programme: Programme) -> list[DayDecided]:
    """Every day on which something became other, newest first. What only stayed as it was is on the page of its day."""
    by_day: dict[date, list[Decided]] = {}
    for one in programme.decisions:
        if one.changes or one.outcome is not Outcome.HOLD:
            by_day.setdefault(one.on, []).append(decided(one))
    return [DayDecided(on, tuple(by_day[on])) for on in sorted(by_day, reverse=True)]
