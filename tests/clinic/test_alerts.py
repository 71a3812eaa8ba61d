"""A new red flag ends a clearance at once, and a clinician has to say that they saw it."""

from datetime import timedelta
from typing import Any

import pytest
from clinic_people import Clinic, browser_of, relate, screen
from django.db import DatabaseError
from django.test import Client

from steadyback.clinic import access, clearance_watch
from steadyback.clinic.clearance import Signer, State, current, issue, state_of
from steadyback.clinic.models import Alert, AuditRow, Clearance
from steadyback.clinic.roles import Role, Scope
from steadyback.records.clearance import Approval, ApprovalStatus, GateStatus
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.emergency_lock import may_go_back
from steadyback.web.models import Hold
from steadyback.web.standing import raise_hold, standing_of

SERIOUS = (Disposition.CLINICIAN_FIRST, Disposition.EMERGENCY)


def cleared(clinic: Clinic) -> Clearance:
    """Ada Patient has no concern, and Clara Clinician approved."""
    row = screen(clinic.person)
    standing = standing_of(clinic.person, clock.today(clinic.person))
    approval = Approval(ApprovalStatus.APPROVED, "Clara Clinician", "physiotherapist", standing.today, str(row.id))
    return issue(standing, approval, {}, Signer("Clara Clinician", "physiotherapist", clinic.clinician))


def hold(clinic: Clinic, disposition: Disposition = Disposition.CLINICIAN_FIRST) -> Hold:
    concern = Concern("M-02", disposition, Urgency.SAME_DAY, clock.today(clinic.person))
    return raise_hold(clinic.person, concern, "session")


def state(clinic: Clinic) -> State:
    one = current(clinic.person)
    assert one is not None
    return state_of(one, clock.today(clinic.person))


def later(monkeypatch: pytest.MonkeyPatch, **more: int) -> None:
    moment = clock.now() + timedelta(**more)
    monkeypatch.setattr(clock, "now", lambda: moment)


def names_at(browser: Client) -> str:
    return browser.get("/alerts/").content.decode()


@pytest.mark.parametrize("disposition", SERIOUS)
def test_a_stop_that_needs_a_clinician_ends_the_clearance(clinic: Clinic, disposition: Disposition) -> None:
    cleared(clinic)
    assert state(clinic) is State.COUNTS
    hold(clinic, disposition)
    assert state(clinic) is State.REVOKED
    assert (
        "because something serious was found after it"
        in browser_of(clinic.clinician).get(f"/people/{clinic.person.id}/clearance/").content.decode()
    )


def test_what_only_asks_for_a_new_screening_ends_nothing(clinic: Clinic) -> None:
    cleared(clinic)
    hold(clinic, Disposition.CAUTION)
    assert state(clinic) is State.COUNTS
    assert not Alert.objects.exists()


def test_a_new_answer_that_needs_a_clinician_ends_the_clearance(clinic: Clinic) -> None:
    cleared(clinic)
    screen(clinic.person, "B02")
    assert state(clinic) is State.REVOKED
    assert standing_of(clinic.person, clock.today(clinic.person)).gate.status is GateStatus.WAIT_CLINICIAN
    screen(clinic.person)
    gate = standing_of(clinic.person, clock.today(clinic.person)).gate
    assert gate.status is GateStatus.WAIT_CLINICIAN, "taking the answer back does not bring the clearance back"


def test_answers_that_were_covered_end_nothing(clinic: Clinic) -> None:
    cleared(clinic)
    screen(clinic.person)
    assert state(clinic) is State.COUNTS


def test_the_clinician_who_gave_it_is_told_and_says_that_they_saw_it(clinic: Clinic) -> None:
    relate(clinic.person, clinic.other_clinician, Role.CLINICIAN)
    cleared(clinic)
    hold(clinic)
    hold(clinic)
    (alert,) = Alert.objects.all()
    assert alert.first == clinic.clinician
    browser = browser_of(clinic.clinician)
    assert "To be seen (1)" in browser.get("/people/").content.decode()
    assert "Ada Patient" in names_at(browser)
    assert "Ada Patient" not in names_at(browser_of(clinic.other_clinician))
    response = browser.post(f"/alerts/{alert.id}/seen/")
    assert response.headers["Location"] == f"/people/{clinic.person.id}/clearance/"
    alert.refresh_from_db()
    assert alert.acknowledged_by == clinic.clinician
    assert "Ada Patient" not in names_at(browser)
    assert [row.actor for row in AuditRow.objects.filter(action="alert_seen")] == [clinic.clinician.id]


