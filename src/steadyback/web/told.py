"""What a person tells of their days: kept with its moment, read as the latest word on each thing.

Nothing is overwritten. A correction is a new row, and it counts even when the machine's clock went back meanwhile.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from steadyback.records import history
from steadyback.records.codec import from_json
from steadyback.records.history import ChosenDose, Mark, WeeklyAnswers
from steadyback.records.outcomes import Measurement
from steadyback.web import clock
from steadyback.web.models import (
    Correction,
    DayMark,
    DoseChoice,
    ElsewhereActivity,
    ExerciseChoice,
    GuidedTest,
    MorningPain,
    MovedDay,
    OrderChoice,
    Person,
    Score,
    SessionCheck,
    WeeklyCheck,
)
from steadyback.web.turns import writing_about

Row = TypeVar("Row", bound=models.Model)
# Every table of things told of a day, by the name under which a page speaks of one of its rows.
TABLES: Mapping[str, type[models.Model]] = {
    "morning": MorningPain,
    "elsewhere": ElsewhereActivity,
    "weekly": WeeklyCheck,
    "mark": DayMark,
    "score": Score,
    "choice": ExerciseChoice,
    "dose": DoseChoice,
    "order": OrderChoice,
    "moved": MovedDay,
    "correction": Correction,
}
_TICK = timedelta(microseconds=1)
NOTHING: frozenset[UUID] = frozenset()


def keep(model: type[Row], person: Person, **fields: Any) -> Row:
    """Write one row down as the latest word, also when the clock shows an earlier moment than the last row has."""
    return keep_all(model, person, [fields])[0]


def keep_all(model: type[Row], person: Person, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Several rows at once, all or none."""
    with writing_about(person):
        table = model._default_manager
        moment = _next_moment(table.filter(person=person).aggregate(last=models.Max("recorded_at"))["last"])
        made = []
        for fields in rows:
            made.append(table.create(person=person, recorded_at=moment, **fields))
            moment += _TICK
        return made


def _next_moment(last: datetime | None) -> datetime:
    now = clock.now()
    return now if last is None or now > last else last + _TICK


def rows_of(model: type[Row], person: Person, without: Collection[UUID] = NOTHING) -> Iterator[Row]:
    """The rows by day, each day in the order in which they were told; `without`: as if these were not there."""
    rows = model._default_manager.filter(person=person).order_by("on", "recorded_at", "pk")
    return (row for row in rows if row.pk not in without)


def corrections(person: Person, kind: str, without: Collection[UUID] = NOTHING) -> dict[UUID, Correction]:
    """The last word on each entry that was corrected, by the entry. kind is "check" or "elsewhere"."""
    return {row.entry: row for row in rows_of(Correction, person, without) if row.kind == kind}


def activities(person: Person, without: Collection[UUID] = NOTHING) -> list[ElsewhereActivity]:
    """What was done elsewhere, by day, without what was taken back."""
    taken_back = corrections(person, "elsewhere", without)
    return [row for row in rows_of(ElsewhereActivity, person, without) if row.pk not in taken_back]


@dataclass(frozen=True, slots=True)
class CheckAsTold:
    """A check before a session, its pain and what it led to as they count by now."""

    check: SessionCheck
    pain: int | None
    decision: Mapping[str, Any]


def checks(person: Person, without: Collection[UUID] = NOTHING) -> list[CheckAsTold]:
    """Every check, oldest first. A graver pain counts with what it would have led to; a lower takes nothing back."""
    said = corrections(person, "check", without)
    found = []
    for check in person.checks.order_by("checked_at"):
        word = said.get(check.pk)
        found.append(
            CheckAsTold(check, word.pain if word else check.pain_before, (word and word.decision) or check.decision)
        )
    return found


def weekly_answers(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, WeeklyAnswers]:
    return {row.on: from_json(WeeklyAnswers, row.answers) for row in rows_of(WeeklyCheck, person, without)}


def marks(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, frozenset[Mark]]:
    """What is said of each day, without what was taken back."""
    latest = {(row.on, row.mark): row for row in rows_of(DayMark, person, without)}
    found: dict[date, set[Mark]] = defaultdict(set)
    for (on, mark), row in latest.items():
        if not row.taken_back and mark in _MARKS:
            found[on].add(Mark(mark))
    return {on: frozenset(said) for on, said in found.items()}


_MARKS = frozenset(one.value for one in Mark)


def scores(person: Person, without: Collection[UUID] = NOTHING) -> list[Score]:
    """The scores that count, oldest first: the latest of each day and measure that was not taken back."""
    latest = {(row.on, row.measure): row for row in rows_of(Score, person, without)}
    return [row for row in latest.values() if row.value is not None]


def measurement(row: Score) -> Measurement:
    assert row.value is not None
    return Measurement(row.measure, row.on, row.value, row.source)


def test_results(person: Person) -> list[GuidedTest]:
    """The results that count, oldest first: the latest of each day, test and side that was not taken back."""
    latest = {(row.on, row.test, row.side): row for row in rows_of(GuidedTest, person)}
    return [row for row in latest.values() if row.result is not None]


def choices(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, dict[str, str]]:
    """Slot to exercise, by the day from which it was chosen."""
    found: dict[date, dict[str, str]] = defaultdict(dict)
    for row in rows_of(ExerciseChoice, person, without):
        found[row.on][row.slot] = row.exercise_id
    return dict(found)


def doses(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, dict[str, ChosenDose]]:
    """Slot to dose, by the day from which it was chosen."""
    found: dict[date, dict[str, ChosenDose]] = defaultdict(dict)
    for row in rows_of(DoseChoice, person, without):
        found[row.on][row.slot] = from_json(ChosenDose, row.dose)
    return dict(found)


def orders(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, tuple[str, ...]]:
    """The order of the strength exercises, by the day from which it was chosen."""
    return {row.on: tuple(row.slots) for row in rows_of(OrderChoice, person, without)}


def moves(person: Person, without: Collection[UUID] = NOTHING) -> dict[date, tuple[history.MovedDay, ...]]:
    """Days that changed places, by the day on which it was told and in that order."""
    found: dict[date, tuple[history.MovedDay, ...]] = {}
    for row in rows_of(MovedDay, person, without):
        found[row.on] = (*found.get(row.on, ()), history.MovedDay(row.from_on, row.to_on))
    return found
