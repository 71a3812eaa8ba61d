"""Coming in by an invitation, through the real pages."""

import re
from datetime import timedelta

import pytest
from clinic_people import PASSWORD, Clinic, SignedIn, make_user
from django.test import Client

from steadyback.cli import main
from steadyback.clinic import access
from steadyback.clinic.invitations import LASTS, InvitationError, accept, cancel, invite, invite_carer
from steadyback.clinic.models import AuditRow, CareRelation, Invitation, Patient, User
from steadyback.clinic.roles import Role, Scope
from steadyback.web import clock
from steadyback.web.models import Person

NEW = {"email": "nina@example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "Nina New"}


def links_on(page: bytes) -> list[str]:
    return re.findall(r'href="http://localhost:8000(/join/[^"]+)"', page.decode())


def test_a_carer_invites_a_patient_who_signs_up_and_shows_what_they_choose(clinic: Clinic, signed_in: SignedIn) -> None:
    made = signed_in(clinic.trainer).post("/clinic/invitations/", {"role": "patient:trainer", "names": "Nina\n\nOle\n"})
    links = links_on(made.content)
    assert len(links) == 2
    assert made.content.count(b"<svg") == 2

    browser = signed_in(None)
    page = browser.get(links[0])
    assert b"Tia Trainer" in page.content
    assert browser.post(links[0]).headers["Location"] == "/accounts/signup/"
    assert browser.get("/accounts/signup/").status_code == 200
    joined = browser.post("/accounts/signup/", NEW, follow=True)
    user = User.objects.get(email="nina@example.org")
    relation = CareRelation.objects.get(person=user.patient.person)
    assert joined.redirect_chain[-1][0] == f"/care/{relation.id}/"
    assert (user.name, relation.carer, relation.role) == ("Nina New", clinic.trainer, "trainer")
    assert access.roles_of(user) == {Role.PATIENT}
    assert not relation.consents.exists(), "nothing is shown before the patient says so"

    assert signed_in(clinic.trainer).get(f"/people/{user.patient.person.id}/careful/").status_code == 403
    browser.post(f"/care/{relation.id}/", {"scopes": ["plan"]})
    assert signed_in(clinic.trainer).get(f"/people/{user.patient.person.id}/careful/").status_code == 200


def test_signing_up_without_an_invitation_is_closed(clinic: Clinic, signed_in: SignedIn) -> None:
    browser = signed_in(None)
    assert b"password1" not in browser.get("/accounts/signup/").content
    browser.post("/accounts/signup/", NEW)
    assert not User.objects.filter(email="nina@example.org").exists()


def test_an_invitation_lets_in_once(clinic: Clinic) -> None:
    secret = invite(clinic.operator, Role.TRAINER, clock.now())
    first, second = make_user("First"), make_user("Second")
    accept(secret, first, clock.now())
    with pytest.raises(InvitationError, match="used"):
        accept(secret, second, clock.now())
    assert (access.roles_of(first), access.roles_of(second)) == ({Role.TRAINER}, frozenset())


@pytest.mark.parametrize(("case", "status"), [("guessed", 404), ("expired", 410), ("cancelled", 410), ("used", 410)])
def test_a_link_that_lets_nobody_in_says_so(case: str, status: int, clinic: Clinic, signed_in: SignedIn) -> None:
    at = clock.now() - (LASTS if case == "expired" else timedelta(0))
    secret = "x" * 32 if case == "guessed" else invite(clinic.operator, Role.TRAINER, at)
    if case == "cancelled":
        cancel(Invitation.objects.get(), clock.now())
    if case == "used":
        accept(secret, make_user("First"), clock.now())
    browser = signed_in(clinic.other_patient)
    assert browser.get(f"/join/{secret}/").status_code == status
    assert browser.post(f"/join/{secret}/").status_code == status
    assert browser.get("/join/").status_code == 302
    assert access.roles_of(clinic.other_patient) == {Role.PATIENT}


def test_only_the_hash_of_a_secret_is_kept(clinic: Clinic) -> None:
    secret = invite(clinic.operator, Role.TRAINER, clock.now())
    row = Invitation.objects.get()
    assert secret not in [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]


def test_nobody_invites_above_their_own_role(clinic: Clinic, signed_in: SignedIn) -> None:
    for user in (clinic.trainer, clinic.clinician):
        for role in ("trainer:", "clinician:", "operator:", "patient:operator", "patient:"):
            refused = signed_in(user).post("/clinic/invitations/", {"role": role, "names": "Eve"})
            assert refused.status_code == 422, (user, role)
    assert signed_in(clinic.patient).get("/clinic/invitations/").status_code == 403
    assert not Invitation.objects.exists()


def test_a_patient_invites_a_carer_who_works_here_with_what_they_show(clinic: Clinic, signed_in: SignedIn) -> None:
    page = signed_in(clinic.patient).post("/care/invite/", {"carer_role": "trainer", "scopes": ["plan", "live"]})
    (link,) = set(links_on(page.content))
    browser = signed_in(clinic.other_trainer)
    assert browser.post(link).headers["Location"] == "/join/"
    assert browser.get("/join/").headers["Location"] == f"/people/{clinic.person.id}/"
    relation = CareRelation.objects.get(carer=clinic.other_trainer)
    assert [access.is_shown(relation, scope) for scope in Scope] == [True, False, True, False, False]


@pytest.mark.parametrize("who", ["other_patient", "operator", "clinician"])
def test_a_patients_invitation_makes_nobody_a_trainer(who: str, clinic: Clinic) -> None:
    secret = invite_carer(clinic.person, clinic.patient, Role.TRAINER, frozenset({Scope.RECORDS}), clock.now())
    user = getattr(clinic, who)
    before = access.roles_of(user)
    with pytest.raises(InvitationError, match="not_a_carer"):
        accept(secret, user, clock.now())
    assert access.roles_of(user) == before
    assert Invitation.objects.get().used_at is None, "the right one can still use it"


def test_nobody_becomes_their_own_carer(clinic: Clinic) -> None:
    access.grant(clinic.patient, Role.TRAINER, clock.now())
    secret = invite_carer(clinic.person, clinic.patient, Role.TRAINER, frozenset(), clock.now())
    with pytest.raises(InvitationError, match="own"):
        accept(secret, clinic.patient, clock.now())


def test_an_account_that_is_a_patient_already_keeps_its_records(clinic: Clinic) -> None:
    secret = invite(clinic.clinician, Role.PATIENT, clock.now(), into_care_as=Role.CLINICIAN)
    people = Person.objects.count()
    accept(secret, clinic.other_patient, clock.now())
    assert Person.objects.count() == people
    assert Patient.objects.get(user=clinic.other_patient).person == clinic.other_person


def test_five_wrong_passwords_shut_an_address_for_a_while(clinic: Clinic, signed_in: SignedIn) -> None:
    browser: Client = signed_in(None)
    for _ in range(5):
        wrong = browser.post("/accounts/login/", {"login": clinic.trainer.email, "password": "wrong"})
        assert wrong.status_code == 422
    right = browser.post("/accounts/login/", {"login": clinic.trainer.email, "password": PASSWORD})
    assert right.status_code == 429
    assert b"Too many failed" in right.content
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("password", ["short", "123456789012", "1qaz2wsx3edc", "nina@example.org"])
def test_a_weak_password_is_refused(password: str, clinic: Clinic, signed_in: SignedIn) -> None:
    browser = signed_in(None)
    browser.post(f"/join/{invite(clinic.operator, Role.TRAINER, clock.now())}/")
    browser.post("/accounts/signup/", {**NEW, "password1": password, "password2": password})
    assert not User.objects.filter(email="nina@example.org").exists()


def test_a_forgotten_password_promises_no_mail(clinic: Clinic, signed_in: SignedIn) -> None:
    page = signed_in(None).get("/accounts/password/reset/")
    assert b"sends no e-mail" in page.content
    assert signed_in(None).post("/accounts/password/reset/", {"email": clinic.trainer.email}).status_code == 405


def test_a_link_from_the_machine_sets_a_new_password_once(
    clinic: Clinic, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steadyback.cli.password.open_clinic", lambda _folder: None)
    assert main(["password", clinic.trainer.email.upper()]) == 0
    assert AuditRow.objects.filter(action="password_link_made").exists()
    (link,) = re.findall(r"localhost:8000(/accounts/password/reset/key/\S+)", capsys.readouterr().out)
    new = "another calm and steady phrase"
    browser = signed_in(None)
    form = browser.get(link).headers["Location"]
    assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
    again = signed_in(None)
    assert again.get(link).status_code == 200, "used: the page says that it no longer works"
    assert signed_in(None).login(email=clinic.trainer.email, password=new)
    assert main(["password", "nobody@example.org"]) == 1
