"""A dose or an order that a trainer or the person chose, where it is right: never above what the level, the
specialist, the week and the exercise allow (3.8, P8, P9, P12). Less is always allowed.
"""

from collections.abc import Iterator, Sequence
from math import floor

from steadyback.exercises import CardioDosage, RepetitionDosage
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.cardio_course import choose_minutes
from steadyback.programme.course_state import Course, ExerciseCourse, dosage_of
from steadyback.programme.dose_steps import Work, cardio_up, top_cardio
from steadyback.programme.own_choices import Refused
from steadyback.programme.referral import is_urgent
from steadyback.programme.rules import threshold, thresholds, whole
from steadyback.programme.strength_course import say
from steadyback.records.decisions import Change, Decision, Outcome
from steadyback.records.history import ChosenDose
from steadyback.records.reasons import Reason

CARDIO = "cardio"
# What keeps a dose from growing until a session has shown otherwise (P7).
_ADVERSE = frozenset(
    {"N-01", "N-02", "W-01", "W-01.worse", "3.8.stopped", "3.8.stopped_again", "3.8.effort_hard"}
    | {"3.8.effort_very_hard", "3.8.form", "3.8.gap", "3.8.long_gap", "R-08", "PL-06.missed"}
)


def why_not_dose(course: Course, slot: str, wanted: ChosenDose) -> tuple[Reason, ...]:
    """Everything against a dose today; empty when it may be set. Changes nothing."""
    if slot == CARDIO:
        return _why_not_minutes(course, wanted.minutes)
    if slot not in course.slots:
        return (Reason("P14", {"slot": slot}),)
    exercise_id = course.slots[slot]
    if wanted.exercise_id != exercise_id:
        return (Reason("PL-05.slot", {"chosen": exercise_id}),)
    one, dosage = course.exercises[exercise_id], dosage_of(course.catalogue[exercise_id])
    work = Work(wanted.sets, wanted.reps)
    outside = _outside(work, one.work, dosage)
    if outside is not None:
        return (outside,)
    if work.volume <= one.work.volume and work.sets <= one.work.sets:
        return _above(course, exercise_id, work)
    return (*_above(course, exercise_id, work), *_too_soon(course, one), *_too_large(course, one, work))


def doses_for(course: Course, slot: str) -> tuple[Work, ...]:
    """Every dose that may be set for a slot today, the smallest first; the present one is among them."""
    if slot not in course.slots:
        return ()
    exercise_id = course.slots[slot]
    now = course.exercises[exercise_id].work
    most_sets, most_reps = (whole_range[1] for whole_range in _ranges(dosage_of(course.catalogue[exercise_id]), now))
    options = (Work(sets, reps) for sets in range(1, most_sets + 1) for reps in range(1, most_reps + 1))
    allowed = [one for one in options if not why_not_dose(course, slot, ChosenDose(exercise_id, one.sets, one.reps))]
    return tuple(sorted({*allowed, now}, key=lambda one: (one.volume, one.sets)))


def minutes_for(course: Course) -> tuple[int, ...]:
    """Every number of minutes that may be set for heart and lungs today."""
    top = _top_minutes(course)
    options = {minutes for minutes in range(1, top + 1) if not _why_not_minutes(course, minutes)}
    return tuple(sorted({*options, course.cardio.dose.minutes}))


def take_dose(course: Course, slot: str, wanted: ChosenDose) -> Refused | None:
    """Set a dose where nothing is against it; the next step goes on from there."""
    against = why_not_dose(course, slot, wanted)
    if against:
        subject = course.slots.get(slot, CARDIO)
        course.decisions.append(Decision(course.today, subject, Outcome.HOLD, against))
        return Refused(slot, wanted.exercise_id, against)
    because = (Reason("3.8.dose_chosen"),)
    if slot == CARDIO:
        choose_minutes(course, wanted.minutes, because)
        return None
    exercise_id = course.slots[slot]
    one, work = course.exercises[exercise_id], Work(wanted.sets, wanted.reps)
    before = one.work
    if work == before:
        return None
    if work.sets > before.sets:
        one.single = before.reps
    one.work, one.since, one.met = work, course.today, 0
    one.before = before if work.volume > before.volume else None
    one.quota = min(one.quota, work.volume)
    pairs = (("sets", before.sets, work.sets), ("reps", before.reps, work.reps))
    changes = tuple(Change(what, old, new) for what, old, new in pairs if old != new)
    say(course, exercise_id, _outcome(work.volume, before.volume), because, changes)
    return None


def why_not_order(course: Course, order: Sequence[str]) -> tuple[Reason, ...]:
    """What is against an order of the strength exercises: it names each of today's slots once, and nothing else."""
    if sorted(order) == sorted(course.slots):
        return ()
    return (Reason("PL-05.order", {"slots": ",".join(course.slots)}),)


def take_order(course: Course, order: Sequence[str]) -> None:
    """Keep an order. Standing work still comes before the floor, and stretches after it (PL-05)."""
    if not set(order) <= set(DOSED_SLOTS) or len(set(order)) != len(order):
        course.decisions.append(Decision(course.today, "strength", Outcome.HOLD, (Reason("PL-05.order"),)))
        return
    course.order = tuple(order)


