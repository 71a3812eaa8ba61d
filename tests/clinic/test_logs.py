"""A line for each request and error, and nothing in it that tells of a person."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from clinic_people import Clinic, SignedIn
from django.test import Client
from pytest_django.fixtures import Settings

from steadyback.clinic.logs import OneLine, hash_of_account, only_once
from steadyback.clinic.views import people

SECRETS = ("Ada", "example.org", "s3cret", "pregnant", "q=")


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if only_once(record):
            self.records.append(record)

    def lines(self, style: str) -> list[str]:
        return [OneLine(style).format(record) for record in self.records]

    @property
    def last(self) -> dict[str, Any]:
        return dict(json.loads(self.lines("json")[-1]))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_with_pattern_status_time_and_a_hash_of_the_account(
    clinic: Clinic, signed_in: SignedIn, kept: Kept
) -> None:
    response = signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/?q=pregnant")
    line = kept.last
    assert line["address"] == "people/<uuid:person_id>/"
    assert (line["method"], line["status"], line["account"]) == ("GET", 200, hash_of_account(clinic.trainer.pk))
    assert line["request"] == response.headers["X-Request-ID"]
    assert 0 < line["ms"] < 60_000
    for style in ("json", "text"):
        (text,) = kept.lines(style)
        assert "\n" not in text
        assert str(clinic.person.id) not in text
        assert str(clinic.trainer.pk) not in text
        assert not any(secret in text for secret in SECRETS)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/join/s3cret/", "/s3cret/nothing/here/?q=Ada"])
def test_no_line_holds_an_address_or_an_invitations_secret(path: str, signed_in: SignedIn, kept: Kept) -> None:
    signed_in(None).get(path)
    assert len(kept.records) == 1
    assert kept.last["account"] == ""
    assert not any(secret in line for line in kept.lines("text") + kept.lines("json") for secret in SECRETS)


def test_an_error_tells_its_kind_and_place_but_not_its_words(
    clinic: Clinic, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("Ada is pregnant")

    monkeypatch.setattr(people, "people_seen_by", breaks)
    client = Client(raise_request_exception=False, headers={"host": "localhost:8000"})
    client.force_login(clinic.trainer, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/people/?q=pregnant").status_code == 500
    error, request = (json.loads(line) for line in kept.lines("json"))
    assert (error["error"], error["message"], error["request"]) == (
        "ValueError",
        "Internal Server Error",
        request["request"],
    )
    assert any("breaks" in place for place in error["where"])
    assert not any(secret in line for line in kept.lines("text") + kept.lines("json") for secret in SECRETS)


@pytest.mark.django_db
def test_the_proxys_request_id_is_taken_only_behind_a_proxy_and_only_as_an_id(
    signed_in: SignedIn, settings: Settings
) -> None:
    def id_for(given: str) -> str:
        return str(signed_in(None).get("/health/live/", headers={"x-request-id": given}).headers["X-Request-ID"])

    assert id_for("0123456789abcdef") != "0123456789abcdef"
    settings.BEHIND_PROXY = True
    assert id_for("0123456789abcdef") == "0123456789abcdef"
    assert id_for('a"b c') != 'a"b c'
