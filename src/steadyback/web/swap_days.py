"""With which day of the running week another one may change places, and why not (PL-04)."""

from dataclasses import dataclass, replace
from datetime import date

from steadyback.programme.moved_days import why_not_move
from steadyback.programme.versions import Programme
from steadyback.programme.versions import week_of as running_week
from steadyback.records import history
from steadyback.records.plan import PlannedDay
from steadyback.records.reasons import Reason
from steadyback.web.decision_words import sessions_words
from steadyback.web.diary import diary, last_strength_on
from steadyback.web.standing import Standing


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day with which another one could change places; `against` says why it cannot."""

    on: date
    planned: str
    against: tuple[Reason, ...]


def running_days(standing: Standing, programme: Programme) -> tuple[PlannedDay, ...]:
    """The running week as it would be without days that are free: what can be moved away from them is there."""
    last = last_strength_on(standing.person, standing.today)
    week = running_week(replace(programme, free_days=()), gate=standing.gate, last_strength_on=last)
    return week.days if week else ()


def other_days(standing: Standing, programme: Programme, on: date) -> list[OtherDay]:
    """Every other day of the week, none when `on` is over or not in it."""
    days = running_days(standing, programme)
    here = next((one for one in days if one.on == on), None)
    if here is None or on < standing.today:
        return []
    return [_option(standing, programme, days, here, one) for one in days if one.on != on]


def _option(
    standing: Standing, programme: Programme, days: tuple[PlannedDay, ...], here: PlannedDay, other: PlannedDay
) -> OtherDay:
    wish = history.MovedDay(here.on, other.on)
    against = [why_not_move(days, wish, standing.today, last_strength_on(standing.person, standing.today))]
    if other.on >= standing.today:
        against.append(dict(programme.free_days).get(other.on))
        if any(entry.on in (here.on, other.on) for entry in diary(standing.person)):
            against.append(Reason("PL-04.stays", {"because": "done"}))
    return OtherDay(other.on, sessions_words(other.sessions), tuple(one for one in against if one is not None))
