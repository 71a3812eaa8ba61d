"""P1 to P14 of specification 3.11 on the real code: `python bench/programme_properties.py --cases 1000000 --seed 1`.

Each property draws its own cases from the seed; for P13 and P14 one case in a hundred is a whole history of weeks, told
at random and with odd answers. Ends with 1 at the first case that breaks a property, and prints it.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from steadyback.exercises import load_catalogue
from steadyback.programme.course_state import dosage_of
from steadyback.programme.decision_order import Evidence, decide
from steadyback.programme.dose_steps import (
    Cardio,
    Work,
    cardio_up,
    easy_week,
    quota_met,
    quota_missed,
    share_of,
    step_down,
    step_up,
    top_cardio,
    top_work,
)
from steadyback.programme.exercise_choice import Person
from steadyback.programme.flare import Flare, flare_ends
from steadyback.programme.gate import decide_gate
from steadyback.programme.moved_days import move_kinds
from steadyback.programme.pain_course import next_morning, weekly_pain
from steadyback.programme.pain_monitoring import BRIEF_STRICT, MONITORED, decide_pain
from steadyback.programme.session_start import CHECK_ITEMS, MAY_START, decide_start
from steadyback.programme.starting_level import start_level
from steadyback.programme.strength_session import choose_exercises
from steadyback.programme.versions import follow, week_of
from steadyback.programme.week_template import TEMPLATE_COUNTS, template_for
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits, GateDecision, GateStatus, Policy
from steadyback.records.codec import to_json
from steadyback.records.decisions import Outcome
from steadyback.records.history import (
    ChosenDose,
    Circumstances,
    DayFacts,
    ExerciseResult,
    History,
    Mark,
    MovedDay,
    StartCheck,
    TrainingSession,
    WeeklyAnswers,
)
from steadyback.records.plan import WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline, Concern, Disposition, ScreeningOutcome, Urgency
from steadyback.records.session import PainOutcome, StartOutcome

TODAY = date(2028, 2, 29)
CATALOGUE = load_catalogue()
DOSED = [one for one in CATALOGUE if one.category in ("strength", "motor_control")]
FLAGS = sorted({flag for one in CATALOGUE for flag in one.contra_flags | one.caution_flags})
_START_ORDER = (StartOutcome.GO, StartOutcome.GENTLE, StartOutcome.SKIP_ADVISE, StartOutcome.REFER)


def outcome_of(disposition: Disposition) -> ScreeningOutcome:
    concerns = (Concern("A05", disposition, Urgency.NOW, TODAY),) if disposition.severity >= 2 else ()
    return ScreeningOutcome(True, disposition, None, concerns, frozenset(), ())


def _gate(chance: Random, disposition: Disposition, policy: Policy, status: ApprovalStatus) -> GateStatus:
    approval = Approval(
        status, "Dr", "specialist", TODAY - timedelta(days=chance.randrange(300)), "s", frozenset({"A05"})
    )
    return decide_gate(
        screening=outcome_of(disposition), screened_on=TODAY, holds=(), approval=approval, policy=policy, today=TODAY,
        last_session_on=None,
    ).status  # fmt: skip


def p1(chance: Random) -> bool:
    """An emergency closes the gate for every policy and approval."""
    policy, status = chance.choice(list(Policy)), chance.choice(list(ApprovalStatus))
    return _gate(chance, Disposition.EMERGENCY, policy, status) is GateStatus.LOCKED_EMERGENCY


def p2(chance: Random) -> bool:
    """Whatever strict opens, screen opens."""
    disposition, status = chance.choice(list(Disposition)), chance.choice(list(ApprovalStatus))
    state = chance.getstate()
    strict = _gate(chance, disposition, Policy.STRICT, status)
    chance.setstate(state)
    return strict is not GateStatus.OPEN or _gate(chance, disposition, Policy.SCREEN, status) is GateStatus.OPEN


def p3(chance: Random) -> bool:
    """Worse input never raises the starting level."""
    pains = [chance.randint(0, 10) for _ in range(2)]
    settle, rmdq, minutes, born = chance.choice((0, 1, 5, 24, 48)), chance.randint(0, 24), chance.randrange(300), 1980

    def level(average: int, rest: int, hours: float, total: int, active: int, year: int | None) -> int:
        base = Baseline(average, rest, 10, hours, total, (), active)
        return start_level(base, outcome_of(Disposition.CLEAR), year, TODAY)[0]

    now = level(*pains, settle, rmdq, minutes, born)
    worse = (
        level(min(10, pains[0] + 1), pains[1], settle, rmdq, minutes, born),
        level(pains[0], min(10, pains[1] + 1), settle, rmdq, minutes, born),
        level(*pains, settle + 20, rmdq, minutes, born),
        level(*pains, settle, min(24, rmdq + 1), minutes, born),
        level(*pains, settle, rmdq, max(0, minutes - 40), born),
        level(*pains, settle, rmdq, minutes, None),
    )
    return all(one <= now for one in worse) and 0 <= now <= 3


def p4(chance: Random) -> bool:
    """Weeks, also with days moved: their counts, a day of rest, no two strength days running round the week."""
    cardio, strength = chance.choice(TEMPLATE_COUNTS)
    week, _ = template_for(cardio, strength, start_weekday=chance.randrange(7))
    days = [TODAY + timedelta(days=chance.randint(-1, 7)) for _ in range(2 * chance.randint(0, 3))]
    moves = tuple(MovedDay(*pair) for pair in zip(days[::2], days[1::2], strict=True))
    first, week = week[0], tuple(move_kinds(week, TODAY, moves)[0])
    adjacent = any("S" in one and "S" in other for one, other in pairwise((*week, first)))
    counts = (sum("C" in one for one in week), sum("S" in one for one in week))
    return counts == (cardio, strength) and "-" in week and not adjacent


def p5(chance: Random) -> bool:
    """More pain is never answered more mildly; the strict mode never more mildly than the monitored one."""
    order = list(PainOutcome)
    before, pain = chance.randint(0, 10), chance.randint(0, 9)
    limit = chance.choice((None, *range(11)))

    def rank(mode: str, now: int) -> int:
        return order.index(decide_pain(mode, before, now, limit).outcome)

    rises = all(rank(mode, pain + 1) >= rank(mode, pain) for mode in (BRIEF_STRICT, MONITORED))
    return rises and rank(BRIEF_STRICT, pain) >= rank(MONITORED, pain)


def p6(chance: Random) -> bool:
    """More pain before a session never makes its start easier."""
    check, days, pain = dict.fromkeys(CHECK_ITEMS, False), chance.randint(0, 4), chance.randint(0, 9)
    now, more = (
        _START_ORDER.index(decide_start(check, one, fever=False, high_pain_days=days).outcome)
        for one in (pain, pain + 1)
    )
    return more >= now


def p7(chance: Random) -> bool:
    """Growth never stands beside an adverse sign."""
    maybe = chance.random
    evidence = Evidence(
        emergency=maybe() < 0.05,
        neuro_sign=maybe() < 0.05,
        referral="R-04" if maybe() < 0.05 else "",
        flare=maybe() < 0.05,
        returning=0.5 if maybe() < 0.05 else None,
        morning=next_morning(chance.randint(0, 10), chance.randint(0, 10)) if maybe() < 0.7 else None,
        week=weekly_pain(chance.uniform(0, 10), chance.uniform(0, 10)) if maybe() < 0.7 else None,
        stops=chance.choice((0, 0, 0, 1, 2)),
        stopped=maybe() < 0.1,
        effort=chance.choice((None, *range(-1, 13))),
        form=chance.choice((None, 0.5, 0.79, 0.8, 1.0)),
        deload=maybe() < 0.1,
        missed_days=chance.choice((0, 3, 6, 7, 14, 40)),
        met=Reason("W-02") if maybe() < 0.8 else None,
    )
    if decide(evidence)[0] is not Outcome.PROGRESS:
        return True
    adverse = (
        evidence.emergency, evidence.neuro_sign, evidence.referral, evidence.flare, evidence.morning, evidence.week,
        evidence.deload, evidence.stopped and evidence.stops, evidence.stops >= 2, evidence.returning,
        evidence.effort is not None and not 0 <= evidence.effort < 7, evidence.missed_days >= 7,
        evidence.form is not None and evidence.form < 0.8, evidence.met is None,
    )  # fmt: skip
    return not any(adverse)


def p8(chance: Random) -> bool:
    """Less is never more; a step is at most two fifths or one repetition a set; a new set has no more repetitions."""
    dosage = dosage_of(chance.choice(DOSED))
    top = top_work(dosage, chance.randint(0, 3))
    work = Work(chance.randint(1, top.sets), chance.randint(1, dosage.reps_range[1]))
    lighter = (step_down(work, dosage), easy_week(work), share_of(work, chance.random()))
    more = step_up(work, dosage, top, chance.choice((None, chance.randint(1, 60))))
    small = more is None or work.volume <= more.volume <= max(1.4 * work.volume, work.volume + work.sets)
    return small and all(one is None or one.volume <= work.volume for one in lighter)


def p9(chance: Random) -> bool:
    """Cardio stays within 5 to 30 minutes and 3 to 5 days; five minutes or one day at a time."""
    now = Cardio(chance.randint(5, 30), chance.randint(3, 5))
    more = cardio_up(now, top_cardio(chance.randint(0, 3)))
    if more is None:
        return True
    minutes, days = more.minutes - now.minutes, more.days - now.days
    return (
        0 <= minutes <= 5 and 0 <= days <= 1 and (minutes > 0) != (days > 0) and more.minutes <= 30 and more.days <= 5
    )


def p10(chance: Random) -> bool:
    """A flare-up ends after two mornings only; a quota grows when met and falls when missed."""
    flare = Flare(TODAY - timedelta(days=chance.randint(0, 12)), chance.randint(0, 10))
    mornings = [(TODAY - timedelta(days=back), chance.randint(0, 10)) for back in range(chance.randint(0, 3))][::-1]
    ended = flare_ends(flare, mornings, TODAY) is not None
    near = [pain <= flare.usual + 1 for _, pain in mornings[-2:]]
    quota = chance.randint(2, 100)
    return (not ended or (len(near) == 2 and all(near))) and quota_missed(quota) < quota < quota_met(quota)


def p11(chance: Random) -> bool:
    """No set of flags leaves an excluded exercise in a session."""
    flags = frozenset(chance.sample(FLAGS, chance.randint(0, 5)))
    level = chance.randint(0, 3)
    chosen = choose_exercises(level, Person(flags, ClearanceLimits(), frozenset(), level), CATALOGUE)
    return not any(one.contra_flags & flags for one in chosen.values())


def p12(chance: Random) -> bool:
    """A specialist's limits never allow what was not allowed without them."""
    exercise, flags = chance.choice(list(CATALOGUE)), frozenset(chance.sample(FLAGS, chance.randint(0, 3)))
    limits = ClearanceLimits(
        excluded_exercises=frozenset(chance.sample([one.id for one in CATALOGUE], chance.randint(0, 5))),
        no_loaded_bending=chance.random() < 0.5,
        no_lying_face_down=chance.random() < 0.5,
    )
    free = not Person(flags, ClearanceLimits(), frozenset(), 3).why_not(exercise)
    tight = not Person(flags, limits, frozenset(), 3).why_not(exercise)
    level, highest = chance.randint(0, 3), chance.randint(0, 3)
    dosage = dosage_of(chance.choice(DOSED))
    narrower = top_work(dosage, min(level, highest), highest).volume <= top_work(dosage, level).volume
    return (free or not tight) and narrower


