"""Only our own origin gets in; storage faults are told plainly."""

import sqlite3

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from steadyback.web.middleware import StorageFaults

pytestmark = pytest.mark.django_db


@pytest.fixture
def local() -> Client:
    return Client(headers={"host": "localhost:8000"})


def test_it_serves_a_page_to_our_own_origin(local: Client) -> None:
    assert local.get("/safety-card/", headers={"origin": "http://localhost:8000"}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9999", "https://localhost:8000", "null"])
def test_it_refuses_a_foreign_origin(local: Client, origin: str) -> None:
    assert local.get("/safety-card/", headers={"origin": origin}).status_code == 403


def test_it_refuses_a_request_that_another_site_makes_in_the_background(local: Client) -> None:
    response = local.get("/safety-card/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"})
    assert response.status_code == 403


def test_it_lets_a_person_follow_a_link_from_elsewhere(local: Client) -> None:
    response = local.get("/safety-card/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert response.status_code == 200


def test_it_refuses_another_host_name() -> None:
    assert Client(headers={"host": "evil.example"}).get("/safety-card/").status_code == 400


def test_it_refuses_a_post_without_our_token() -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"})
    assert client.post("/settings/", {"policy": "screen"}).status_code == 403


def test_its_pages_allow_no_inline_script_and_no_foreign_host(local: Client) -> None:
    policy = local.get("/safety-card/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def storage_fault(path: str, code: int) -> HttpResponse | None:
    cause = sqlite3.OperationalError("provoked")
    cause.sqlite_errorcode = code
    cause.sqlite_errorname = {13: "SQLITE_FULL", 5: "SQLITE_BUSY", 1: "SQLITE_ERROR"}[code]
    error = OperationalError("provoked")
    error.__cause__ = cause
    request: HttpRequest = RequestFactory().get(path)
    return StorageFaults(lambda _: HttpResponse()).process_exception(request, error)


def test_a_full_disk_is_said_plainly() -> None:
    response = storage_fault("/api/sessions/x/events/", 13)
    assert response is not None
    assert response.status_code == 507
    assert b"storage_full" in response.content


def test_a_busy_database_is_said_plainly() -> None:
    response = storage_fault("/progress/", 5)
    assert response is not None
    assert response.status_code == 503
    assert b"not saved" in response.content


def test_any_other_database_error_is_not_hidden() -> None:
    assert storage_fault("/progress/", 1) is None
