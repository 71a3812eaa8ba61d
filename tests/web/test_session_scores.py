"""A pain that was typed wrongly in a session is corrected afterwards, and what follows from it is worked out anew."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.records.codec import from_json
from steadyback.records.session import SessionRecord
from steadyback.web import clock
from steadyback.web.models import Person, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cleared: Person, client: Client) -> Session:
    """A session in which a pain of 3 was told for its first step, and that was ended then."""
    on = clock.today(cleared)
    client.post(reverse("session_check", args=[on.isoformat(), "cardio"]), {"none": "yes", "pain": "2"})
    session = Session.objects.get()
    client.post(
        reverse("api_session_lease", args=[session.id]),
        json.dumps({"client_id": "tab"}),
        content_type="application/json",
    )
    told: list[tuple[str, dict[str, Any]]] = [
        ("pain_reported", {"step": 0, "pain": 3, "when": "step"}),
        ("session_ended", {"how": "early"}),
    ]
    now = clock.now().isoformat()
    head = {"schema_version": 1, "session_id": str(session.id), "client_id": "tab", "zone": "UTC", "occurred_at": now}
    events = [
        {**head, "seq": seq, "media_time_s": 60.0 * seq, "kind": kind, "data": data}
        for seq, (kind, data) in enumerate(told, 1)
    ]
    answer = client.post(
        reverse("api_session_events", args=[session.id]),
        json.dumps({"client_id": "tab", "events": events}),
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    return Session.objects.get()


def pain_kept() -> int | None:
    return from_json(SessionRecord, Session.objects.get().record).pain_max


def correct(client: Client, session: Session, value: str, of: str = "tab:1") -> Any:
    return client.post(reverse("session_scores", args=[session.id]), {"of": of, "value": value})


def test_the_numbers_of_a_session_are_listed_with_where_they_were_told(client: Client, session: Session) -> None:
    page = client.get(reverse("session_scores", args=[session.id])).content.decode()
    assert "pain 3 of 10" in page
    assert len(re.findall(r'name="value"', page)) == 11


def test_a_correction_is_kept_shown_and_can_be_corrected_again(client: Client, session: Session) -> None:
    page = correct(client, session, "1").content.decode()
    assert "pain 1 of 10" in page
    assert "pain 3 of 10" in page
    correct(client, session, "2")
    page = client.get(reverse("session_scores", args=[session.id])).content.decode()
    assert "pain 2 of 10" in page
    assert Session.objects.get().events.filter(kind="corrected").count() == 2


def test_a_graver_number_counts_in_the_record(client: Client, session: Session) -> None:
    correct(client, session, "9")
    assert pain_kept() == 9


@pytest.mark.parametrize(
    ("value", "of"),
    [("11", "tab:1"), ("", "tab:1"), ("-1", "tab:1"), ("٣", "tab:1"), ("3", "tab:2"), ("3", ""), ("3", "other:1")],
)
def test_anything_else_is_refused_and_nothing_kept(client: Client, session: Session, value: str, of: str) -> None:
    assert correct(client, session, value, of).status_code == 422
    assert not Session.objects.get().events.filter(kind="corrected").exists()
    assert pain_kept() == 3


def test_a_session_under_way_is_not_corrected_from_outside(client: Client, session: Session) -> None:
    session.record["status"] = "active"
    session.save()
    assert correct(client, session, "1")["Location"] == reverse("session", args=[session.id])


def test_the_end_of_a_session_leads_there(client: Client, session: Session) -> None:
    page = client.get(reverse("session_done", args=[session.id])).content.decode()
    assert reverse("session_scores", args=[session.id]) in page
