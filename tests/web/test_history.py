"""What a person did becomes the facts of the programme, and the next plan follows from them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.programme.screening import evaluate, load_screening
from steadyback.programme.session_progress import fold
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import Preferences
from steadyback.records.screening import ScreeningAnswers
from steadyback.records.session import SessionRecord, SessionStatus, StartOutcome
from steadyback.web import clock
from steadyback.web.history import history_of, programme_of, programme_on
from steadyback.web.models import ApprovalRecord, ElsewhereActivity, MorningPain, Person, Session, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.session_fit import script_for
from steadyback.web.standing import Standing, standing_of

MakePerson = Callable[..., Person]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def standing_on(person: Person, today: date) -> Standing:
    return standing_of(person, today)


def do_well(person: Person, today: date, **spoilt: Any) -> None:
    """Do today's sessions as planned, easily, and wake up well."""
    standing = standing_on(person, today)
    week = week_of(standing)
    assert week is not None
    planned = week.day(today)
    for session in planned.sessions if planned else ():
        script = script_for(standing, session, week.plan.flags, 2, StartOutcome.GO)
        record = to_json(fold(script, "s", ()))
        record["status"] = SessionStatus.FINISHED.value
        for step, led in zip(record["steps"], script.steps, strict=True):
            step |= {"done": "full", "active_s": 60.0, "repetitions": 8, "effort": 4}
            step["reps_left"] = 3 if "reps_left" in led.asks else None
            step |= spoilt if led.slot == "back" else {}
        check = SessionCheck.objects.create(
            person=person, checked_at=clock.now(), on=today, answers={}, pain_before=2, decision={"reasons": []}
        )
        Session.objects.create(
            person=person, plan=week.row, check_before=check, on=today, kind=session.kind, opened_at=clock.now(),
            status=SessionStatus.FINISHED.value, script=to_json(script),
            record=to_json(from_json(SessionRecord, record)),
        )  # fmt: skip
    MorningPain.objects.create(person=person, recorded_at=clock.now(), on=today + DAY, pain=2)


def reps(person: Person, today: date) -> dict[str, int]:
    programme = programme_of(standing_on(person, today))
    assert programme is not None
    return {name: work.sets * work.reps for name, work in programme.versions[-1].amounts.work}


def long_sessions(make_cleared: MakePerson) -> Person:
    today = clock.now().date()
    person = make_cleared(Preferences(start_weekday=today.weekday(), session_minutes=120), rmdq=8, settle="under_24h")
    row = person.screenings.get()
    calm = {name: 2 if slider.is_over(8) else 8 for name, slider in load_screening().sliders.items()}
    row.answers["sliders"] = calm
    row.outcome = to_json(evaluate(from_json(ScreeningAnswers, row.answers), row.completed_on))
    row.save()
    return person


def test_before_the_first_plan_there_is_no_programme(cleared: Person) -> None:
    assert programme_of(standing_on(cleared, clock.today(cleared))) is None


def test_the_first_week_is_what_the_starting_level_gives(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    today = clock.today(person)
    first = week_of(standing_on(person, today))
    again = week_of(standing_on(person, today))
    assert first is not None
    assert again is not None
    assert again.plan == first.plan
    assert again.row.pk == first.row.pk


def test_sessions_done_well_raise_the_next_dose_in_a_new_version_of_the_plan(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    before = None
    for offset in range(6):
        do_well(person, start + DAY * offset)
        before = before or reps(person, start)
    after = reps(person, start + DAY * 6)
    assert before is not None
    assert sum(after.values()) > sum(before.values())
    week = week_of(standing_on(person, start + DAY * 7))
    assert week is not None
    assert person.plans.count() > 1
    said = {
        reason.rule
        for day in week.plan.days
        for one in day.sessions
        for done in one.exercises
        for reason in done.reasons
    }
    assert "W-02" in said


def test_a_worse_morning_takes_it_back_and_a_corrected_one_gives_it_again(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    for offset in range(5):
        do_well(person, start + DAY * offset)
    person.mornings.filter(on=start + DAY * 5).update(pain=7)
    low = reps(person, start + DAY * 5)
    MorningPain.objects.create(person=person, recorded_at=clock.now(), on=start + DAY * 5, pain=2)
    assert sum(reps(person, start + DAY * 5).values()) > sum(low.values())


def test_what_is_not_answered_raises_nothing(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    for offset in range(6):
        do_well(person, start + DAY * offset, reps_left=None)
    grown = reps(person, start + DAY * 6)
    assert grown["bridge"] == 8
    assert max(grown.values()) > 8


def test_an_activity_elsewhere_counts_against_a_gap(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    assert week_of(standing_on(person, start)) is not None
    ElsewhereActivity.objects.create(
        person=person, recorded_at=clock.now(), on=start, kind="cardio", minutes=25, effort=4
    )
    programme = programme_on(standing_on(person, start), start)
    assert programme is not None
    assert programme.course.gap("cardio") == 0


def test_limits_count_from_the_day_on_which_they_were_recorded(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    assert week_of(standing_on(person, start)) is not None
    limits = ClearanceLimits(excluded_exercises=frozenset({"bridge"}), highest_level=0)
    approval = Approval(ApprovalStatus.APPROVED_WITH_LIMITS, "Dr Lee", "specialist", start, "x", limits=limits)
    ApprovalRecord.objects.create(
        person=person, recorded_at=clock.now() + timedelta(minutes=5), approval=to_json(approval)
    )
    programme = programme_of(standing_on(person, start))
    assert programme is not None
    assert programme.versions[-1].amounts.level == 0
    assert "bridge" not in dict(programme.versions[-1].amounts.work)


def test_the_facts_are_in_order_each_day_once(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    for offset in range(3):
        do_well(person, start + DAY * offset)
    history = history_of(standing_on(person, start + DAY * 3), start)
    days = [day.on for day in history.days]
    assert days == sorted(set(days))
    assert history.days[0].circumstances is not None
    assert sum(len(day.sessions) for day in history.days) == person.sessions.count()


def test_the_week_page_says_why_a_dose_has_grown(client: Client, make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person) - DAY * 7
    person.screenings.update(completed_on=start - DAY)
    agreed = person.approvals.get()
    agreed.approval["decided_on"] = (start - DAY).isoformat()
    agreed.save()
    assert week_of(standing_on(person, start)) is not None
    person.plans.update(starts_on=start)
    for offset in range(6):
        do_well(person, start + DAY * offset)
    page = client.get("/week/").content.decode()
    assert "W-02" in page
    assert "could have done 3 more" in page


def test_a_screening_after_the_first_plan_alone_still_gives_a_programme(make_cleared: MakePerson) -> None:
    person = long_sessions(make_cleared)
    start = clock.today(person)
    assert week_of(standing_on(person, start)) is not None
    person.screenings.update(completed_on=start + DAY)
    assert programme_of(standing_on(person, start + DAY * 2)) is not None
    person.screenings.update(completed_on=None)
    assert programme_of(standing_on(person, start)) is not None
