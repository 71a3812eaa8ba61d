from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.records.clearance import GateStatus
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.models import ApprovalRecord, Hold, Person, Screening
from steadyback.web.standing import raise_hold, standing_of

pytestmark = pytest.mark.django_db
Walk = Callable[..., Any]
URL = "/clearance/"


def me() -> Person:
    return Person.objects.get()


def today() -> date:
    return clock.today(me())


def gate() -> GateStatus:
    return standing_of(me(), today()).gate.status


def send(client: Client, **changes: Any) -> Any:
    sent = {
        "result": "approved",
        "by_name": "Dr Lee",
        "by_role": "spine_specialist",
        "decided_on": today().isoformat(),
        **changes,
    }
    return client.post(URL, {key: value for key, value in sent.items() if value is not None})


def test_there_is_nothing_to_approve_before_a_screening(client: Client) -> None:
    assert client.get(URL).headers["Location"] == "/screening/"
    assert client.post(URL, {"result": "approved"}).headers["Location"] == "/screening/"
    assert not ApprovalRecord.objects.exists()


def test_nothing_is_chosen_beforehand(walk: Walk, client: Client) -> None:
    walk(B02="yes").through()
    assert " checked" not in client.get(URL).content.decode()


def test_an_approval_opens_a_clear_screening(walk: Walk, client: Client) -> None:
    walk().through()
    assert gate() is GateStatus.WAIT_CLINICIAN
    assert send(client).status_code == 302
    assert gate() is GateStatus.OPEN
    record = ApprovalRecord.objects.get().approval
    assert record["screening_id"] == str(Screening.objects.get().id)
    page = client.get(URL).content.decode()
    assert "You may start" in page
    assert "Counts until" in page


def test_an_approval_covers_only_what_they_knew(walk: Walk, client: Client) -> None:
    walk(B02="yes", B11="yes").through()
    send(client, covers=["B02"])
    assert gate() is GateStatus.WAIT_CLINICIAN
    assert standing_of(me(), today()).gate.waiting_for == ("B11",)
    send(client, covers=["B02", "B11"])
    assert gate() is GateStatus.OPEN


def test_an_approval_cannot_cover_what_was_never_found(walk: Walk, client: Client) -> None:
    walk(B02="yes").through()
    assert send(client, covers=["B02", "B05"]).status_code == 422
    assert not ApprovalRecord.objects.exists()


