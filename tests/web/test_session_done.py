"""After a session: the three lines, and the questions that follow a stop."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from steadyback.records.codec import from_json, to_json
from steadyback.records.session import SessionRecord, SessionStatus, StepSummary
from steadyback.web import clock
from steadyback.web.models import Hold, Person, Session
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cleared: Person, client: Client) -> Session:
    on = clock.today(cleared)
    client.post(reverse("session_check", args=[on.isoformat(), "cardio"]), {"none": "yes", "pain": "2"})
    return Session.objects.get()


def post(client: Client, session: Session, *events: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    url = reverse("api_session_lease", args=[session.id])
    client.post(url, json.dumps({"client_id": "tab"}), content_type="application/json")
    bodies = [
        {
            "schema_version": 1,
            "session_id": str(session.id),
            "client_id": "tab",
            "seq": seq,
            "occurred_at": "2026-11-22T10:00:00+00:00",
            "zone": "UTC",
            "media_time_s": 60.0 * seq,
            "kind": kind,
            "data": data,
        }
        for seq, (kind, data) in enumerate(events, 1)
    ]
    text = json.dumps({"client_id": "tab", "events": bodies})
    answer = client.post(reverse("api_session_events", args=[session.id]), text, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def stop(client: Client, session: Session, answer: str) -> str:
    events = (("stop_pressed", {"step": 0}), ("stop_answered", {"step": 0, "answer": answer}))
    return str(post(client, session, *events)["ended"]["next_url"])


def record(session: Session, **changes: Any) -> None:
    """Put a record as a whole session would leave it."""
    now = from_json(SessionRecord, session.record)
    found = replace(now, **changes)
    session.record, session.status = to_json(found), found.status.value
    session.save()


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


class TestTheThreeLines:
    def test_a_whole_session(self, session: Session, client: Client) -> None:
        steps = tuple(
            StepSummary(index, step["exercise_id"], "full", active_s=600.0)
            for index, step in enumerate(session.script["steps"])
        )
        record(session, status=SessionStatus.FINISHED, steps=steps, active_s=600.0, pain_max=3, pain_after=1)
        page = text(client.get(reverse("session_done", args=[session.id])))
        assert "You did all of it, in 10 minutes." in page
        assert "Your pain was 2 of 10 before, 3 at its highest and 1 after." in page
        assert "Tomorrow: strength and stretch, about" in page

    def test_part_of_a_session_counts(self, session: Session, client: Client) -> None:
        walk = session.script["steps"][0]
        session.script = session.script | {"steps": [walk, walk | {"index": 1}]}
        steps = (StepSummary(0, "walk", "part", active_s=125.0),)
        record(session, status=SessionStatus.ENDED_EARLY, steps=steps, active_s=125.0)
        page = text(client.get(reverse("session_done", args=[session.id])))
        assert "That counts." in page
        assert "in 2 minutes" in page
        assert "Your pain was 2 of 10 before." in page

    def test_a_few_seconds_are_not_called_all_of_it(self, session: Session, client: Client) -> None:
        steps = (StepSummary(0, "walk", "stopped", active_s=8.0),)
        record(session, status=SessionStatus.ENDED_EARLY, steps=steps, active_s=8.0)
        page = text(client.get(reverse("session_done", args=[session.id])))
        assert "You did part of it, in less than a minute. That counts." in page

    def test_nothing_done_is_not_blamed(self, session: Session, client: Client) -> None:
        post(client, session, ("session_ended", {"how": "early"}))
        page = text(client.get(reverse("session_done", args=[session.id])))
        assert "You came and checked in. That counts." in page

    def test_a_running_session_leads_back_to_itself(self, session: Session, client: Client) -> None:
        response = client.get(reverse("session_done", args=[session.id]))
        assert response.headers["Location"] == reverse("session", args=[session.id])

    def test_a_session_that_is_over_leads_to_its_lines(self, session: Session, client: Client) -> None:
        post(client, session, ("session_ended", {"how": "early"}))
        done = reverse("session_done", args=[session.id])
        assert client.get(reverse("session", args=[session.id])).headers["Location"] == done
        assert client.get(reverse("session_triage", args=[session.id])).headers["Location"] == done

    def test_a_pregnancy_sign_shows_its_advice_and_the_next_step(self, session: Session, client: Client) -> None:
        page = text(client.get(stop(client, session, "pregnancy_or_bulge")))
        assert "call your maternity unit or doctor today" in page
        assert "R-10" in page
        assert "Exercise is paused" in page


class TestAfterNumbness:
    NO = {f"A0{number}": "no" for number in range(1, 8)}

    def test_no_sign_means_a_clinician_today(self, session: Session, client: Client) -> None:
        where = stop(client, session, "numb_or_weak")
        assert where == reverse("session_triage", args=[session.id])
        response = client.post(where, self.NO, follow=True)
        assert "see a clinician today" in text(response)
        person = session.person
        assert not standing_of(person, clock.today(person)).is_open
        assert not standing_of(person, clock.today(person)).is_emergency

    @pytest.mark.parametrize("item", sorted(NO))
    def test_a_sign_is_an_emergency(self, session: Session, client: Client, item: str) -> None:
        where = stop(client, session, "numb_or_weak")
        assert client.post(where, self.NO | {item: "unsure"}).headers["Location"] == reverse("emergency")
        person = session.person
        assert standing_of(person, clock.today(person)).is_emergency
        assert Hold.objects.filter(session=session, concern__rule=item).exists()

    def test_what_is_missing_is_asked_again_and_the_rest_is_kept(self, session: Session, client: Client) -> None:
        where = stop(client, session, "numb_or_weak")
        response = client.post(where, {"A01": "no"})
        assert response.status_code == 422
        page = response.content.decode()
        assert page.count(" checked") == 1
        assert page.count("-error") == 12
        session.refresh_from_db()
        assert session.follow_up is None

    def test_the_lines_wait_until_the_questions_are_answered(self, session: Session, client: Client) -> None:
        where = stop(client, session, "numb_or_weak")
        assert client.get(reverse("session_done", args=[session.id])).headers["Location"] == where

    def test_it_is_answered_once(self, session: Session, client: Client) -> None:
        where = stop(client, session, "numb_or_weak")
        client.post(where, self.NO)
        client.post(where, self.NO | {"A01": "yes"})
        session.refresh_from_db()
        assert session.follow_up["answers"]["A01"] == "no"


class TestAfterAFall:
    @pytest.mark.parametrize("hurt", ["yes", "unsure"])
    def test_hurt_or_not_sure_is_an_emergency(self, session: Session, client: Client, hurt: str) -> None:
        where = stop(client, session, "fell")
        assert client.post(where, {"hurt": hurt}).headers["Location"] == reverse("emergency")
        assert Hold.objects.get().concern["rule"] == "A08"

    def test_unhurt_ends_the_day(self, session: Session, client: Client) -> None:
        where = stop(client, session, "fell")
        response = client.post(where, {"hurt": "no"}, follow=True)
        assert "We end here for today" in text(response)
        assert not Hold.objects.exists()

    @pytest.mark.parametrize("answer", [{}, {"hurt": ""}, {"hurt": "prefer_not"}, {"A01": "no"}])
    def test_anything_else_is_asked_again(self, session: Session, client: Client, answer: dict[str, str]) -> None:
        where = stop(client, session, "fell")
        assert client.post(where, answer).status_code == 422
        assert not Hold.objects.exists()

    def test_nothing_begins_before_it_is_answered(self, session: Session, client: Client) -> None:
        where = stop(client, session, "fell")
        address = reverse("session_check", args=[session.on.isoformat(), "strength"])
        assert client.get(address).headers["Location"] == where
        assert client.post(address, {"none": "yes", "pain": "1"}).headers["Location"] == where
        assert Session.objects.count() == 1
