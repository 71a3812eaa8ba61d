"""One virtual person's months, day by day, with the real screening, gate, start rules, course and plans."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from steadyback.exercises import load_catalogue
from steadyback.programme.amounts import DOSED_SLOTS, Amounts
from steadyback.programme.course import amounts_of, begin, close_day, open_day
from steadyback.programme.course_state import WEEK, Course
from steadyback.programme.gate import decide_gate
from steadyback.programme.pain_monitoring import BRIEF_STRICT, decide_pain, stops_that_end
from steadyback.programme.screening import evaluate
from steadyback.programme.session_start import CHECK_ITEMS, MAY_START, StartDecision, decide_start
from steadyback.programme.starting_level import HIGH, irritability
from steadyback.programme.weekly_plan import build_week
from steadyback.records.clearance import Approval, ClearanceLimits, GateDecision, Policy
from steadyback.records.history import (
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
from steadyback.records.plan import PlannedDay, PlannedExercise, PlannedSession, Preferences, WeeklyPlan
from steadyback.records.screening import Baseline, Concern, ScreeningOutcome, Urgency
from steadyback.records.session import PainOutcome, StartOutcome
from steadyback.simulation.people import VirtualPerson, agreed

DAY = timedelta(days=1)
_MONDAY = date(2026, 1, 5)
_CALM = Baseline(pain_average=0, pain_rest=0, settle_h=0)


@dataclass(frozen=True, slots=True)
class Lived:
    """One day as it was: what held, what was planned, what was done, and what the red flag led to.

    whole: repetitions of each exercise without what an easy week or the way back from a flare-up takes off.
    """

    on: date
    gate: GateDecision
    amounts: Amounts
    plan: PlannedDay | None
    facts: DayFacts
    gate_after: GateDecision
    pain: int
    whole: dict[str, int]


@dataclass(slots=True)
class Life:
    """A person's course with everything around it that the web would keep."""

    person: VirtualPerson
    course: Course
    now: Circumstances
    screened_on: date
    approval: Approval
    holds: list[Concern] = field(default_factory=list)
    rescreen: bool = False
    last_session_on: date | None = None
    high_days: int = 0
    seen_in: int = 0
    moves: tuple[date, tuple[MovedDay, ...]] = (date.min, ())
    days: list[DayFacts] = field(default_factory=list)

    @classmethod
    def begun(cls, person: VirtualPerson) -> "Life":
        on = person.begun_on
        now = person.circumstances(on, screened=True)
        return cls(person, begin(now, on, load_catalogue()), now, on, agreed(now, on))

    def history(self) -> History:
        return History(self.person.begun_on, tuple(self.days))

    def gate(self, on: date) -> GateDecision:
        return decide_gate(
            screening=self.outcome_on(on),
            screened_on=self.screened_on,
            holds=tuple(self.holds),
            approval=self.approval,
            policy=Policy.STRICT,
            today=on,
            last_session_on=self.last_session_on,
            rescreen_required=self.rescreen or self.course.rescreen is not None,
        )

    def outcome_on(self, on: date) -> ScreeningOutcome:
        """What was found at screening, as the calendar has moved it on (K08)."""
        found = self.now.outcome
        if all(one.urgency is not Urgency.FOURTEEN_DAYS for one in found.concerns):
            return found
        return evaluate(self.person.answers(on), on, began_on=self.screened_on, earlier=found.concerns)

    def live(self, on: date) -> Lived:
        """One day, from waking up to going to bed."""
        person = self.person
        person.wakes(on)
        away = person.is_away(on)
        facts = self._morning(on, away=away)
        gate = self.gate(on)
        trains = gate.is_open and not away and not self._rests(facts) and person.will(person.kind.attends)
        start = self._start(on, facts) if trains else None
        if start is not None:
            facts = replace(facts, checks=(StartCheck(start[1], frozenset(r.rule for r in start[0].reasons)),))
        open_day(self.course, facts)
        amounts = amounts_of(self.course)
        plan = self.planned(on, amounts) if gate.is_open and not self._rests(facts) else None
        if start is not None and plan is not None and start[0].outcome in MAY_START:
            facts = replace(facts, sessions=tuple(self._train(one, start) for one in plan.sessions))
            self.last_session_on = on if facts.sessions else self.last_session_on
        close_day(self.course, facts)
        self.days.append(facts)
        whole = {name: one.work.volume for _, name, one in self.course.dosed()}
        return Lived(on, gate, amounts, plan, facts, self.gate(on), person.feels(), whole)

    def planned(self, on: date, amounts: Amounts) -> PlannedDay:
        """The day of the plan; plans are kept by what makes them, for speed."""
        course = self.course
        starts_on = course.week.starts_on
        bare = replace(amounts, because=(), reasons=())
        now = course.circumstances
        # Only whether irritability is high counts for a plan, so people with the same answer to it share plans.
        baseline = course.baseline if irritability(course.baseline) == HIGH else _CALM
        moved = self.moves[1] if self.moves[0] == starts_on else ()
        places = tuple(((one.from_on - starts_on).days, (one.to_on - starts_on).days) for one in moved)
        week = _week(bare, starts_on.weekday(), now.outcome.flags, now.limits, baseline, places)
        return replace(week.days[(on - starts_on).days], on=on)

    def _rests(self, facts: DayFacts) -> bool:
        """Ill, and the day after (S-03)."""
        return Mark.ILL in facts.marks or bool(self.days and Mark.ILL in self.days[-1].marks)

    def _moved(self, on: date) -> tuple[MovedDay, ...]:
        """Two days that are still to come change places, whatever PL-04 thinks of it."""
        person, starts_on = self.person, self.course.week.starts_on
        if not person.kind.moves or not person.will(person.kind.moves):
            return ()
        starts_on += WEEK * ((on - starts_on) // WEEK)
        places = [person.chance.randint((on - starts_on).days, 6) for _ in range(2)]
        move = MovedDay(*(starts_on + DAY * place for place in places))
        self.moves = (starts_on, (*(self.moves[1] if self.moves[0] == starts_on else ()), move))
        return (move,)

    def _examined(self, gate: GateDecision) -> bool:
        """Whether nothing keeps the health questions from being answered: for K08 a clinician is seen first."""
        if "K08" not in gate.waiting_for or self.person.examined:
            return True
        self.person.examined = self.person.will(0.3)
        return self.person.examined

    def _morning(self, on: date, *, away: bool) -> DayFacts:
        """The answers of the morning, a full screening where it is due, and a clinician's visit."""
        person, reviewed = self.person, False
        first = on == person.begun_on
        now = self.now if first else None
        if self.holds and not away:
            self.seen_in -= 1
            if self.seen_in <= 0:
                self.holds, self.rescreen, reviewed = [], True, True
                person.visits += 1
        gate = self.gate(on)
        if not first and not away and not gate.is_open and not self.holds and self._examined(gate):
            now = self.now = person.circumstances(on, screened=True, earlier=self.now.outcome.concerns)
            self.screened_on, self.rescreen = on, False
            self.approval = agreed(now, on)
        last = self.days[-1] if self.days else None
        asked = (last is not None and bool(last.sessions)) or self.course.flare is not None
        morning = person.feels() if asked and not away and person.will(person.kind.answers) else None
        weekly = self._weekly() if self.course.week.starts_on + 6 * DAY == on and not away else None
        marks = frozenset({Mark.FLARE} if person.flare_left and not away and person.will(0.1) else ())
        if person.kind.ill and not away and person.will(person.kind.ill):
            marks |= {Mark.ILL}
        measures = {}
        if not first and not away and (on - person.begun_on).days % 42 == 40 and person.will(person.kind.answers):
            measures["rmdq"] = float(max(0, min(24, round(person.pain * 1.6))))
        moved = self._moved(on)
        return DayFacts(on, now, morning, (), (), weekly, marks, measures, moved=moved, reviewed=reviewed)

    def _weekly(self) -> WeeklyAnswers | None:
        person = self.person
        if not person.will(person.kind.answers):
            return None
        pain = round(min(10, max(0, person.pain + (person.flare_size if person.flare_left else 0))))
        has_leg = person.kind.leg is not None and person.pain > person.kind.pain[1]
        worried = 2 if "sliders" in person.kind.facts else 8
        return WeeklyAnswers(
            pain_average=pain,
            pain_worst=min(10, pain + 2),
            function=float(pain),
            sure_of_moving=worried,
            low_or_worried=10 - worried,
            sessions_felt=7,
            leg=person.kind.leg if has_leg else None,
        )

    def _start(self, on: date, facts: DayFacts) -> tuple[StartDecision, int]:
        person = self.person
        pain = person.feels()
        red = person.kind.red_flag_day == (on - person.begun_on).days
        check = {item: item == "R1" and red for item in CHECK_ITEMS}
        limit = self.now.limits.pain_limit
        decision = decide_start(check, pain, fever=False, high_pain_days=self.high_days, clinician_limit=limit)
        self.high_days = self.high_days + 1 if pain >= 8 else 0
        self._hold(list(decision.holds(on)))
        return decision, pain

    def _hold(self, concerns: list[Concern]) -> None:
        if concerns:
            self.holds += concerns
            self.rescreen = True
            self.seen_in = self.person.chance.randint(2, 5)

    def _train(self, session: PlannedSession, start: tuple[StartDecision, int]) -> TrainingSession:
        """A session as this body does it: effort and pain follow from the dose, the rules of 3.6 from the pain."""
        decision, pain = start
        if decision.outcome is StartOutcome.GENTLE or self.course.flare is not None:
            return TrainingSession(session.kind, 10, gentle=True, pain_before=pain, effort=2)
        if session.kind == "cardio":
            return self._walk(session, pain)
        done: list[ExerciseResult] = []
        rules: set[str] = set()
        highest = pain
        for one in session.exercises:
            if one.slot not in DOSED_SLOTS:
                continue
            result, felt, fired = self._exercise(one, pain)
            done.append(result)
            rules |= fired
            highest = max(highest, felt)
            if stops_that_end(sum(other.done == "stopped" for other in done)):
                break
        self.person.strength *= 1 + self.person.kind.growth * 0.5
        finished = not stops_that_end(sum(one.done == "stopped" for one in done))
        return TrainingSession(
            "strength",
            session.minutes,
            finished=finished,
            pain_before=pain,
            pain_max=highest,
            rules=frozenset(rules),
            exercises=tuple(done),
        )

    def _exercise(self, one: PlannedExercise, pain: int) -> tuple[ExerciseResult, int, set[str]]:
        person = self.person
        volume = one.dose.sets * one.dose.reps
        share = volume / person.strength
        pushed = person.will(person.kind.pushes * 0.3)
        effort = max(1, min(10, round(4 * share**0.6 + pushed * 3 + person.chance.gauss(0, 0.5))))
        hurt = max(0.0, share - 1.6) + pushed * person.chance.uniform(0, 2.0)
        felt = max(0, min(10, round(pain + hurt)))
        person.load += hurt * 0.25
        fired: set[str] = set()
        stopped = False
        if felt > pain:
            decision = decide_pain(BRIEF_STRICT, pain, felt, person.kind.limits.pain_limit)
            fired = {reason.rule for reason in decision.reasons}
            stopped = decision.outcome is PainOutcome.STOP_EXERCISE
        result = ExerciseResult(
            one.exercise_id,
            one.slot,
            "stopped" if stopped else "full",
            one.dose.sets,
            one.dose.reps,
            volume // 2 if stopped else volume,
            effort,
            None if stopped else max(0, 8 - effort),
            form=person.kind.form if one.slot == "abdominal" and load_catalogue()[one.exercise_id].tier else None,
            steady=not pushed,
        )
        return result, felt, fired

    def _walk(self, session: PlannedSession, pain: int) -> TrainingSession:
        person = self.person
        minutes = next(one.dose.minutes for one in session.exercises if one.slot == "cardio")
        extra = 10 if person.will(person.kind.pushes) else 0
        effort = 4 + (2 if extra else 0)
        person.load += 0.3 if extra else 0.0
        return TrainingSession("cardio", minutes + extra, pain_before=pain, pain_max=pain, effort=effort)


@lru_cache(maxsize=4096)
def _week(
    amounts: Amounts,
    weekday: int,
    flags: frozenset[str],
    limits: ClearanceLimits,
    baseline: Baseline,
    places: tuple[tuple[int, int], ...],
) -> WeeklyPlan:
    starts_on = _MONDAY + DAY * weekday
    return build_week(
        starts_on=starts_on,
        level=amounts.level,
        flags=flags,
        baseline=baseline,
        preferences=Preferences(),
        limits=limits,
        catalogue=load_catalogue(),
        amounts=amounts,
        moves=tuple(MovedDay(starts_on + DAY * one, starts_on + DAY * other) for one, other in places),
    )