NOW = Circumstances(
    outcome_of(Disposition.CLEAR), Baseline(4, 2, 6, 12, 8, (), 100), 1985, screened=True,
    limits=ClearanceLimits(highest_level=2, excluded_exercises=frozenset({"bridge"})),
)  # fmt: skip
OPEN = GateDecision(GateStatus.OPEN, ())
ORDER_SLOTS = ("abdominal", "buttock", "hip_lateral", "back", "no_such_slot")
DOSE_SLOTS = (
    ("abdominal", ("curl_up_reach", "abdominal_brace")),
    ("hip_lateral", ("clamshell", "side_lying_hip_abduction")),
    ("back", ("bridge", "bird_dog", "no_such_exercise")),
    ("cardio", ("walk", "")),
)


def told_at_random(chance: Random) -> History:
    """Up to six weeks, with answers that are missing, odd or out of range."""
    number = (None, -1, *range(11), 99)

    def session(kind: str) -> TrainingSession:
        results = tuple(
            ExerciseResult(
                name, "back", chance.choice(("full", "part", "stopped", "not_reached")), chance.randint(0, 4),
                chance.randint(0, 20), chance.randint(0, 60), chance.choice(number), chance.choice((None, 0, 2, 50)),
                form=chance.choice((None, 0.0, 0.7, 1.0, float("nan"))), steady=chance.choice((None, True, False)),
            )
            for name in ("curl_up_reach", "quadruped_hip_extension", "clamshell", "no_such_exercise")
        )  # fmt: skip
        return TrainingSession(kind, chance.randint(0, 90), effort=chance.choice(number), exercises=results)

    def day(offset: int) -> DayFacts:
        on, maybe = TODAY + timedelta(days=offset), chance.random
        sessions = tuple(session(kind) for kind in ("cardio", "strength") if maybe() < 0.4)
        weekly = (
            WeeklyAnswers(chance.choice(number), function=chance.choice((None, 3.0, -1.0))) if maybe() < 0.2 else None
        )
        marks = frozenset(mark for mark in Mark if maybe() < 0.04)
        moved = (MovedDay(on + timedelta(days=chance.randint(-3, 9)), on),) if maybe() < 0.2 else ()
        measures = {"rmdq": chance.choice((-1.0, 3.0, 12.0, 24.0, 99.0))} if maybe() < 0.1 else {}
        choices = {"back": chance.choice(("bridge", "bird_dog", "no_such_exercise"))} if maybe() < 0.05 else {}
        doses = {
            slot: ChosenDose(
                chance.choice(names), chance.randint(-1, 5), chance.randint(-1, 20), chance.randint(-1, 99)
            )
            for slot, names in DOSE_SLOTS
            if maybe() < 0.15
        }
        order = tuple(chance.sample(ORDER_SLOTS, chance.randint(0, 4))) if maybe() < 0.1 else ()
        return DayFacts(
            on, NOW if offset == 0 else None, chance.choice(number), (StartCheck(chance.choice(number)),), sessions,
            weekly, marks, measures, choices, doses, order, moved,
        )  # fmt: skip

    return History(TODAY, tuple(day(offset) for offset in range(chance.randint(1, 42))))


