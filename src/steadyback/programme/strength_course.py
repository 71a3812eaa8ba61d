"""Strength from session to session: what each exercise's dose does next (3.8, W-02, PL-06, R-08)."""

from steadyback.exercises import Exercise
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.course_state import Course, ExerciseCourse, dosage_of
from steadyback.programme.decision_order import Evidence, decide
from steadyback.programme.dose_steps import (
    Work,
    as_work,
    base_work,
    first_quota,
    quota_met,
    quota_missed,
    step_down,
    step_up,
)
from steadyback.programme.dosing import strength_dose
from steadyback.programme.pain_course import Finding
from steadyback.programme.referral import is_urgent, poor_form
from steadyback.programme.rules import threshold, thresholds, whole
from steadyback.programme.strength_session import choose_exercises
from steadyback.records.decisions import Change, Decision, Outcome
from steadyback.records.history import ExerciseResult, TrainingSession
from steadyback.records.reasons import Reason

_NEWCOMER_LEVEL = 1
_Candidate = tuple[str, str, tuple[Reason, ...]]


def fill_slots(course: Course) -> None:
    """Which exercise stands in which slot today. Whatever comes in anew starts low (P8)."""
    key = (
        course.level_today,
        course.person,
        tuple(course.slots.items()),
        tuple(course.choices.items()),
        course.left_out,
    )
    if key == course.filled and not course.waiting:
        return
    first = not course.exercises
    course.waiting = ()
    chosen = _chosen(course)
    if not first:
        chosen = _one_slot_at_a_time(course, chosen)
    before = set(course.slots)
    for slot, exercise in chosen.items():
        if slot in DOSED_SLOTS and course.slots.get(slot) != exercise.id:
            bring_in(course, slot, exercise, first=first)
    course.slots = {slot: exercise.id for slot, exercise in chosen.items() if slot in DOSED_SLOTS}
    course.undosed = {slot: exercise.id for slot, exercise in chosen.items() if slot not in DOSED_SLOTS}
    if course.week.own_step in course.slots.keys() - before:
        course.week.total = course.total()
    # Once empty, this slot comes back by a step of its own, so that a session does not grow at once.
    course.functional = "functional" in course.slots
    for _, exercise_id, one in course.dosed():
        top = course.top(course.catalogue[exercise_id])
        if one.work.sets > top.sets or (one.work.sets == top.sets and one.work.reps > top.reps):
            one.work, one.since, one.met, one.before = one.work.at_most(top), course.today, 0, None
    course.filled = _filling(course)


def _chosen(course: Course) -> dict[str, Exercise]:
    wanted = {**course.slots, **course.choices}
    return choose_exercises(course.level_today, course.person, course.catalogue, wanted, course.left_out)


def _one_slot_at_a_time(course: Course, chosen: dict[str, Exercise]) -> dict[str, Exercise]:
    """Parts of the body that may be worked again come back one a week, as a step of its own (P8, amendments 4)."""
    new = [slot for slot in chosen if slot in DOSED_SLOTS and slot not in course.slots and slot != "functional"]
    if not new:
        return chosen
    urgent = any(is_urgent(one) for one in course.referrals)
    calm = course.flare is None and not course.after_flare and not course.week.deload and not urgent
    if calm and not course.week.own_step:
        slot = course.week.own_step = new.pop(0)
        reasons = (Reason("3.8.own_step", {"step": "slot"}),)
        change = Change("exercise", None, chosen[slot].id)
        course.decisions.append(Decision(course.today, "week", Outcome.PROGRESS, reasons, (change,)))
    course.waiting = tuple(new)
    return _chosen(course) if new else chosen


def _filling(course: Course) -> object:
    """What the filling of the slots depends on; while it stays the same, nothing is chosen anew."""
    slots, choices = tuple(course.slots.items()), tuple(course.choices.items())
    return course.level_today, course.person, slots, choices, course.left_out


def bring_in(course: Course, slot: str, exercise: Exercise, *, first: bool) -> None:
    level = course.level_today if first else min(course.level_today, _NEWCOMER_LEVEL)
    work = base_work(dosage_of(exercise), level)
    left = course.exercises.get(course.slots.get(slot, ""))
    if left is not None and work.volume > left.work.volume:
        work = as_work(left.work.volume, work)
    if left is None and not first:
        room = int(course.total() * (thresholds("3.8.caps")[1] - 1))
        work = as_work(max(whole("3.8.floor"), room), work)
    known = course.exercises.get(exercise.id)
    if known is not None and known.work.volume < work.volume:
        work = known.work
    course.exercises[exercise.id] = ExerciseCourse(work, course.today, forms=known.forms if known else [])


