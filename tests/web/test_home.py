"""Today: the one thing that comes first, whoever the person is and whatever day it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from steadyback.programme.screening import evaluate
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import Preferences
from steadyback.records.reasons import Reason
from steadyback.records.screening import Concern, Disposition, ScreeningAnswers, Urgency
from steadyback.records.session import (
    PainDecision,
    PainOutcome,
    SessionPosition,
    SessionRecord,
    SessionStatus,
    StepSummary,
)
from steadyback.web import clock
from steadyback.web.models import ElsewhereActivity, MorningPain, Person, Screening, Session, SessionCheck
from steadyback.web.planning import keep_preferences, week_of
from steadyback.web.standing import raise_hold, standing_of

pytestmark = pytest.mark.django_db


def begun(person: Person, on: date, status: SessionStatus, kind: str = "cardio") -> Session:
    """A session of today's plan, in the given state."""
    week = week_of(standing_of(person, clock.today(person)))
    assert week is not None
    check = SessionCheck.objects.create(
        person=person, checked_at=clock.now(), on=on, answers={}, pain_before=2, decision={}
    )
    step = StepSummary(0, "walk", "full", active_s=1200, effort=4)
    record = SessionRecord("x", status, SessionPosition(), (step,), 0, (), 2, 3, 2, 1200)
    return Session.objects.create(
        person=person,
        plan=week.row,
        check_before=check,
        on=on,
        kind=kind,
        opened_at=clock.now(),
        status=status.value,
        script={},
        record=to_json(record),
    )


def _answer_yes(person: Person, item: str) -> None:
    """The screening as it would be had this answer been yes."""
    row = person.screenings.get()
    row.answers["answers"][item] = "yes"
    row.outcome = to_json(evaluate(from_json(ScreeningAnswers, row.answers), row.completed_on))
    row.save()


def _home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_newcomer_is_welcomed_and_led_to_begin(client: Client) -> None:
    page = _home(client)
    assert 'href="/begin/"' in page
    assert page.count('class="button') == 1


def test_an_unfinished_screening_is_carried_on(client: Client) -> None:
    now = clock.now()
    person = Person.objects.create(created_at=now, notices_acknowledged_at=now)
    Screening.objects.create(person=person, started_at=now, changed_at=now)
    page = _home(client)
    assert "Carry on with the health questions" in page
    assert 'href="/screening/"' in page


def test_after_the_notices_the_questions_come_first(client: Client) -> None:
    now = clock.now()
    Person.objects.create(created_at=now, notices_acknowledged_at=now)
    assert "a few questions about your health" in _home(client)


def test_without_the_specialists_word_it_leads_to_the_summary_and_says_why(client: Client, cleared: Person) -> None:
    cleared.approvals.all().delete()
    page = _home(client)
    assert 'href="/summary/"' in page
    assert 'href="/clearance/"' in page
    assert "G-04" in page
    assert "/session/" not in page


def test_a_specialist_who_said_not_yet_is_quoted(client: Client, cleared: Person) -> None:
    record = cleared.approvals.get()
    record.approval["status"] = "declined"
    record.save()
    page = _home(client)
    assert "Your specialist said: not yet" in page
    assert "G-02" in page
    assert "/session/" not in page


def test_an_agreement_that_ran_out_leads_back_to_the_specialist(client: Client, cleared: Person) -> None:
    record = cleared.approvals.get()
    record.approval["review_on"] = record.approval["decided_on"]
    record.save()
    page = _home(client)
    assert "Time to see your specialist again" in page
    assert "X-02" in page


def test_an_answer_that_needs_a_clinician_leads_to_what_to_do_next(client: Client, cleared: Person) -> None:
    _answer_yes(cleared, "B11")
    page = _home(client)
    assert "A clinician comes first" in page
    assert 'href="/screening/result/"' in page
    assert "G-03" in page


def test_who_was_not_well_at_screening_rests_first(client: Client, cleared: Person) -> None:
    _answer_yes(cleared, "E17")
    page = _home(client)
    assert "Rest until you are well" in page
    assert "E17" in page


def test_an_emergency_leads_to_its_page(client: Client, cleared: Person) -> None:
    concern = Concern("R1", Disposition.EMERGENCY, Urgency.NOW, clock.today(cleared))
    raise_hold(cleared, concern, "check", reasons=(Reason("S-01"),))
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/emergency/"