def test_unseen_for_a_day_it_comes_to_the_second_clinician(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    relate(clinic.person, clinic.other_clinician, Role.CLINICIAN)
    cleared(clinic)
    hold(clinic)
    alert = Alert.objects.get()
    second = browser_of(clinic.other_clinician)
    later(monkeypatch, hours=23, minutes=59)
    assert second.post(f"/alerts/{alert.id}/seen/").status_code == 404
    later(monkeypatch, minutes=1)
    assert "Clara Clinician has not seen it" in names_at(second)
    assert "Ada Patient" not in names_at(browser_of(clinic.operator)), "there is still a second clinician"
    assert second.post(f"/alerts/{alert.id}/seen/").status_code == 302


def test_without_a_second_clinician_it_comes_to_the_operators_without_a_word_about_health(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared(clinic)
    hold(clinic)
    operator = browser_of(clinic.operator)
    assert "Ada Patient" not in names_at(operator)
    later(monkeypatch, hours=24)
    page = names_at(operator)
    assert "Ada Patient" in page
    assert "clearance" not in page
    operator.post(f"/alerts/{Alert.objects.get().id}/seen/")
    assert Alert.objects.get().acknowledged_by == clinic.operator


def test_a_clinician_who_is_shown_nothing_any_more_is_not_told(clinic: Clinic) -> None:
    cleared(clinic)
    relation = clinic.person.care.get(carer=clinic.clinician)
    access.show(relation, frozenset({Scope.PLAN}), clock.now())
    hold(clinic)
    assert "Ada Patient" not in names_at(browser_of(clinic.clinician))
    assert "Ada Patient" in names_at(browser_of(clinic.operator)), "nobody else can see it"


def test_what_was_found_is_kept_even_where_ending_the_clearance_fails(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared(clinic)

    def fail(*_args: Any, **_more: Any) -> bool:
        raise DatabaseError("no room")

    monkeypatch.setattr(clearance_watch, "revoke", fail)
    hold(clinic)
    assert clinic.person.holds.count() == 1
    assert not standing_of(clinic.person, clock.today(clinic.person)).is_open


class TestEmergency:
    """The way back from an emergency leads over a clinician."""

    @pytest.fixture(autouse=True)
    def _emergency(self, clinic: Clinic) -> None:
        cleared(clinic)
        hold(clinic, Disposition.EMERGENCY)

    def test_the_patient_cannot_write_down_their_own_visit(self, clinic: Clinic) -> None:
        browser = browser_of(clinic.patient)
        assert "A clinician of your team then says so here" in browser.get("/back/").content.decode()
        words = {"seen_by": "Dr Me", "seen_at": "2026-01-01T10:00", "what_they_said": "Fine"}
        assert browser.post("/back/", words).status_code == 405
        assert not clinic.person.emergency_visits.exists()

    def test_a_clinician_says_that_they_saw_them_and_the_questions_open_a_day_later(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clinician = browser_of(clinic.clinician)
        address = f"/people/{clinic.person.id}/seen/"
        clinician.post(address, {"words": " "})
        assert not clinic.person.emergency_visits.exists()
        clinician.post(address, {"words": "Examined today, nothing urgent."})
        visit = clinic.person.emergency_visits.get()
        assert (visit.seen_by, visit.what_they_said) == ("Clara Clinician", "Examined today, nothing urgent.")
        assert not may_go_back(clinic.person)
        later(monkeypatch, hours=24)
        assert may_go_back(clinic.person)
        assert standing_of(clinic.person, clock.today(clinic.person)).is_emergency, "only the re-screen ends it"

    def test_nobody_else_can_say_so(self, clinic: Clinic) -> None:
        for user in (clinic.trainer, clinic.other_clinician, clinic.patient):
            response = browser_of(user).post(f"/people/{clinic.person.id}/seen/", {"words": "Fine"})
            assert response.status_code == 404
        assert not clinic.person.emergency_visits.exists()

    def test_a_carer_who_is_a_patient_too_goes_on_caring_for_others(self, clinic: Clinic) -> None:
        access.grant(clinic.patient, Role.CLINICIAN, clock.now())
        relate(clinic.other_person, clinic.patient, Role.CLINICIAN)
        browser = browser_of(clinic.patient)
        assert browser.get("/people/").status_code == 200
        assert browser.get(f"/people/{clinic.other_person.id}/").status_code == 200
        assert browser.get("/week/").headers["Location"] == "/emergency/"

    def test_consents_can_still_be_withdrawn(self, clinic: Clinic) -> None:
        browser = browser_of(clinic.patient)
        assert browser.get("/care/").status_code == 200
        assert browser.get("/week/").status_code == 302


def test_a_clinician_cannot_open_the_way_back_where_no_emergency_is(clinic: Clinic) -> None:
    cleared(clinic)
    browser_of(clinic.clinician).post(f"/people/{clinic.person.id}/seen/", {"words": "Fine"})
    assert not clinic.person.emergency_visits.exists()
