"""Accounts as operators and their owners change them: roles, and the address by which somebody signs in."""

import pytest
from clinic_people import PASSWORD, Clinic, SignedIn
from django.test import Client

from steadyback.clinic import access
from steadyback.clinic.models import AuditRow, User
from steadyback.clinic.roles import Role

NEW = "ada.new@example.org"
OWN = "/account/address/"


def login(email: str) -> Client:
    client = Client(headers={"host": "localhost:8000"})
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


class TestOnesOwnAddress:
    def test_it_is_changed_with_the_password_and_ends_every_other_sign_in(self, clinic: Clinic) -> None:
        here, elsewhere = login(clinic.patient.email), login(clinic.patient.email)
        old = clinic.patient.email
        assert here.post(OWN, {"address": "Ada.New@Example.org", "password": PASSWORD}).status_code == 302
        assert User.objects.get(id=clinic.patient.id).email == NEW
        assert (is_in(here), is_in(elsewhere)) == (True, False)
        assert (is_in(login(NEW)), is_in(login(old))) == (True, False)
        row = AuditRow.objects.get(action="address_changed")
        assert (row.actor, row.person) == (clinic.patient.id, clinic.person.id)
        assert "@" not in str(row.detail)
        assert "changed the e-mail address" in here.get("/care/log/").content.decode()

    def test_without_the_right_password_nothing_changes_and_guessing_is_slowed_down(self, clinic: Clinic) -> None:
        here, old = login(clinic.patient.email), clinic.patient.email
        for _ in range(5):
            assert b"not your password" in here.post(OWN, {"address": NEW, "password": "wrong"}).content
        refused = here.post(OWN, {"address": NEW, "password": PASSWORD})
        assert (refused.status_code, b"Too many failed" in refused.content) == (422, True)
        assert User.objects.get(id=clinic.patient.id).email == old

    def test_an_address_that_somebody_else_has_is_refused(self, clinic: Clinic) -> None:
        here = login(clinic.patient.email)
        for odd in (clinic.trainer.email.upper(), "no address", ""):
            assert here.post(OWN, {"address": odd, "password": PASSWORD}).status_code == 422
        assert not AuditRow.objects.filter(action="address_changed").exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8 <b>", "curl/8 &lt;b&gt;"),
    ],
)
def test_the_list_of_sign_ins_names_browsers_as_people_do(agent: str, words: str, clinic: Clinic) -> None:
    here, elsewhere = login(clinic.patient.email), Client(headers={"host": "localhost:8000", "user-agent": agent})
    elsewhere.post("/accounts/login/", {"login": clinic.patient.email, "password": PASSWORD})
    assert words in here.get("/accounts/sessions/").content.decode()
    assert here.post("/accounts/sessions/").status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_who_is_a_patient_and_a_trainer_finds_both(clinic: Clinic, signed_in: SignedIn) -> None:
    access.grant(clinic.patient, Role.TRAINER, clinic.patient.joined_at)
    browser = signed_in(clinic.patient)
    for page, links in (
        ("/", ["/people/", "/week/", "/settings/"]),
        ("/people/", ["/clinic/invitations/"]),
        ("/settings/", ["/account/"]),
        ("/account/", ["/account/licences/"]),
    ):
        text = browser.get(page).content.decode()
        assert all(f'href="{link}"' in text for link in links), page


def test_what_is_not_there_or_comes_too_late_is_said_on_a_page_of_ours(clinic: Clinic, signed_in: SignedIn) -> None:
    page = signed_in(clinic.trainer).get(f"/people/{clinic.other_person.id}/")
    assert (page.status_code, "There is nothing here" in page.content.decode()) == (404, True)
    assert "Otto" not in page.content.decode()
    late = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"}).post("/accounts/login/")
    assert (late.status_code, "Nothing was changed" in late.content.decode()) == (403, True)


class TestTheOperator:
    def test_changes_somebodys_address_with_their_own_password(self, clinic: Clinic) -> None:
        theirs, operator = login(clinic.patient.email), login(clinic.operator.email)
        url = f"/clinic/accounts/{clinic.patient.id}/address/"
        assert operator.post(url, {"address": NEW, "password": "wrong"}).status_code == 422
        assert operator.post(url, {"address": NEW, "password": PASSWORD}).status_code == 302
        assert (is_in(theirs), is_in(operator), is_in(login(NEW))) == (False, True, True)
        assert "Oscar Operator" in login(NEW).get("/care/log/").content.decode()

    def test_sees_roles_in_words_and_what_ending_one_means(self, clinic: Clinic, signed_in: SignedIn) -> None:
        operator = signed_in(clinic.operator)
        page = operator.get("/clinic/accounts/").content.decode()
        assert page.count(">trainer</span>") == 3
        assert "End:" not in page, "nothing is ended from a list"
        page = operator.get(f"/clinic/accounts/{clinic.patient.id}/").content.decode()
        assert "Nothing is erased" in page
        assert "Make clinician" in page

    def test_who_loses_their_own_records_shows_them_to_nobody(self, clinic: Clinic, signed_in: SignedIn) -> None:
        trainer = signed_in(clinic.trainer)
        assert trainer.get(f"/people/{clinic.person.id}/plan/").status_code == 200
        signed_in(clinic.operator).post(f"/clinic/accounts/{clinic.patient.id}/roles/", {"role": "patient"})
        assert access.roles_of(clinic.patient) == frozenset()
        assert trainer.get(f"/people/{clinic.person.id}/plan/").status_code == 404
        assert signed_in(clinic.patient).get("/week/").status_code == 403

    def test_who_gives_up_their_own_role_lands_at_the_start(self, clinic: Clinic, signed_in: SignedIn) -> None:
        access.grant(clinic.trainer, Role.OPERATOR, clinic.trainer.joined_at)
        url = f"/clinic/accounts/{clinic.operator.id}/roles/"
        assert signed_in(clinic.operator).post(url, {"role": "operator"}).headers["Location"] == "/"
