"""What must be true on every day of every person. Each check says what it found; silence means that all is well."""

from collections.abc import Callable, Iterator, Sequence

from steadyback.programme.amounts import Amounts
from steadyback.programme.dose_steps import top_cardio
from steadyback.records.clearance import GateStatus
from steadyback.records.decisions import Decision, Outcome
from steadyback.records.history import LegSymptoms
from steadyback.simulation.life import Life, Lived

_SHARE_A_WEEK, _SHARE_A_STEP = 1.2, 1.4
_GROWN_AT_ONCE, _MINUTES_A_WEEK = 2, 5


def broken(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """Every promise that the last of these days breaks."""
    for check in CHECKS:
        yield from check(life, days)


def no_exercise_behind_a_closed_gate(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    today = days[-1]
    if not today.gate.is_open and (today.plan is not None or today.facts.sessions):
        yield "P1: exercise behind a closed gate"


def nothing_that_is_excluded(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    plan, person = days[-1].plan, life.course.person
    for one in [one for session in plan.sessions for one in session.exercises] if plan else []:
        if person.why_not(life.course.catalogue[one.exercise_id]):
            yield f"P11: {one.exercise_id} is excluded"


def within_the_limits(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    course, limits = life.course, life.course.circumstances.limits
    if limits.highest_level is not None and course.level_today > limits.highest_level:
        yield "P12: level above the specialist's"
    for _, exercise_id, one in course.dosed():
        top = course.top(course.catalogue[exercise_id])
        if one.work.sets > top.sets or (one.work.sets == top.sets and one.work.reps > top.reps):
            yield f"P12: {exercise_id} above its top dose"
    most = top_cardio(course.level_today, limits.highest_level)
    if not 5 <= course.cardio.dose.minutes <= most.minutes or not 3 <= course.cardio.dose.days <= most.days:
        yield f"P9: cardio {course.cardio.dose}"


def one_small_step(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    grown = [one for one in life.course.decisions if _grows(one)]
    if len([one for one in grown if one.subject in life.course.catalogue]) > _GROWN_AT_ONCE:
        yield "3.8: more than two exercises grew at once"
    for one in grown:
        changed = {change.what: change for change in one.changes}
        if {"minutes", "cardio_days"} <= changed.keys():
            yield "P9: minutes and days together"
        if "minutes" in changed:
            step = int(str(changed["minutes"].after)) - int(str(changed["minutes"].before))
            if step > _MINUTES_A_WEEK:
                yield f"P9: {step} minutes more at once"


def no_large_jump(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """A week's repetitions grow by a fifth at most, an exercise's by two fifths or one repetition a set."""
    if len(days) < 2:
        return
    course, before, now = life.course, days[-2].amounts, days[-1].amounts
    if course.week.total and course.total() > course.week.total * _SHARE_A_WEEK + 1e-9 and not _started_anew(days):
        yield f"3.8: {course.total()} repetitions after {course.week.total} at the beginning of the week"
    if _eased(before) or _eased(now) or _started_anew(days):
        return
    for exercise_id, work in now.work:
        was = before.work_of(exercise_id)
        if was is not None and work.volume > max(was.volume * _SHARE_A_STEP, was.volume + work.sets) + 1e-9:
            yield f"P8: {exercise_id} from {was} to {work}"


def _eased(amounts: Amounts) -> bool:
    return amounts.flare or any(reason.rule in ("F-04", "3.8.deload") for reason in amounts.reasons)


def _started_anew(days: Sequence[Lived]) -> bool:
    return days[-1].facts.circumstances is not None or days[-1].amounts.level != days[-2].amounts.level


def only_a_step_makes_more(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """What stays in the session grows by a decision to progress and by nothing else; a new beginning apart."""
    if len(days) < 2 or days[-1].facts.circumstances is not None:
        return
    grown = {one.subject for one in life.course.decisions if one.outcome is Outcome.PROGRESS}
    for exercise_id, volume in days[-1].whole.items():
        was = days[-2].whole.get(exercise_id)
        if was is not None and volume > was and exercise_id not in grown:
            yield f"P7: {exercise_id} grew from {was} to {volume} without a step"


def no_growth_with_an_adverse_sign(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """P7: nothing grows in a flare-up, with an urgent referral, after a stop or a bad morning."""
    course = life.course
    grown = {one.subject for one in course.decisions if _grows(one)}
    if not grown:
        return
    if course.flare is not None:
        yield "P7: growth in a flare-up"
    if any(one.within_h is not None and one.raised_on < course.today for one in course.open_referrals()):
        yield "P7: growth with an urgent referral open"
    last = days[-2].facts if len(days) > 1 else None
    stopped = (
        {one.exercise_id for session in last.sessions for one in session.exercises if one.done == "stopped"}
        if (last)
        else set()
    )
    if grown & stopped:
        yield f"P7: {grown & stopped} grew after a stop"
    # What a trainer made less says nothing of how it went.
    lowered = {
        one.subject
        for one in course.decisions
        if one.outcome is Outcome.REGRESS and all(reason.rule != "3.8.dose_chosen" for reason in one.reasons)
    }
    if grown & lowered:
        yield f"P7: {grown & lowered} grew and was lowered on one day"


def every_decision_says_why(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    for one in life.course.decisions:
        if not one.reasons or not all(reason.rule for reason in one.reasons):
            yield f"P13: {one.subject} {one.outcome} without a reason"


def a_red_flag_closes_the_gate_the_same_day(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    today = days[-1]
    red = any(rule in ("S-01", "M-01") for check in today.facts.checks for rule in check.rules)
    if red and today.gate_after.status is not GateStatus.LOCKED_EMERGENCY:
        yield "P1: a red flag without the gate closing on the same day"
    if red and (today.facts.sessions or not any(one.rule == "R-01" for one in life.course.open_referrals())):
        yield "R-01: a red flag without its referral on the same day"


def strength_never_two_days_running(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    if (
        len(days) > 1
        and days[-1].amounts == days[-2].amounts
        and all(
            day.plan is not None and not day.amounts.flare and any(one.kind == "strength" for one in day.plan.sessions)
            for day in days[-2:]
        )
    ):
        yield "P4: strength on two days running"


def asked_again_in_time(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """X-01 every 28 days; K08: no exercise when nobody has looked at the leg for 14 days."""
    today = days[-1]
    if today.gate.is_open and (today.on - life.screened_on).days >= 28:
        yield "X-01: exercise on answers that are 28 days old"
    waiting = [one for one in life.now.outcome.concerns if one.rule == "K08" and one.rule not in life.approval.covers]
    if today.gate.is_open and any((today.on - one.raised_on).days >= 14 for one in waiting):
        yield "K08: exercise with a leg that nobody has examined for 14 days"


def referrals_in_time(life: Life, days: Sequence[Lived]) -> Iterator[str]:
    """R-03 with the third high score, R-04 and R-07 on the day of the answer; R-05 and R-06 with their week."""
    today = days[-1].on
    recent = [day for day in days[-7:] if any((check.pain_before or 0) >= 8 for check in day.facts.checks)]
    if len(recent) >= 3 and not any(one.rule == "R-03" for one in life.course.open_referrals()):
        yield "R-03: three days of high pain without a referral"
    facts, open_ones = days[-1].facts, {one.rule for one in life.course.open_referrals()}
    totals = life.course.rmdq
    if "rmdq" in facts.measures and totals[-1] - min(totals) >= 5 and "R-04" not in open_ones:
        yield "R-04: five points above the best total without a referral"
    if facts.weekly is not None and facts.weekly.leg is LegSymptoms.WORSE and "R-07.worse" not in open_ones:
        yield "R-07: a leg that is worse without a referral"
    if life.person.kind.name == "non-responder":
        for week, rule in ((6, "R-05"), (12, "R-06")):
            due = (today - life.person.begun_on).days == week * 7
            if due and not any(one.rule == rule for one in life.course.referrals):
                yield f"{rule}: no referral at week {week}"


def _grows(one: Decision) -> bool:
    return one.outcome is Outcome.PROGRESS and bool(one.changes)


CHECKS: tuple[Callable[[Life, Sequence[Lived]], Iterator[str]], ...] = (
    no_exercise_behind_a_closed_gate,
    nothing_that_is_excluded,
    within_the_limits,
    one_small_step,
    no_large_jump,
    only_a_step_makes_more,
    no_growth_with_an_adverse_sign,
    every_decision_says_why,
    a_red_flag_closes_the_gate_the_same_day,
    strength_never_two_days_running,
    referrals_in_time,
    asked_again_in_time,
)
