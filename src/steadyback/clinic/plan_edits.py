"""A carer changes a person's plan: a dated choice like the person's own, kept only where the programme allows it.

The programme decides (own_choices, own_doses, moved_days); here it is asked, and what it allows is written down with
who chose it. What it refuses changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models

from steadyback.clinic.access import Seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import PlanEdit
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.course_state import Course
from steadyback.programme.own_choices import why_not_choose
from steadyback.programme.own_doses import CARDIO, why_not_dose, why_not_order
from steadyback.programme.versions import Programme
from steadyback.records.codec import to_json
from steadyback.records.history import ChosenDose
from steadyback.records.reasons import Reason
from steadyback.web import clock, told
from steadyback.web.history import programme_without
from steadyback.web.models import DoseChoice, ExerciseChoice, MovedDay, OrderChoice
from steadyback.web.planning import CHOICES, week_of
from steadyback.web.referrals import with_referrals
from steadyback.web.standing import Standing, standing_of
from steadyback.web.swap_days import other_days, running
from steadyback.web.turns import writing_about

DAY = timedelta(days=1)
NOT_NOW = (Reason("P14"),)


@dataclass(frozen=True, slots=True)
class Opened:
    """A person's running weeks, with exercise open."""

    standing: Standing
    programme: Programme

    @property
    def course(self) -> Course:
        return self.programme.course


def open_plan(seen: Seen) -> tuple[Standing, Opened | None]:
    """Where the person stands, and their weeks where exercise is open and they chose when to exercise."""
    person = seen.person
    standing = standing_of(person, clock.today(person))
    if standing.is_open:
        week_of(standing)  # the person may not have opened this week yet
    standing, programme = with_referrals(standing)
    return standing, Opened(standing, programme) if standing.is_open and programme is not None else None


def counts_from(standing: Standing, kind: str = "strength") -> date:
    """The day from which a choice counts: tomorrow where today's session of the kind was begun."""
    begun = standing.person.sessions.filter(on=standing.today, kind=kind).exists()
    return standing.today + DAY if begun else standing.today


def choose_exercise(seen: Seen, slot: str, exercise_id: str) -> tuple[Reason, ...]:
    """Another exercise for a slot; what is against it, () when it is kept."""
    fields = {"slot": slot, "exercise_id": exercise_id}
    return _edit(seen, "choice", ExerciseChoice, fields, lambda course: why_not_choose(course, slot, exercise_id))


def set_dose(seen: Seen, slot: str, dose: ChosenDose) -> tuple[Reason, ...]:
    """Another dose for a slot, or minutes of cardio."""
    fields = {"slot": slot, "dose": to_json(dose)}
    return _edit(seen, "dose", DoseChoice, fields, lambda course: why_not_dose(course, slot, dose), _kind(slot))


def set_order(seen: Seen, order: Sequence[str]) -> tuple[Reason, ...]:
    """Another order of the strength exercises."""
    fields = {"slots": list(order)}
    return _edit(seen, "order", OrderChoice, fields, lambda course: why_not_order(course, order))


def move_day(seen: Seen, from_on: date, to_on: date) -> tuple[Reason, ...]:
    """Two days of the running week change places."""
    with writing_about(seen.person):
        _standing, opened = open_plan(seen)
        if opened is None:
            return NOT_NOW
        options = other_days(running(opened.standing, opened.programme), from_on)
        option = next((one for one in options if one.on == to_on), None)
        if option is None:
            return (Reason("PL-04.stays", {"because": "week"}),)
        if not option.against:
            _keep(seen, "moved", MovedDay, {"on": opened.standing.today, "from_on": from_on, "to_on": to_on})
        return option.against


def in_order(course: Course) -> tuple[str, ...]:
    """Today's slots in the order that counts: the chosen one first, then the usual."""
    return tuple(dict.fromkeys(slot for slot in (*course.order, *DOSED_SLOTS) if slot in course.slots))


def earlier(course: Course, slot: str) -> tuple[str, ...]:
    """The order in which this slot comes one place earlier."""
    order = list(in_order(course))
    place = order.index(slot) if slot in order else 0
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    return tuple(order)


def _kind(slot: str) -> str:
    return CARDIO if slot == CARDIO else "strength"


def _edit(
    seen: Seen,
    kind: str,
    model: type[models.Model],
    fields: Mapping[str, Any],
    why_not: Callable[[Course], tuple[Reason, ...]],
    session: str = "strength",
) -> tuple[Reason, ...]:
    with writing_about(seen.person):
        standing, opened = open_plan(seen)
        if opened is None:
            return NOT_NOW
        on = counts_from(standing, session)
        against = why_not(_as_before(standing, opened, model, on, fields))
        if not against:
            _keep(seen, kind, model, {"on": on, **fields})
    return against


def _as_before(
    standing: Standing, opened: Opened, model: type[models.Model], on: date, fields: Mapping[str, Any]
) -> Course:
    """The course without what was chosen of the same thing for the same day: the last word replaces it."""
    same = model._default_manager.filter(person=standing.person, on=on)
    if "slot" in fields:
        same = same.filter(slot=fields["slot"])
    replaced = set(same.values_list("pk", flat=True))
    programme = programme_without(standing, replaced) if replaced else None
    return programme.course if programme is not None else opened.course


def _keep(seen: Seen, kind: str, model: type[models.Model], fields: Mapping[str, Any]) -> None:
    row = told.keep(model, seen.person, **fields)
    PlanEdit.objects.create(
        person=seen.person,
        carer=seen.carer,
        by_name=seen.carer.name,
        by_role=seen.role.value,
        made_at=clock.now(),
        kind=kind,
        entry=row.pk,
    )
    note_here("plan_changed", person=seen.person, detail={"kind": kind})
    week_of(standing_of(seen.person, clock.today(seen.person)), changed=CHOICES)
