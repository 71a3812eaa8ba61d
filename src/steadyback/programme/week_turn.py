"""What the first morning of a new week decides: cardio, easy weeks, level, days, reviews (3.8, R-05..R-07, R-11)."""

from datetime import timedelta

from steadyback.exercises import load_transitions
from steadyback.programme.amounts import Amounts
from steadyback.programme.cardio_course import turn_cardio
from steadyback.programme.course_state import WEEK, Course, Week
from steadyback.programme.pain_course import morning_mean, weekly_pain
from steadyback.programme.referral import Compared, leg_not_better, leg_worse, no_change, sliders_for_long
from steadyback.programme.rules import at_level, thresholds, whole
from steadyback.programme.screening_definition import load_screening
from steadyback.programme.strength_course import below_top, fill_slots
from steadyback.programme.strength_session import build_strength
from steadyback.records.decisions import Change, Decision, Outcome
from steadyback.records.history import WeeklyAnswers
from steadyback.records.reasons import Reason, Value

_HIGHEST_LEVEL = 3
_ANSWERS_COUNT_FOR = timedelta(days=14)


def turn_week(course: Course, amounts: Amounts) -> None:
    """Close the week that ended yesterday and begin the next. `amounts` are those of the week that ended."""
    course.weekly_pain = course.weekly_pain if _answered(course) else _by_mornings(course)
    _reviews(course)
    ended = course.week
    ended.own_step = ""
    turn_cardio(course)
    _count_easy_weeks(course)
    course.lowered_weeks = course.lowered_weeks + 1 if ended.lowered else 0
    week = Week(course.today, ended.number + 1, course.total(), own_step=ended.own_step)
    week.deload = _easy_week_is_due(course)
    course.week = week
    if course.lowered_weeks >= whole("3.8.level_down"):
        change_level(course, -1, Outcome.REGRESS, Reason("3.8.level_down", {"weeks": course.lowered_weeks}))
        course.lowered_weeks = 0
    _level_up(course, amounts)
    _own_steps(course)


def _answered(course: Course) -> bool:
    """Whether the weekly questions were answered in the week that ended."""
    return course.weekly_pain_on is not None and course.weekly_pain_on > course.today - WEEK


def _by_mornings(course: Course) -> tuple[Outcome, Reason] | None:
    """W-01 from the morning scores, where the weekly questions have no answer."""
    now = morning_mean(course.mornings, course.today)
    before = morning_mean(course.mornings, course.today - WEEK)
    return weekly_pain(before, now)


def take_weekly(course: Course, answers: WeeklyAnswers) -> None:
    """W-01 as soon as the questions are answered, and what they say of function, leg and yellow flags."""
    pain = answers.pain_average
    known = [value for on, value in course.weekly if on <= course.today - timedelta(days=4)]
    before = known[-1] if known else course.baseline.pain_average
    course.weekly_pain = weekly_pain(before, pain)
    course.weekly_pain_on = course.today
    if pain is not None and 0 <= pain <= 10:
        course.weekly.append((course.today, float(pain)))
    if answers.function is not None and 0 <= answers.function <= 10:
        course.function = answers.function
    course.leg = answers.leg or course.leg
    course.raise_referral(leg_worse(answers.leg, course.today))
    for slider, value in (("Y01", answers.sure_of_moving), ("Y04", answers.low_or_worried)):
        if value is not None and 0 <= value <= 10:
            course.sliders[slider] = value
    watch_sliders(course)


def watch_sliders(course: Course) -> None:
    """Since when three or more yellow flags are over their threshold (R-11)."""
    if len(sliders_over(course)) >= thresholds("R-11.sliders")[0]:
        course.sliders_since = course.sliders_since or course.today
    else:
        course.sliders_since = None


def sliders_over(course: Course) -> frozenset[str]:
    known = load_screening().sliders
    return frozenset(name for name, value in course.sliders.items() if name in known and known[name].is_over(value))


def _reviews(course: Course) -> None:
    weeks = course.week.number
    activities = [score for _, score in course.circumstances.baseline.activities]
    recent = [value for on, value in course.weekly if course.today - on <= _ANSWERS_COUNT_FOR]
    compared = Compared(
        (course.first_pain, recent[-1] if recent else None),
        (course.rmdq[0], course.rmdq[-1]) if len(course.rmdq) > 1 else (None, None),
        (sum(activities) / len(activities) if activities else None, course.function),
    )
    course.raise_referral(no_change(weeks, compared, course.today))
    course.raise_referral(leg_not_better(weeks, course.leg, course.circumstances.outcome.flags, course.today))
    course.raise_referral(sliders_for_long(sliders_over(course), course.sliders_since, course.today))


