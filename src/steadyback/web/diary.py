"""What a person did, day by day: guided sessions and what was done elsewhere, with pain as it was told."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from steadyback.records.codec import from_json
from steadyback.records.reasons import Reason
from steadyback.records.session import PainOutcome, SessionRecord, SessionStatus
from steadyback.web import told
from steadyback.web.models import Correction, ElsewhereActivity, MorningPain, Person, Session

DONE, PART, STOPPED, UNDER_WAY, ELSEWHERE = "done", "part", "stopped", "under_way", "elsewhere"
_OUTCOMES = {
    SessionStatus.FINISHED: DONE,
    SessionStatus.ENDED_EARLY: PART,
    SessionStatus.ENDED_BY_RULE: STOPPED,
}
_STOPPING = (PainOutcome.STOP_EXERCISE, PainOutcome.END_SESSION, PainOutcome.STOP_TRIAGE, PainOutcome.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity. outcome is done, part, stopped, under_way or elsewhere; pain is NPRS 0-10 or None when not told.

    stopped_ids are the exercises that were stopped; stop_reasons the rules that stopped them or the session.
    """

    id: uuid.UUID
    on: date
    kind: str
    outcome: str
    minutes: int
    pain_before: int | None = None
    pain_during: int | None = None
    pain_after: int | None = None
    pain_next_morning: int | None = None
    effort: int | None = None
    exercise_id: str = ""
    stopped_ids: tuple[str, ...] = ()
    stop_reasons: tuple[Reason, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether something was done that belongs in a week's minutes."""
        return self.outcome != UNDER_WAY


def diary(person: Person) -> list[Entry]:
    """Everything done, oldest first."""
    mornings = morning_scores(person)
    before = told.corrections(person, "check")
    entries = [_guided(session, mornings, before) for session in person.sessions.order_by("opened_at")]
    entries += [_elsewhere(activity, mornings) for activity in told.activities(person)]
    return sorted(entries, key=lambda entry: entry.on)


def last_strength_on(person: Person, today: date) -> date | None:
    """The last day on which strength work was really done, guided or elsewhere. A session under way is not done yet."""
    over = [status.value for status in _OUTCOMES]
    guided = person.sessions.filter(kind="strength", on__lte=today, status__in=over).order_by("-on", "-opened_at")
    days = [one.on for one in told.activities(person) if one.kind == "strength" and one.on <= today]
    latest = next((session.on for session in guided if _did_strength(session)), None)
    days += [] if latest is None else [latest]
    return max(days, default=None)


def _did_strength(session: Session) -> bool:
    """Whether any repetition of it was done; one that was opened and left is not strength work."""
    return any(step.repetitions > 0 for step in from_json(SessionRecord, session.record).steps)


def morning_scores(person: Person, without: Collection[uuid.UUID] = told.NOTHING) -> dict[date, int]:
    """Pain by morning; a correction of the same day wins."""
    return {row.on: row.pain for row in told.rows_of(MorningPain, person, without)}


def asks_morning(person: Person, today: date) -> bool:
    """Whether the pain of this morning is asked: something was done yesterday and today has no answer."""
    yesterday = today - timedelta(days=1)
    active = person.sessions.filter(on=yesterday).exists() or any(
        one.on == yesterday for one in told.activities(person)
    )
    return active and not person.mornings.filter(on=today).exists()


def _guided(session: Session, mornings: dict[date, int], before: Mapping[uuid.UUID, Correction]) -> Entry:
    record = from_json(SessionRecord, session.record)
    corrected = before.get(session.check_before_id)
    stopping = [decision for decision in record.decisions if decision.outcome in _STOPPING]
    efforts = [step.effort for step in record.steps if step.effort is not None]
    return Entry(
        id=session.id,
        on=session.on,
        kind=session.kind,
        outcome=_OUTCOMES.get(record.status, UNDER_WAY),
        minutes=round(record.active_s / 60),
        pain_before=corrected.pain if corrected else record.pain_before,
        pain_during=record.pain_max,
        pain_after=record.pain_after,
        pain_next_morning=mornings.get(session.on + timedelta(days=1)),
        effort=max(efforts, default=None),
        stopped_ids=tuple(step.exercise_id for step in record.steps if step.done == "stopped" and step.exercise_id),
        stop_reasons=tuple(reason for decision in stopping for reason in decision.reasons),
    )


def _elsewhere(activity: ElsewhereActivity, mornings: dict[date, int]) -> Entry:
    return Entry(
        id=activity.id,
        on=activity.on,
        kind=activity.kind,
        outcome=ELSEWHERE,
        minutes=activity.minutes,
        pain_during=activity.pain,
        pain_next_morning=mornings.get(activity.on + timedelta(days=1)),
        effort=activity.effort,
        exercise_id=activity.exercise_id,
    )
