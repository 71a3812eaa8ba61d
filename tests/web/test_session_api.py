"""The JSON interface of a session: one writer, no gaps, nothing half-written, and no way past the gate."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from steadyback.records.codec import to_json
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.models import Hold, Person, Session, SessionEvent
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-22T10:00:00+00:00"


class Player:
    """One tab: posts as the page does, with its own client id and numbers."""

    def __init__(self, session: Session, client_id: str = "tab-1") -> None:
        self.http = Client(headers={"host": "localhost:8000"})
        self.session = session
        self.client_id = client_id
        self.seq = 0

    def event(self, kind: str, data: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
        self.seq += 1
        return {
            "schema_version": 1,
            "session_id": str(self.session.id),
            "client_id": self.client_id,
            "seq": self.seq,
            "occurred_at": MOMENT,
            "zone": "Europe/London",
            "media_time_s": float(self.seq),
            "kind": kind,
            "data": data or {},
            "supersedes": None,
            **other,
        }

    def send(self, name: str, body: Any, **more: Any) -> HttpResponse:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.http.post(reverse(name, args=[self.session.id]), text, content_type="application/json", **more)

    def lease(self, *, take_over: bool = False) -> HttpResponse:
        return self.send("api_session_lease", {"client_id": self.client_id, "take_over": take_over})

    def post(self, *events: Any) -> HttpResponse:
        return self.send("api_session_events", {"client_id": self.client_id, "events": list(events)})

    def open(self) -> "Player":
        assert self.lease().status_code == 200
        assert self.post(self.event("session_opened"), self.event("step_started", {"step": 0})).status_code == 200
        return self


@pytest.fixture
def session(cleared: Person, client: Client) -> Session:
    on = clock.today(cleared)
    client.post(reverse("session_check", args=[on.isoformat(), "cardio"]), {"none": "yes", "pain": "2"})
    return Session.objects.get()


@pytest.fixture
def player(session: Session) -> Player:
    return Player(session).open()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Stop the clock, and move it on. Who asks for this before a player has them begin at that moment."""
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun)

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: begun + by)

    return move


def hold(person: Person, disposition: Disposition) -> None:
    concern = Concern("B01", disposition, Urgency.DAYS, clock.today(person))
    Hold.objects.create(person=person, raised_at=clock.now(), source="test", concern=to_json(concern))


class TestTheState:
    def test_it_tells_script_record_lease_and_what_is_saved(self, player: Player, client: Client) -> None:
        url = reverse("api_session", args=[player.session.id])
        state = client.get(url, {"client_id": "tab-1"}).json()
        assert set(state) == {"script", "record", "lease", "acknowledged"}
        assert state["acknowledged"] == {"tab-1": 2}
        assert state["lease"]["mine"] is True
        assert client.get(url, {"client_id": "tab-2"}).json()["lease"]["mine"] is False

    def test_an_unknown_session_is_not_found(self, client: Client, cleared: Person) -> None:
        for name in ("api_session", "session", "session_done", "session_triage"):
            assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404
        for name in ("api_session_lease", "api_session_events", "session_end"):
            assert client.post(reverse(name, args=[uuid.uuid4()])).status_code == 404

    def test_wrong_methods_are_refused(self, session: Session, client: Client) -> None:
        assert client.post(reverse("api_session", args=[session.id])).status_code == 405
        assert client.get(reverse("api_session_lease", args=[session.id])).status_code == 405
        assert client.get(reverse("api_session_events", args=[session.id])).status_code == 405
        assert client.get(reverse("session_end", args=[session.id])).status_code == 405

    def test_a_post_needs_our_token(self, session: Session) -> None:
        strict = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"})
        body = json.dumps({"client_id": "tab-1"})
        for name in ("api_session_lease", "api_session_events"):
            url = reverse(name, args=[session.id])
            assert strict.post(url, body, content_type="application/json").status_code == 403


