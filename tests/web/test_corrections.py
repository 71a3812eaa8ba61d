"""The pain of a check before exercise, corrected: kept beside what was told, counted, and decided about when graver."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.programme.rules import thresholds
from steadyback.records.history import StartCheck
from steadyback.web import clock, told
from steadyback.web.diary import diary
from steadyback.web.history import begun_on, history_of
from steadyback.web.models import Correction, Hold, Person, Session, SessionCheck
from steadyback.web.session_store import high_pain_days
from steadyback.web.standing import standing_of
from steadyback.web.testing_today import check_that_counts

pytestmark = pytest.mark.django_db
Begun = Callable[..., Person]
DAY = timedelta(days=1)


def told_check(client: Client, pain: int = 2, days_ago: int = 0) -> SessionCheck:
    client.post("/progress/tests/check/", {"none": "yes", "pain": str(pain)})
    check = SessionCheck.objects.latest("checked_at")
    check.on -= DAY * days_ago
    check.checked_at -= DAY * days_ago
    check.save()
    return check


def correct(client: Client, check: SessionCheck, value: str) -> Any:
    return client.post(f"/week/checks/{check.pk}/", {"value": value})


def checks_of(person: Person) -> list[StartCheck]:
    standing, first = standing_of(person, clock.today(person)), begun_on(person)
    assert first is not None
    return [check for day in history_of(standing, first).days for check in day.checks]


def test_a_corrected_pain_counts_and_what_was_told_is_kept(client: Client, begun: Begun) -> None:
    person = begun(5)
    check = told_check(client, 5, days_ago=2)
    page = client.get(correct(client, check, "1")["Location"]).content.decode()
    assert "before exercise: pain 1 of 10." in page
    assert "before exercise: pain 5 of 10." in page
    check.refresh_from_db()
    assert (check.pain_before, checks_of(person)[0].pain_before) == (5, 1)
    day = client.get(f"/week/on/{check.on}/").content.decode()
    assert f"/week/checks/{check.pk}/" in day
    assert "Before you corrected it:" in day


def test_the_last_correction_counts_and_names_the_one_before(client: Client, begun: Begun) -> None:
    person = begun(5)
    check = told_check(client, 5)
    correct(client, check, "1")
    page = client.get(correct(client, check, "3")["Location"]).content.decode()
    assert "pain 1 of 10." in page
    assert "pain 5 of 10." not in page
    assert [one.pain_before for one in checks_of(person)] == [3]


def test_a_graver_pain_is_decided_about_as_if_it_had_been_told(client: Client, begun: Begun) -> None:
    person = begun(5)
    check = told_check(client, 2)
    assert check_that_counts(person) is not None
    correct(client, check, "8")
    assert check_that_counts(person) is None
    assert [sorted(one.rules) for one in checks_of(person)] == [["S-04"]]
    correct(client, check, "2")  # and a lower one takes nothing back
    assert [sorted(one.rules) for one in checks_of(person)] == [["S-04"]]
    assert [one.pain_before for one in checks_of(person)] == [2]


def test_high_pain_on_so_many_days_refers_also_when_corrected(client: Client, begun: Begun) -> None:
    person = begun(9)
    days = int(thresholds("S-04.pain")[1])
    for days_ago in range(days, 0, -1):
        correct(client, told_check(client, 2, days_ago), "8")
    assert high_pain_days(person, clock.today(person)) == days
    assert not Hold.objects.exists()
    correct(client, told_check(client, 3), "9")
    assert [hold.concern["rule"] for hold in Hold.objects.all()] == ["R-03"]


def test_the_session_that_followed_shows_the_corrected_pain(client: Client, begun: Begun) -> None:
    person = begun(0)
    client.post(f"/session/check/{clock.today(person)}/cardio/", {"none": "yes", "pain": "4"})
    session = Session.objects.get()
    address = f"/week/checks/{session.check_before_id}/"
    assert client.post(address, {"value": "1"})["Location"] == f"/session/{session.pk}/"  # not while it is under way
    session.status = session.record["status"] = "ended_early"
    session.save()
    assert f"/week/checks/{session.check_before_id}/" in client.get(f"/session/{session.pk}/scores/").content.decode()
    client.post(address, {"value": "1"})
    assert [entry.pain_before for entry in diary(person)] == [1]
    assert "Your pain was 1 of 10 before" in client.get(f"/session/{session.pk}/done/").content.decode()


@pytest.mark.parametrize("value", ["", "11", "-1", "3.5", "many", "٣"])
def test_anything_else_is_asked_again_and_nothing_kept(client: Client, begun: Begun, value: str) -> None:
    begun(3)
    assert correct(client, told_check(client), value).status_code == 422
    assert not Correction.objects.exists()


def test_a_check_of_somebody_else_is_not_found(client: Client, begun: Begun) -> None:
    begun(3)
    other = Person.objects.create(created_at=clock.now())
    check = SessionCheck.objects.create(
        person=other, checked_at=clock.now(), on=clock.today(other), answers={}, pain_before=2, decision={}
    )
    assert correct(client, check, "3").status_code == 404
    assert told.corrections(other, "check") == {}
