"""What the list of people looks at, read from a person's rows. Reads only; raises nothing and closes nothing."""

from datetime import date, timedelta

from steadyback.clinic.attention import FORM_FOR, STOPS_FOR, Form, Known, Stop
from steadyback.exercises import load_catalogue
from steadyback.programme.gate import approval_expires_on, approval_status
from steadyback.programme.session_results import form_of
from steadyback.records.codec import RecordError, from_json
from steadyback.records.plan import WeeklyPlan
from steadyback.records.session import PainOutcome, SessionRecord
from steadyback.web import clock
from steadyback.web.history import programme_of
from steadyback.web.models import Person, Session
from steadyback.web.standing import APPROVING, Standing, standing_of

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_STOPPING = (PainOutcome.STOP_EXERCISE, PainOutcome.END_SESSION, PainOutcome.STOP_TRIAGE, PainOutcome.EMERGENCY)


def known_of(person: Person, today: date) -> Known:
    standing = standing_of(person, today)
    programme = programme_of(standing)
    course = programme.course if programme else None
    recent = [
        (session, from_json(SessionRecord, session.record))
        for session in person.sessions.filter(on__gt=today - FORM_FOR, on__lte=today).order_by("opened_at")
    ]
    return Known(
        today=today,
        gate=standing.gate,
        begun=standing.screening is not None,
        flare_since=course.flare.began_on if course and course.flare else None,
        stops=_stops(recent, today),
        decisions=programme.decisions if programme else (),
        referrals=tuple(course.open_referrals()) if course else (),
        forms=_forms(recent),
        clearance_ends=_clearance_ends(standing),
        missed=_missed(person, today),
        gap_days=course.gap() if course else 0,
        asked_for_clearance=_asked(person),
    )


def _asked(person: Person) -> date | None:
    """Since when a clinician of the team has been asked for an answer."""
    asked = person.clearance_requests.filter(answered_at=None, cancelled_at=None).exclude(carer=None).first()
    return clock.day_of(asked.asked_at, person) if asked else None


def _stops(recent: list[tuple[Session, SessionRecord]], today: date) -> tuple[Stop, ...]:
    """Each rule that stopped something, once in a session, with the exercise that was stopped where there was one."""
    found: dict[tuple[str, str], Stop] = {}
    for session, record in recent:
        if today - session.on > STOPS_FOR:
            continue
        stopped = [step.exercise_id for step in record.steps if step.done == "stopped" and step.exercise_id]
        for decision in record.decisions:
            if decision.outcome in _STOPPING:
                for reason in decision.reasons:
                    exercise = stopped[0] if stopped else ""
                    found[str(session.id), reason.rule] = Stop(session.on, str(session.id), reason.rule, exercise)
    return tuple(found.values())


def _forms(recent: list[tuple[Session, SessionRecord]]) -> tuple[Form, ...]:
    """Of each exercise the latest session in which a camera could tell."""
    catalogue = load_catalogue()
    latest: dict[str, Form] = {}
    for session, record in recent:
        for step in record.steps:
            if step.exercise_id in catalogue:
                share = form_of(step, catalogue[step.exercise_id])
                if share is not None:
                    latest[step.exercise_id] = Form(session.on, str(session.id), step.exercise_id, share)
    return tuple(latest.values())


def _clearance_ends(standing: Standing) -> date | None:
    approval = standing.approval
    if approval is None or approval_status(approval, standing.today) not in APPROVING:
        return None
    return approval_expires_on(approval)


def _missed(person: Person, today: date) -> int:
    """Sessions of the last seven days before today that were planned and not begun, by the plans as they were kept."""
    kept: dict[date, WeeklyPlan] = {}
    for row in person.plans.filter(starts_on__gt=today - 2 * WEEK, starts_on__lt=today).order_by("made_at"):
        try:
            kept[row.starts_on] = from_json(WeeklyPlan, row.plan)
        except RecordError:
            continue
    planned = {
        (day.on, session.kind)
        for plan in kept.values()
        for day in plan.days
        for session in day.sessions
        if today - WEEK <= day.on < today
    }
    if not planned:
        return 0
    done = set(person.sessions.filter(on__gte=today - WEEK).values_list("on", "kind"))
    done |= set(person.elsewhere.filter(on__gte=today - WEEK).values_list("on", "kind"))
    return len(planned - done)
