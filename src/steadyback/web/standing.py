"""Where a person stands: the screening that counts, open holds, the specialist's answer, and the gate that follows.

The one place that gathers what the gate needs (specification 3.3, amendments 3). Pages and the API ask here before
they show or start anything with exercise in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Max, Q
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from steadyback.programme.gate import approval_status, decide_gate
from steadyback.programme.screening import evaluate
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits, GateDecision, GateStatus, Policy
from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PersonalSettings
from steadyback.records.reasons import Reason
from steadyback.records.screening import (
    Baseline,
    Concern,
    Disposition,
    ScreeningAnswers,
    ScreeningOutcome,
)
from steadyback.records.session import EventKind, SessionStatus, StartOutcome, StopAnswer
from steadyback.web import clock
from steadyback.web.models import ApprovalRecord, EmergencyVisit, Hold, Person, Screening, Session, SessionEvent

APPROVING = (ApprovalStatus.APPROVED, ApprovalStatus.APPROVED_WITH_LIMITS)
_FALL_COUNTS_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person on one day.

    screening: the row whose outcome counts, None before the first; unfinished: the row being filled in now, if any.
    outcome: of the screening that counts, advanced to today (pregnancy weeks, recent fusion, feeling unwell).
    concerns: what keeps somebody away from exercise until it is answered: of the screening and of open holds.
    limits: what the latest agreement narrows, also after it has ended; None when nothing was agreed.
    """

    person: Person
    today: date
    screening: Screening | None
    unfinished: Screening | None
    outcome: ScreeningOutcome | None
    screened_on: date | None
    answers: ScreeningAnswers
    baseline: Baseline
    holds: tuple[Concern, ...]
    approval: Approval | None
    policy: Policy
    gate: GateDecision
    limits: ClearanceLimits | None

    @property
    def flags(self) -> frozenset[str]:
        """The caution flags for exercise selection as they stand today."""
        return self.outcome.flags if self.outcome else frozenset()

    @property
    def is_open(self) -> bool:
        return self.gate.is_open

    @property
    def is_emergency(self) -> bool:
        return self.gate.status is GateStatus.LOCKED_EMERGENCY

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Everything that needs a clinician, each rule once, the most serious first."""
        found = (*(self.outcome.concerns if self.outcome else ()), *self.holds)
        by_rule: dict[str, Concern] = {}
        for concern in sorted(found, key=lambda one: -one.disposition.severity):
            if concern.disposition.severity >= Disposition.CLINICIAN_FIRST.severity:
                by_rule.setdefault(concern.rule, concern)
        return tuple(by_rule.values())


def standing_of(person: Person, today: date) -> Standing:
    """Gather and judge. Reads only; anything missing leaves the gate closed."""
    screening = person.screenings.filter(outcome__isnull=False).order_by("changed_at").last()
    unfinished = unfinished_screening(person)
    answers = from_json(ScreeningAnswers, screening.answers) if screening else ScreeningAnswers()
    outcome = _outcome_today(screening, answers, today)
    if outcome is not None and _fell_in_a_session(person, today):
        outcome = replace(outcome, flags=outcome.flags | {"BALANCE"})
    settings = from_json(PersonalSettings, person.settings)
    holds = tuple(from_json(Concern, hold.concern) for hold in open_holds(person))
    approval = _approval_that_counts(person)
    gate = decide_gate(
        screening=outcome,
        screened_on=screening.completed_on if screening else None,
        holds=holds,
        approval=approval,
        policy=settings.policy,
        today=today,
        last_session_on=person.sessions.aggregate(last=Max("on"))["last"],
        rescreen_required=_rescreen_required(person, screening, unfinished, today),
    )
    return Standing(
        person=person,
        today=today,
        screening=screening,
        unfinished=unfinished,
        outcome=outcome,
        screened_on=screening.completed_on if screening else None,
        answers=answers,
        baseline=from_json(Baseline, screening.baseline) if screening else Baseline(),
        holds=holds,
        approval=approval,
        policy=settings.policy,
        gate=gate,
        limits=_limits_that_count(person, approval, today),
    )


def unfinished_screening(person: Person) -> Screening | None:
    """The screening being filled in now: the newest without an outcome."""
    return person.screenings.filter(outcome__isnull=True).order_by("started_at").last()


def open_holds(person: Person) -> Sequence[Hold]:
    return list(person.holds.filter(closed_at__isnull=True))


def raise_hold(
    person: Person, concern: Concern, source: str, session: Session | None = None, reasons: Sequence[Reason] = ()
) -> Hold:
    """Keep a concern from outside screening (a stop rule, the seven taps), inside the transaction that found it."""
    # A screening begun before this was not a full re-screen, so it cannot end what was found now.
    person.screenings.filter(outcome__isnull=True).delete()
    return Hold.objects.create(
        person=person,
        raised_at=clock.now(),
        source=source,
        session=session,
        concern=to_json(concern),
        reasons=to_json(tuple(reasons)),
    )


def refuse_unless_open(person: Person, *, api: bool = False) -> HttpResponse | None:
    """None when exercise may be shown and started; else the answer to give instead.

    Pages get a redirect to the person's next step, the API 403 `gate_closed`.
    """
    standing = standing_of(person, clock.today(person))
    if standing.is_open:
        return None
    if api:
        message = _("Exercise is paused until the next step is done. Open the first page to see it.")
        return JsonResponse({"error": "gate_closed", "message": message}, status=403)
    return HttpResponseRedirect(next_step_url(standing))


def next_step_url(standing: Standing) -> str:
    """Where the person goes on when the gate is closed; the week when it is open."""
    if standing.is_open:
        return reverse("week")
    if standing.is_emergency:
        return reverse("emergency")
    if standing.unfinished is not None:
        return reverse("screening")
    asks_again = standing.gate.status is GateStatus.SCREENING_NEEDED and not is_resting(standing)
    if asks_again:
        return reverse("screening") if standing.person.notices_acknowledged_at else reverse("begin")
    return reverse("screening_result")


def is_resting(standing: Standing) -> bool:
    """Whether the gate is closed only because the person felt unwell at screening (E17): it opens by itself."""
    return any(reason.rule == "E17" for reason in standing.gate.reasons)


def _outcome_today(screening: Screening | None, answers: ScreeningAnswers, today: date) -> ScreeningOutcome | None:
    """The outcome as the calendar has moved it on; a concern that was found never falls away by itself."""
    if screening is None:
        return None
    found = from_json(ScreeningOutcome, screening.outcome)
    now = evaluate(answers, today, began_on=screening.completed_on, earlier=found.concerns)
    graver = {one.rule: one for one in now.concerns}
    kept = [max(one, graver.pop(one.rule, one), key=lambda other: other.disposition.severity) for one in found.concerns]
    return replace(
        now,
        disposition=max(found.disposition, now.disposition, key=lambda one: one.severity),
        concerns=(*kept, *graver.values()),
        reasons=(*now.reasons, *(reason for reason in found.reasons if reason.rule == "1.8")),
    )


def _fell_in_a_session(person: Person, today: date) -> bool:
    """A fall in the last 12 months, told in a session: E12 as the person would answer it now (BALANCE)."""
    ended = person.sessions.filter(status=SessionStatus.ENDED_BY_RULE.value, on__gt=today - _FALL_COUNTS_FOR)
    told = {"kind": EventKind.STOP_ANSWERED.value, "body__data__answer": StopAnswer.FELL.value}
    return SessionEvent.objects.filter(session__in=ended, **told).exists()


def _approval_that_counts(person: Person) -> Approval | None:
    """The specialist's latest answer. One that allows exercise ends with anything serious found after it (1.8)."""
    record = person.approvals.order_by("recorded_at").last()
    if record is None:
        return None
    approval = from_json(Approval, record.approval)
    if approval.status in APPROVING and _overtaken(person, record):
        return None
    return approval