def _ranges(dosage: RepetitionDosage, now: Work) -> tuple[tuple[int, int], tuple[int, int]]:
    """Sets and repetitions within the exercise's own ranges; what is smaller already may stay."""
    _, most_reps, _, _ = (int(value) for value in thresholds("3.8.steps"))
    least = min(max(whole("3.8.floor"), dosage.reps_range[0]), now.reps)
    return (1, dosage.sets_range[1]), (least, min(most_reps, dosage.reps_range[1]))


def _outside(work: Work, now: Work, dosage: RepetitionDosage) -> Reason | None:
    (fewest, most), (least, highest) = _ranges(dosage, now)
    if fewest <= work.sets <= most and least <= work.reps <= highest:
        return None
    return Reason("PL-03.range", {"sets_most": most, "reps_least": least, "reps_most": highest})


def _above(course: Course, exercise_id: str, work: Work) -> tuple[Reason, ...]:
    """The level's most, and the specialist's highest level (P12)."""
    top = course.top(course.catalogue[exercise_id])
    if work.sets < top.sets or (work.sets == top.sets and work.reps <= top.reps):
        return ()
    return (_top_reason(course),)


def _top_reason(course: Course) -> Reason:
    highest = course.circumstances.limits.highest_level
    if highest is not None and course.level_today >= highest:
        return Reason("G-03.limits", {"highest_level": highest})
    return Reason("3.8.top", {"level": course.level_today})


def _not_now(course: Course, kind: str) -> Iterator[Reason]:
    """What keeps everything of a kind from growing today."""
    if course.flare is not None:
        yield Reason("F-02", {"day": course.flare.day(course.today)})
    if course.gap(kind) >= thresholds("3.8.gap")[0]:
        yield Reason("3.8.gap", {"days": course.gap(kind)})
    if course.share(kind) is not None:
        yield Reason("F-04", {"kind": kind})
    if course.week.deload:
        yield Reason("3.8.deload", {"easy_week": True})
    if any(is_urgent(one) or one.raised_on >= course.week.starts_on for one in course.open_referrals()):
        yield Reason("REFER")
    if course.weekly_pain is not None:
        yield course.weekly_pain[1]
    if course.week.own_step:
        yield Reason("3.8.own_step", {"step": course.week.own_step})


def _too_soon(course: Course, one: ExerciseCourse) -> Iterator[Reason]:
    """Nothing grows while something speaks against it, and no step comes before the last one was tried."""
    yield from _not_now(course, "strength")
    yield from (reason for reason in one.because if reason.rule in _ADVERSE)
    if one.before is not None and one.before.volume < one.work.volume:
        yield Reason("3.8.untried")
    if course.is_quota:
        yield Reason("PL-06.quota", {"quota": one.quota} if one.quota else {})
    most = thresholds("3.8.caps")[0]
    grown = {said.subject for said in course.decisions if said.outcome is Outcome.PROGRESS}
    if len(grown & course.exercises.keys()) >= most:
        yield Reason("3.8.caps", {"exercises": int(most)})


def _too_large(course: Course, one: ExerciseCourse, work: Work) -> Iterator[Reason]:
    now = one.work
    _, _, with_new_set, _ = (int(value) for value in thresholds("3.8.steps"))
    one_more = Work(now.sets, now.reps + 1)
    largest = floor(now.volume * threshold("3.8.largest_step"))
    if work.sets > now.sets + 1 or (work.volume > largest and work != one_more):
        yield Reason("3.8.largest_step", {"now": now.volume, "most": max(largest, one_more.volume)})
    if work.sets > now.sets and work.reps > with_new_set:
        yield Reason("3.8.steps", {"reps": with_new_set})
    room = int(course.week.total * thresholds("3.8.caps")[1] + 1e-9) - (course.total() - now.volume)
    if work.volume > max(room, now.volume):
        yield Reason("3.8.caps", {"room": room})


def _top_minutes(course: Course) -> int:
    top = top_cardio(course.level_today, course.circumstances.limits.highest_level).minutes
    kind = course.circumstances.preferences.cardio_kind
    dosage = course.catalogue[kind].dosage if kind in course.catalogue else None
    return min(top, dosage.minutes_range[1]) if isinstance(dosage, CardioDosage) else top


def _why_not_minutes(course: Course, minutes: int) -> tuple[Reason, ...]:
    now, fewest = course.cardio.dose, int(thresholds("3.8.cardio_down")[1])
    if minutes < min(fewest, now.minutes):
        return (Reason("P9", {"least": min(fewest, now.minutes)}),)
    if minutes <= now.minutes:
        return ()
    against = [*_not_now(course, CARDIO)]
    if minutes > _top_minutes(course):
        against.append(_top_reason(course))
    step = cardio_up(now, top_cardio(course.level_today, course.circumstances.limits.highest_level))
    if step is not None and minutes > step.minutes > now.minutes:
        against.append(Reason("P9", {"most": step.minutes}))
    against += [reason for reason in course.cardio.because if reason.rule in _ADVERSE]
    if course.is_quota:
        against.append(Reason("PL-06.quota", {"quota": course.cardio.quota} if course.cardio.quota else {}))
    if course.cardio.before is not None or course.cardio.since >= max(course.week.starts_on, course.begun_on):
        against.append(Reason("P9", {"again": False}))
    return tuple(against)


def _outcome(now: int, before: int) -> Outcome:
    return Outcome.PROGRESS if now > before else Outcome.REGRESS if now < before else Outcome.HOLD
