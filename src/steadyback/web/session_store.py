"""From the seven taps to an open session: what was checked is kept, and a script is built once and stored.

Nothing here decides: the programme does. Everything that belongs together is written in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from steadyback.programme.rules import thresholds
from steadyback.programme.session_progress import fold
from steadyback.programme.session_script import NoSessionError
from steadyback.programme.session_start import MAY_START, StartDecision, decide_start, pain_to_read_back
from steadyback.records.codec import from_json, to_json
from steadyback.records.reasons import Reason
from steadyback.records.session import SessionScript, SessionStatus, StartOutcome
from steadyback.web import clock, told
from steadyback.web.models import Correction, Person, Session, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.session_end import questions_waiting
from steadyback.web.session_fit import script_for
from steadyback.web.session_log import OPEN_STATUSES, end_early, may_carry_on
from steadyback.web.standing import Standing, raise_hold, standing_of
from steadyback.web.turns import writing_about

HIGH_PAIN_WITHIN = timedelta(days=7)
ILL_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Taps:
    """The check as the person gave it: R1 ... R7, the A09 question when R5 applies, and pain now 0 to 10."""

    signs: Mapping[str, bool]
    very_ill: bool | None
    pain_before: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check led to; session is there when one may go on."""

    check: SessionCheck
    decision: StartDecision
    session: Session | None


class NothingPlannedError(Exception):
    """The plan has no such session today, or nothing of it is right for this person today."""


def unfinished_session(person: Person) -> Session | None:
    """The session that may be carried on now: today's, or one begun shortly before midnight."""
    latest = person.sessions.filter(status__in=OPEN_STATUSES).order_by("opened_at").last()
    return latest if latest is not None and may_carry_on(latest) else None


def done_today(person: Person, kind: str) -> Session | None:
    """A session of this kind that was finished, or ended by a rule, today: then not once more today."""
    over = (SessionStatus.FINISHED, SessionStatus.ENDED_BY_RULE)
    return person.sessions.filter(on=clock.today(person), kind=kind, status__in=over).last()


def illness_pause(person: Person) -> SessionCheck | None:
    """The check that said "not well" within the last 24 hours (S-03: wait 24 to 48 hours)."""
    since = clock.now() - ILL_FOR
    return person.checks.filter(decision__outcome=StartOutcome.POSTPONE.value, checked_at__gt=since).last()


def reasons_of(check: SessionCheck) -> tuple[Reason, ...]:
    """Why a check led where it did."""
    return from_json(tuple[Reason, ...], check.decision.get("reasons", []))


def high_pain_days(person: Person, today: date) -> int:
    """On how many of the seven days before today very high pain (S-04) was reported, before a session or at waking."""
    very_high = thresholds("S-04.pain")[0]
    days = {"on__gte": today - HIGH_PAIN_WITHIN, "on__lt": today}
    checked = [
        one.check.on
        for one in told.checks(person)
        if days["on__gte"] <= one.check.on < today and one.pain is not None and one.pain >= very_high
    ]
    woken = person.mornings.filter(pain__gte=very_high, **days).values_list("on", flat=True)
    return len({*checked, *woken})


def other_pain_today(person: Person, pain: int) -> int | None:
    """The score of an earlier check of today that is so different that the new one is read back first."""
    today = clock.today(person)
    earlier = [one.pain for one in told.checks(person) if one.check.on == today]
    return pain_to_read_back(pain, [score for score in earlier if score is not None])


def check_and_open(person: Person, kind: str, taps: Taps) -> Checked:
    """Keep the check, raise what it found, and open (or go on with) today's session when it may begin.

    Raises NothingPlannedError. The gate is asked in here, where nothing can come between.
    """
    with writing_about(person):
        standing = standing_of(person, clock.today(person))
        check, decision = _checked(standing, taps)
        if decision.outcome not in MAY_START or not standing.is_open or questions_waiting(person) is not None:
            close_open_sessions(person)
            return Checked(check, decision, None)
        return Checked(check, decision, _open(standing, kind, check, decision.outcome))


