"""An exercise swapped for another one by the person or trainer, where it is right (PL-05, 3.8, amendments 1)."""

from dataclasses import dataclass

from steadyback.exercises import Exercise
from steadyback.programme.course_state import Course, dosage_of
from steadyback.programme.dose_steps import Work, step_up
from steadyback.programme.rules import thresholds
from steadyback.programme.strength_course import bring_in, say
from steadyback.records.decisions import Change, Decision, Outcome
from steadyback.records.reasons import Reason


@dataclass(frozen=True, slots=True)
class Refused:
    """A choice that cannot be followed, and why."""

    slot: str
    exercise_id: str
    reasons: tuple[Reason, ...]


def why_not_choose(course: Course, slot: str, exercise_id: str) -> tuple[Reason, ...]:
    """Everything against an exercise in a slot; empty when it may stand there. Changes nothing.

    A harder one only once the top dose is held (3.8, amendments 1).
    """
    standing = course.standing
    if exercise_id not in course.catalogue or slot not in standing:
        return (Reason("P14", {"exercise": exercise_id}),)
    wanted, now_id = course.catalogue[exercise_id], standing[slot]
    against = course.person.why_not(wanted)
    taken = course.slots if slot in course.slots else standing
    if slot not in wanted.slots or exercise_id in taken.values():
        against = (*against, Reason("PL-05.taken", {"slot": slot}))
    if slot not in course.slots:
        return against
    now = course.catalogue[now_id]
    held = course.exercises[now_id].work
    if wanted.tier > now.tier and step_up(held, dosage_of(now), course.top(now)) is not None:
        against = (*against, Reason("3.8.harder", {"exercise": exercise_id}))
    return against


def choices_for(course: Course, slot: str) -> tuple[Exercise, ...]:
    """What the person may put into a slot today instead of what stands there, in the order of the catalogue."""
    return tuple(one for one in course.catalogue.in_slot(slot) if not why_not_choose(course, slot, one.id))


def take_choice(course: Course, slot: str, exercise_id: str) -> Refused | None:
    """The person or trainer puts an exercise into a slot, where nothing is against it."""
    against = why_not_choose(course, slot, exercise_id)
    if against:
        if slot in course.standing:
            course.decisions.append(Decision(course.today, course.standing[slot], Outcome.HOLD, against))
        return Refused(slot, exercise_id, against)
    chosen = (Reason("3.8.chosen", {"exercise": exercise_id}),)
    wanted, now_id = course.catalogue[exercise_id], course.standing[slot]
    if slot not in course.slots:
        course.undosed[slot] = course.choices[slot] = exercise_id
        change = Change("exercise", now_id, exercise_id)
        course.decisions.append(Decision(course.today, exercise_id, Outcome.HOLD, chosen, (change,)))
        return None
    now = course.catalogue[now_id]
    bring_in(course, slot, wanted, first=False)
    course.slots[slot] = course.choices[slot] = exercise_id
    _start_low(course, now, wanted)
    say(course, exercise_id, Outcome.HOLD, chosen, (Change("exercise", now_id, exercise_id),))
    return None


def _start_low(course: Course, before: Exercise, wanted: Exercise) -> None:
    """A harder variation begins with one set less than before, at 8 repetitions at most."""
    one, held = course.exercises[wanted.id], course.exercises[before.id].work
    if wanted.tier > before.tier:
        with_new = int(thresholds("3.8.steps")[2])
        one.work = one.work.at_most(Work(max(1, held.sets - 1), with_new))
