"""Every address x every role: who may not pass learns nothing. An address without a door fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from clinic_people import Clinic, SignedIn
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from pytest_django.fixtures import Settings

from steadyback.clinic import doors
from steadyback.clinic.doors import DOORS

SECRETS = ("Ada Patient", "ada.patient@example.org")
"""What a page about the person would show; no page for a stranger may hold it."""

PUBLIC = {"home", "safety_card", "library", "exercise", "article", "coach_core", "join"}
PUBLIC |= {"health_live", "health_ready"}
PUBLIC |= {"answer_link", "clearance_key", "clearance_status", "clearance_check"}
ACTORS = (
    "nobody",
    "patient",
    "other_patient",
    "trainer",
    "clinician",
    "other_trainer",
    "other_clinician",
    "lapsed",
    "operator",
)


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


PATTERNS = [(address, one) for address, one in patterns() if one.name not in doors.UNUSED]
NAMES = sorted({str(pattern.name) for _address, pattern in PATTERNS})


@pytest.mark.parametrize("name", NAMES)
def test_every_address_has_a_door(name: str) -> None:
    assert name in DOORS


def test_every_door_has_an_address() -> None:
    assert sorted(set(DOORS) - set(NAMES)) == []


def test_every_address_that_names_a_person_needs_a_relation() -> None:
    for address, pattern in PATTERNS:
        door = DOORS[str(pattern.name)]
        assert ("person_id" in address) == (door.related or door.shows is not None), address


def test_what_is_open_without_an_account_is_short_and_known() -> None:
    open_doors = {name for name, door in DOORS.items() if not door.signed_in}
    accounts = {name for name in open_doors if name.startswith(("account_", "mfa_"))}
    assert open_doors - accounts == PUBLIC


def arguments(pattern: URLPattern, clinic: Clinic) -> dict[str, Any]:
    """Words for an address: the person's own id where it names a person, an id that belongs to nobody elsewhere."""
    made: dict[str, Any] = {}
    for word, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        if word == "person_id":
            made[word] = clinic.person.id
        elif kind == "UUIDConverter":
            made[word] = "00000000-0000-4000-8000-000000000000"
        elif kind == "IntConverter":
            made[word] = 1
        else:
            made[word] = {"page": "person", "on": "2026-01-05", "day": "2026-01-05", "key": "a-b", "uidb36": "a"}.get(
                word, "bridge"
            )
    return made


def address_of(pattern: URLPattern, clinic: Clinic) -> str | None:
    """The address filled in; None for regular expressions of other packages with words we do not know."""
    try:
        return reverse(str(pattern.name), kwargs=arguments(pattern, clinic) or None)
    except NoReverseMatch:
        return None


@pytest.fixture
def without_static_files(settings: Settings) -> None:
    """What serves files is asynchronous alone, so that every request of a test waits for three threads."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith(".StaticFiles")]


@pytest.mark.usefixtures("without_static_files")
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_passes_who_may_not(actor: str, clinic: Clinic, signed_in: SignedIn) -> None:
    """GET and POST of every address by this account; the counts of pairs and refusals are printed with -rP."""
    client = signed_in(None if actor == "nobody" else getattr(clinic, actor))
    tried = refused = 0
    for _address, pattern in PATTERNS:
        url, name = address_of(pattern, clinic), str(pattern.name)
        if url is None:
            continue
        for method in ("get", "post"):
            if name == "account_logout" and method == "post":
                continue
            response = getattr(client, method)(url)
            tried += 1
            if not may_pass(actor, name):
                refused += 1
                assert response.status_code in (302, 401, 403, 404), (method, url, response.status_code)
                if response.status_code == 302:
                    assert actor == "nobody", (method, url)
                    assert response.headers["Location"].startswith("/accounts/login/")
            if actor not in ("patient", "trainer", "clinician", "lapsed", "operator"):
                page = b"".join(response) if response.streaming else response.content
                assert not any(secret.encode() in page for secret in SECRETS), (method, url)
            assert response.status_code < 500, (method, url)
    assert tried > 150
    print(f"{actor}: {tried} requests, {refused} that must be refused were")


def may_pass(actor: str, name: str) -> bool:
    """Written without the table's own logic: who may pass, by the kind of door and the actor's place in the clinic."""
    door = DOORS[name]
    if door == doors.EVERYBODY:
        return True
    if actor == "nobody":
        return False
    if door == doors.SIGNED_IN:
        return True
    if door.related or door.shows is not None:
        showing = actor in ("trainer", "clinician") or (actor == "lapsed" and door.shows is None)
        return showing and (not door.roles or any(actor_role(actor) == role for role in door.roles))
    return any(actor_role(actor) == role for role in door.roles)


def actor_role(actor: str) -> str:
    return {"lapsed": "trainer"}.get(actor, actor.removeprefix("other_"))


@pytest.mark.parametrize("actor", ["nobody", "patient", "trainer", "operator"])
@pytest.mark.parametrize("url", ["/safety-card/", "/exercises/", "/exercises/bridge/", "/article/"])
def test_help_and_knowledge_are_open_to_everybody(url: str, actor: str, clinic: Clinic, signed_in: SignedIn) -> None:
    assert signed_in(None if actor == "nobody" else getattr(clinic, actor)).get(url).status_code == 200


@pytest.mark.parametrize("script", ["account/js/onload.js", "mfa/js/webauthn.js", "mfa/js/webauthn-json.js"])
def test_the_scripts_of_passkeys_are_served(script: str, signed_in: SignedIn) -> None:
    assert signed_in(None).get(f"/static/{script}").status_code == 200


@pytest.mark.parametrize("name", sorted(doors.UNUSED))
def test_what_a_clinic_does_not_use_is_shut_for_everybody(name: str, clinic: Clinic, signed_in: SignedIn) -> None:
    (pattern,) = (one for _address, one in patterns() if one.name == name)
    # The address of a mailed link is written as a regular expression, which is not filled in by itself.
    url = "/accounts/confirm-email/any-key/" if name == "account_confirm_email" else address_of(pattern, clinic)
    assert url is not None
    assert resolve(url).url_name == name
    for user in (None, clinic.patient, clinic.clinician, clinic.operator):
        assert signed_in(user).get(url).status_code == signed_in(user).post(url).status_code == 404
