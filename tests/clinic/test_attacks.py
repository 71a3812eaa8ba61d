"""What somebody with bad intentions tries first is refused, with the status that says so.

Weak passwords, used and expired invitations: test_joining. Live sockets: live/test_sockets. Over a real wire, with TLS
and two workers: test_wire.
"""

import uuid
from typing import Any

import pytest
from clinic_people import PASSWORD, Clinic, SignedIn
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from steadyback.clinic.roles import Role, Scope
from steadyback.web.models import Session

LOCAL = {"host": "localhost:8000"}
SESSION = "steadyback_session"


def login(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)


class TestTheSession:
    def test_one_that_was_planted_before_signing_in_leads_nowhere_afterwards(self, clinic: Clinic) -> None:
        planted = SessionStore()
        planted["seen"] = 1
        planted.create()
        victim, attacker = Client(headers=LOCAL), Client(headers=LOCAL)
        for client in (victim, attacker):
            client.cookies[SESSION] = planted.session_key or ""
        assert login(victim, clinic.patient.email).status_code == 302
        assert is_signed_in(victim)
        assert victim.cookies[SESSION].value != planted.session_key
        assert not is_signed_in(attacker)

    def test_one_that_was_made_up_is_not_taken(self, clinic: Clinic) -> None:
        client = Client(headers=LOCAL)
        client.cookies[SESSION] = "a" * 32
        assert login(client, clinic.patient.email).status_code == 302
        assert client.cookies[SESSION].value != "a" * 32

    def test_one_that_was_copied_ends_with_signing_out(self, clinic: Clinic) -> None:
        client, copy = Client(headers=LOCAL), Client(headers=LOCAL)
        login(client, clinic.patient.email)
        copy.cookies[SESSION] = client.cookies[SESSION].value
        assert is_signed_in(copy)
        client.post("/accounts/logout/")
        assert not is_signed_in(copy)

    def test_one_ends_everywhere_else_when_the_password_changes(self, clinic: Clinic) -> None:
        client, copy = Client(headers=LOCAL), Client(headers=LOCAL)
        for one in (client, copy):
            login(one, clinic.patient.email)
        new = "another calm and steady phrase"
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post("/accounts/password/change/", sent).status_code == 302
        assert not is_signed_in(copy)

    def test_its_cookie_is_out_of_reach_of_scripts_and_of_other_sites(self, clinic: Clinic) -> None:
        client = Client(headers=LOCAL)
        login(client, clinic.patient.email)
        session, token = client.cookies[SESSION], client.cookies["steadyback_csrf"]
        assert (session["httponly"], session["samesite"], token["samesite"]) == (True, "Lax", "Strict")


CHANGES = [
    ("patient", "/care/{relation}/"),
    ("patient", "/care/{relation}/end/"),
    ("patient", "/settings/data/import/"),
    ("operator", "/clinic/accounts/{user}/roles/"),
    ("trainer", "/clinic/invitations/"),
    (None, "/accounts/login/"),
    ("patient", "/accounts/logout/"),
    ("patient", "/accounts/password/change/"),
]


