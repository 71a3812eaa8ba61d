"""The needs of many people at once: kept for each person until something was told, done or answered since.

Whether something was is asked of the database for all people together, so that a list of forty costs the same few
questions as a list of one. What has changed is found anew within a time; the rest follows with the next look.
"""

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Value
from django.db.models.functions import Cast

from steadyback.clinic.attention import Need, needs_of
from steadyback.clinic.attention_facts import known_of
from steadyback.clinic.models import AttentionSummary, ClearanceRequest
from steadyback.records.codec import RecordError, from_json, to_json
from steadyback.web import clock
from steadyback.web.models import (
    ApprovalRecord,
    Correction,
    DayMark,
    DoseChoice,
    ElsewhereActivity,
    EmergencyVisit,
    ExerciseChoice,
    Hold,
    MorningPain,
    MovedDay,
    OrderChoice,
    Person,
    Plan,
    ReferralReview,
    Score,
    Screening,
    Session,
    SessionCheck,
    SessionEvent,
    WeeklyCheck,
)

FIND_FOR_S = 0.4
"""How long one look at the list finds things anew; one person is always found."""
EVENTS_FOR = timedelta(days=28)

# Every table of a person that a need can come from, with the moment of its latest change.
_CHANGES: tuple[tuple[type[models.Model], str], ...] = (
    (Screening, "changed_at"),
    (Screening, "confirmed_at"),
    (EmergencyVisit, "recorded_at"),
    (ApprovalRecord, "recorded_at"),
    (Plan, "made_at"),
    (SessionCheck, "checked_at"),
    (Session, "opened_at"),
    (Session, "ended_at"),
    (Hold, "raised_at"),
    (Hold, "closed_at"),
    (ElsewhereActivity, "recorded_at"),
    (MorningPain, "recorded_at"),
    (WeeklyCheck, "recorded_at"),
    (DayMark, "recorded_at"),
    (Score, "recorded_at"),
    (ExerciseChoice, "recorded_at"),
    (DoseChoice, "recorded_at"),
    (OrderChoice, "recorded_at"),
    (MovedDay, "recorded_at"),
    (Correction, "recorded_at"),
    (ClearanceRequest, "asked_at"),
    (ClearanceRequest, "answered_at"),
    (ClearanceRequest, "cancelled_at"),
    (ReferralReview, "recorded_at"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """needs: None where nobody has looked yet. is_old: something has happened since, found with the next look."""

    needs: tuple[Need, ...] | None
    is_old: bool = False


def needs_of_all(people: Sequence[Person], *, find_for_s: float = FIND_FOR_S) -> dict[UUID, Found]:
    """The needs of these people, as of now for as many as the time allows."""
    keys = _keys(people)
    kept = {row.person_id: row for row in AttentionSummary.objects.filter(person__in=keys)}
    until = time.monotonic() + find_for_s
    found: dict[UUID, Found] = {}
    looked = 0
    # Who was never looked at comes first, then the oldest look.
    for person in sorted(people, key=lambda one: kept[one.pk].made_at.timestamp() if one.pk in kept else 0.0):
        row, today = kept.get(person.pk), clock.today(person)
        needs = _read(row)
        if row is not None and needs is not None and (row.today, row.key) == (today, keys[person.pk]):
            found[person.pk] = Found(needs)
        elif looked == 0 or time.monotonic() < until:
            looked += 1
            found[person.pk] = Found(_look(person, today, keys[person.pk]))
        else:
            found[person.pk] = Found(needs, is_old=True)
    return found


def needs_of_one(person: Person) -> tuple[Need, ...]:
    """The needs of one person as of now."""
    return needs_of_all([person])[person.pk].needs or ()


def _look(person: Person, today: date, key: str) -> tuple[Need, ...]:
    needs = needs_of(known_of(person, today))
    values = {"today": today, "key": key, "made_at": clock.now(), "needs": to_json(needs)}
    AttentionSummary.objects.update_or_create(person=person, defaults=values)
    return needs


def _read(row: AttentionSummary | None) -> tuple[Need, ...] | None:
    if row is None:
        return None
    try:
        return from_json(tuple[Need, ...], row.needs)
    except RecordError:
        return None


def _keys(people: Iterable[Person]) -> dict[UUID, str]:
    """What a person's rows are now, in two questions for all people together."""
    told: dict[UUID, list[Any]] = {
        person.pk: [str(person.preferences), str(person.settings), person.zone] for person in people
    }
    ids = list(told)
    tables = [
        model._default_manager.filter(person__in=ids)
        .order_by()
        .values("person")
        .annotate(
            table=Value(f"{model.__name__}.{moment}"),
            rows=Count("pk"),
            last=Cast(Max(moment), models.CharField()),
        )
        .values_list("person", "table", "rows", "last")
        for model, moment in _CHANGES
    ]
    for person_id, *counted in sorted(tables[0].union(*tables[1:], all=True), key=str):
        told[person_id].append(counted)
    since = clock.now().date() - EVENTS_FOR
    events = SessionEvent.objects.filter(session__person__in=ids, session__on__gt=since).order_by()
    for person_id, last in (
        events.values("session__person").annotate(last=Max("id")).values_list("session__person", "last")
    ):
        told[person_id].append(last)
    return {one: hashlib.sha256(repr(rows).encode()).hexdigest() for one, rows in told.items()}
