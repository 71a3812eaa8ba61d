"""A person's rows as the dated facts that the programme folds (`records/history.py`). Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum, Value

from steadyback.exercises import load_catalogue
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.session_results import form_of
from steadyback.programme.versions import Programme, follow
from steadyback.records.clearance import Approval, ClearanceLimits
from steadyback.records.codec import from_json
from steadyback.records.history import (
    Circumstances,
    DayFacts,
    ExerciseResult,
    History,
    Mark,
    StartCheck,
    TrainingSession,
    WeeklyAnswers,
)
from steadyback.records.plan import Preferences
from steadyback.records.screening import Baseline, ScreeningAnswers, ScreeningOutcome
from steadyback.records.session import SessionRecord, SessionStatus, StartOutcome, StepSummary
from steadyback.web import clock, told
from steadyback.web.diary import morning_scores
from steadyback.web.models import (
    Correction,
    DayMark,
    DoseChoice,
    ExerciseChoice,
    MovedDay,
    OrderChoice,
    Person,
    ReferralReview,
    Score,
    Screening,
    Session,
    WeeklyCheck,
)
from steadyback.web.standing import APPROVING, Standing

# The latest programme of each person, with what it was made from. It is never changed after it was made.
_LAST: dict[Any, tuple[tuple[Any, ...], Programme]] = {}
_KEPT_PEOPLE = 64
_TOLD = (Correction, WeeklyCheck, DayMark, Score, ExerciseChoice, DoseChoice, OrderChoice, MovedDay, ReferralReview)
_OVER = (SessionStatus.FINISHED, SessionStatus.ENDED_EARLY, SessionStatus.ENDED_BY_RULE)


def programme_of(standing: Standing) -> Programme | None:
    """Everything that follows from what this person has told, up to today. None before their first plan."""
    return programme_on(standing, standing.today)


def programme_on(standing: Standing, on: date) -> Programme | None:
    """The same for an earlier day, by what is known of it today: corrected entries count as corrected."""
    first = begun_on(standing.person)
    if first is None or standing.outcome is None or not first <= on <= standing.today:
        return None
    key = _key(standing, first, on)
    known = _LAST.get(standing.person.pk)
    if known is None or known[0] != key:
        known = (key, follow(history_of(standing, first), on, load_catalogue()))
        if len(_LAST) >= _KEPT_PEOPLE:
            _LAST.clear()
        _LAST[standing.person.pk] = known
    return known[1]


def forget(person: Person) -> None:
    """Keep nothing of this person in memory."""
    _LAST.pop(person.pk, None)


def _key(standing: Standing, begun_on: date, on: date) -> tuple[Any, ...]:
    """What the history is read from, cheaply: as long as it is the same, nothing is folded anew.

    A session is asked about at every event that it sends, inside the transaction that keeps it.
    """
    person = standing.person
    over = person.sessions.filter(status__in=[status.value for status in _OVER])
    return (
        begun_on,
        on,
        standing.outcome,
        standing.baseline,
        standing.limits,
        standing.answers,
        str(person.preferences),
        over.aggregate(Count("pk"), Max("ended_at"), Max("events__id"), Max("on")),
        person.screenings.aggregate(Count("pk"), Max("changed_at"), Max("completed_on"), Max("confirmed_at")),
        person.approvals.aggregate(Count("pk"), Max("recorded_at")),
        person.checks.aggregate(Count("pk"), Max("checked_at"), Count("follow_up")),
        person.mornings.aggregate(Count("pk"), Max("recorded_at"), Sum("pain")),
        person.elsewhere.aggregate(Count("pk"), Max("recorded_at"), Sum("minutes")),
        _told_key(person),
    )


def _told_key(person: Person) -> tuple[Any, ...]:
    """How much was told and when it last was, of all these tables in one question to the database."""
    counts = [
        model._default_manager.filter(person=person)
        .order_by()
        .values("person")
        .annotate(table=Value(model.__name__), rows=Count("pk"), last=Max("recorded_at"))
        .values_list("table", "rows", "last")
        for model in _TOLD
    ]
    return tuple(sorted(counts[0].union(*counts[1:], all=True)))


def begun_on(person: Person) -> date | None:
    """The first day of the first week, None before it was made."""
    first = person.plans.order_by("made_at").first()
    return first.starts_on if first else None


def programme_without(standing: Standing, entries: Collection[UUID]) -> Programme | None:
    """What would follow today if these entries had not been told; None before the first plan."""
    first = begun_on(standing.person)
    if first is None or standing.outcome is None or standing.today < first:
        return None
    return follow(history_of(standing, first, entries), standing.today, load_catalogue())


def history_of(standing: Standing, begun_on: date, without: Collection[UUID] = told.NOTHING) -> History:
    """Every day on which something was told, from the first week on. Today's health answers count as of today.

    Days to come are in it only as being away. `without`: as if these entries had not been told.
    """
    person = standing.person
    days: dict[date, dict[str, Any]] = defaultdict(dict)
    for on, pain in morning_scores(person, without).items():
        days[on]["morning"] = pain
    _add_told(person, days, begun_on, without)
    checked = told.checks(person, without)
    for one in checked:
        rules = frozenset(str(reason["rule"]) for reason in _reasons(one.decision, one.check.follow_up))
        days[one.check.on].setdefault("checks", []).append(StartCheck(one.pain, rules))
    for on, session in _sessions(person, without, {one.check.pk: one.pain for one in checked}):
        days[on].setdefault("sessions", []).append(session)
    for on, now in _circumstances(standing, begun_on).items():
        days[on]["circumstances"] = now
    facts = [DayFacts(on, **_frozen(days[on])) for on in sorted(days) if begun_on <= on <= standing.today]
    coming = [
        DayFacts(on, marks=frozenset({Mark.AWAY}))
        for on in sorted(days)
        if on > standing.today and Mark.AWAY in days[on].get("marks", ())
    ]
    return History(begun_on, (*facts, *coming))


def _add_told(person: Person, days: dict[date, dict[str, Any]], first: date, without: Collection[UUID]) -> None:
    """The weekly questions, marks, totals and choices, as they count by now."""
    for on, answers in {**_asked_as_outcomes(person, without), **told.weekly_answers(person, without)}.items():
        days[on]["weekly"] = answers
    for on, said in told.marks(person, without).items():
        days[on]["marks"] = said
    for score in told.scores(person, without):
        # A total from before the first week is what the first day knew.
        days[max(score.on, first)].setdefault("measures", {})[score.measure] = score.value
    for on, chosen in told.choices(person, without).items():
        days[on]["choices"] = chosen
    for on, doses in told.doses(person, without).items():
        days[on]["doses"] = doses
    for on, order in told.orders(person, without).items():
        days[on]["order"] = order
    for on in _looked_at(person):
        days[on]["reviewed"] = True
    for on, moved in told.moves(person, without).items():
        days[on]["moved"] = moved


def _asked_as_outcomes(person: Person, without: Collection[UUID]) -> dict[date, WeeklyAnswers]:
    """Pain over a week and own activities, asked at the beginning, weeks 6 and 12: the same questions as every week."""
    by_day: dict[date, dict[str, float]] = defaultdict(dict)
    for row in told.scores(person, without):
        if row.value is not None:
            by_day[row.on][row.measure] = row.value
    return {
        on: WeeklyAnswers(pain_average=round(found["pain"]), function=found.get("activities"))
        for on, found in by_day.items()
        if "pain" in found
    }


def _looked_at(person: Person) -> set[date]:
    """Days on which a clinician's word came in: about what was referred, or a new answer about exercise (3.10)."""
    answers = {clock.day_of(record.recorded_at, person) for record in person.approvals.all()}
    return answers | set(person.referral_reviews.values_list("on", flat=True))


