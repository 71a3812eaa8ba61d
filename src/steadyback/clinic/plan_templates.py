"""Choices kept to use again: taken from one plan without its person, given to another as far as its rules allow."""

from dataclasses import asdict, dataclass
from typing import Any

from steadyback.clinic import plan_edits
from steadyback.clinic.access import Seen
from steadyback.clinic.models import PlanTemplate, User
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.course_state import Course
from steadyback.programme.own_doses import CARDIO
from steadyback.records.history import ChosenDose
from steadyback.records.reasons import Reason
from steadyback.web import clock

LONGEST_NAME = 80
MOST = 100
"""So many templates one clinic keeps (a default of ours)."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One choice that was left out, and why."""

    slot: str
    exercise_id: str
    reasons: tuple[Reason, ...]


def choices_of(course: Course) -> dict[str, Any]:
    """What a plan holds today, as choices: slots with exercise and dose, minutes, order."""
    slots = {
        slot: {"exercise_id": name, "sets": one.work.sets, "reps": one.work.reps} for slot, name, one in course.dosed()
    }
    return {"slots": slots, "minutes": course.cardio.dose.minutes, "order": list(course.order)}


def save(course: Course, name: str, by: User) -> PlanTemplate:
    return PlanTemplate.objects.create(name=name, made_by=by, made_at=clock.now(), choices=choices_of(course))


def give(seen: Seen, template: PlanTemplate) -> list[Misfit]:
    """Take over every choice that is right for this person; what is left out is returned with its reasons."""
    found: list[Misfit] = []
    slots: dict[str, dict[str, Any]] = template.choices.get("slots", {})
    for slot in (one for one in DOSED_SLOTS if one in slots):
        found += _one_slot(seen, slot, ChosenDose(**slots[slot]))
    minutes = template.choices.get("minutes")
    opened = plan_edits.open_plan(seen)[1]
    if isinstance(minutes, int) and opened is not None and opened.course.cardio.dose.minutes != minutes:
        against = plan_edits.set_dose(seen, CARDIO, ChosenDose(minutes=minutes))
        found += [Misfit(CARDIO, "", against)] if against else []
    order = template.choices.get("order")
    if order and opened is not None and set(order) == set(opened.course.slots):
        plan_edits.set_order(seen, order)
    return found


def _one_slot(seen: Seen, slot: str, wanted: ChosenDose) -> list[Misfit]:
    opened = plan_edits.open_plan(seen)[1]
    if opened is None:
        return [Misfit(slot, wanted.exercise_id, plan_edits.NOT_NOW)]
    if opened.course.slots.get(slot) != wanted.exercise_id:
        against = plan_edits.choose_exercise(seen, slot, wanted.exercise_id)
        if against:
            return [Misfit(slot, wanted.exercise_id, against)]
        opened = plan_edits.open_plan(seen)[1]
    one = opened.course.exercises.get(wanted.exercise_id) if opened is not None else None
    if one is None or asdict(one.work) == {"sets": wanted.sets, "reps": wanted.reps}:
        return []
    against = plan_edits.set_dose(seen, slot, wanted)
    return [Misfit(slot, wanted.exercise_id, against)] if against else []
