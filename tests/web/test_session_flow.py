"""Whole sessions through the interface, from the check to the three lines, left and taken up at every event."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadyback.records.plan import Preferences
from steadyback.web import clock
from steadyback.web.models import Person, Session

pytestmark = pytest.mark.django_db

Event = tuple[str, dict[str, Any]]


def led(script: dict[str, Any]) -> Iterator[Event]:
    """What a player reports of a session in which everything is done."""
    yield "session_opened", {}
    for step in script["steps"]:
        at = {"step": step["index"]}
        yield "step_started", at
        if step["kind"] == "exercise":
            yield from exercise(step, at)
        for segment, phase in enumerate(step["phases"] if step["kind"] == "cardio" else ()):
            yield "segment_completed", {**at, "segment": segment, "elapsed_s": phase["duration_s"]}
        yield "step_completed", at
        if step["kind"] != "transition":
            yield from answers(step, at)
    yield "pain_reported", {"step": None, "pain": 1, "when": "end"}
    yield "session_ended", {"how": "finished"}


def exercise(step: dict[str, Any], at: dict[str, int]) -> Iterator[Event]:
    sides, repetitions = range(len(step["sides"])), range(step["dose"]["reps"])
    for work_set in range(step["dose"]["sets"]):
        places = [(side, repetition) for side in sides for repetition in repetitions]
        for side, repetition in sorted(places, key=lambda place: place[::-1]) if step["alternate"] else places:
            yield "repetition_completed", {**at, "set": work_set, "side": side, "repetition": repetition}
        yield "set_completed", {**at, "set": work_set}


def answers(step: dict[str, Any], at: dict[str, int]) -> Iterator[Event]:
    for asked in step["asks"]:
        if asked == "pain":
            yield "pain_reported", {**at, "pain": None, "when": "step"}
        elif asked == "effort":
            yield "effort_reported", {**at, "effort": 4}
        elif asked == "reps_left":
            yield "reps_left_reported", {**at, "reps_left": 3}


class Tab:
    def __init__(self, client: Client, session: Session, client_id: str = "tab") -> None:
        self.client = client
        self.session = session
        self.client_id = client_id
        self.seq = 0
        self.send("api_session_lease", {"client_id": client_id, "take_over": True})

    def send(self, name: str, body: Any) -> Any:
        url = reverse(name, args=[self.session.id])
        return self.client.post(url, json.dumps(body), content_type="application/json")

    def post(self, *events: Event) -> Any:
        bodies = []
        for kind, data in events:
            self.seq += 1
            bodies.append(
                {
                    "schema_version": 1,
                    "session_id": str(self.session.id),
                    "client_id": self.client_id,
                    "seq": self.seq,
                    "occurred_at": clock.now().isoformat(),
                    "zone": "Europe/London",
                    "media_time_s": 5.0 * self.seq,
                    "kind": kind,
                    "data": data,
                }
            )
        return self.send("api_session_events", {"client_id": self.client_id, "events": bodies})


def open_session(client: Client, person: Person, kind: str) -> Session:
    address = reverse("session_check", args=[clock.today(person).isoformat(), kind])
    assert client.post(address, {"none": "yes", "pain": "2"}).status_code == 302
    return Session.objects.get()


@pytest.fixture
def strength_person(make_cleared: Any) -> Person:
    """The standard week has its first strength session on its second day: so this week began yesterday."""
    weekday = (clock.now() - timedelta(days=1)).weekday()
    person: Person = make_cleared(preferences=Preferences(start_weekday=weekday))
    return person


def test_a_whole_strength_session_ends_with_all_of_it_done(client: Client, strength_person: Person) -> None:
    session = open_session(client, strength_person, "strength")
    events = list(led(session.script))
    answer = Tab(client, session).post(*events).json()
    assert answer["acknowledged"] == len(events)
    assert answer["record"]["status"] == "finished"
    assert {step["done"] for step in answer["record"]["steps"]} == {"full"}
    assert answer["ended"]["next_url"] == reverse("session_done", args=[session.id])
    page = client.get(answer["ended"]["next_url"]).content.decode()
    assert "You did all of it" in page
    assert "2 of 10 before and 1 after" in page


def test_a_whole_walk_ends_with_all_of_it_done(client: Client, cleared: Person) -> None:
    session = open_session(client, cleared, "cardio")
    answer = Tab(client, session).post(*led(session.script)).json()
    assert answer["record"]["status"] == "finished"
    assert "You did all of it" in client.get(answer["ended"]["next_url"]).content.decode()


def test_it_can_be_left_and_taken_up_in_another_tab_after_every_event(client: Client, strength_person: Person) -> None:
    session = open_session(client, strength_person, "strength")
    events = list(led(session.script))
    # Every tenth event in a tab of its own keeps the test short; each tab goes on from what the server says.
    for place in range(0, len(events), 10):
        tab = Tab(client, session, f"tab-{place}")
        answer = tab.post(*events[place : place + 10])
        assert answer.status_code == 200, answer.content
        kind, data = events[min(place + 9, len(events) - 1)]
        if kind == "repetition_completed":
            assert_next(answer.json()["record"]["position"], data, session.script["steps"][data["step"]])
    session.refresh_from_db()
    assert session.status == "finished"
    assert session.events.count() == len(events)


def assert_next(position: dict[str, Any], done: dict[str, int], step: dict[str, Any]) -> None:
    """The position is the repetition after the one that was done, never the same or an earlier one."""
    names = ("set", "repetition", "side") if step["alternate"] else ("set", "side", "repetition")
    assert position["step"] == done["step"]
    assert tuple(position[name] for name in names) > tuple(done[name] for name in names)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("schema_version", "session_id", "client_id", "seq", "occurred_at", "zone", "media_time_s", "kind", "data")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from((*FIELDS, "supersedes", "more")), value=ODD)
def test_no_odd_value_is_stored_or_breaks_the_server(client: Client, cleared: Person, field: str, value: Any) -> None:
    session = Session.objects.first() or open_session(client, cleared, "cardio")
    tab = Tab(client, session)
    event = {
        "schema_version": 1,
        "session_id": str(session.id),
        "client_id": "tab",
        "seq": 1,
        "occurred_at": "2026-11-22T10:00:00+00:00",
        "zone": "UTC",
        "media_time_s": 1.0,
        "kind": "step_started",
        "data": {"step": 99},
    }
    answer = tab.send("api_session_events", {"client_id": "tab", "events": [{**event, field: value}]})
    assert answer.status_code in (409, 422)
    assert answer.json()["message"]
    assert session.events.count() == 0
