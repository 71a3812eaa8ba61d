"""People whose gate is open, made of real answers and the real programme."""

from datetime import UTC, datetime, timedelta

from steadyback.programme.screening import evaluate, load_screening, read_baseline
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import to_json
from steadyback.records.plan import Preferences
from steadyback.records.screening import Answer, ScreeningAnswers
from steadyback.web import clock
from steadyback.web.models import ApprovalRecord, Person, Screening

FACTS = {
    "year_of_birth": 1980,
    "first_episode": "no",
    "pain_began": "longer",
    "pregnancy_gate": "no",
    "pain_average": 2,
    "pain_rest": 1,
    "pain_worst": 4,
    "settle": "under_1h",
    "rmdq": 5,
    "active_min_per_week": 160,
}


def cleared_person(preferences: Preferences | None = None, **facts: object) -> Person:
    """A person who was screened yesterday without concern, was approved, and chose: the gate is open."""
    now = clock.now()
    person = Person.objects.create(
        created_at=now - timedelta(days=2),
        notices_acknowledged_at=now - timedelta(days=2),
        preferences=to_json(preferences or every_day()),
    )
    screened(person, now - timedelta(days=1), facts)
    return person


def every_day() -> Preferences:
    return Preferences(start_weekday=clock.now().astimezone(UTC).weekday())


def screened(person: Person, at: datetime, facts: dict[str, object]) -> None:
    definition = load_screening()
    answers = ScreeningAnswers(
        {item.id: Answer.YES if item.no_is_caution else Answer.NO for item in definition.items.values()},
        {**FACTS, **facts},
        dict.fromkeys(definition.sliders, 2),
    )
    outcome = evaluate(answers, at.date())
    assert outcome.complete, outcome.missing
    row = Screening.objects.create(
        person=person,
        started_at=at,
        changed_at=at,
        confirmed_at=at,
        completed_on=at.date(),
        answers=to_json(answers),
        baseline=to_json(read_baseline(answers)),
        outcome=to_json(outcome),
    )
    approval = Approval(
        status=ApprovalStatus.APPROVED,
        by_name="Dr Lee",
        by_role="spine specialist",
        decided_on=at.date(),
        screening_id=str(row.id),
    )
    ApprovalRecord.objects.create(person=person, recorded_at=at + timedelta(minutes=1), approval=to_json(approval))
