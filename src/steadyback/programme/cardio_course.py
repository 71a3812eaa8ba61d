"""Heart and lungs from week to week: minutes first, then days (3.8, PL-06)."""

from steadyback.programme.course_state import Course
from steadyback.programme.decision_order import Evidence, decide
from steadyback.programme.dose_steps import (
    Cardio,
    cardio_down,
    cardio_up,
    first_quota,
    quota_met,
    quota_missed,
    top_cardio,
)
from steadyback.programme.pain_course import Finding
from steadyback.programme.referral import is_urgent
from steadyback.programme.rules import thresholds, whole
from steadyback.records.decisions import Change, Decision, Outcome
from steadyback.records.history import TrainingSession
from steadyback.records.reasons import Reason


def settle_cardio(course: Course, session: TrainingSession, morning: Finding | None) -> None:
    """The morning after cardio: N-01 lowers the minutes at once, N-02 speaks at the end of the week."""
    cardio = course.cardio
    cardio.done_this_week.append(session)
    whole_week = not course.week.deload and course.share("cardio") is None
    if course.is_quota and session.guided and whole_week:
        _quota(course, session)
    if morning is None:
        return
    cardio.mornings.append(morning)
    if morning[0] is Outcome.REGRESS and cardio.lowered_on != course.today:
        lower_cardio(course, (morning[1],))


def _quota(course: Course, session: TrainingSession) -> None:
    cardio = course.cardio
    planned = cardio.dose.minutes
    if not cardio.quota:
        cardio.tolerated.append(max(1, min(planned, session.minutes)))
        if len(cardio.tolerated) >= int(thresholds("PL-06.quota")[1]):
            cardio.quota = max(int(thresholds("3.8.cardio_down")[1]), first_quota(tuple(cardio.tolerated)))
            _set(course, Cardio(min(planned, cardio.quota), cardio.dose.days), Outcome.HOLD, (_quota_reason(course),))
        return
    cardio.missed = 0 if session.finished and session.minutes >= planned else cardio.missed + 1
    if cardio.missed >= thresholds("PL-06.missed")[0]:
        cardio.missed = 0
        cardio.quota = max(int(thresholds("3.8.cardio_down")[1]), quota_missed(cardio.quota))
        reason = Reason("PL-06.missed", {"quota": cardio.quota})
        _set(course, Cardio(min(planned, cardio.quota), cardio.dose.days), Outcome.REGRESS, (reason,))


def _quota_reason(course: Course) -> Reason:
    return Reason("PL-06.quota", {"quota": course.cardio.quota})


def turn_cardio(course: Course) -> None:
    """The decision of the week that has just ended; it begins the next one."""
    cardio = course.cardio
    evidence = _evidence(course)
    outcome, reasons = decide(evidence)
    lowered = cardio.lowered_on is not None and cardio.lowered_on >= course.week.starts_on
    if outcome is Outcome.REGRESS and not lowered:
        lower_cardio(course, reasons)
    elif outcome is Outcome.PROGRESS:
        _raise(course, reasons)
    else:
        cardio.because = reasons
        course.decisions.append(Decision(course.today, "cardio", outcome, reasons))
    if course.gap("cardio") < (course.today - course.week.starts_on).days:
        cardio.before = None if outcome is not Outcome.PROGRESS else cardio.before
    cardio.done_this_week, cardio.mornings = [], []


def _evidence(course: Course) -> Evidence:
    cardio = course.cardio
    done = cardio.done_this_week
    worst = min(cardio.mornings, key=lambda one: one[0].rank, default=None)
    efforts = [one.effort for one in done if one.effort is not None]
    stopped = sum(not one.finished and one.guided and bool(one.rules) for one in done)
    urgent = [one.rule for one in course.referrals if is_urgent(one)]
    routine = [one.rule for one in course.open_referrals() if one.raised_on >= course.week.starts_on]
    return Evidence(
        emergency=bool({"R-01", "R-09", "R-10"} & {*urgent}),
        neuro_sign="R-02" in urgent,
        referral=",".join(dict.fromkeys([*urgent, *routine])),
        flare=course.flare is not None,
        returning=course.share("cardio"),
        morning=worst,
        week=course.weekly_pain,
        stops=stopped,
        stopped=stopped > 0,
        effort=max(efforts, default=None),
        deload=course.week.deload,
        missed_days=course.gap("cardio"),
        met=_met(course),
        missing="" if efforts or not done else "effort",
    )