@pytest.mark.parametrize(("actor", "address"), CHANGES)
def test_a_change_without_our_token_or_from_elsewhere_is_refused(
    actor: str | None, address: str, clinic: Clinic
) -> None:
    relation = clinic.person.care.filter(carer=clinic.trainer).get()
    url = address.format(relation=relation.id, user=clinic.patient.id)
    client = Client(enforce_csrf_checks=True, headers=LOCAL)
    if actor is not None:
        client.force_login(getattr(clinic, actor), "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(url).status_code == 403
    client.get("/accounts/login/" if actor is None else "/account/")
    token = {"x-csrftoken": client.cookies["steadyback_csrf"].value} if "steadyback_csrf" in client.cookies else {}
    for odd in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(url, headers={**token, **odd}).status_code == 403
    relation.refresh_from_db()
    assert relation.ended_at is None


FROM_ELSEWHERE = ("/session/{id}/", "/session/{id}/done/", "/api/sessions/{id}/", "/session/{id}/end/")


@pytest.mark.parametrize("address", FROM_ELSEWHERE)
def test_somebody_elses_session_is_not_even_there(address: str, clinic: Clinic, signed_in: SignedIn) -> None:
    theirs = session_of(clinic)
    for actor in (clinic.other_patient, clinic.trainer, clinic.clinician, clinic.operator):
        client = signed_in(actor)
        known, guessed = (client.get(address.format(id=one)) for one in (theirs, uuid.uuid4()))
        assert known.status_code == guessed.status_code
        assert known.status_code in (403, 404, 405)
        assert str(theirs) not in known.content.decode().replace(address.format(id=theirs), "")


def session_of(clinic: Clinic) -> uuid.UUID:
    """A session of the clinic's person, as other people's ids are guessed at."""
    from cleared_people import cleared_person

    from steadyback.web.session_store import Taps, check_and_open

    cleared = cleared_person()
    opened = check_and_open(cleared, "cardio", Taps({f"R{n}": False for n in range(1, 8)}, None, 2)).session
    assert opened is not None
    for model in (opened.plan, opened.check_before, opened):
        type(model).objects.filter(pk=model.pk).update(person=clinic.person)
    return Session.objects.get(person=clinic.person).pk


def test_a_carer_of_one_person_reaches_nothing_of_another_by_changing_ids(clinic: Clinic, signed_in: SignedIn) -> None:
    trainer = signed_in(clinic.trainer)
    assert trainer.get(f"/people/{clinic.person.id}/").status_code == 200
    for other in (clinic.other_person.id, uuid.uuid4()):
        for address in ("/people/{}/", "/people/{}/leave/", "/people/{}/live/", "/people/{}/plan/"):
            assert trainer.get(address.format(other)).status_code == 404
            assert trainer.post(address.format(other)).status_code in (404, 405)
    relation = clinic.person.care.filter(carer=clinic.clinician).get()
    stranger = signed_in(clinic.other_patient)
    before = set(relation.consents.filter(withdrawn_at=None).values_list("scope", flat=True))
    assert stranger.post(f"/care/{relation.id}/", {"scopes": [Scope.PLAN.value]}).status_code == 404
    assert stranger.post(f"/care/{relation.id}/end/").status_code == 404
    assert set(relation.consents.filter(withdrawn_at=None).values_list("scope", flat=True)) == before


@pytest.mark.parametrize("actor", ["patient", "trainer", "clinician"])
def test_nobody_gives_themselves_a_role(actor: str, clinic: Clinic, signed_in: SignedIn) -> None:
    user = getattr(clinic, actor)
    roles = set(user.roles.values_list("role", flat=True))
    sent = {"roles": [Role.OPERATOR.value, *roles], "is_superuser": "on", "role": Role.OPERATOR.value}
    assert signed_in(user).post(f"/clinic/accounts/{user.id}/roles/", sent).status_code == 403
    signed_in(user).post("/account/", sent)
    user.refresh_from_db()
    assert set(user.roles.values_list("role", flat=True)) == roles
    assert not user.is_superuser


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ],
)
@pytest.mark.parametrize("name", ["next", "redirect_to"])
def test_signing_in_and_out_leads_nowhere_else(name: str, to: str, clinic: Clinic) -> None:
    client = Client(headers=LOCAL)
    answer = client.post(f"/accounts/login/?{name}=x", {"login": clinic.patient.email, "password": PASSWORD, name: to})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    answer = client.post("/accounts/logout/", {name: to})
    assert answer.headers["Location"] == "/"


def test_failures_do_not_tell_which_addresses_have_an_account(clinic: Clinic) -> None:
    known, unknown = (login(Client(headers=LOCAL), one, "wrong") for one in (clinic.patient.email, "no@example.org"))
    assert known.status_code == unknown.status_code
    text = [
        page.content.decode().replace(one, "")
        for page, one in ((known, clinic.patient.email), (unknown, "no@example.org"))
    ]
    assert "incorrect" in text[0] or "not correct" in text[0]
    assert without_tokens(text[0]) == without_tokens(text[1])


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line]


def test_guessing_from_one_place_is_slowed_down_with_429(clinic: Clinic) -> None:
    client = Client(headers=LOCAL)
    statuses = [login(client, f"guess{number}@example.org", "wrong").status_code for number in range(70)]
    assert statuses[-1] == 429
    assert statuses.index(429) <= 60


@pytest.mark.parametrize("secret", ["a", "A" * 32, "../" * 5, "%00", "' OR 1=1 --", "x" * 3000])
def test_a_guessed_invitation_is_not_there(secret: str, clinic: Clinic) -> None:
    assert Client(headers=LOCAL).get(f"/join/{secret}/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/nothing/", "/health/live/"])
@pytest.mark.django_db
def test_every_answer_keeps_browsers_careful(address: str) -> None:
    headers = Client(headers=LOCAL).get(address).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_going_back_after_signing_out_on_a_shared_computer_shows_nothing(clinic: Clinic, signed_in: SignedIn) -> None:
    pages = [(clinic.patient, "/"), (clinic.patient, "/settings/"), (clinic.trainer, f"/people/{clinic.person.id}/")]
    for actor, address in [*pages, (clinic.operator, "/clinic/accounts/")]:
        assert "no-store" in signed_in(actor).get(address).headers["Cache-Control"], address