class TestTheLease:
    def test_a_second_tab_is_told(self, player: Player) -> None:
        answer = Player(player.session, "tab-2").lease()
        assert answer.status_code == 409
        assert answer.json()["error"] == "lease_held"

    def test_a_second_tab_may_take_over_and_the_first_is_told(self, player: Player) -> None:
        second = Player(player.session, "tab-2")
        assert second.lease(take_over=True).status_code == 200
        answer = player.post(player.event("paused"))
        assert answer.status_code == 409
        assert answer.json()["error"] == "lease_lost"
        assert answer.json()["acknowledged"] == 2
        assert second.post(second.event("paused")).status_code == 200

    def test_it_runs_out_after_30_seconds(self, at: Callable[[timedelta], None], player: Player) -> None:
        second = Player(player.session, "tab-2")
        at(timedelta(seconds=29))
        assert second.lease().status_code == 409
        at(timedelta(seconds=31))
        assert second.lease().status_code == 200

    def test_every_post_renews_it_an_empty_one_too(self, at: Callable[[timedelta], None], player: Player) -> None:
        second = Player(player.session, "tab-2")
        at(timedelta(seconds=25))
        assert player.post().status_code == 200
        at(timedelta(seconds=50))
        assert second.lease().status_code == 409

    def test_its_holder_goes_on_after_a_silence_that_nobody_used(
        self, player: Player, at: Callable[[timedelta], None]
    ) -> None:
        at(timedelta(minutes=20))
        assert player.post(player.event("paused")).status_code == 200

    def test_nobody_writes_without_it(self, session: Session) -> None:
        stranger = Player(session, "tab-9")
        assert stranger.post(stranger.event("session_opened")).json()["error"] == "lease_lost"
        assert not SessionEvent.objects.exists()

    @pytest.mark.parametrize(
        ("felt", "rule"),
        [
            ({"answer": "chest_faint_breathless"}, "M-01"),
            ({"answer": "numb_or_weak"}, "R-02"),
            ({"answer": "fell", "fall": "yes"}, "A08"),
            ({"answer": "pregnancy_or_bulge"}, "R-10"),
        ],
    )
    def test_what_was_felt_counts_from_a_tab_that_lost_it(
        self, player: Player, felt: dict[str, str], rule: str
    ) -> None:
        second = Player(player.session, "tab-2")
        second.lease(take_over=True)
        answer = player.post(player.event("stop_pressed"), player.event("stop_answered", {"step": 0, **felt}))
        assert answer.status_code == 200
        assert answer.json()["record"]["status"] == "ended_by_rule"
        assert Hold.objects.get().concern["rule"] == rule
        player.session.refresh_from_db()
        assert player.session.lease_client == "tab-2"
        told = second.post(second.event("step_completed", {"step": 0}))
        assert told.json()["error"] in ("session_over", "gate_closed")
        assert second.post().json()["ended"]["outcome"] == answer.json()["ended"]["outcome"]

    def test_exercise_that_no_longer_fits_does_not_keep_a_stop_from_counting(self, player: Player) -> None:
        second = Player(player.session, "tab-2")
        second.lease(take_over=True)
        assert second.post(second.event("step_completed", {"step": 0})).status_code == 200
        late = [player.event("step_completed", {"step": 0}), player.event("stop_pressed")]
        late.append(player.event("stop_answered", {"step": 0, "answer": "chest_faint_breathless"}))
        assert player.post(*late).json()["ended"]["outcome"] == "EMERGENCY"

    def test_it_counts_when_the_other_tab_answered_stop_or_finished_first(self, player: Player) -> None:
        player.post(player.event("stop_pressed"))
        second = Player(player.session, "tab-2")
        second.lease(take_over=True)
        second.post(second.event("stop_answered", {"step": 0, "answer": "break"}))
        second.post(second.event("session_ended", {"how": "early"}))
        felt = player.event("stop_answered", {"step": 0, "answer": "numb_or_weak"})
        assert player.post(felt).json()["ended"]["outcome"] == "STOP_TRIAGE"
        assert Hold.objects.get().concern["rule"] == "R-02"

    def test_pain_from_a_tab_that_lost_it_counts(self, player: Player) -> None:
        Player(player.session, "tab-2").lease(take_over=True)
        answer = player.post(player.event("pain_reported", {"step": 0, "pain": 8, "when": "step"}))
        assert answer.json()["record"]["pain_max"] == 8
        assert answer.json()["record"]["stops"] == 1

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"client_id": ""},
            {"client_id": 7},
            {"client_id": "a b"},
            {"client_id": "x" * 65},
            {"client_id": "server"},
            {"client_id": "tab-1", "take_over": "yes"},
            {"client_id": "tab-1", "force": True},
        ],
    )
    def test_an_odd_request_is_refused(self, session: Session, body: dict[str, Any]) -> None:
        answer = Player(session).send("api_session_lease", body)
        assert answer.status_code == 422
        session.refresh_from_db()
        assert session.lease_client == ""