def _met(course: Course) -> Reason | None:
    """All days of the week done with the whole minutes, none harder than the effort of W-02."""
    cardio = course.cardio
    whole_ones = [one for one in cardio.done_this_week if one.minutes >= cardio.dose.minutes and not one.gentle]
    easy = all(one.effort is not None and one.effort <= whole("W-02.effort") for one in cardio.done_this_week)
    if len(whole_ones) < cardio.dose.days or not easy or not all(one.finished for one in whole_ones):
        return None
    if course.is_quota:
        return Reason("PL-06.met", {"quota": cardio.quota}) if cardio.quota else None
    return Reason("W-02", {"cardio_sessions": len(whole_ones), "days": cardio.dose.days})


def _raise(course: Course, reasons: tuple[Reason, ...]) -> None:
    cardio = course.cardio
    top = top_cardio(course.level_today, course.circumstances.limits.highest_level)
    more = cardio_up(cardio.dose, top)
    if course.is_quota and more is not None and more.minutes > cardio.dose.minutes:
        most = int(thresholds("3.8.cardio")[2])
        cardio.quota = min(top.minutes, cardio.dose.minutes + most, quota_met(cardio.dose.minutes))
        more = Cardio(cardio.quota, cardio.dose.days)
    if more is None:
        cardio.because = (*reasons, Reason("3.8.top", {"level": course.level_today}))
        course.decisions.append(Decision(course.today, "cardio", Outcome.HOLD, cardio.because))
        return
    before = cardio.dose
    _set(course, more, Outcome.PROGRESS, reasons)
    cardio.before = before
    course.week.own_step = "cardio_days" if more.days > before.days else ""


def choose_minutes(course: Course, minutes: int, reasons: tuple[Reason, ...]) -> None:
    """Minutes that a trainer or the person chose. Whether they are right is asked before (own_doses)."""
    cardio, before = course.cardio, course.cardio.dose
    if minutes == before.minutes:
        return
    outcome = Outcome.PROGRESS if minutes > before.minutes else Outcome.REGRESS
    cardio.quota = min(cardio.quota, minutes)
    _set(course, Cardio(minutes, before.days), outcome, reasons)
    cardio.before = before if minutes > before.minutes else None


def lower_cardio(course: Course, reasons: tuple[Reason, ...]) -> None:
    """REGRESS: five minutes less, at least five are left."""
    cardio = course.cardio
    cardio.lowered_on = course.today
    course.week.lowered = True
    less = Cardio(cardio_down(cardio.dose.minutes), cardio.dose.days)
    cardio.quota = min(cardio.quota, less.minutes)
    _set(course, less, Outcome.REGRESS, reasons)


def cardio_back(course: Course, reasons: tuple[Reason, ...]) -> None:
    """A gap of a week: minutes or days that were raised but never done go back."""
    if course.cardio.before is not None:
        _set(course, course.cardio.before, Outcome.HOLD, reasons)


def fit_level(course: Course) -> None:
    """Never more than the level and the specialist allow."""
    cardio = course.cardio
    top = top_cardio(course.level_today, course.circumstances.limits.highest_level)
    fitting = Cardio(min(cardio.dose.minutes, top.minutes), min(cardio.dose.days, top.days))
    if fitting != cardio.dose:
        _set(course, fitting, Outcome.HOLD, (Reason("PL-03", {"level": course.level_today}),))


def _set(course: Course, dose: Cardio, outcome: Outcome, reasons: tuple[Reason, ...]) -> None:
    cardio = course.cardio
    pairs = (("minutes", cardio.dose.minutes, dose.minutes), ("cardio_days", cardio.dose.days, dose.days))
    changes = tuple(Change(what, old, new) for what, old, new in pairs if old != new)
    if dose != cardio.dose:
        cardio.since = course.today
    cardio.dose, cardio.before, cardio.because = dose, None, reasons
    course.decisions.append(Decision(course.today, "cardio", outcome, reasons, changes))