def week_after(history: History) -> WeeklyPlan | None:
    return week_of(follow(history, history.days[-1].on, CATALOGUE), gate=OPEN)


def p13(chance: Random) -> bool:
    """The same input twice gives the same decision, with its reasons, and the same plan to the byte."""
    if chance.random() < 0.01:
        history = told_at_random(chance)
        once, again = (json.dumps(to_json(week_after(history))) for _ in range(2))
        return once == again
    evidence = Evidence(effort=chance.randint(0, 10), stops=chance.randint(0, 3), met=Reason("W-02"))
    first = decide(evidence)
    return first == decide(evidence) and bool(first[1])


def p14(chance: Random) -> bool:
    """What is missing or impossible never starts a session, never lets a dose grow, and never passes a limit."""
    if chance.random() < 0.01:
        week = week_after(told_at_random(chance))
        planned = [one for day in week.days for part in day.sessions for one in part.exercises] if week else []
        doses = all(one.dose.sets <= 3 and one.dose.reps <= 30 and one.dose.minutes <= 30 for one in planned)
        return week is not None and week.level <= 2 and doses and all(one.exercise_id != "bridge" for one in planned)
    odd = chance.choice((None, -1, 11, 99))
    check = dict.fromkeys(CHECK_ITEMS, False)
    start = decide_start(check, odd, fever=False, high_pain_days=0).outcome
    missing = decide_start({**check, chance.choice(CHECK_ITEMS): None}, 2, fever=False, high_pain_days=0).outcome
    held = decide(Evidence(morning=next_morning(odd, 2), met=Reason("W-02")))[0]
    stopped = decide_pain(BRIEF_STRICT, chance.randint(0, 10), odd).outcome
    return (
        start not in MAY_START
        and missing not in MAY_START
        and held is Outcome.HOLD
        and stopped is PainOutcome.STOP_EXERCISE
    )


PROPERTIES: tuple[Callable[[Random], bool], ...] = (p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14)


def main() -> int:
    parser = argparse.ArgumentParser(description="P1 to P14 on the real code.")
    parser.add_argument("--cases", type=int, default=1_000_000, help="over all properties")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    each = -(-args.cases // len(PROPERTIES))
    total = 0
    for prove in PROPERTIES:
        began = time.perf_counter()
        for case in range(each):
            if not prove(Random(f"{args.seed}/{prove.__name__}/{case}")):  # noqa: S311
                print(f"{prove.__name__} is broken by case {case} of seed {args.seed}: {prove.__doc__}")
                return 1
        total += each
        print(f"{prove.__name__:<4}{each:>9} cases{time.perf_counter() - began:>8.1f} s  {prove.__doc__}", flush=True)
    print(f"{total} cases, none broken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
