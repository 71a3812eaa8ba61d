"""Plans as versions: the week of any date, derived from the whole history, with every decision on the way.

Nothing is stored here. When a past entry is corrected, the same function gives what follows from it, and `differences`
says what became other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from steadyback.exercises import Catalogue
from steadyback.programme.amounts import Amounts
from steadyback.programme.course import amounts_of, begin, close_day, open_day
from steadyback.programme.course_state import WEEK, Course
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import GateDecision
from steadyback.records.decisions import Decision, Referral
from steadyback.records.history import DayFacts, History, Mark, MovedDay
from steadyback.records.plan import PlannedDay, WeeklyPlan
from steadyback.records.reasons import Reason

DAY = timedelta(days=1)


class HistoryError(ValueError):
    """The history cannot be read as days in their order. The text says which day and what to do."""


@dataclass(frozen=True, slots=True)
class Version:
    """What counted from a day on: the amounts, and the decisions of that day that made them."""

    on: date
    amounts: Amounts
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that follows from a history on one day.

    versions: one for each day on which the amounts changed, oldest first. decisions: all of them, oldest first.
    day_amounts: what held on each day of the week that runs. rescreen: why a full screening is due, if it is.
    free_days: without sessions, ill or away. moves: days of this week that the person let change places.
    """

    today: date
    week_starts_on: date
    week_number: int
    course: Course
    versions: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    referrals: tuple[Referral, ...]
    day_amounts: tuple[tuple[date, Amounts], ...]
    rescreen: Reason | None
    free_days: tuple[tuple[date, Reason], ...] = ()
    moves: tuple[MovedDay, ...] = ()

    def decided_on(self, on: date) -> tuple[Decision, ...]:
        return tuple(one for one in self.decisions if one.on == on)


def follow(history: History, today: date, catalogue: Catalogue) -> Programme:
    """Fold the whole history up to today. Raises HistoryError for days twice, out of order, or a first day without
    circumstances. Days after today are left aside.
    """
    facts = _by_day(history)
    first = facts.get(history.begun_on)
    if first is None or first.circumstances is None:
        raise HistoryError(f"{history.begun_on}: the first day lacks its health answers; add them")
    if today < history.begun_on:
        raise HistoryError(f"{today} is before the programme began on {history.begun_on}; take a later day")
    course = begin(first.circumstances, history.begun_on, catalogue)
    versions: list[Version] = []
    decisions: list[Decision] = []
    week: list[tuple[date, Amounts]] = []
    for on in _days(history.begun_on, today):
        day = facts.get(on) or DayFacts(on)
        open_day(course, day)
        amounts = amounts_of(course)
        decisions += course.decisions
        if not versions or versions[-1].amounts != amounts:
            versions.append(Version(on, amounts, tuple(course.decisions)))
        week = [one for one in week if one[0] >= course.week.starts_on] + [(on, amounts)]
        close_day(course, day)
    return Programme(
        today=today,
        week_starts_on=course.week.starts_on,
        week_number=course.week.number,
        course=course,
        versions=tuple(versions),
        decisions=tuple(decisions),
        referrals=tuple(course.referrals),
        day_amounts=tuple(week),
        rescreen=course.rescreen,
        free_days=_free_days(facts, course.week.starts_on),
        moves=_moves(facts, course.week.starts_on, today),
    )


def week_of(
    programme: Programme, *, gate: GateDecision | None, last_strength_on: date | None = None
) -> WeeklyPlan | None:
    """The running week: past days as they were, today and later by today's amounts. None unless the gate is open (P1).

    `gate` None means that nobody asked, which counts as closed (P14).
    """
    if gate is None or not gate.is_open:
        return None
    by_day = dict(programme.day_amounts)
    now = by_day[programme.today]
    built: list[tuple[Amounts, WeeklyPlan]] = []

    def plan_for(amounts: Amounts) -> WeeklyPlan:
        known = next((plan for made_by, plan in built if made_by == amounts), None)
        if known is None:
            known = _build(programme, amounts, last_strength_on)
            built.append((amounts, known))
        return known

    days: list[PlannedDay] = []
    free = dict(programme.free_days)
    for offset in range(7):
        on = programme.week_starts_on + DAY * offset
        day = plan_for(by_day.get(on, now)).days[offset]
        days.append(replace(day, sessions=()) if on in free else day)
    plan = plan_for(now)
    reasons = (*plan.reasons, *(reason for on, reason in programme.free_days if on >= programme.today))
    return replace(plan, days=tuple(days), reasons=reasons)


def _build(programme: Programme, amounts: Amounts, last_strength_on: date | None) -> WeeklyPlan:
    course = programme.course
    now = course.circumstances
    return build_week(
        starts_on=programme.week_starts_on,
        level=amounts.level,
        flags=now.outcome.flags,
        baseline=course.baseline,
        preferences=now.preferences,
        limits=now.limits,
        catalogue=course.catalogue,
        yellow_over=now.outcome.yellow_over,
        last_strength_on=last_strength_on,
        amounts=amounts,
        moves=programme.moves,
    )


def _by_day(history: History) -> dict[date, DayFacts]:
    days = [day.on for day in history.days]
    if days != sorted(set(days)):
        raise HistoryError("the days of a history must be in order, each once; sort and join them")
    if days and days[0] < history.begun_on:
        raise HistoryError(f"{days[0]} is before the beginning on {history.begun_on}; leave it out")
    return {day.on: day for day in history.days}


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + DAY * offset


def _free_days(facts: dict[date, DayFacts], starts_on: date) -> tuple[tuple[date, Reason], ...]:
    """Days without sessions: ill, and the day after (S-03), or away."""
    found = {}
    for on in _days(starts_on - DAY, starts_on + WEEK - DAY):
        marks = facts[on].marks if on in facts else frozenset()
        if Mark.AWAY in marks:
            found[on] = Reason("3.8.away", {"on": on.isoformat()})
        if Mark.ILL in marks:
            for ill in (on, on + DAY):
                found[ill] = Reason("S-03", {"on": ill.isoformat()})
    return tuple((on, found[on]) for on in sorted(found) if starts_on <= on < starts_on + WEEK)


def _moves(facts: dict[date, DayFacts], starts_on: date, today: date) -> tuple[MovedDay, ...]:
    """Of the running week, as they were told; a day that was over by then stays where it was."""
    told = [(on, move) for on in _days(starts_on, today) if on in facts for move in facts[on].moved]
    return tuple(move for on, move in told if on <= min(move.from_on, move.to_on))


@dataclass(frozen=True, slots=True)
class Difference:
    """A day whose decisions became other when a past entry was corrected."""

    on: date
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """What a correction changed, day by day, oldest first."""
    days = sorted({one.on for one in (*before.decisions, *after.decisions)})
    pairs = [(on, before.decided_on(on), after.decided_on(on)) for on in days]
    return tuple(Difference(on, old, new) for on, old, new in pairs if old != new)