def is_well_done(result: ExerciseResult) -> Reason | None:
    """W-02 for one session; None when it does not count. What is not told does not count."""
    left = result.reps_left is not None and result.reps_left >= whole("W-02.reps_left")
    held = result.hold_share is not None and result.hold_share >= threshold("W-02.hold")
    easy = result.effort is not None and 0 <= result.effort <= whole("W-02.effort")
    steady = result.form >= threshold("3.8.form") if result.form is not None else result.steady is True
    if result.done != "full" or result.eased or not (left or held) or not easy or not steady:
        return None
    return Reason("W-02", {"reps_left": result.reps_left, "effort": result.effort})


def settle_session(course: Course, session: TrainingSession, morning: Finding | None) -> None:
    """Decide about every exercise of a strength session, on the morning after it."""
    results = {one.exercise_id: one for one in session.exercises}
    candidates: list[_Candidate] = []
    for slot, exercise_id, one in course.dosed():
        result = results.get(exercise_id)
        if result is None and session.guided:
            continue
        evidence = _evidence(course, exercise_id, one, result, session, morning)
        outcome, reasons = decide(evidence)
        if outcome is Outcome.PROGRESS:
            candidates.append((slot, exercise_id, reasons))
        elif outcome is Outcome.REGRESS:
            lower(course, slot, exercise_id, reasons)
        else:
            say(course, exercise_id, outcome, reasons)
        if outcome is not Outcome.REGRESS and _at_dose(course, exercise_id, one, result) and one.before is not None:
            one.before = None
    _raise(course, candidates)
    _watch_form(course)


def _evidence(
    course: Course,
    exercise_id: str,
    one: ExerciseCourse,
    result: ExerciseResult | None,
    session: TrainingSession,
    morning: Finding | None,
) -> Evidence:
    stopped = result is not None and result.done == "stopped"
    one.stops += stopped
    efforts = [effort for effort in (result.effort if result else None, session.effort) if effort is not None]
    if result is not None and result.form is not None:
        one.forms.append(result.form)
    met = _met(course, exercise_id, one, result)
    urgent = [referral.rule for referral in course.referrals if is_urgent(referral)]
    routine = [referral.rule for referral in course.open_referrals() if referral.raised_on >= course.week.starts_on]
    return Evidence(
        emergency=bool({"R-01", "R-09", "R-10"} & {*urgent}),
        neuro_sign="R-02" in urgent,
        referral=",".join(dict.fromkeys([*urgent, *routine])),
        flare=course.flare is not None,
        returning=course.share("strength"),
        morning=morning,
        week=course.weekly_pain if course.weekly_pain and course.weekly_pain[0] is not Outcome.REGRESS else None,
        stops=one.stops,
        stopped=stopped,
        effort=max(efforts, default=None),
        form=result.form if result else None,
        deload=course.week.deload,
        missed_days=0,
        met=met,
        missing=_missing(result),
    )


def _missing(result: ExerciseResult | None) -> str:
    if result is None or result.done != "full":
        return ""
    if result.effort is None:
        return "effort"
    if result.reps_left is None and result.hold_share is None:
        return "reps_left"
    return "steady" if result.form is None and result.steady is None else ""


def _at_dose(course: Course, exercise_id: str, one: ExerciseCourse, result: ExerciseResult | None) -> bool:
    """Whether the whole dose was led; easy weeks, gentle days and shortened plans are no proof for more."""
    if result is None:
        return False
    dose = strength_dose(course.catalogue[exercise_id], one.work.sets, one.work.reps, course.person.flags)
    return result.sets * result.reps >= dose.sets * dose.reps


def _met(course: Course, exercise_id: str, one: ExerciseCourse, result: ExerciseResult | None) -> Reason | None:
    """W-02, or the quota in quota mode. Counts what the session has shown."""
    at_dose = _at_dose(course, exercise_id, one, result)
    if result is None:
        one.met = 0
        return None
    full = result.done == "full" and not result.eased
    if full and at_dose:
        one.done = one.work
    if course.is_quota:
        return _quota(course, one, result, full=full and at_dose)
    if not at_dose:
        return None
    good = is_well_done(result)
    one.met = one.met + 1 if good else 0
    enough = good is not None and one.met >= whole("W-02.sessions")
    return Reason("W-02", {**good.values, "sessions": one.met}) if enough and good else None


