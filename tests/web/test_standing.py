import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.programme.screening import evaluate
from steadyback.records.clearance import Approval, ClearanceLimits, GateStatus
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Answer, Concern, Disposition, ScreeningAnswers, Urgency
from steadyback.web import clock
from steadyback.web.models import Person, Screening, SessionCheck
from steadyback.web.standing import (
    Standing,
    next_step_url,
    raise_hold,
    refuse_unless_open,
    standing_of,
    unfinished_screening,
)

pytestmark = pytest.mark.django_db
MakePerson = Callable[..., Person]


def stand(person: Person) -> Standing:
    return standing_of(person, clock.today(person))


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def check(person: Person, outcome: str, **signs: bool) -> None:
    SessionCheck.objects.create(
        person=person,
        checked_at=clock.now(),
        on=clock.today(person),
        answers=signs,
        decision={"outcome": outcome},
    )


def test_a_cleared_person_may_go_on(cleared: Person) -> None:
    assert stand(cleared).is_open
    assert refuse_unless_open(cleared) is None
    assert refuse_unless_open(cleared, api=True) is None


def test_somebody_new_begins_at_the_beginning() -> None:
    person = Person.objects.create(created_at=clock.now())
    response = refuse_unless_open(person)
    assert response is not None
    assert response.headers["Location"] == "/begin/"


def test_the_api_says_why_in_a_code_and_a_sentence() -> None:
    person = Person.objects.create(created_at=clock.now())
    response = refuse_unless_open(person, api=True)
    assert response is not None
    assert response.status_code == 403
    assert json.loads(response.content)["error"] == "gate_closed"


def test_after_28_days_the_questions_come_again(cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 26)
    assert stand(cleared).is_open
    later(monkeypatch, 1)
    assert stand(cleared).gate.status is GateStatus.SCREENING_NEEDED
    assert next_step_url(stand(cleared)) == "/screening/"


@pytest.mark.parametrize(
    ("outcome", "signs"),
    [("RESCREEN", {}), ("RESCREEN", {"R7": True}), ("POSTPONE", {"R5": True, "R7": True})],
)
def test_a_change_named_before_a_session_asks_again(cleared: Person, outcome: str, signs: dict[str, bool]) -> None:
    check(cleared, outcome, **signs)
    assert stand(cleared).gate.status is GateStatus.SCREENING_NEEDED


def test_a_quiet_check_changes_nothing(cleared: Person) -> None:
    check(cleared, "GO", R7=False)
    assert stand(cleared).is_open


@pytest.mark.parametrize("disposition", [Disposition.CLINICIAN_FIRST, Disposition.EMERGENCY])
def test_any_hold_closes_the_gate(cleared: Person, disposition: Disposition) -> None:
    raise_hold(cleared, Concern("R-02", disposition, Urgency.SAME_DAY, clock.today(cleared)), "session")
    standing = stand(cleared)
    assert not standing.is_open
    assert standing.approval is None, "an approval from before counts no more"


