"""What the weeks ask somebody to look at is shown, and what is urgent keeps exercise closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from steadyback.records.clearance import GateStatus
from steadyback.web import clock
from steadyback.web.models import ElsewhereActivity, MorningPain, Person, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.referrals import with_referrals
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def begun(make_cleared: Callable[..., Person], days_ago: int) -> Person:
    """A person whose first week began some days ago."""
    person = make_cleared()
    start = clock.today(person) - DAY * days_ago
    person.screenings.update(completed_on=start - DAY)
    agreed = person.approvals.get()
    agreed.approval["decided_on"] = (start - DAY).isoformat()
    agreed.save()
    assert week_of(standing_of(person, start)) is not None
    return person


def say_high_pain(person: Person, days: int) -> None:
    for back in range(days):
        on = clock.today(person) - DAY * back
        SessionCheck.objects.create(
            person=person, checked_at=clock.now(), on=on, answers={}, pain_before=8, decision={"reasons": []}
        )


def test_three_days_of_eight_close_the_gate_once(client: Client, make_cleared: Callable[..., Person]) -> None:
    person = begun(make_cleared, 6)
    say_high_pain(person, 3)
    page = client.get("/").content.decode()
    assert "A clinician comes first" in page or "Time for the health questions again" in page
    assert [hold.concern["rule"] for hold in person.holds.all()] == ["R-03"]
    client.get("/")
    client.get("/week/")
    assert person.holds.count() == 1
    assert not standing_of(person, clock.today(person)).is_open


def test_two_days_close_nothing(client: Client, make_cleared: Callable[..., Person]) -> None:
    person = begun(make_cleared, 6)
    say_high_pain(person, 2)
    client.get("/")
    assert not person.holds.exists()


def test_a_flare_up_of_more_than_seven_days_closes_the_gate(make_cleared: Callable[..., Person]) -> None:
    person = begun(make_cleared, 12)
    today = clock.today(person)
    for back in range(10):
        MorningPain.objects.create(person=person, recorded_at=clock.now(), on=today - DAY * back, pain=6)
    standing, programme = with_referrals(standing_of(person, today))
    assert not standing.is_open
    assert programme is None


def test_four_weeks_without_exercise_ask_everything_again_and_say_so(
    client: Client, make_cleared: Callable[..., Person]
) -> None:
    person = begun(make_cleared, 30)
    today = clock.today(person)
    person.screenings.update(completed_on=today - DAY * 20)
    assert standing_of(person, today).is_open, "the answers are not 28 days old"
    assert client.get(f"/session/check/{today.isoformat()}/cardio/").status_code == 302
    standing = standing_of(person, today)
    assert standing.gate.status is GateStatus.SCREENING_NEEDED
    assert standing.gate.reasons[0].values["days"] == 30
    client.get("/week/")
    assert person.holds.count() == 1


def test_a_flare_up_shows_gentle_days_and_asks_every_morning(
    client: Client, make_cleared: Callable[..., Person]
) -> None:
    person = begun(make_cleared, 12)
    today = clock.today(person)
    for back in (1, 2, 3):
        MorningPain.objects.create(person=person, recorded_at=clock.now(), on=today - DAY * back, pain=6)
    week = week_of(standing_of(person, today))
    assert week is not None
    assert {session.kind for day in week.plan.days[-1:] for session in day.sessions} == {"cardio"}
    assert "How is your back this morning?" in client.get("/").content.decode()
    assert "F-02" in client.get("/week/").content.decode()


def test_six_weeks_without_change_are_said_on_the_page_and_close_nothing(
    client: Client, make_cleared: Callable[..., Person]
) -> None:
    person = begun(make_cleared, 44)
    person.screenings.update(completed_on=clock.today(person) - DAY * 20)
    agreed = person.approvals.get()
    agreed.approval["decided_on"] = (clock.today(person) - DAY * 20).isoformat()
    agreed.recorded_at = clock.now() - DAY * 20
    agreed.save()
    for back in (24, 4):
        on = clock.today(person) - DAY * back
        ElsewhereActivity.objects.create(person=person, recorded_at=clock.now(), on=on, kind="cardio", minutes=20)
    page = client.get("/week/").content.decode()
    assert "After six weeks neither pain nor daily life is easier" in page
    assert not person.holds.exists()
