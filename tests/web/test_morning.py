"""The morning question: one tap from 0 to 10, correctable, never anything else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from steadyback.web import clock
from steadyback.web.diary import morning_scores
from steadyback.web.models import MorningPain, Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("pain", range(11))
def test_one_tap_is_kept(client: Client, cleared: Person, pain: int) -> None:
    assert client.post("/progress/morning/", {"pain": pain})["Location"] == "/"
    assert morning_scores(cleared) == {clock.today(cleared): pain}


def test_a_correction_is_a_new_row_and_counts(client: Client, cleared: Person) -> None:
    client.post("/progress/morning/", {"pain": 3})
    client.post("/progress/morning/", {"pain": 5})
    assert morning_scores(cleared) == {clock.today(cleared): 5}
    assert MorningPain.objects.count() == 2
    assert 'value="5" aria-current="true"' in client.get("/progress/morning/").content.decode()


@pytest.mark.parametrize("pain", ["", "11", "-1", "3.5", "four", "٣", "0x1", "9999999999999", " 3"])
def test_anything_else_is_refused_and_nothing_kept(client: Client, cleared: Person, pain: str) -> None:
    response = client.post("/progress/morning/", {"pain": pain})
    assert response.status_code == 422
    assert "Choose a number from 0 to 10" in response.content.decode()
    assert not MorningPain.objects.exists()


def test_a_missing_number_is_refused(client: Client, cleared: Person) -> None:
    assert client.post("/progress/morning/").status_code == 422


def test_nothing_is_chosen_before_the_person_chooses(client: Client, cleared: Person) -> None:
    page = client.get("/progress/morning/").content.decode()
    assert page.count('name="pain"') == 11
    assert 'aria-current="true"' not in page


def test_it_belongs_to_the_persons_own_day(client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=23, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: evening)
    cleared.zone = "Pacific/Auckland"
    cleared.save()
    client.post("/progress/morning/", {"pain": 2})
    assert list(morning_scores(cleared)) == [evening.date() + timedelta(days=1)]


def test_other_methods_are_refused(client: Client, cleared: Person) -> None:
    assert client.put("/progress/morning/").status_code == 405


def test_an_earlier_morning_can_be_told_later(client: Client, cleared: Person) -> None:
    day = clock.today(cleared) - timedelta(days=3)
    answer = client.post(f"/progress/morning/{day}/", {"pain": 4})
    assert answer["Location"].startswith("/week/told/morning/")
    assert morning_scores(cleared) == {day: 4}
    assert f"{day.day} {day:%B}" in client.get(f"/progress/morning/{day}/").content.decode()


def test_a_correction_is_read_back_with_what_was_said_before(client: Client, cleared: Person) -> None:
    client.post("/progress/morning/", {"pain": 8})
    page = client.get(client.post("/progress/morning/", {"pain": 2})["Location"]).content.decode()
    assert "your pain was 2 of 10" in page
    assert "your pain was 8 of 10" in page


@pytest.mark.parametrize("on", ["2026-02-30", "today", "1999-01-01", "9999-12-31", "99999-01-01"])
def test_a_morning_that_cannot_be_is_not_found(client: Client, cleared: Person, on: str) -> None:
    assert client.get(f"/progress/morning/{on}/").status_code == 404
    assert client.post(f"/progress/morning/{on}/", {"pain": 2}).status_code == 404
    assert not MorningPain.objects.exists()


def test_the_last_word_counts_also_when_the_clock_went_back(
    client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    client.post("/progress/morning/", {"pain": 3})
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(seconds=1))
    client.post("/progress/morning/", {"pain": 6})
    assert list(morning_scores(cleared).values()) == [6]