def test_pregnancy_moves_on_by_the_calendar(make_cleared: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_cleared()
    row = Screening.objects.get(person=person)
    row.answers["answers"].update({"D01": "yes", "D02": "no", "D03": "no"})
    row.answers["facts"].update(
        {"pregnancy_gate": "yes", "pregnancy_weeks": 12, "pregnancy_weeks_on": row.completed_on.isoformat()}
    )
    row.save()
    assert "PREG_T2T3" not in stand(person).flags
    later(monkeypatch, 7)
    assert "PREG_T2T3" in stand(person).flags


def test_a_concern_that_was_found_does_not_fall_away_by_itself(make_cleared: MakePerson) -> None:
    person = make_cleared()
    row = Screening.objects.get(person=person)
    row.outcome["concerns"] = [
        {"rule": "B02", "disposition": "CLINICIAN_FIRST", "urgency": "days", "raised_on": row.completed_on.isoformat()}
    ]
    row.outcome["disposition"] = "CLINICIAN_FIRST"
    row.save()
    standing = stand(person)
    assert standing.gate.status is GateStatus.WAIT_CLINICIAN
    assert [one.rule for one in standing.concerns] == ["B02"]


def test_every_rule_is_named_once_with_the_most_serious_finding(cleared: Person) -> None:
    today = clock.today(cleared)
    raise_hold(cleared, Concern("R-02", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY, today), "session")
    raise_hold(cleared, Concern("R-02", Disposition.EMERGENCY, Urgency.NOW, today), "session")
    assert [(one.rule, one.disposition) for one in stand(cleared).concerns] == [("R-02", Disposition.EMERGENCY)]


def test_a_screening_that_was_never_confirmed_opens_nothing(make_cleared: MakePerson) -> None:
    person = make_cleared()
    Screening.objects.update(confirmed_at=None)
    assert not stand(person).is_open


@pytest.mark.parametrize("path", ["/week/", "/exercises/", "/session/check/2025-06-02/strength/"])
def test_no_session_starts_behind_a_closed_gate(client: Client, path: str) -> None:
    response: Any = client.post(path)
    assert response.status_code in (302, 403, 405)


def test_questions_begun_before_a_change_in_health_are_no_answer_to_it(client: Client, cleared: Person) -> None:
    client.post("/screening/")
    assert unfinished_screening(cleared) is not None
    address = reverse("session_check", args=[clock.today(cleared).isoformat(), "cardio"])
    client.post(address, {"signs": ["R7"], "confirmed": "yes", "pain": "2"})
    assert unfinished_screening(cleared) is None
    assert not stand(cleared).is_open


def test_the_specialists_limits_stay_after_an_emergency_has_ended_the_agreement(cleared: Person) -> None:
    limits = ClearanceLimits(no_lying_face_down=True, tier_4_allowed=True)
    row = cleared.approvals.get()
    row.approval = to_json(replace(from_json(Approval, row.approval), limits=limits))
    row.save()
    assert stand(cleared).limits == limits
    hold = raise_hold(cleared, Concern("R1", Disposition.EMERGENCY, Urgency.NOW, clock.today(cleared)), "check")
    hold.closed_at = clock.now()
    hold.save()
    assert stand(cleared).approval is None
    assert stand(cleared).limits == replace(limits, tier_4_allowed=False)


def test_a_fall_in_a_session_calls_for_support_in_standing_work_from_then_on(client: Client, cleared: Person) -> None:
    assert "BALANCE" not in stand(cleared).flags
    address = reverse("session_check", args=[clock.today(cleared).isoformat(), "cardio"])
    client.post(address, {"none": "yes", "pain": "2"})
    session = cleared.sessions.get()

    def send(name: str, **body: object) -> Any:
        url = reverse(name, args=[session.id])
        return client.post(url, {"client_id": "tab", **body}, content_type="application/json")

    send("api_session_lease", take_over=True)
    events = [
        {
            "schema_version": 1,
            "session_id": str(session.id),
            "client_id": "tab",
            "seq": seq,
            "occurred_at": clock.now().isoformat(),
            "zone": "UTC",
            "media_time_s": float(seq),
            "kind": kind,
            "data": data,
            "supersedes": None,
        }
        for seq, (kind, data) in enumerate(
            [("session_opened", {}), ("stop_pressed", {}), ("stop_answered", {"answer": "fell", "fall": "no"})], start=1
        )
    ]
    assert send("api_session_events", events=events).status_code == 200
    assert stand(cleared).is_open
    assert "BALANCE" in stand(cleared).flags


def test_a_leg_that_nobody_examined_in_14_days_waits_for_a_clinician(make_cleared: MakePerson) -> None:
    person = make_cleared()
    row = person.screenings.get()
    answers = from_json(ScreeningAnswers, row.answers)
    told = replace(
        answers, answers={**answers.answers, "E04": Answer.YES}, facts={**answers.facts, "E04.examined": "no"}
    )
    found = row.completed_on
    assert found is not None
    row.answers, row.outcome = to_json(told), to_json(evaluate(told, found))
    row.save()

    def on(days: int) -> Standing:
        return standing_of(person, found + timedelta(days=days))

    assert on(13).is_open
    closed = on(14)
    assert closed.gate.status is GateStatus.WAIT_CLINICIAN
    assert closed.gate.waiting_for == ("K08",)
    assert [one.rule for one in closed.concerns] == ["K08"], "the page for the specialist's answer names it"
    record = person.approvals.get()
    record.approval["covers"] = ["K08"]
    record.approval["decided_on"] = (found + timedelta(days=1)).isoformat()
    record.save()
    assert on(14).is_open, "a specialist looked at it"
