"""The programme as a fold over days: from everything that was told to today's amounts, decisions and referrals.

Pure: the same facts give the same course, whenever and wherever it is computed (P13). A day is opened with what is
known that morning, and closed with the sessions done on it; what a session means is settled on the next morning.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from steadyback.exercises import Catalogue
from steadyback.programme import flare as flares
from steadyback.programme.amounts import Amounts
from steadyback.programme.cardio_course import cardio_back, fit_level, lower_cardio, settle_cardio
from steadyback.programme.course_state import WEEK, Course, Week, cardio_of
from steadyback.programme.dose_steps import Work, cardio_share, easy_week, share_of
from steadyback.programme.flare import Flare
from steadyback.programme.own_choices import take_choice
from steadyback.programme.own_doses import take_dose, take_order
from steadyback.programme.pain_course import is_pain, next_morning, usual_pain
from steadyback.programme.referral import from_signs, high_pain, referral, worse_function
from steadyback.programme.rules import at_level, thresholds, whole
from steadyback.programme.starting_level import start_level, starting_cap
from steadyback.programme.strength_course import (
    back_to_done,
    down_to_level,
    fill_slots,
    lower,
    settle_session,
)
from steadyback.programme.week_turn import change_level, take_weekly, turn_week, watch_sliders
from steadyback.programme.weekly_plan import training_level
from steadyback.records.decisions import Decision, Outcome
from steadyback.records.history import Circumstances, DayFacts, Mark
from steadyback.records.reasons import Reason

DAY = timedelta(days=1)
_READINGS_KEPT = timedelta(days=21)
_MOST_RMDQ = 24
_LEVEL_CAPS = ("PL-02.caution", "PL-02.age", "PL-02.fall")


def begin(circumstances: Circumstances, on: date, catalogue: Catalogue) -> Course:
    """A course on its first day: level by PL-02, doses by PL-03."""
    now = circumstances
    level, reasons = start_level(now.baseline, now.outcome, now.year_of_birth, on, now.limits)
    allowed, _ = training_level(level, now.baseline, now.limits)
    course = Course(
        begun_on=on,
        today=on,
        catalogue=catalogue,
        circumstances=now,
        level=level,
        level_reasons=reasons,
        week=Week(on),
        cardio=cardio_of(allowed, on),
        strength_days=at_level("PL-03.strength_days", allowed),
        stretch_level=allowed,
        functional=allowed >= 1,
        baseline=now.baseline,
        rmdq=[float(now.baseline.rmdq)] if now.baseline.rmdq is not None else [],
        sliders=dict(now.sliders),
        first_pain=now.baseline.pain_average,
        screened_on=on,
    )
    watch_sliders(course)
    fill_slots(course)
    course.week.total = course.total()
    return course


def open_day(course: Course, facts: DayFacts) -> None:
    """Everything that this morning decides, from yesterday's sessions and today's answers. Days come in order."""
    if facts.on < course.today or (facts.on == course.today and course.opened):
        raise ValueError(f"{facts.on} does not follow {course.today}")
    course.today, course.decisions, course.opened = facts.on, [], True
    if facts.circumstances is not None and facts.circumstances != course.circumstances:
        _new_circumstances(course, facts.circumstances)
    if facts.reviewed:
        course.close_referrals()
    _measures(course, facts.measures)
    _readings(course, facts)
    _settle_yesterday(course, facts)
    if facts.weekly is not None:
        _weekly(course, facts)
    _flare(course, facts)
    _gaps(course)
    if course.today >= course.week.starts_on + WEEK:
        turn_week(course, amounts_of(course))
    for slot, exercise_id in sorted(facts.choices.items()):
        take_choice(course, slot, exercise_id)
    fill_slots(course)
    for slot, dose in sorted(facts.doses.items()):
        take_dose(course, slot, dose)
    if facts.order:
        take_order(course, facts.order)
    fit_level(course)


def close_day(course: Course, facts: DayFacts) -> None:
    """What was done today. It is settled tomorrow; signs and referrals count at once."""
    rules = {rule for session in facts.sessions for rule in session.rules}
    rules |= {rule for check in facts.checks for rule in check.rules}
    for found in from_signs(rules, course.today):
        course.raise_referral(found)
    course.raise_referral(high_pain(course.before_sessions, course.today))
    for session in facts.sessions:
        course.last_on[session.kind] = course.today
        course.week.sessions += 1
        if session.kind in course.after_flare and not session.gentle and course.flare is None:
            course.after_flare[session.kind] += 1
            if flares.return_share(course.after_flare[session.kind]) is None:
                del course.after_flare[session.kind]
    course.pending = facts


def _settle_yesterday(course: Course, facts: DayFacts) -> None:
    pending, course.pending = course.pending, None
    if pending is None or not pending.sessions:
        return
    before = next((one.pain_before for one in pending.sessions if one.pain_before is not None), None)
    usual = usual_pain(course.mornings, course.today, before)
    asked = facts.morning if pending.on == course.today - DAY else None
    morning = next_morning(asked, usual)
    for session in pending.sessions:
        if session.gentle or course.flare is not None:
            continue
        if session.kind == "strength":
            settle_session(course, session, morning)
        else:
            settle_cardio(course, session, morning)


def _new_circumstances(course: Course, now: Circumstances) -> None:
    """New health answers, limits or choices. They lower the level at once; they never raise it."""
    before, course.circumstances = course.circumstances, now
    if now.screened:
        course.close_referrals()
        course.rescreen, course.screened_on = None, course.today
        if now.baseline.rmdq is not None and now.baseline.rmdq != before.baseline.rmdq:
            _measures(course, {"rmdq": now.baseline.rmdq})
        course.baseline = now.baseline
        course.sliders |= now.sliders
        watch_sliders(course)
    level, reasons = start_level(now.baseline, now.outcome, now.year_of_birth, course.today, now.limits)
    if now.screened and course.gap() >= whole("X-01.rescreen_days"):
        _begin_again(course, level, reasons)
        return
    if now.outcome.flags - before.outcome.flags:
        caps = [one for one in reasons if one.rule in _LEVEL_CAPS]
        lowest = min((int(str(one.values["allows"])) for one in caps), default=course.level)
        if lowest < course.level:
            change_level(course, lowest - course.level, Outcome.REGRESS, caps[0])
    if now.limits.starting_level is not None and now.limits.starting_level != before.limits.starting_level:
        cap, reason = starting_cap(now.limits.starting_level)
        if cap < course.level:
            change_level(course, cap - course.level, Outcome.REGRESS, reason)


def _begin_again(course: Course, level: int, reasons: tuple[Reason, ...]) -> None:
    """After 28 days without training: a full screening, then PL-02 again (3.8, gap)."""
    fresh = begin(course.circumstances, course.today, course.catalogue)
    gap = Reason("3.8.restart", {"days": course.gap()})
    course.level, course.level_reasons = min(level, course.level), (gap, *reasons)
    course.exercises, course.slots, course.undosed, course.choices = {}, {}, {}, {}
    course.cardio, course.strength_days = fresh.cardio, fresh.strength_days
    course.functional = fresh.functional
    course.stretch_level, course.week = fresh.stretch_level, Week(course.week.starts_on, course.week.number)
    course.training_weeks, course.top_since, course.last_on = 0, None, {}
    course.begun_on = course.today
    course.decisions.append(Decision(course.today, "level", Outcome.HOLD, course.level_reasons))
    fill_slots(course)
    course.week.total = course.total()


def _measures(course: Course, measures: Mapping[str, float]) -> None:
    total = measures.get("rmdq")
    if total is not None and 0 <= total <= _MOST_RMDQ:
        course.rmdq.append(total)
        course.raise_referral(worse_function(course.rmdq, course.today))


def _readings(course: Course, facts: DayFacts) -> None:
    """Pain scores of the day. What is not a score from 0 to 10 was not told."""
    before = [one.pain_before for one in facts.checks if one.pain_before is not None and is_pain(one.pain_before)]
    if before:
        course.before_sessions.append((course.today, max(before)))
    scores = list(before)
    if facts.morning is not None and is_pain(facts.morning):
        course.mornings.append((course.today, facts.morning))
        scores.append(facts.morning)
    if scores:
        course.readings[course.today] = max(scores)
    course.readings = {on: pain for on, pain in course.readings.items() if course.today - on < _READINGS_KEPT}
    course.mornings = [one for one in course.mornings if course.today - one[0] < _READINGS_KEPT]
    course.before_sessions = [one for one in course.before_sessions if course.today - one[0] < _READINGS_KEPT]


def _weekly(course: Course, facts: DayFacts) -> None:
    assert facts.weekly is not None
    take_weekly(course, facts.weekly)
    pain = facts.weekly.pain_average
    if pain is not None and is_pain(pain):
        course.baseline = replace(course.baseline, pain_average=pain)
    found = course.weekly_pain
    if found is not None and found[0] is Outcome.REGRESS and course.flare is None:
        for slot, exercise_id, _ in course.dosed():
            lower(course, slot, exercise_id, (found[1],))
        lower_cardio(course, (found[1],))


def _flare(course: Course, facts: DayFacts) -> None:
    """F-01, F-03, F-04 and F-05."""
    told = Mark.FLARE in facts.marks
    if course.flare is None:
        usual = _usual_before(course)
        began = flares.flare_begins(course.today, told, course.readings, usual)
        if began is not None:
            course.flare = Flare(course.today, 0.0 if usual is None else usual)
            course.flares.append(course.today)
            course.after_flare = {}
            course.decisions.append(Decision(course.today, "flare", Outcome.FLARE, (began,)))
    else:
        ended = flares.flare_ends(course.flare, course.mornings, course.today)
        if ended is not None and not told:
            course.flare = None
            course.after_flare = {"strength": 0, "cardio": 0}
            course.decisions.append(Decision(course.today, "flare", Outcome.HOLD, (ended,)))
    _refer_flare(course)


def _usual_before(course: Course) -> float | None:
    """The usual pain before the last days that a flare-up is judged by."""
    judged = course.today - DAY * int(thresholds("F-01.pain")[1] // 24)
    usual = usual_pain(course.mornings, judged, None)
    return usual if usual is not None else course.baseline.pain_average


def _refer_flare(course: Course) -> None:
    long = flares.too_long(course.flare, course.today)
    strong = flares.too_strong(course.flare, course.readings, course.today)
    many = flares.too_many(course.flares, course.today) if course.flare else None
    for reason in (long, strong, many):
        if reason is not None and course.flare is not None and _not_yet(course, reason):
            course.raise_referral(referral("R-03", course.today, reason))
    if long is not None and course.flare is not None:
        too_long_since = course.flare.began_on + DAY * (whole("F-05.days") + 1)
        _ask_all_again(course, too_long_since, Reason("X-01", {"flare_days": long.values["days"]}))


def _ask_all_again(course: Course, since: date, reason: Reason) -> None:
    """X-01: a full screening is due, unless there was one since it has been."""
    if course.screened_on is None or course.screened_on < since:
        course.rescreen = reason


def _not_yet(course: Course, reason: Reason) -> bool:
    """One flare-up is referred once for each thing that is said of it."""
    assert course.flare is not None
    return not any(
        one.rule == "R-03"
        and one.raised_on >= course.flare.began_on
        and any(other.values.keys() == reason.values.keys() for other in one.reasons)
        for one in course.referrals
    )


def _gaps(course: Course) -> None:
    """Seven days without: what was raised but never done goes back. Fourteen: a level down. 28: X-01."""
    keep, down = (int(value) for value in thresholds("3.8.gap"))
    strength, cardio, overall = course.gap("strength"), course.gap("cardio"), course.gap()
    if strength == keep:
        back_to_done(course, (Reason("3.8.gap", {"days": strength}),))
    if cardio == keep:
        cardio_back(course, (Reason("3.8.gap", {"days": cardio}),))
    if overall == down:
        change_level(course, -1, Outcome.REGRESS, Reason("3.8.long_gap", {"days": overall}))
    if strength == down:
        down_to_level(course, max(0, course.level_today), (Reason("3.8.long_gap", {"days": strength}),))
    if cardio == down:
        lower_cardio(course, (Reason("3.8.long_gap", {"days": cardio}),))
    long = whole("X-01.rescreen_days")
    if overall >= long:
        since = course.today - DAY * (overall - long)
        _ask_all_again(course, since, Reason("X-01", {"gap": True, "days": overall}))


def amounts_of(course: Course) -> Amounts:
    """The amounts of today: the doses of the course, less what an easy week or a return from a flare-up takes off."""
    reasons = []
    strength, cardio = course.share("strength"), course.share("cardio")
    if course.flare is not None:
        reasons.append(Reason("F-02", {"day": course.flare.day(course.today)}))
    for kind, share in (("strength", strength), ("cardio", cardio)):
        if share is not None:
            reasons.append(Reason("F-04", {"kind": kind, "share": share, "percent": round(share * 100)}))
    if course.week.deload:
        reasons.append(Reason("3.8.deload", {"easy_week": True}))
    minutes = course.cardio.dose.minutes
    if cardio is not None:
        minutes = cardio_share(minutes, cardio)
    if course.week.deload:
        minutes = min(minutes, cardio_share(course.cardio.dose.minutes, float(thresholds("3.8.deload")[2])))
    dosed = course.dosed()
    because = [(name, one.because) for _, name, one in dosed if one.because]
    own = course.chosen_undosed()
    because += [(name, (Reason("3.8.chosen", {"exercise": name}),)) for _, name in own]
    return Amounts(
        level=course.level_today,
        cardio_minutes=minutes,
        cardio_days=course.cardio.dose.days,
        strength_days=course.strength_days,
        stretch_level=min(course.stretch_level, course.level_today),
        work=tuple((name, _work_today(course, one.work, strength)) for _, name, one in dosed),
        single=tuple((name, one.single) for _, name, one in dosed if one.single is not None and strength is None),
        slots=(*((slot, name) for slot, name, _ in dosed), *own),
        left_out=course.left_out,
        order=course.order,
        flare=course.flare is not None,
        because=(*because, *((("cardio", course.cardio.because),) if course.cardio.because else ())),
        reasons=tuple(reasons),
    )


def _work_today(course: Course, work: Work, share: float | None) -> Work:
    if share is not None:
        work = share_of(work, share)
    return easy_week(work) if course.week.deload else work
