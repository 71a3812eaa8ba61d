"""The check before a session: nothing starts without it, and every answer leads where the programme says."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from steadyback.records.codec import to_json
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock, standing
from steadyback.web.models import Hold, MorningPain, Person, Plan, Session, SessionCheck

pytestmark = pytest.mark.django_db

ALL_CLEAR = {"none": "yes", "pain": "2"}


def address(person: Person, kind: str = "cardio", days: int = 0) -> str:
    on = clock.today(person) + timedelta(days=days)
    return reverse("session_check", args=[on.isoformat(), kind])


def check(client: Client, person: Person, answers: dict[str, object], kind: str = "cardio") -> HttpResponse:
    return client.post(address(person, kind), answers)


class TestThePage:
    def test_nothing_is_preselected(self, client: Client, cleared: Person) -> None:
        page = client.get(address(cleared)).content.decode()
        assert page.count('name="signs"') == 7
        assert page.count('name="pain"') == 11
        assert " checked" not in page

    def test_it_keeps_what_was_chosen_when_something_is_missing(self, client: Client, cleared: Person) -> None:
        response = check(client, cleared, {"none": "yes"})
        assert response.status_code == 422
        assert response.content.decode().count(" checked") == 1

    @pytest.mark.parametrize("kind", ["yoga", "STRENGTH", "-"])
    def test_an_unknown_kind_is_not_found(self, client: Client, cleared: Person, kind: str) -> None:
        assert client.get(address(cleared, kind)).status_code == 404

    @pytest.mark.parametrize("on", ["2026-02-30", "today", "0000-00-00", "99999-01-01"])
    def test_an_impossible_day_is_not_found(self, client: Client, cleared: Person, on: str) -> None:
        assert client.get(f"/session/check/{on}/cardio/").status_code == 404

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_refused(self, client: Client, cleared: Person, method: str) -> None:
        assert getattr(client, method)(address(cleared)).status_code == 405


class TestWhatIsMissingOrOdd:
    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({}, "signs"),
            ({"pain": "2"}, "signs"),
            ({"none": "yes"}, "pain"),
            ({"none": "yes", "signs": ["R5"], "pain": "2"}, "signs"),
            ({"none": "yes", "pain": "11"}, "pain"),
            ({"none": "yes", "pain": "-1"}, "pain"),
            ({"none": "yes", "pain": "2.5"}, "pain"),
            ({"none": "yes", "pain": "two"}, "pain"),
            ({"none": "no", "pain": "2"}, "none"),
            ({"signs": ["R8"], "pain": "2"}, "signs"),
            ({"signs": ["R5"], "pain": "2"}, "very_ill"),
            ({"signs": ["R5"], "pain": "2", "very_ill": "perhaps"}, "very_ill"),
        ],
    )
    def test_it_is_asked_again_and_nothing_is_kept(
        self, client: Client, cleared: Person, answers: dict[str, object], field: str
    ) -> None:
        response = check(client, cleared, answers)
        assert response.status_code == 422
        assert f'href="#{field}"' in response.content.decode()
        assert not SessionCheck.objects.exists()
        assert not Session.objects.exists()


class TestGoing:
    def test_none_of_these_and_little_pain_opens_the_session_of_today(self, client: Client, cleared: Person) -> None:
        response = check(client, cleared, ALL_CLEAR)
        session = Session.objects.get()
        assert response.headers["Location"] == reverse("session", args=[session.id])
        assert session.script["start"] == "GO"
        assert session.check_before.pain_before == 2
        assert session.on == clock.today(cleared)
        assert session.plan == Plan.objects.last()

    def test_more_pain_makes_it_gentle(self, client: Client, cleared: Person) -> None:
        check(client, cleared, {"none": "yes", "pain": "6"})
        session = Session.objects.get()
        assert session.script["start"] == "GENTLE"
        assert session.script["pain_limit"] == 6

    def test_the_script_carries_what_made_it(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        session = Session.objects.get()
        assert session.script["rules_sha256"] == session.plan.plan["rules_sha256"]
        assert session.script["catalogue_sha256"] == session.plan.plan["catalogue_sha256"]

    def test_tapping_twice_opens_one_session(self, client: Client, cleared: Person) -> None:
        first = check(client, cleared, ALL_CLEAR)
        second = check(client, cleared, ALL_CLEAR)
        assert first.headers["Location"] == second.headers["Location"]
        assert Session.objects.count() == 1

    def test_more_pain_than_before_does_not_go_on_as_before(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        check(client, cleared, {"none": "yes", "pain": "5"})
        assert sorted(Session.objects.values_list("status", flat=True)) == ["active", "ended_early"]
        assert Session.objects.get(status="active").script["pain_before"] == 5


class TestASign:
    @pytest.mark.parametrize("sign", ["R1", "R2", "R3", "R4", "R6", "R7"])
    def test_it_is_read_back_before_it_counts(self, client: Client, cleared: Person, sign: str) -> None:
        response = check(client, cleared, {"signs": [sign]})
        assert response.status_code == 200
        assert "Is that right?" in response.content.decode()
        assert not SessionCheck.objects.exists()

    @pytest.mark.parametrize("sign", ["R1", "R2", "R4", "R6"])
    def test_a_warning_sign_leads_to_help_and_closes_the_gate(self, client: Client, cleared: Person, sign: str) -> None:
        response = check(client, cleared, {"signs": [sign], "pain": "2", "confirmed": "yes"})
        assert response.headers["Location"] == reverse("emergency")
        assert Hold.objects.get().concern["disposition"] == "EMERGENCY"
        assert standing.standing_of(cleared, clock.today(cleared)).is_emergency
        assert not Session.objects.exists()

    def test_a_sign_counts_without_a_pain_score(self, client: Client, cleared: Person) -> None:
        check(client, cleared, {"signs": ["R4"], "confirmed": "yes"})
        assert standing.standing_of(cleared, clock.today(cleared)).is_emergency

    def test_a_sign_counts_on_a_day_without_a_session_too(self, client: Client, cleared: Person) -> None:
        client.post(address(cleared, days=3), {"signs": ["R1"], "confirmed": "yes"})
        assert standing.standing_of(cleared, clock.today(cleared)).is_emergency

    def test_fever_waits(self, client: Client, cleared: Person) -> None:
        response = check(client, cleared, {"signs": ["R5"], "very_ill": "no", "confirmed": "yes"})
        page = client.get(response.headers["Location"]).content.decode()
        assert "Wait until you are well" in page
        assert not Session.objects.exists()

    def test_fever_waits_also_when_the_next_check_says_nothing_of_it(self, client: Client, cleared: Person) -> None:
        check(client, cleared, {"signs": ["R5"], "very_ill": "no", "confirmed": "yes"})
        response = check(client, cleared, ALL_CLEAR)
        assert response.status_code == 409
        assert not Session.objects.exists()

    def test_fever_is_over_after_a_day(self, client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        check(client, cleared, {"signs": ["R5"], "very_ill": "no", "confirmed": "yes"})
        SessionCheck.objects.update(checked_at=clock.now() - timedelta(hours=25))
        assert check(client, cleared, ALL_CLEAR).status_code == 302
        assert Session.objects.count() == 1

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_being_very_ill_is_an_emergency(self, client: Client, cleared: Person, answer: str) -> None:
        response = check(client, cleared, {"signs": ["R5"], "very_ill": answer, "confirmed": "yes"})
        assert response.headers["Location"] == reverse("emergency")

    def test_something_new_leads_to_the_questions(self, client: Client, cleared: Person) -> None:
        response = check(client, cleared, {"signs": ["R7"], "confirmed": "yes"})
        assert response.headers["Location"] == reverse("screening")
        assert not standing.standing_of(cleared, clock.today(cleared)).is_open

    def test_a_sign_ends_the_session_that_was_left_open(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        check(client, cleared, {"signs": ["R7"], "confirmed": "yes"})
        assert Session.objects.get().status == "ended_early"


class TestHighPain:
    def test_it_rests_today(self, client: Client, cleared: Person) -> None:
        response = check(client, cleared, {"none": "yes", "pain": "8"})
        page = client.get(response.headers["Location"]).content.decode()
        assert "Rest from exercise today" in page
        assert not Session.objects.exists()
        assert standing.standing_of(cleared, clock.today(cleared)).is_open

    def test_for_the_third_day_it_asks_for_a_clinician(self, client: Client, cleared: Person) -> None:
        today = clock.today(cleared)
        for days in (1, 2):
            on = today - timedelta(days=days)
            MorningPain.objects.create(person=cleared, recorded_at=clock.now(), on=on, pain=8)
        response = check(client, cleared, {"none": "yes", "pain": "9"})
        page = client.get(response.headers["Location"]).content.decode()
        assert "see a clinician within 2 days" in page
        assert not standing.standing_of(cleared, today).is_open


class TestNewNumbness:
    def numb(self, client: Client, person: Person) -> str:
        response = check(client, person, {"signs": ["R3"], "confirmed": "yes"})
        return str(response.headers["Location"])

    def test_the_gate_is_closed_before_the_questions_are_answered(self, client: Client, cleared: Person) -> None:
        where = self.numb(client, cleared)
        assert where.endswith("/triage/")
        assert not standing.standing_of(cleared, clock.today(cleared)).is_open

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    @pytest.mark.parametrize("item", ["A01", "A02", "A03", "A04", "A05", "A06", "A07"])
    def test_any_sign_or_doubt_is_an_emergency(self, client: Client, cleared: Person, item: str, answer: str) -> None:
        where = self.numb(client, cleared)
        answers = {f"A0{number}": "no" for number in range(1, 8)} | {item: answer}
        assert client.post(where, answers).headers["Location"] == reverse("emergency")
        assert standing.standing_of(cleared, clock.today(cleared)).is_emergency

    def test_no_sign_means_a_clinician_today(self, client: Client, cleared: Person) -> None:
        where = self.numb(client, cleared)
        response = client.post(where, {f"A0{number}": "no" for number in range(1, 8)})
        page = client.get(response.headers["Location"]).content.decode()
        assert "see a clinician today" in page
        now = standing.standing_of(cleared, clock.today(cleared))
        assert not now.is_open
        assert [concern.rule for concern in now.concerns] == ["R-02"]

    def test_a_missing_or_odd_answer_is_asked_again(self, client: Client, cleared: Person) -> None:
        where = self.numb(client, cleared)
        answers = {f"A0{number}": "no" for number in range(1, 7)}
        for odd in ({}, {"A07": "perhaps"}, {"A07": "prefer_not"}):
            response = client.post(where, answers | odd)
            assert response.status_code == 422
            assert "A07-error" in response.content.decode()
        assert SessionCheck.objects.get().follow_up is None

    def test_it_cannot_be_answered_twice(self, client: Client, cleared: Person) -> None:
        where = self.numb(client, cleared)
        no = {f"A0{number}": "no" for number in range(1, 8)}
        client.post(where, no)
        response = client.post(where, no | {"A01": "yes"})
        assert response.headers["Location"] == where.removesuffix("triage/")
        assert Hold.objects.count() == 1


class TestAClosedGate:
    @pytest.fixture
    def closed(self, cleared: Person) -> Person:
        concern = Concern("B01", Disposition.CLINICIAN_FIRST, Urgency.DAYS, clock.today(cleared))
        Hold.objects.create(person=cleared, raised_at=clock.now(), source="test", concern=to_json(concern))
        return cleared

    def test_neither_page_nor_hand_made_answers_open_a_session(self, client: Client, closed: Person) -> None:
        assert client.get(address(closed)).status_code == 302
        for kind in ("cardio", "strength"):
            assert check(client, closed, ALL_CLEAR, kind).status_code == 302
            assert check(client, closed, {**ALL_CLEAR, "confirmed": "yes"}, kind).status_code == 302
        assert not Session.objects.exists()

    def test_somebody_unknown_starts_nothing(self, client: Client, db: None) -> None:
        response = client.post(f"/session/check/{datetime.now(UTC).date()}/cardio/", ALL_CLEAR)
        assert response.status_code == 302
        assert not Session.objects.exists()


class TestNotNow:
    def test_yesterday_has_passed(self, client: Client, cleared: Person) -> None:
        assert "has passed" in client.get(address(cleared, days=-1)).content.decode()
        assert client.post(address(cleared, days=-1), ALL_CLEAR).status_code == 409

    def test_tomorrow_is_for_later(self, client: Client, cleared: Person) -> None:
        assert "for later" in client.get(address(cleared, "strength", days=1)).content.decode()
        assert client.post(address(cleared, "strength", days=1), ALL_CLEAR).status_code == 409
        assert not Session.objects.exists()

    def test_what_is_not_planned_today_does_not_start(self, client: Client, cleared: Person) -> None:
        assert "Nothing of this kind" in client.get(address(cleared, "strength")).content.decode()
        assert check(client, cleared, ALL_CLEAR, "strength").status_code == 409
        assert not Session.objects.exists()

    def test_a_finished_session_is_enough_for_today(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        Session.objects.update(status="finished")
        assert "enough for today" in client.get(address(cleared)).content.decode()
        assert check(client, cleared, ALL_CLEAR).status_code == 409
        assert Session.objects.count() == 1


class TestAnUnfinishedSession:
    def test_it_is_offered_to_carry_on(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        page = client.get(address(cleared)).content.decode()
        assert reverse("session", args=[Session.objects.get().id]) in page

    def test_it_can_be_ended_from_outside_and_its_log_says_so(self, client: Client, cleared: Person) -> None:
        check(client, cleared, ALL_CLEAR)
        session = Session.objects.get()
        client.post(reverse("session_end", args=[session.id]))
        session.refresh_from_db()
        assert session.status == "ended_early"
        assert session.ended_at is not None
        assert [event.kind for event in session.events.all()] == ["session_ended"]
        client.post(reverse("session_end", args=[session.id]))
        assert session.events.count() == 1

    def test_one_of_an_earlier_day_is_closed_by_the_next_start(
        self, client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        check(client, cleared, ALL_CLEAR)
        old = Session.objects.get()
        later = clock.now() + timedelta(days=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert "has passed" in client.get(reverse("session", args=[old.id])).content.decode()
        assert check(client, cleared, ALL_CLEAR).status_code == 302
        old.refresh_from_db()
        assert old.status == "ended_early"
        assert Session.objects.filter(status="active").count() == 1


def test_a_check_of_somebody_else_is_not_found(client: Client, cleared: Person) -> None:
    assert client.get(reverse("session_check_result", args=[uuid.uuid4()])).status_code == 404
    assert client.get(reverse("session_check_triage", args=[uuid.uuid4()])).status_code == 404
