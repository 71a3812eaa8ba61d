"""A session as far as it has come: what was done of each step, where it stands, and what was decided (amendments 4)."""

from dataclasses import dataclass, field

from steadyback.programme.pain_monitoring import stops_that_end, too_many_stops
from steadyback.programme.session_acceptance import OVER, in_use
from steadyback.programme.session_seen import Seen
from steadyback.records.session import (
    PainDecision,
    PainOutcome,
    ScriptStep,
    SessionPosition,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StepSummary,
)

__all__ = ["Doing", "Folding"]

_ENDS = (PainOutcome.END_SESSION, PainOutcome.STOP_TRIAGE, PainOutcome.EMERGENCY)


@dataclass(slots=True)
class Doing:
    """What was done of one step. `before` counts repetitions of a version that was left for the easier one."""

    repetitions: int = 0
    before: int = 0
    hold_s: float = 0.0
    active_s: float = 0.0
    seconds_done: float = 0.0
    done: str = "not_reached"
    pain: int | None = None
    effort: int | None = None
    reps_left: int | None = None
    talk_test: str | None = None
    seen: Seen = field(default_factory=Seen)


@dataclass(slots=True)
class Folding:
    """A fold in progress. It has what `accepts` looks at."""

    script: SessionScript
    doing: list[Doing]
    status: SessionStatus = SessionStatus.ACTIVE
    position: SessionPosition = field(default_factory=SessionPosition)
    decisions: list[PainDecision] = field(default_factory=list)
    using_easier: set[int] = field(default_factory=set)
    # Repetitions a side that were asked for instead of those planned, by step.
    fewer: dict[int, int] = field(default_factory=dict)
    stops: int = 0
    stop_unanswered: bool = False
    pains: list[int] = field(default_factory=list)
    pain_after: int | None = None
    media_s: float = 0.0
    all_right_unanswered: bool = False
    # The pain reports that led to something: the step they were about and the number, None for "the same or less".
    reports: dict[tuple[str, int], tuple[int | None, int | None]] = field(default_factory=dict)

    def step_in_use(self, step: int) -> ScriptStep:
        return in_use(self.script, self, step)

    def reps_of(self, step: int) -> int:
        """Repetitions a side as the step is led now."""
        return min(self.step_in_use(step).dose.reps, self.fewer.get(step, self.step_in_use(step).dose.reps))

    def go_to(self, step: int) -> None:
        self.position = SessionPosition(step=step)

    def decide(self, decision: PainDecision, step: int | None) -> None:
        """Take a decision: M-04 counts stops, and what ends a session ends it for good.

        A session that is over stays over; an answer that comes late still counts, and its rule ends the session.
        """
        self.stop_unanswered = False
        if self.status in OVER:
            self.decisions.append(decision)
            if decision.outcome in _ENDS:
                self.status = SessionStatus.ENDED_BY_RULE
            return
        if decision.outcome is PainOutcome.STOP_EXERCISE:
            self.stops += 1
            if step is not None:
                self.doing[step].done = "stopped"
                if step == self.position.step:
                    self.go_to(step + 1)
        self.decisions.append(decision)
        if decision.outcome is PainOutcome.STOP_EXERCISE and stops_that_end(self.stops):
            decision = too_many_stops(self.stops)
            self.decisions.append(decision)
        if decision.outcome in _ENDS:
            self.status = SessionStatus.ENDED_BY_RULE
            if step is not None and self.doing[step].done in ("not_reached", "part"):
                self.doing[step].done = "stopped"
        else:
            self.status = SessionStatus.ACTIVE

    def correct(self, decision: PainDecision, step: int | None) -> None:
        """Take the graver decision that a corrected number leads to. What is being asked meanwhile stays asked."""
        if self.status in OVER:
            self.decisions.append(decision)
            if decision.outcome is PainOutcome.STOP_EXERCISE:
                self.stops += 1
                if step is not None:
                    self.doing[step].done = "stopped"
            return
        status, unanswered = self.status, self.stop_unanswered
        self.decide(decision, step)
        if self.status not in OVER:
            self.status = status
        self.stop_unanswered = unanswered

    def is_whole(self, step: int) -> bool:
        """Whether all that was planned of the step was done, in the version in use."""
        planned = self.step_in_use(step)
        doing = self.doing[step]
        if planned.kind == "exercise":
            return doing.repetitions >= _planned_repetitions(planned)
        if planned.kind == "cardio":
            return self.position.segment >= len(planned.phases)
        return True

    def record(self, session_id: str) -> SessionRecord:
        """The record of the session if nothing more comes."""
        for doing in self.doing:
            doing.seen.look_away(self.media_s)
        return SessionRecord(
            session_id=session_id,
            status=self.status,
            position=self.position,
            steps=tuple(self._summary(index) for index in range(len(self.doing))),
            stops=self.stops,
            decisions=tuple(self.decisions),
            pain_before=self.script.pain_before,
            pain_max=max(self.pains, default=None),
            pain_after=self.pain_after,
            active_s=round(self.media_s, 3),
            using_easier=frozenset(self.using_easier),
            stop_unanswered=self.stop_unanswered,
            all_right_unanswered=self.all_right_unanswered,
            fewer_reps=self.fewer.get(self.position.step),
        )

    def _summary(self, index: int) -> StepSummary:
        doing, step = self.doing[index], self.step_in_use(index)
        return StepSummary(
            index=index,
            exercise_id=step.exercise_id,
            done=doing.done,
            repetitions=doing.before + doing.repetitions,
            repetitions_planned=doing.before + _planned_repetitions(step),
            hold_s=round(doing.hold_s, 3),
            active_s=round(doing.active_s, 3),
            pain=doing.pain,
            effort=doing.effort,
            reps_left=doing.reps_left,
            talk_test=doing.talk_test,
            **doing.seen.summary(),
        )


def _planned_repetitions(step: ScriptStep) -> int:
    return step.dose.sets * len(step.sides) * step.dose.reps if step.kind == "exercise" else 0