class TestEvents:
    def test_they_are_stored_and_acknowledged(self, player: Player) -> None:
        answer = player.post(player.event("paused"), player.event("resumed"))
        assert answer.json()["acknowledged"] == 4
        assert answer.json()["ended"] is None
        assert [event.seq for event in player.session.events.all()] == [1, 2, 3, 4]

    def test_the_record_is_the_fold_of_all_of_them(self, player: Player) -> None:
        answer = player.post(player.event("paused"))
        player.session.refresh_from_db()
        assert answer.json()["record"] == player.session.record
        assert player.session.status == player.session.record["status"]

    def test_sending_them_again_changes_nothing(self, player: Player) -> None:
        event = player.event("paused")
        first = player.post(event)
        again = player.post(event)
        assert again.json() == first.json()
        assert player.session.events.count() == 3

    def test_repeated_and_new_ones_may_come_together(self, player: Player) -> None:
        paused = player.event("paused")
        player.post(paused)
        assert player.post(paused, player.event("resumed")).json()["acknowledged"] == 4

    def test_a_number_used_before_for_something_else_is_refused(self, player: Player) -> None:
        player.post(player.event("paused"))
        player.seq -= 1
        answer = player.post(player.event("resumed"))
        assert answer.status_code == 422
        assert answer.json()["place"] == "events[0].seq"

    def test_a_gap_is_told_with_the_number_that_is_expected(self, player: Player) -> None:
        player.seq += 3
        answer = player.post(player.event("paused"))
        assert answer.status_code == 409
        assert answer.json()["error"] == "gap"
        assert answer.json()["expected"] == 3

    def test_a_gap_in_the_middle_keeps_nothing_of_the_post(self, player: Player) -> None:
        first = player.event("paused")
        player.seq += 1
        assert player.post(first, player.event("resumed")).json()["expected"] == 4
        assert player.session.events.count() == 2

    def test_a_time_years_away_is_kept_beside_our_own(self, player: Player) -> None:
        player.post(player.event("paused", occurred_at="1999-01-01T00:00:00+01:00"))
        row = player.session.events.get(seq=3)
        assert row.occurred_at == datetime(1998, 12, 31, 23, tzinfo=UTC)
        assert abs(row.recorded_at - clock.now()) < timedelta(minutes=1)

    def test_after_the_end_nothing_more_is_added(self, player: Player) -> None:
        assert player.post(player.event("session_ended", {"how": "early"})).json()["ended"] is not None
        answer = player.post(player.event("step_started", {"step": 1}))
        assert answer.status_code == 409
        assert answer.json()["error"] == "session_over"
        assert player.session.events.count() == 3


