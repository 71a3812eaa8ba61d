"""What was done elsewhere: kept as it was told, refused when it cannot be."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from steadyback.web import clock, told
from steadyback.web.diary import diary
from steadyback.web.history import programme_of
from steadyback.web.models import Correction, ElsewhereActivity, MorningPain, Person
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db


def _told(person: Person, **changes: object) -> dict[str, object]:
    return {"what": "walk", "on": str(clock.today(person)), "minutes": "40", "effort": "3", "pain": "0", **changes}


def test_a_walk_is_kept(client: Client, cleared: Person) -> None:
    assert client.post("/week/elsewhere/", _told(cleared))["Location"] == "/progress/"
    row = ElsewhereActivity.objects.get()
    assert (row.kind, row.exercise_id, row.minutes, row.effort, row.pain) == ("cardio", "walk", 40, 3, 0)
    assert row.on == clock.today(cleared)


@pytest.mark.parametrize("what", ["strength", "other"])
def test_something_that_is_no_cardio_is_kept_as_its_kind(client: Client, cleared: Person, what: str) -> None:
    client.post("/week/elsewhere/", _told(cleared, what=what))
    row = ElsewhereActivity.objects.get()
    assert (row.kind, row.exercise_id) == (what, "")


@pytest.mark.parametrize("minutes", ["1", "600"])
def test_the_shortest_and_the_longest_are_kept(client: Client, cleared: Person, minutes: str) -> None:
    assert client.post("/week/elsewhere/", _told(cleared, minutes=minutes)).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes", "0"),
        ("minutes", "601"),
        ("minutes", "-5"),
        ("minutes", "12.5"),
        ("minutes", "long"),
        ("minutes", ""),
        ("effort", "11"),
        ("effort", ""),
        ("pain", "-1"),
        ("pain", ""),
        ("what", "flying"),
        ("what", ""),
        ("on", "yesterday"),
        ("on", "2026-02-30"),
        ("on", ""),
        ("on", "1999-01-01"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client: Client, cleared: Person, field: str, value: str) -> None:
    response = client.post("/week/elsewhere/", _told(cleared, **{field: value}))
    assert response.status_code == 422
    assert f'href="#{field}"' in response.content.decode()
    assert not ElsewhereActivity.objects.exists()


def test_what_is_missing_is_said_in_plain_words(client: Client, cleared: Person) -> None:
    page = client.post("/week/elsewhere/", {}).content.decode()
    for words in ("Choose one of these.", "Choose a day.", "whole minutes, from 1 to 600", "a number from 0 to 10"):
        assert words in page
    assert "This field is required" not in page


def test_a_day_to_come_is_refused(client: Client, cleared: Person) -> None:
    response = client.post("/week/elsewhere/", _told(cleared, on=str(clock.today(cleared) + timedelta(days=1))))
    assert response.status_code == 422
    assert "has not come yet" in response.content.decode()


def test_the_days_to_come_are_the_persons_own(client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 23:30 UTC tomorrow's date is today in Auckland and may be told there, but not in UTC."""
    evening = datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=23, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: evening)
    tomorrow = str(evening.date() + timedelta(days=1))
    assert client.post("/week/elsewhere/", _told(cleared, on=tomorrow)).status_code == 422
    cleared.zone = "Pacific/Auckland"
    cleared.save()
    assert client.post("/week/elsewhere/", _told(cleared, on=tomorrow)).status_code == 302


def test_pain_and_effort_have_no_default(client: Client, cleared: Person) -> None:
    assert " checked" not in client.get("/week/elsewhere/").content.decode()


def test_a_mistake_can_be_taken_back(client: Client, cleared: Person) -> None:
    client.post("/week/elsewhere/", _told(cleared))
    row = ElsewhereActivity.objects.get()
    answer = client.post(f"/week/elsewhere/{row.id}/remove/")
    page = client.get(answer["Location"]).content.decode()
    assert "Taken back." in page
    assert "Your plan stays as it is." in page
    assert diary(cleared) == []
    assert told.activities(cleared) == []


def test_what_was_taken_back_is_kept_and_stands_on_its_day(client: Client, begun: Callable[..., Person]) -> None:
    person = begun(3)
    client.post("/week/elsewhere/", _told(person))
    row = ElsewhereActivity.objects.get()
    for _twice in range(2):
        client.post(f"/week/elsewhere/{row.id}/remove/")
    assert ElsewhereActivity.objects.get() == row
    assert Correction.objects.count() == 1
    day = client.get(f"/week/on/{clock.today(person)}/").content.decode()
    assert "40 minutes. Taken back." in day
    assert "Before you corrected it:" in day
    assert "Remove" not in client.get("/progress/").content.decode()


def test_taking_back_says_what_becomes_other_by_it(client: Client, begun: Callable[..., Person]) -> None:
    """Hard strength work, and a bad morning after it: what the plan took off for it comes back."""
    person = begun(9)
    yesterday = clock.today(person) - timedelta(days=1)
    client.post("/week/elsewhere/", _told(person, what="strength", on=str(yesterday), effort="9", pain="5"))
    told.keep(MorningPain, person, on=clock.today(person), pain=7)
    with_it = programme_of(standing_of(person, clock.today(person)))
    answer = client.post(f"/week/elsewhere/{ElsewhereActivity.objects.get().id}/remove/")
    without = programme_of(standing_of(person, clock.today(person)))
    assert with_it is not None
    assert without is not None
    assert with_it.decisions != without.decisions
    assert "Your plan stays as it is." not in client.get(answer["Location"]).content.decode()


def test_taking_back_needs_a_post_and_a_row_of_ones_own(client: Client, cleared: Person) -> None:
    other = Person.objects.create(created_at=clock.now())
    row = ElsewhereActivity.objects.create(
        person=other, recorded_at=clock.now(), on=clock.today(other), kind="other", minutes=5
    )
    assert client.post(f"/week/elsewhere/{row.id}/remove/").status_code == 404
    assert client.get(f"/week/elsewhere/{row.id}/remove/").status_code == 405
    assert client.post(f"/week/elsewhere/{uuid.uuid4()}/remove/").status_code == 404
    assert ElsewhereActivity.objects.count() == 1


def test_other_methods_are_refused(client: Client, cleared: Person) -> None:
    assert client.delete("/week/elsewhere/").status_code == 405