def _quota(course: Course, one: ExerciseCourse, result: ExerciseResult, *, full: bool) -> Reason | None:
    """PL-06: three sessions find the quota; then it grows when met and falls when missed twice running."""
    if not one.quota:
        one.tolerated.append(max(1, min(one.work.volume, result.sets * result.reps if full else result.repetitions)))
        if len(one.tolerated) >= int(thresholds("PL-06.quota")[1]):
            one.quota = first_quota(tuple(one.tolerated))
            one.work, one.since = as_work(one.quota, one.work), course.today
        return None
    if full or result.done == "full":
        one.missed = 0
    else:
        one.missed += 1
    if one.missed >= thresholds("PL-06.missed")[0]:
        one.quota, one.missed = quota_missed(one.quota), 0
        before = one.work
        one.work, one.since = as_work(one.quota, one.work), course.today
        one.because = (Reason("PL-06.missed", {"quota": one.quota}),)
        changes = _changes(before, one.work)
        course.decisions.append(Decision(course.today, result.exercise_id, Outcome.REGRESS, one.because, changes))
        course.week.lowered = True
        return None
    return Reason("PL-06.met", {"quota": one.quota}) if full else None


def lower(course: Course, slot: str, exercise_id: str, reasons: tuple[Reason, ...]) -> None:
    """REGRESS: back to the dose before a new one, else one set, else two repetitions less, else the easier exercise."""
    one = course.exercises[exercise_id]
    exercise = course.catalogue[exercise_id]
    before = one.work
    smaller = one.before is not None and one.before.volume < before.volume
    less = one.before if smaller else step_down(one.work, dosage_of(exercise))
    course.week.lowered = True
    if less is None:
        _easier(course, slot, exercise, reasons)
        return
    one.work = less if less.volume <= before.volume else before
    one.quota = min(one.quota, one.work.volume)
    _settled(course, one, reasons)
    say(course, exercise_id, Outcome.REGRESS, reasons, _changes(before, one.work))


def _settled(course: Course, one: ExerciseCourse, reasons: tuple[Reason, ...]) -> None:
    one.since, one.met, one.stops, one.before, one.because = course.today, 0, 0, None, reasons


def _easier(course: Course, slot: str, exercise: Exercise, reasons: tuple[Reason, ...]) -> None:
    """One tier down, where there is an easier exercise that is right for the person and stands nowhere else."""
    one = course.exercises[exercise.id]
    easier_id, _ = course.person.easier_than(exercise, course.catalogue)
    fits = easier_id is not None and slot in course.catalogue[easier_id].slots
    one.stops = 0
    if easier_id is None or not fits or easier_id in course.slots.values():
        say(course, exercise.id, Outcome.REGRESS, (*reasons, Reason("3.8.floor")))
        return
    work = base_work(dosage_of(course.catalogue[easier_id]), 0)
    course.exercises[easier_id] = ExerciseCourse(as_work(one.work.volume, work), course.today, because=reasons)
    course.slots[slot] = easier_id
    course.choices.pop(slot, None)
    say(course, exercise.id, Outcome.REGRESS, reasons, (Change("exercise", exercise.id, easier_id),))


def _raise(course: Course, candidates: list[_Candidate]) -> None:
    """PROGRESS for two exercises at most, those that have waited longest; the others keep their turn."""
    most, growth = thresholds("3.8.caps")
    candidates.sort(key=lambda one: course.exercises[one[1]].since)
    raised = 0
    for slot, exercise_id, reasons in candidates:
        if raised >= most or course.week.own_step:
            cap = Reason("3.8.caps", {"exercises": int(most), "step": course.week.own_step})
            say(course, exercise_id, Outcome.HOLD, (*reasons, cap))
        elif _instead_of(course, slot, exercise_id, reasons):
            raised += 1
        else:
            raised += _more(course, slot, exercise_id, reasons, int(course.week.total * growth + 1e-9))