class TestWhatDoesNotFit:
    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "danced"},
            {"seq": "3"},
            {"seq": 0},
            {"seq": -1},
            {"seq": 3.5},
            {"seq": 10**30},
            {"occurred_at": "yesterday"},
            {"occurred_at": "2026-11-22T10:00:00"},
            {"occurred_at": "0001-01-01T00:00:00+14:00"},
            {"media_time_s": "soon"},
            {"media_time_s": -1},
            {"schema_version": 2},
            {"schema_version": None},
            {"session_id": str(uuid.uuid4())},
            {"client_id": "tab-2"},
            {"data": []},
            {"data": {"surprise": 1}},
            {"zone": ""},
            {"zone": "x" * 65},
            {"extra": 1},
            {"supersedes": ["tab-1"]},
        ],
    )
    def test_a_single_odd_field_keeps_the_whole_post_out(self, player: Player, change: dict[str, Any]) -> None:
        good = player.event("paused")
        odd = player.event("resumed") | change
        answer = player.post(good, odd)
        assert answer.status_code == 422
        assert answer.json()["error"] == "invalid"
        assert answer.json()["place"].startswith("events[1]")
        assert player.session.events.count() == 2

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("pain_reported", {"step": 0, "pain": 11, "when": "step"}),
            ("pain_reported", {"step": 0, "pain": -1, "when": "step"}),
            ("pain_reported", {"step": 0, "pain": True, "when": "step"}),
            ("effort_reported", {"step": 0, "effort": 3.5}),
            ("stop_answered", {"answer": "fine"}),
            ("stop_answered", {}),
            ("step_started", {"step": 999}),
            ("session_ended", {"how": "somehow"}),
        ],
    )
    def test_an_impossible_answer_is_refused(self, player: Player, kind: str, data: dict[str, Any]) -> None:
        answer = player.post(player.event(kind, data))
        assert answer.status_code == 422
        assert player.session.events.count() == 2

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "not json",
            "[]",
            "null",
            '{"client_id": "tab-1"}',
            '{"client_id": "tab-1", "events": {}}',
            '{"client_id": "tab-1", "events": [7]}',
            '{"client_id": "tab-1", "events": [], "more": 1}',
            '{"client_id": "tab-1", "events": [NaN]}',
            '{"client_id": "tab-1", "events": [1e999]}',
            '{"client_id": "tab-1", "events": ["\\ud800"]}',
            "[" * 100_000,
            b"\xff\xfe",
        ],
    )
    def test_what_is_no_post_is_refused_clearly(self, player: Player, body: str | bytes) -> None:
        answer = player.send("api_session_events", body)
        assert answer.status_code == 422
        assert answer.json()["error"] == "invalid"
        assert answer.json()["message"]

    def test_more_than_500_events_are_refused(self, player: Player) -> None:
        answer = player.post(*(player.event("paused") for _ in range(501)))
        assert answer.status_code == 422
        assert "500" in answer.json()["message"]

    def test_more_than_2_megabytes_are_refused(self, player: Player) -> None:
        answer = player.send("api_session_events", " " * (2 * 1024 * 1024 + 1))
        assert answer.status_code == 413
        assert answer.json()["error"] == "too_large"


class TestTheNextMorning:
    def test_a_tab_left_open_overnight_does_not_go_on(self, player: Player, at: Callable[[timedelta], None]) -> None:
        at(timedelta(hours=20) + timedelta(days=1))
        answer = player.post(player.event("paused"), player.event("resumed"))
        assert answer.json()["acknowledged"] == 4
        assert answer.json()["record"]["status"] == "ended_early"
        assert answer.json()["ended"]["next_url"] == reverse("session_done", args=[player.session.id])
        assert player.session.events.filter(client_id="server").count() == 1