def _frozen(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _reasons(*decided: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    for one in decided:
        yield from (one or {}).get("reasons", ())


def _sessions(
    person: Person, without: Collection[UUID], pain_before: Mapping[UUID, int | None]
) -> Iterator[tuple[date, TrainingSession]]:
    for session in person.sessions.order_by("opened_at"):
        record = from_json(SessionRecord, session.record)
        if record.status in _OVER and any(step.active_s > 0 or step.repetitions > 0 for step in record.steps):
            yield session.on, replace(_guided(session, record), pain_before=pain_before[session.check_before_id])
    for activity in told.activities(person, without):
        yield (
            activity.on,
            TrainingSession(
                activity.kind, activity.minutes, guided=False, pain_max=activity.pain, effort=activity.effort
            ),
        )


def _guided(session: Session, record: SessionRecord) -> TrainingSession:
    # A script of an older form says nothing of its steps: the session still counts as training.
    planned = {step["index"]: step for step in session.script.get("steps", ())}
    eased = {index: planned[index]["easier"] or planned[index] for index in record.using_easier if index in planned}
    efforts = [step.effort for step in record.steps if step.effort is not None]
    rules = {reason.rule for decision in record.decisions for reason in decision.reasons}
    rules |= {str(reason["rule"]) for reason in _reasons(session.follow_up)}
    return TrainingSession(
        kind=session.kind,
        minutes=_minutes(record, planned),
        gentle=session.script.get("start") == StartOutcome.GENTLE.value,
        finished=record.status is SessionStatus.FINISHED,
        pain_before=record.pain_before,
        pain_max=record.pain_max,
        effort=max(efforts, default=None) if session.kind == "cardio" else None,
        rules=frozenset(rules),
        exercises=tuple(
            _result(step, {**planned, **eased}[step.index], eased=step.index in eased)
            for step in record.steps
            if step.index in planned and planned[step.index]["slot"] in DOSED_SLOTS
        ),
    )


def _minutes(record: SessionRecord, planned: dict[int, dict[str, Any]]) -> int:
    """Minutes really spent; a cardio step that was done whole counts with its own minutes."""
    whole = [
        int(planned[step.index]["dose"]["minutes"])
        for step in record.steps
        if step.done == "full" and step.index in planned
    ]
    return max(round(record.active_s / 60), sum(whole))


def _result(step: StepSummary, planned: dict[str, Any], *, eased: bool) -> ExerciseResult:
    """`steady`: who says how many more they could have done *well* says that it was done well."""
    catalogue, exercise_id = load_catalogue(), str(step.exercise_id)
    return ExerciseResult(
        exercise_id=exercise_id,
        slot=planned["slot"],
        done=step.done,
        sets=planned["dose"]["sets"],
        reps=planned["dose"]["reps"],
        repetitions=step.repetitions,
        effort=step.effort,
        reps_left=step.reps_left,
        form=form_of(step, catalogue[exercise_id]) if exercise_id in catalogue else None,
        steady=True if step.reps_left is not None else None,
        eased=eased,
    )


def _circumstances(standing: Standing, begun_on: date) -> dict[date, Circumstances]:
    """By the day from which they counted: each screening, each new limit, and what is true today."""
    person = standing.person
    preferences = from_json(Preferences, person.preferences) if person.preferences is not None else Preferences()
    screenings = list(
        person.screenings.filter(outcome__isnull=False, completed_on__isnull=False).order_by("changed_at")
    )
    found: dict[date, Circumstances] = {}
    for row in screenings:
        on = max(begun_on, row.completed_on or begun_on)
        found[on] = _of_screening(row, preferences, _limits_on(person, on))
    first = min(found, default=begun_on)
    if screenings and first > begun_on:
        found[begun_on] = found[first]
    for on in {max(begun_on, record.recorded_at.date()) for record in person.approvals.all()} - found.keys():
        before = max((day for day in found if day < on), default=None)
        if before is not None:
            found[on] = replace(found[before], limits=_limits_on(person, on), screened=False)
    found = _with_today(found, standing, preferences)
    if begun_on not in found:
        # The answers that the first day had are not there any more: the earliest that are stand for them.
        found[begun_on] = replace(found[min(found)], screened=True)
    return found


def _with_today(
    found: dict[date, Circumstances], standing: Standing, preferences: Preferences
) -> dict[date, Circumstances]:
    assert standing.outcome is not None
    today = standing.today
    last = found.get(max((on for on in found if on <= today), default=today))
    now = Circumstances(
        outcome=standing.outcome,
        baseline=standing.baseline,
        year_of_birth=_year(standing.answers),
        limits=standing.limits or ClearanceLimits(),
        preferences=preferences,
        sliders=dict(standing.answers.sliders),
        screened=today in found and found[today].screened,
    )
    if last is None or replace(last, screened=now.screened) != now:
        found[today] = now
    return found


def _of_screening(row: Screening, preferences: Preferences, limits: ClearanceLimits) -> Circumstances:
    answers = from_json(ScreeningAnswers, row.answers)
    return Circumstances(
        outcome=from_json(ScreeningOutcome, row.outcome),
        baseline=from_json(Baseline, row.baseline),
        year_of_birth=_year(answers),
        limits=limits,
        preferences=preferences,
        sliders=dict(answers.sliders),
        screened=True,
    )


def _year(answers: ScreeningAnswers) -> int | None:
    year = answers.facts.get("year_of_birth")
    return year if isinstance(year, int) and not isinstance(year, bool) else None


def _limits_on(person: Person, on: date) -> ClearanceLimits:
    """What the latest agreement recorded by that day narrows."""
    limits = ClearanceLimits()
    for record in person.approvals.order_by("recorded_at"):
        approval = from_json(Approval, record.approval)
        if record.recorded_at.date() <= on and approval.status in APPROVING:
            limits = approval.limits
    return limits
