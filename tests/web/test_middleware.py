"""Only our own origin gets in."""

import pytest
from django.test import Client

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