def test_an_old_screening_asks_again(client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = _home(client)
    assert "Time for the health questions again" in page
    assert "X-01" in page


def test_with_an_open_gate_choices_come_first(client: Client, cleared: Person) -> None:
    cleared.preferences = None
    cleared.save()
    assert 'href="/week/choices/"' in _home(client)


def test_todays_session_has_one_big_start(client: Client, cleared: Person) -> None:
    page = _home(client)
    assert f'href="/session/check/{clock.today(cleared)}/cardio/"' in page
    assert page.count("button big") == 1
    assert "Brisk walking" in page


def test_a_rest_day_says_so_and_what_tomorrow_is(client: Client, cleared: Person) -> None:
    today = clock.today(cleared)
    keep_preferences(cleared, Preferences(start_weekday=(today.weekday() + 1) % 7))
    page = _home(client)
    assert "A rest day" in page
    assert "Heart and lungs, about" in page
    assert "/session/check/" not in page


def test_a_session_left_in_the_middle_is_offered_first(client: Client, cleared: Person) -> None:
    client.post(f"/session/check/{clock.today(cleared)}/cardio/", {"none": "yes", "pain": "2"})
    session = Session.objects.get()
    page = _home(client)
    assert f'href="/session/{session.id}/"' in page
    assert "/session/check/" not in page


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.ENDED_BY_RULE])
def test_a_session_that_is_over_is_not_begun_once_more(client: Client, cleared: Person, status: SessionStatus) -> None:
    begun(cleared, clock.today(cleared), status)
    page = _home(client)
    assert "/session/check/" not in page
    assert "20 minutes" in page
    assert "This week: 1 of" in page


def test_a_session_ended_early_counts_and_may_be_done_again(client: Client, cleared: Person) -> None:
    begun(cleared, clock.today(cleared), SessionStatus.ENDED_EARLY)
    page = _home(client)
    assert "That counts" in page
    assert "/session/check/" in page


def test_the_morning_after_a_session_is_asked_in_one_tap(client: Client, cleared: Person) -> None:
    begun(cleared, clock.today(cleared) - timedelta(days=1), SessionStatus.FINISHED)
    page = _home(client)
    assert page.count('name="pain"') == 11
    assert 'aria-current="true"' not in page


def test_something_done_elsewhere_is_asked_after_too(client: Client, cleared: Person) -> None:
    yesterday = clock.today(cleared) - timedelta(days=1)
    ElsewhereActivity.objects.create(person=cleared, recorded_at=clock.now(), on=yesterday, kind="other", minutes=5)
    assert 'name="pain"' in _home(client)


def test_the_morning_is_not_asked_twice_and_can_be_corrected(client: Client, cleared: Person) -> None:
    begun(cleared, clock.today(cleared) - timedelta(days=1), SessionStatus.FINISHED)
    MorningPain.objects.create(person=cleared, recorded_at=clock.now(), on=clock.today(cleared), pain=3)
    page = _home(client)
    assert 'name="pain"' not in page
    assert "3 of 10" in page
    assert 'href="/progress/morning/"' in page


def test_the_morning_is_not_asked_after_a_day_without_activity(client: Client, cleared: Person) -> None:
    begun(cleared, clock.today(cleared) - timedelta(days=2), SessionStatus.FINISHED)
    assert 'name="pain"' not in _home(client)


def test_today_is_the_persons_own_day(client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 UTC is already the next day in Auckland, so yesterday's session is asked after there and not in UTC."""
    evening = datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=23, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: evening)
    begun(cleared, evening.date(), SessionStatus.FINISHED)
    assert 'name="pain"' not in _home(client)
    cleared.zone = "Pacific/Auckland"
    cleared.save()
    page = _home(client)
    assert 'name="pain"' in page
    assert (evening.date() + timedelta(days=1)).strftime("%A") in page


def test_who_is_not_well_is_told_to_rest(client: Client, cleared: Person) -> None:
    SessionCheck.objects.create(
        person=cleared,
        checked_at=clock.now(),
        on=clock.today(cleared),
        answers={},
        pain_before=2,
        decision={"outcome": "POSTPONE"},
    )
    page = _home(client)
    assert "Rest today" in page
    assert "/session/check/" not in page


def test_half_answered_questions_are_named_beside_an_open_gate(client: Client, cleared: Person) -> None:
    now = clock.now()
    Screening.objects.create(person=cleared, started_at=now, changed_at=now)
    assert 'href="/screening/"' in _home(client)


def test_an_open_question_after_a_stop_comes_first(client: Client, cleared: Person) -> None:
    keep_preferences(cleared, Preferences())
    session = begun(cleared, clock.today(cleared), SessionStatus.ENDED_BY_RULE)
    stop = PainDecision(PainOutcome.STOP_TRIAGE, (Reason("M-02"),), "stop_triage")
    record = replace(from_json(SessionRecord, session.record), decisions=(stop,))
    Session.objects.filter(id=session.id).update(record=to_json(record))
    page = _home(client)
    assert f'href="/session/{session.id}/triage/"' in page
    assert "/session/check/" not in page


def test_the_line_on_the_article_is_always_there(client: Client, cleared: Person) -> None:
    assert "follows an article" in _home(client)


def test_it_refuses_to_be_posted_to(client: Client) -> None:
    assert client.post("/").status_code == 405
