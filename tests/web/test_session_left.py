"""Coming back later the same day: a very different pain is read back, and a session left for long asks again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from steadyback.records.plan import Preferences
from steadyback.web import clock
from steadyback.web.models import Person, Session, SessionCheck

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    monkeypatch.setattr(clock, "now", lambda: MORNING)

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: MORNING + by)

    return move


@pytest.fixture
def person(at: Callable[[timedelta], None], make_cleared: Callable[..., Person]) -> Person:
    return make_cleared(Preferences(start_weekday=MORNING.weekday()))


def check(client: Client, person: Person, pain: int, **more: str) -> HttpResponse:
    url = reverse("session_check", args=[clock.today(person).isoformat(), "cardio"])
    return client.post(url, {"none": "yes", "pain": str(pain), **more})


def post(client: Client, session: Session, kind: str, seq: int, occurred_at: datetime, **data: object) -> HttpResponse:
    event = {
        "schema_version": 1,
        "session_id": str(session.id),
        "client_id": "tab",
        "seq": seq,
        "occurred_at": occurred_at.isoformat(),
        "zone": "UTC",
        "media_time_s": float(seq),
        "kind": kind,
        "data": data,
        "supersedes": None,
    }
    body = json.dumps({"client_id": "tab", "events": [event]})
    return client.post(reverse("api_session_events", args=[session.id]), body, content_type="application/json")


@pytest.fixture
def begun(client: Client, person: Person) -> Session:
    check(client, person, 3)
    session = Session.objects.get()
    lease = json.dumps({"client_id": "tab"})
    client.post(reverse("api_session_lease", args=[session.id]), lease, content_type="application/json")
    assert post(client, session, "step_started", 1, clock.now(), step=0).status_code == 200
    return session


def test_a_very_different_pain_is_read_back_before_it_counts(client: Client, person: Person) -> None:
    check(client, person, 9)
    page = check(client, person, 3)
    assert "Earlier today you said that your pain was 9 of 10. Now you say 3." in page.content.decode()
    assert SessionCheck.objects.count() == 1
    assert not Session.objects.exists()
    assert check(client, person, 3, confirmed_pain="2").status_code == 200
    assert check(client, person, 3, confirmed_pain="3").status_code == 302
    assert Session.objects.get().script["pain_before"] == 3


def test_a_little_change_is_not_read_back(client: Client, person: Person) -> None:
    check(client, person, 5)
    assert check(client, person, 2).status_code == 302


def test_the_pain_of_yesterday_is_not_compared(client: Client, person: Person, at: Callable[[timedelta], None]) -> None:
    check(client, person, 9)
    at(timedelta(days=1))
    url = reverse("session_check", args=[clock.today(person).isoformat(), "strength"])
    assert client.post(url, {"none": "yes", "pain": "2"}).status_code == 302


def test_within_three_hours_it_is_simply_carried_on(
    client: Client, begun: Session, at: Callable[[timedelta], None]
) -> None:
    at(timedelta(hours=2, minutes=59))
    assert client.get(reverse("session", args=[begun.id])).status_code == 200
    assert post(client, begun, "paused", 2, clock.now()).status_code == 200


def test_after_three_hours_the_seven_taps_come_first(
    client: Client, begun: Session, at: Callable[[timedelta], None]
) -> None:
    at(timedelta(hours=3, minutes=1))
    asked = reverse("session_check", args=[begun.on.isoformat(), begun.kind])
    assert client.get(reverse("session", args=[begun.id])).headers["Location"] == asked
    assert 'name="signs"' in client.get(asked).content.decode()
    answer = post(client, begun, "step_completed", 2, clock.now(), step=0)
    assert (answer.status_code, answer.json()["error"]) == (403, "check_first")
    assert begun.events.count() == 1


def test_the_place_is_kept_when_the_check_comes_out_the_same(
    client: Client, begun: Session, at: Callable[[timedelta], None]
) -> None:
    at(timedelta(hours=4))
    assert check(client, begun.person, 2).headers["Location"] == reverse("session", args=[begun.id])
    assert client.get(reverse("session", args=[begun.id])).status_code == 200
    assert post(client, begun, "step_completed", 2, clock.now(), step=0).status_code == 200
    assert Session.objects.count() == 1


def test_who_begins_the_other_session_of_the_day_ends_the_one_that_was_left(
    client: Client, at: Callable[[timedelta], None], make_cleared: Callable[..., Person]
) -> None:
    person = make_cleared(Preferences(training_days=(MORNING.weekday(),)))
    check(client, person, 3)
    left = Session.objects.get()
    at(timedelta(hours=4))
    url = reverse("session_check", args=[left.on.isoformat(), "strength"])
    client.post(url, {"none": "yes", "pain": "3"})
    left.refresh_from_db()
    assert left.status == "ended_early"
    assert Session.objects.latest("opened_at").kind == "strength"


@pytest.mark.parametrize("pain", [4, 6])
def test_with_more_pain_it_begins_anew(
    client: Client, begun: Session, at: Callable[[timedelta], None], pain: int
) -> None:
    at(timedelta(hours=4))
    new = check(client, begun.person, pain).headers["Location"]
    begun.refresh_from_db()
    assert begun.status == "ended_early"
    assert new == reverse("session", args=[Session.objects.latest("opened_at").id])
    assert Session.objects.count() == 2


def test_a_sign_after_a_while_away_ends_it(client: Client, begun: Session, at: Callable[[timedelta], None]) -> None:
    at(timedelta(hours=4))
    url = reverse("session_check", args=[begun.on.isoformat(), begun.kind])
    client.post(url, {"signs": ["R1"], "confirmed": "yes"})
    begun.refresh_from_db()
    assert begun.status == "ended_early"


def test_what_was_felt_arrives_however_late(client: Client, begun: Session, at: Callable[[timedelta], None]) -> None:
    at(timedelta(hours=5))
    assert post(client, begun, "stop_pressed", 2, clock.now(), step=0).status_code == 200
    felt = post(client, begun, "stop_answered", 3, clock.now(), step=0, answer="numb_or_weak")
    assert felt.json()["ended"]["outcome"] == "STOP_TRIAGE"


def test_work_from_before_does_not_carry_new_work_in(
    client: Client, begun: Session, at: Callable[[timedelta], None]
) -> None:
    at(timedelta(hours=5))
    assert post(client, begun, "paused", 2, MORNING + timedelta(minutes=10)).status_code == 200
    at(timedelta(hours=10))
    assert post(client, begun, "resumed", 3, clock.now()).status_code == 403


def test_what_was_done_without_a_network_is_kept(
    client: Client, begun: Session, at: Callable[[timedelta], None]
) -> None:
    at(timedelta(hours=5))
    done = MORNING + timedelta(minutes=10)
    assert post(client, begun, "step_completed", 2, done, step=0).status_code == 200
