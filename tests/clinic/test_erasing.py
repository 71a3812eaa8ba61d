"""Erasing a person leaves nothing of them in any table but ids in the audit, whose chain stays whole."""

from collections.abc import Iterator

import pytest
from clinic_people import Clinic, browser_of, screen
from django.apps import apps

from steadyback.cli import main
from steadyback.clinic.audit_check import check
from steadyback.clinic.clearance import Signer, issue
from steadyback.clinic.invitations import accept, invite
from steadyback.clinic.models import AuditRow, CareRelation, User
from steadyback.clinic.requests import ask_by_link
from steadyback.clinic.roles import Role
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.models import Person, Screening, Session, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.standing import raise_hold, standing_of

CONFIRMED = {"address": "Ada.Patient@example.org"}


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table but the audit."""
    for model in apps.get_models():
        if model is AuditRow or model._meta.proxy:
            continue
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                yield f"{model.__name__}.{field.name}", str(field.value_from_object(row))


def lived(clinic: Clinic) -> None:
    """Records in many tables: answers, a clearance, a plan, a link, a hold with its alert, an invitation's label."""
    row = screen(clinic.person)
    standing = standing_of(clinic.person, clock.today(clinic.person))
    approval = Approval(ApprovalStatus.APPROVED, "Clara Clinician", "doctor", standing.today, str(row.id))
    issue(standing, approval, {}, Signer("Clara Clinician", "doctor", clinic.clinician))
    week = week_of(standing_of(clinic.person, standing.today))
    assert week is not None
    now = clock.now()
    told = SessionCheck.objects.create(person=clinic.person, checked_at=now, on=standing.today, answers={}, decision={})
    Session.objects.create(
        person=clinic.person,
        plan=week.row,
        check_before=told,
        on=standing.today,
        kind="strength",
        opened_at=now,
        status="open",
        script={},
        record={},
    )
    ask_by_link(clinic.person, "Dr Away", clock.now())
    concern = Concern("M-02", Disposition.CLINICIAN_FIRST, Urgency.DAYS, standing.today)
    raise_hold(clinic.person, concern, "session")
    secret = invite(clinic.operator, Role.PATIENT, clock.now(), label="Ada Patient")
    accept(secret, clinic.patient, clock.now())


def test_nothing_of_the_person_is_left(clinic: Clinic) -> None:
    lived(clinic)
    ids = (str(clinic.person.id), str(clinic.patient.id), clinic.person.id.hex, clinic.patient.id.hex)
    secrets = (*ids, "Ada Patient", "ada.patient@example.org")
    assert any(secret in value for _place, value in everything() for secret in secrets)
    browser = browser_of(clinic.patient)
    assert browser.post("/settings/data/erase/", CONFIRMED).status_code == 302
    left = [place for place, value in everything() if any(secret in value for secret in secrets)]
    assert left == []
    assert not User.objects.filter(id=clinic.patient.id).exists()


def test_the_chain_stays_whole_and_tells_of_it(clinic: Clinic) -> None:
    lived(clinic)
    before = AuditRow.objects.count()
    browser_of(clinic.patient).post("/settings/data/erase/", CONFIRMED)
    assert AuditRow.objects.count() > before
    assert check().broken == ""
    erased = AuditRow.objects.get(action="erased")
    assert (erased.actor, erased.person) == (clinic.patient.id, clinic.person.id)


def test_others_keep_what_is_theirs(clinic: Clinic) -> None:
    screen(clinic.other_person)
    browser_of(clinic.patient).post("/settings/data/erase/", CONFIRMED)
    assert Screening.objects.filter(person=clinic.other_person).count() == 1
    assert User.objects.filter(id=clinic.trainer.id).exists()
    assert not CareRelation.objects.filter(carer=clinic.trainer).exists()


def test_every_browser_is_signed_out(clinic: Clinic) -> None:
    here, elsewhere = browser_of(clinic.patient), browser_of(clinic.patient)
    here.post("/settings/data/erase/", CONFIRMED)
    for browser in (here, elsewhere):
        assert browser.get("/care/").status_code == 302
        assert "Ada Patient" not in browser.get("/").content.decode()


def test_the_command_erases_whom_it_names_and_only_when_told_to(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("steadyback.cli.erase.open_clinic", lambda _folder: None)
    assert main(["erase", "nobody@example.org", "--yes"]) == 1
    assert main(["erase", "tia.trainer@example.org", "--yes"]) == 1
    assert main(["erase", "ada.patient@example.org"]) == 2
    assert "Ada Patient" in capsys.readouterr().err
    assert Person.objects.filter(id=clinic.person.id).exists()
    assert main(["erase", "Ada.Patient@example.org", "--yes"]) == 0
    assert not Person.objects.filter(id=clinic.person.id).exists()
    assert check().broken == ""


@pytest.mark.parametrize("typed", ["", "yes", "otto.patient@example.org"])
def test_without_the_right_address_nothing_is_erased(clinic: Clinic, typed: str) -> None:
    assert browser_of(clinic.patient).post("/settings/data/erase/", {"address": typed}).status_code == 422
    assert Person.objects.filter(id=clinic.person.id).exists()


def test_an_account_with_another_role_stays_with_that_role(clinic: Clinic) -> None:
    from steadyback.clinic import access

    access.grant(clinic.patient, Role.TRAINER, clock.now())
    browser = browser_of(clinic.patient)
    assert "Your account stays" in browser.get("/settings/data/erase/").content.decode()
    browser.post("/settings/data/erase/", CONFIRMED)
    user = User.objects.get(id=clinic.patient.id)
    assert access.roles_of(user) == {Role.TRAINER}
    assert not Person.objects.filter(id=clinic.person.id).exists()
    assert browser.get("/people/").status_code == 200