def check_only(person: Person, taps: Taps) -> Checked:
    """The same check without a session, in a flare-up or when ill. A session that must not go on is closed."""
    with writing_about(person):
        check, decision = _checked(standing_of(person, clock.today(person)), taps)
        if decision.outcome not in MAY_START:
            close_open_sessions(person)
        return Checked(check, decision, None)


def _checked(standing: Standing, taps: Taps) -> tuple[SessionCheck, StartDecision]:
    """Keep a check and raise what it found."""
    person, today = standing.person, standing.today
    decision = decide_start(
        taps.signs,
        taps.pain_before,
        fever=False,
        very_ill=taps.very_ill,
        high_pain_days=high_pain_days(person, today),
        clinician_limit=standing.limits.pain_limit if standing.limits else None,
    )
    check = _keep_check(person, today, taps, decision)
    for concern in decision.holds(today):
        raise_hold(person, concern, "check", reasons=decision.reasons)
    if taps.signs.get("R7"):
        # Questions begun before the change were not a full re-screen.
        person.screenings.filter(outcome__isnull=True).delete()
    return check, decision


def correct_check(check: SessionCheck, pain: int) -> Correction:
    """Another pain for a check. A graver one is decided about as if told then; a lower one takes nothing back."""
    person = check.person
    counts = next(one for one in told.checks(person) if one.check.pk == check.pk)
    decided: Mapping[str, Any] | None = counts.decision if counts.decision != check.decision else None
    if counts.pain is None or pain > counts.pain:
        standing = standing_of(person, clock.today(person))
        signs = {name: value for name, value in check.answers.items() if name != "very_ill"}
        decision = decide_start(
            signs,
            pain,
            fever=False,
            very_ill=check.answers.get("very_ill"),
            high_pain_days=high_pain_days(person, check.on),
            clinician_limit=standing.limits.pain_limit if standing.limits else None,
        )
        decided = to_json(decision)
        for concern in decision.holds(check.on):
            raise_hold(person, concern, "check", reasons=decision.reasons)
    return told.keep(Correction, person, on=check.on, kind="check", entry=check.pk, pain=pain, decision=decided)


def _keep_check(person: Person, today: date, taps: Taps, decision: StartDecision) -> SessionCheck:
    return SessionCheck.objects.create(
        person=person,
        checked_at=clock.now(),
        on=today,
        answers={**taps.signs, "very_ill": taps.very_ill},
        pain_before=taps.pain_before,
        decision=to_json(decision),
    )


def close_open_sessions(person: Person, keep: Session | None = None) -> None:
    """End what is under way, all but `keep`; what was done of it is kept."""
    for session in person.sessions.filter(status__in=OPEN_STATUSES).select_related("person"):
        if keep is None or session.pk != keep.pk:
            end_early(session)


def _open(standing: Standing, kind: str, check: SessionCheck, start: StartOutcome) -> Session:
    person = standing.person
    unfinished = unfinished_session(person)
    if unfinished is not None and (unfinished.kind != kind or not _still_fits(unfinished, check, start)):
        unfinished = None
    close_open_sessions(person, keep=unfinished)
    if unfinished is not None:
        return unfinished
    week = week_of(standing)
    planned = week.session(standing.today, kind) if week else None
    if week is None or planned is None:
        raise NothingPlannedError
    if check.pain_before is None:
        raise NothingPlannedError
    try:
        script = script_for(standing, planned, week.plan.flags, check.pain_before, start)
    except NoSessionError as error:
        raise NothingPlannedError from error
    session = Session(person=person, plan=week.row, check_before=check, on=standing.today, kind=kind)
    record = fold(script, str(session.id), ())
    session.opened_at = check.checked_at
    session.status = record.status.value
    session.script = to_json(script)
    session.record = to_json(record)
    session.save(force_insert=True)
    return session


def _still_fits(session: Session, check: SessionCheck, start: StartOutcome) -> bool:
    """An open session goes on only as it was led: with more pain than then, or a gentler start, it begins anew."""
    script = from_json(SessionScript, session.script)
    return start is script.start and check.pain_before is not None and check.pain_before <= script.pain_before
