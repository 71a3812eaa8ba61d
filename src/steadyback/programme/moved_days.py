"""A day moved by the person: what is planned for two days of a week changes places, where PL-04 allows it."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from steadyback.programme.week_template import CARDIO, REST, STRENGTH
from steadyback.records.history import MovedDay
from steadyback.records.plan import PlannedDay
from steadyback.records.reasons import Reason


def why_not_move(
    days: Sequence[PlannedDay], move: MovedDay, today: date, last_strength_on: date | None = None
) -> Reason | None:
    """Why a planned week cannot be changed so; None when it can. `last_strength_on`: when strength was really done."""
    if min(move.from_on, move.to_on) < today:
        return _stays(move, "past")
    kinds = [kind_of(day) for day in days]
    found = _against(kinds, days[0].on, move)
    if found is not None or last_strength_on is None:
        return found
    moved = _swapped(kinds, days[0].on, move)
    next_day = (last_strength_on - days[0].on).days + 1
    after = 0 <= next_day < len(moved) and STRENGTH in moved[next_day] and STRENGTH not in kinds[next_day]
    return _stays(move, "strength") if after else None


def move_kinds(
    kinds: Sequence[str], starts_on: date, moves: Sequence[MovedDay]
) -> tuple[list[str], tuple[Reason, ...]]:
    """The kinds of the seven days after these moves, and what came of each."""
    week, reasons = list(kinds), []
    for move in moves:
        against = _against(week, starts_on, move, kinds[0])
        if against is None:
            week = _swapped(week, starts_on, move)
        reasons.append(against or Reason("PL-04.moved", _values(move)))
    return week, tuple(reasons)


def kind_of(day: PlannedDay) -> str:
    """ "C", "S", "CS" or "-", as in the templates."""
    kinds = {session.kind for session in day.sessions}
    return CARDIO * ("cardio" in kinds) + STRENGTH * ("strength" in kinds) or REST


def _against(kinds: Sequence[str], starts_on: date, move: MovedDay, first: str = "") -> Reason | None:
    """`first`: with what the week began before any move; the next week begins so."""
    places = [(on - starts_on).days for on in (move.from_on, move.to_on)]
    if any(not 0 <= place < len(kinds) for place in places):
        return _stays(move, "week")
    if kinds[places[0]] == kinds[places[1]]:
        return _stays(move, "same")
    moved = _swapped(kinds, starts_on, move)
    more = any(_running(moved, begins) > _running(kinds, begins) for begins in (first or kinds[0], kinds[0]))
    return _stays(move, "strength") if more else None


def _running(kinds: Sequence[str], next_week: str) -> int:
    """How often strength comes on two days running. The next week begins as this one was meant to."""
    return sum(STRENGTH in day and STRENGTH in other for day, other in pairwise((*kinds, next_week)))


def _swapped(kinds: Sequence[str], starts_on: date, move: MovedDay) -> list[str]:
    week = list(kinds)
    one, other = ((on - starts_on).days for on in (move.from_on, move.to_on))
    week[one], week[other] = week[other], week[one]
    return week


def _stays(move: MovedDay, because: str) -> Reason:
    return Reason("PL-04.stays", {**_values(move), "because": because})


def _values(move: MovedDay) -> dict[str, str]:
    return {"from": move.from_on.isoformat(), "to": move.to_on.isoformat()}
