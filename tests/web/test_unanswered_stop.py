"""STOP was pressed and nobody answered: what was felt is asked before anything else begins, and it counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.records.session import Event, EventKind
from steadyback.web import clock
from steadyback.web.models import Hold, Person, Session
from steadyback.web.session_end import questions_waiting
from steadyback.web.session_log import append_events, take_lease

pytestmark = pytest.mark.django_db


def say(session: Session, *said: tuple[str, dict[str, object]]) -> None:
    take_lease(session.id, session.person, "tab", take_over=True)
    first = session.events.filter(client_id="tab").count() + 1
    events = [
        Event(str(session.id), "tab", first + n, clock.now(), "UTC", float(first + n), EventKind(kind), data)
        for n, (kind, data) in enumerate(said)
    ]
    append_events(session.id, session.person, "tab", events)


def check(client: Client, person: Person, kind: str = "cardio") -> str:
    url = reverse("session_check", args=[clock.today(person).isoformat(), kind])
    answer = client.post(url, {"none": "yes", "pain": "2"})
    return answer.headers.get("Location", str(answer.status_code))


@pytest.fixture
def left(cleared: Person, client: Client) -> Session:
    """A session in which STOP was pressed, and then nothing more came."""
    check(client, cleared)
    session = Session.objects.get()
    say(session, ("session_opened", {}), ("step_started", {"step": 0}), ("stop_pressed", {"step": 0}))
    return session


@pytest.fixture
def next_day(left: Session, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    now = clock.now() + timedelta(days=1)
    return lambda: monkeypatch.setattr(clock, "now", lambda: now)


def test_nothing_new_begins_before_it_is_answered(left: Session, next_day: Callable[[], None], client: Client) -> None:
    next_day()
    triage = reverse("session_triage", args=[left.id])
    assert check(client, left.person, "strength") == triage
    assert Session.objects.count() == 1
    page = client.get(triage).content.decode()
    assert page.count('name="felt"') == 8
    assert triage in client.get("/").content.decode()


def test_a_session_ended_from_outside_asks_too(left: Session, client: Client) -> None:
    client.post(reverse("session_end", args=[left.id]))
    answer = client.get(reverse("session_done", args=[left.id]))
    assert answer.headers["Location"] == reverse("session_triage", args=[left.id])


@pytest.mark.parametrize(
    ("felt", "rule", "leads_to"),
    [
        ("chest_faint_breathless", "M-01", "emergency"),
        ("numb_or_weak", "R-02", "session_triage"),
        ("pregnancy_or_bulge", "R-10", "session_done"),
    ],
)
def test_the_answer_decides_as_it_would_have(
    left: Session, next_day: Callable[[], None], client: Client, felt: str, rule: str, leads_to: str
) -> None:
    next_day()
    triage = reverse("session_triage", args=[left.id])
    answer = client.post(triage, {"felt": felt})
    assert answer.headers["Location"].startswith(reverse(leads_to, args=[left.id] if leads_to != "emergency" else []))
    assert Hold.objects.get().concern["rule"] == rule
    left.refresh_from_db()
    assert left.status == "ended_by_rule"


def test_a_fall_asks_on_whether_it_hurt(left: Session, next_day: Callable[[], None], client: Client) -> None:
    next_day()
    triage = reverse("session_triage", args=[left.id])
    assert client.post(triage, {"felt": "fell"}).headers["Location"] == triage
    assert 'name="hurt"' in client.get(triage).content.decode()
    client.post(triage, {"hurt": "unsure"})
    assert Hold.objects.get().concern["rule"] == "A08"


def test_a_break_lets_a_new_session_begin(left: Session, next_day: Callable[[], None], client: Client) -> None:
    next_day()
    client.post(reverse("session_triage", args=[left.id]), {"felt": "break"})
    left.refresh_from_db()
    assert left.status == "ended_early"
    assert questions_waiting(left.person) is None
    assert "/session/" in check(client, left.person, "strength")
    assert Session.objects.count() == 2


def test_a_break_goes_back_into_a_session_of_today(left: Session, client: Client) -> None:
    answer = client.post(reverse("session_triage", args=[left.id]), {"felt": "break"})
    assert answer.headers["Location"] == reverse("session", args=[left.id])


def test_more_pain_asks_for_its_number(left: Session, next_day: Callable[[], None], client: Client) -> None:
    next_day()
    triage = reverse("session_triage", args=[left.id])
    page = client.post(triage, {"felt": "more_pain"})
    assert page.status_code == 200
    assert page.content.decode().count('name="pain"') == 11
    assert client.post(triage, {"felt": "more_pain", "pain": "11"}).status_code == 422
    assert questions_waiting(left.person) == left
    client.post(triage, {"felt": "more_pain", "pain": "8"})
    left.refresh_from_db()
    assert left.record["pain_max"] == 8
    assert questions_waiting(left.person) is None


@pytest.mark.parametrize("sent", [{}, {"felt": ""}, {"felt": "nothing"}])
def test_an_odd_answer_is_asked_again(left: Session, client: Client, sent: dict[str, str]) -> None:
    assert client.post(reverse("session_triage", args=[left.id]), sent).status_code == 422
    assert questions_waiting(left.person) == left