class TestStopping:
    def stop(self, player: Player, answer: str, **more: Any) -> dict[str, Any]:
        data = {"step": 0, "answer": answer, **more}
        found: dict[str, Any] = player.post(player.event("stop_pressed"), player.event("stop_answered", data)).json()
        return found

    def test_a_chest_sign_ends_it_and_raises_the_emergency(self, player: Player) -> None:
        ended = self.stop(player, "chest_faint_breathless")["ended"]
        assert ended == {"outcome": "EMERGENCY", "advice": "emergency.A10", "next_url": reverse("emergency")}
        person = player.session.person
        assert standing_of(person, clock.today(person)).is_emergency
        assert Hold.objects.get().session == player.session

    def test_numbness_ends_it_with_questions_and_the_gate_closed(self, player: Player) -> None:
        ended = self.stop(player, "numb_or_weak")["ended"]
        assert ended["outcome"] == "STOP_TRIAGE"
        assert ended["next_url"] == reverse("session_triage", args=[player.session.id])
        person = player.session.person
        assert not standing_of(person, clock.today(person)).is_open

    def test_a_pregnancy_sign_ends_it_and_closes_the_gate(self, player: Player) -> None:
        ended = self.stop(player, "pregnancy_or_bulge")["ended"]
        assert ended["advice"] == "session.pregnancy"
        assert Hold.objects.get().concern["disposition"] == "CLINICIAN_FIRST"

    def test_a_break_goes_on(self, player: Player) -> None:
        assert self.stop(player, "break")["ended"] is None
        assert not Hold.objects.exists()

    def test_a_fall_ends_it_and_asks(self, player: Player) -> None:
        ended = self.stop(player, "fell")["ended"]
        assert ended["next_url"] == reverse("session_triage", args=[player.session.id])

    @pytest.mark.parametrize("hurt", ["yes", "unsure"])
    def test_a_hard_fall_is_an_emergency(self, player: Player, hurt: str) -> None:
        ended = self.stop(player, "fell", fall=hurt)["ended"]
        assert ended["outcome"] == "EMERGENCY"
        assert ended["next_url"] == reverse("emergency")

    def test_a_soft_fall_ends_it_without_further_questions(self, player: Player) -> None:
        ended = self.stop(player, "fell", fall="no")["ended"]
        assert ended["next_url"] == reverse("session_done", args=[player.session.id])

    def test_the_session_is_over_for_good(self, player: Player) -> None:
        self.stop(player, "numb_or_weak")
        answer = player.post(player.event("step_started", {"step": 1}))
        assert answer.json()["error"] in ("session_over", "gate_closed")
        assert player.lease().status_code == 403


class TestAClosedGate:
    @pytest.mark.parametrize("disposition", [Disposition.CLINICIAN_FIRST, Disposition.EMERGENCY])
    def test_nothing_goes_on(self, player: Player, client: Client, disposition: Disposition) -> None:
        hold(player.session.person, disposition)
        answer = player.post(player.event("step_started", {"step": 0}))
        assert answer.status_code == 403
        assert answer.json()["error"] == "gate_closed"
        assert player.lease().status_code == 403
        assert client.get(reverse("session", args=[player.session.id])).status_code == 302
        assert player.session.events.count() == 2

    def test_no_script_is_handed_out(self, player: Player, client: Client) -> None:
        hold(player.session.person, Disposition.CLINICIAN_FIRST)
        answer = client.get(reverse("api_session", args=[player.session.id]))
        assert answer.status_code == 403

    def test_the_gate_closing_ends_the_session_with_the_pain_that_was_told(self, player: Player) -> None:
        hold(player.session.person, Disposition.CLINICIAN_FIRST)
        answer = player.post(player.event("pain_reported", {"step": 0, "pain": 3, "when": "step"}))
        assert answer.json()["record"]["pain_max"] == 3
        assert answer.json()["record"]["status"] == "ended_early"
        assert answer.json()["ended"]["next_url"] == reverse("session_done", args=[player.session.id])

    def test_the_same_or_less_pain_is_no_way_past_it(self, player: Player) -> None:
        hold(player.session.person, Disposition.CLINICIAN_FIRST)
        answer = player.post(player.event("pain_reported", {"step": 0, "pain": None, "when": "step"}))
        assert answer.status_code == 403

    def test_what_was_felt_is_still_kept(self, player: Player) -> None:
        hold(player.session.person, Disposition.CLINICIAN_FIRST)
        stop = player.event("stop_pressed")
        felt = player.event("stop_answered", {"step": 0, "answer": "numb_or_weak"})
        assert player.post(stop, felt).json()["ended"]["outcome"] == "STOP_TRIAGE"