def _limits_that_count(person: Person, approval: Approval | None, today: date) -> ClearanceLimits | None:
    """The limits of the latest answer. What it narrowed stays until a new answer; what it allowed ends with it."""
    record = person.approvals.order_by("recorded_at").last()
    latest = from_json(Approval, record.approval) if record else None
    if latest is None or latest.status not in (*APPROVING, ApprovalStatus.EXPIRED):
        return None
    counts = approval is not None and approval_status(approval, today) in APPROVING
    return latest.limits if counts else replace(latest.limits, tier_4_allowed=False)


def _overtaken(person: Person, record: ApprovalRecord) -> bool:
    """Whether an emergency or a stop that needs a clinician came after this answer was recorded.

    New answers at screening need no look here: the gate compares them with what the approval covered.
    """
    serious = (Disposition.EMERGENCY.value, Disposition.CLINICIAN_FIRST.value)
    return (
        person.screenings.filter(
            outcome__disposition=Disposition.EMERGENCY.value, confirmed_at__gt=record.recorded_at
        ).exists()
        or person.holds.filter(concern__disposition__in=serious, raised_at__gt=record.recorded_at).exists()
    )


def _rescreen_required(
    person: Person, screening: Screening | None, unfinished: Screening | None, today: date
) -> bool | Reason:
    """X-01: R7 before a session, any hold since the screening, or something new and serious not yet read back.

    What the weeks have found (a long flare-up, a long gap) says so with its values.
    """
    if screening is None or screening.confirmed_at is None:
        return True
    if unfinished is not None and _new_and_serious(screening, unfinished, today):
        return True
    since = screening.confirmed_at
    # R7 counts also where a more pressing sign decided that check.
    changed = Q(decision__outcome=StartOutcome.RESCREEN.value) | Q(answers__R7=True)
    raised = list(person.holds.filter(raised_at__gt=since).order_by("raised_at"))
    why = [from_json(Reason, row) for hold in raised for row in hold.reasons if row["rule"] == "X-01"]
    return (why[0] if why else bool(raised)) or person.checks.filter(changed, checked_at__gt=since).exists()


def _new_and_serious(screening: Screening, unfinished: Screening, today: date) -> bool:
    before = {concern.rule for concern in from_json(ScreeningOutcome, screening.outcome).concerns}
    now = evaluate(from_json(ScreeningAnswers, unfinished.answers), today)
    return any(concern.rule not in before for concern in now.concerns)


def latest_visit(person: Person) -> EmergencyVisit | None:
    return person.emergency_visits.order_by("recorded_at").last()