def test_a_new_serious_answer_closes_the_gate_again(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(B02="yes").through()
    send(client, covers=["B02"])
    later = clock.now() + timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = walk(B02="yes", C01="yes")
    url = client.post("/screening/").headers["Location"]
    again.to_the_end(url)
    assert again.confirm().headers["Location"] == "/screening/result/"
    assert gate() is GateStatus.WAIT_CLINICIAN
    assert standing_of(me(), today()).gate.waiting_for == ("C01",)


def test_the_same_answer_again_stays_covered(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk(B02="yes").through()
    send(client, covers=["B02"])
    later = clock.now() + timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = walk(B02="yes")
    again.to_the_end(client.post("/screening/").headers["Location"])
    assert again.confirm().headers["Location"] == "/screening/result/"
    assert gate() is GateStatus.OPEN


@pytest.mark.parametrize("result", ["not_yet", "declined"])
def test_a_no_closes_the_gate(walk: Walk, client: Client, result: str) -> None:
    walk().through()
    send(client)
    assert gate() is GateStatus.OPEN
    assert send(client, result=result).status_code == 302
    assert gate() is GateStatus.WAIT_CLINICIAN


def test_an_approval_ends_after_six_months(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk().through()
    send(client)
    later = clock.now() + timedelta(days=190)
    monkeypatch.setattr(clock, "now", lambda: later)
    url = walk().to_the_end(client.post("/screening/").headers["Location"])
    assert url == "/screening/result/"
    assert gate() is GateStatus.WAIT_CLINICIAN
    assert "Has ended" in client.get(URL).content.decode()


def test_the_review_day_ends_it_earlier(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk().through()
    send(client, review_on=(today() + timedelta(days=5)).isoformat())
    assert gate() is GateStatus.OPEN
    later = clock.now() + timedelta(days=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert gate() is GateStatus.WAIT_CLINICIAN


def test_limits_are_kept_and_said(walk: Walk, client: Client) -> None:
    walk().through()
    limits = {
        "no_loaded_bending": "on",
        "highest_level": "1",
        "pain_limit": "3",
        "excluded_exercises": ["bird_dog", "bridge"],
        "excluded_positions": ["prone"],
    }
    assert send(client, result="approved_with_limits", note="Walk first", **limits).status_code == 302
    kept = standing_of(me(), today()).limits
    assert kept is not None
    assert (kept.highest_level, kept.pain_limit, kept.no_loaded_bending) == (1, 3, True)
    assert kept.excluded_exercises == {"bird_dog", "bridge"}
    page = client.get(URL).content.decode()
    for said in ("level 1 at most", "stop above pain 3 of 10", "not lying on your front", "Walk first"):
        assert said in page


def test_limits_and_a_plain_yes_do_not_go_together(walk: Walk, client: Client) -> None:
    walk().through()
    assert send(client, no_lying_face_down="on").status_code == 422
    assert send(client, result="approved_with_limits").status_code == 422
    assert not ApprovalRecord.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_on": "2999-01-01"},
        {"decided_on": "0001-01-01"},
        {"decided_on": "soon"},
        {"decided_on": None},
        {"by_name": ""},
        {"by_role": "wizard"},
        {"result": "maybe"},
        {"result": None},
        {"review_on": "2001-01-01"},
        {"result": "approved_with_limits", "pain_limit": "11"},
        {"result": "approved_with_limits", "highest_level": "7"},
        {"result": "approved_with_limits", "excluded_exercises": ["flying"]},
        {"by_name": "x" * 500},
    ],
)
def test_what_cannot_be_is_refused(walk: Walk, client: Client, changes: dict[str, Any]) -> None:
    walk().through()
    response = send(client, **changes)
    assert response.status_code == 422
    assert "error-text" in response.content.decode()
    assert not ApprovalRecord.objects.exists()


def test_a_day_before_the_screening_has_to_be_said(walk: Walk, client: Client) -> None:
    walk(B02="yes").through()
    before = (today() - timedelta(days=3)).isoformat()
    assert send(client, decided_on=before, covers=["B02"]).status_code == 422
    assert send(client, decided_on=before, covers=["B02"], before_screening="on").status_code == 302
    assert gate() is GateStatus.WAIT_CLINICIAN, "they cannot have known what was answered later"


def test_an_answer_ends_the_holds_that_it_covers(cleared: Person, walk: Walk, client: Client) -> None:
    raise_hold(cleared, Concern("R-02", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY, today()), "session")
    assert gate() is GateStatus.SCREENING_NEEDED
    url = client.post("/screening/").headers["Location"]
    assert walk().to_the_end(url) == "/screening/result/"
    assert gate() is GateStatus.WAIT_CLINICIAN
    send(client)
    assert gate() is GateStatus.WAIT_CLINICIAN, "nobody said that they knew of it"
    send(client, covers=["R-02"])
    assert gate() is GateStatus.OPEN
    hold = Hold.objects.get()
    assert hold.closed_at is not None
    assert hold.closed_because["approval"]


def test_earlier_answers_stay_on_the_page(walk: Walk, client: Client) -> None:
    walk().through()
    send(client, by_name="Dr First")
    send(client, by_name="Dr Second", result="declined")
    page = client.get(URL).content.decode()
    assert page.index("Dr Second") < page.index("Earlier answers") < page.index("Dr First")
    assert ApprovalRecord.objects.count() == 2


def test_text_from_people_is_shown_as_text(walk: Walk, client: Client) -> None:
    walk().through()
    send(client, by_name="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(URL).content.decode()


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(URL).status_code == 405
    assert client.post("/summary/").status_code == 405


@pytest.mark.parametrize("limit", ["highest_level", "pain_limit"])
def test_a_limit_of_0_is_a_limit(walk: Walk, client: Client, limit: str) -> None:
    walk().through()
    assert send(client, result="approved", **{limit: "0"}).status_code == 422
    assert send(client, result="approved_with_limits", **{limit: "0"}).status_code == 302
    limits = standing_of(me(), today()).limits
    assert limits is not None
    assert getattr(limits, limit) == 0