def _instead_of(course: Course, slot: str, exercise_id: str, reasons: tuple[Reason, ...]) -> bool:
    """From an easier exercise back to the article's own, where it is right by now (amendments 1)."""
    if course.level_today < 1 or course.catalogue[exercise_id].origin == "article" or slot in course.choices:
        return False
    others = {other: name for other, name in course.slots.items() if other != slot}
    chosen = choose_exercises(course.level_today, course.person, course.catalogue, others, course.left_out)
    default = chosen.get(slot)
    if default is None or default.id == exercise_id or default.origin != "article":
        return False
    bring_in(course, slot, default, first=False)
    course.exercises[default.id].because = reasons
    course.slots[slot] = default.id
    say(course, exercise_id, Outcome.PROGRESS, reasons, (Change("exercise", exercise_id, default.id),))
    return True


def _more(course: Course, slot: str, exercise_id: str, reasons: tuple[Reason, ...], largest_total: int) -> bool:
    one, exercise = course.exercises[exercise_id], course.catalogue[exercise_id]
    room = largest_total - (course.total() - one.work.volume)
    top = course.top(exercise)
    more: Work | None
    if course.is_quota:
        largest = max(one.work.volume + 1, int(one.work.volume * threshold("3.8.largest_step")))
        wanted = min(room, top.volume, largest, quota_met(one.quota))
        one.quota = max(one.quota, wanted)
        more = as_work(wanted, top) if wanted > one.work.volume else None
        more = more if more is not None and more.volume > one.work.volume else None
    else:
        more = step_up(one.work, dosage_of(exercise), top, room)
    if more is None:
        at_top = step_up(one.work, dosage_of(exercise), top) is None
        why = Reason("3.8.top", {"level": course.level_today}) if at_top else Reason("3.8.caps", {"room": room})
        say(course, exercise_id, Outcome.HOLD, (*reasons, why))
        return False
    before = one.work
    if more.sets > before.sets:
        one.single = before.reps
    one.work = more
    _settled(course, one, reasons)
    one.before = before
    say(course, exercise_id, Outcome.PROGRESS, reasons, _changes(before, more))
    return True


def _watch_form(course: Course) -> None:
    """R-08: a trainer looks at the video; meanwhile the easier exercise."""
    forms = {exercise_id: one.forms for _, exercise_id, one in course.dosed()}
    for exercise_id, found in poor_form(forms, course.today).items():
        slot = next(slot for slot, name in course.slots.items() if name == exercise_id)
        course.raise_referral(found)
        course.exercises[exercise_id].forms.clear()
        _easier(course, slot, course.catalogue[exercise_id], found.reasons)


def below_top(course: Course) -> dict[str, bool]:
    """The exercises that can still grow at this level, and whether a shorter session could be what keeps them."""
    found = {}
    for slot, exercise_id, one in course.dosed():
        exercise = course.catalogue[exercise_id]
        if step_up(one.work, dosage_of(exercise), course.top(exercise)) is not None:
            found[exercise_id] = slot == "functional" or one.work.sets > 1
    return found


def say(
    course: Course,
    subject: str,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
    changes: tuple[Change, ...] = (),
) -> None:
    # What a page says of a dose is what made it, until there is something else to say.
    if subject in course.exercises and any(reason.rule != "3.8.nothing" for reason in reasons):
        course.exercises[subject].because = reasons
    course.decisions.append(Decision(course.today, subject, outcome, reasons, changes))


def _changes(before: Work, after: Work) -> tuple[Change, ...]:
    pairs = (("sets", before.sets, after.sets), ("reps", before.reps, after.reps))
    return tuple(Change(what, old, new) for what, old, new in pairs if old != new)


def back_to_done(course: Course, reasons: tuple[Reason, ...]) -> None:
    """A gap of a week: doses that were raised but never done go back (3.8, gap). Nothing becomes more by it."""
    for _, exercise_id, one in course.dosed():
        one.met = 0
        if one.before is not None and one.before.volume < one.work.volume:
            before, one.work, one.before = one.work, one.before, None
            one.since, one.because = course.today, reasons
            say(course, exercise_id, Outcome.HOLD, reasons, _changes(before, one.work))


def down_to_level(course: Course, level: int, reasons: tuple[Reason, ...]) -> None:
    """A gap of two weeks: at most the dose with which a level begins."""
    for _, exercise_id, one in course.dosed():
        before = one.work
        base = base_work(dosage_of(course.catalogue[exercise_id]), level)
        less = step_down(one.work, dosage_of(course.catalogue[exercise_id])) or one.work
        one.work = less if less.volume <= base.volume else base
        if one.work.volume > before.volume:
            one.work = before
        one.quota = min(one.quota, one.work.volume)
        _settled(course, one, reasons)
        say(course, exercise_id, Outcome.REGRESS, reasons, _changes(before, one.work))