def _count_easy_weeks(course: Course) -> None:
    if course.week.deload or course.flare is not None or course.after_flare:
        course.training_weeks = 0
    elif course.week.sessions:
        course.training_weeks += 1


def _easy_week_is_due(course: Course) -> bool:
    due = course.training_weeks >= thresholds("3.8.deload")[0] and course.flare is None
    if due:
        reason = Reason("3.8.deload", {"weeks": course.training_weeks})
        course.decisions.append(Decision(course.today, "week", Outcome.DELOAD, (reason,)))
    return due


def change_level(course: Course, by: int, outcome: Outcome, reason: Reason) -> None:
    """A level more or less. It moves ceilings; doses go on step by step (amendments 4)."""
    before = course.level
    course.level = max(0, min(_HIGHEST_LEVEL, before + by))
    course.top_since = None
    if course.level == before:
        return
    course.stretch_level = min(course.stretch_level, course.level)
    course.functional = course.functional and course.level >= 1
    course.strength_days = min(course.strength_days, at_level("PL-03.strength_days", course.level))
    change = Change("level", before, course.level)
    course.level_reasons = (reason,)
    course.decisions.append(Decision(course.today, "level", outcome, (reason,), (change,)))


def _level_up(course: Course, amounts: Amounts) -> None:
    calm = course.weekly_pain is None and not course.open_referrals()
    below = below_top(course)
    if below and not (all(below.values()) and below.keys() <= _shortened(course, amounts)):
        course.top_since = None
        return
    course.top_since = course.top_since or course.today
    days = (course.today - course.top_since).days
    highest = course.circumstances.limits.highest_level
    most = _HIGHEST_LEVEL if highest is None else min(highest, _HIGHEST_LEVEL)
    if course.level < most and calm and course.flare is None and days >= whole("3.8.level_up"):
        change_level(course, 1, Outcome.PROGRESS, Reason("3.8.level_up", {"days": days}))


def _shortened(course: Course, amounts: Amounts) -> frozenset[str]:
    """What the wanted session length has cut: it cannot grow further, and keeps nobody from the next level."""
    now = course.circumstances
    session = build_strength(
        course.level_today, course.person, now.preferences, course.catalogue, load_transitions(), amounts
    )
    return frozenset(
        one.exercise_id for one in session.left_out if any(reason.rule == "PL-05.time" for reason in one.reasons)
    )


def _own_steps(course: Course) -> None:
    """A strength day more, or longer stretches, each in a week of its own in which nothing else grows."""
    calm = course.weekly_pain is None and not course.week.deload and not course.open_referrals()
    cardio_grew = any(one.subject == "cardio" and one.outcome is Outcome.PROGRESS for one in course.decisions)
    if course.week.own_step or cardio_grew or not calm or course.flare is not None or course.after_flare:
        return
    days = at_level("PL-03.strength_days", course.level_today)
    highest = course.circumstances.limits.highest_level
    allowed = course.level_today if highest is None else min(course.level_today, highest)
    if _functional_comes(course):
        _step(course, "functional", False, True)
        course.week.total = course.total()
    elif course.strength_days < days and course.lowered_weeks == 0:
        _step(course, "strength_days", course.strength_days, course.strength_days + 1)
        course.strength_days += 1
    elif course.stretch_level < allowed:
        _step(course, "stretch_level", course.stretch_level, course.stretch_level + 1)
        course.stretch_level += 1


def _functional_comes(course: Course) -> bool:
    """From level 1 on there is a functional exercise, where one is right for the person and free."""
    if course.functional or course.level_today < 1:
        return False
    course.functional = True
    fill_slots(course)
    return course.functional


def _step(course: Course, what: str, before: Value, after: Value) -> None:
    course.week.own_step = what
    reasons = (Reason("3.8.own_step", {"step": what}),)
    course.decisions.append(Decision(course.today, "week", Outcome.PROGRESS, reasons, (Change(what, before, after),)))
