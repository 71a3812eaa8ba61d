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


@dataclass(frozen=True, slots=True)
class Running:
    """The running week as it would be without days that are free: what can be moved away from them is there.

    `last_strength_on`: when strength was last really done; `done_on`: the days on which anything was.
    """

    standing: Standing
    programme: Programme
    days: tuple[PlannedDay, ...]
    last_strength_on: date | None
    done_on: frozenset[date]


def running(standing: Standing, programme: Programme) -> Running:
    """Found once for all its days."""
    last = last_strength_on(standing.person, standing.today)
    week = running_week(replace(programme, free_days=()), gate=standing.gate, last_strength_on=last)
    done_on = frozenset(entry.on for entry in diary(standing.person))
    return Running(standing, programme, week.days if week else (), last, done_on)


def other_days(week: Running, on: date) -> list[OtherDay]:
    """Every other day of the week, none when `on` is over or not in it."""
    here = next((one for one in week.days if one.on == on), None)
    if here is None or on < week.standing.today:
        return []
    return [_option(week, here, one) for one in week.days if one.on != on]


def _option(week: Running, here: PlannedDay, other: PlannedDay) -> OtherDay:
    wish, today = history.MovedDay(here.on, other.on), week.standing.today
    against = [why_not_move(week.days, wish, today, week.last_strength_on)]
    if other.on >= today:
        against.append(dict(week.programme.free_days).get(other.on))
        if week.done_on & {here.on, other.on}:
            against.append(Reason("PL-04.stays", {"because": "done"}))
    return OtherDay(other.on, sessions_words(other.sessions), tuple(one for one in against if one is not None))
