"""Whoever keeps the clinic running learns whether it runs and is ready, and nobody learns more."""

import pytest
from clinic_people import SignedIn
from django.db import OperationalError, connection
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from steadyback import __version__
from steadyback.clinic.views import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_last", None)


def test_a_process_that_runs_says_so_and_asks_nothing(
    signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = signed_in(None).get("/health/live/")
    assert (response.status_code, response.json()) == (200, {"live": True})


def test_it_is_ready_when_the_database_answers(signed_in: SignedIn) -> None:
    response = signed_in(None).get("/health/ready/")
    assert (response.status_code, response.json()) == (200, {"ready": True, "database": "ok", "redis": "none"})
    assert "no-store" in response.headers["Cache-Control"]
    assert __version__ not in response.content.decode() + str(response.headers)


def test_a_database_that_is_away_is_told_and_the_process_still_runs(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("secret.host:5432 does not answer")

    client = signed_in(None)
    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()["database"]) == (503, "away")
    assert b"secret" not in response.content
    assert client.get("/health/live/").status_code == 200


def test_a_redis_that_is_away_is_told(signed_in: SignedIn, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = signed_in(None).get("/health/ready/")
    assert (response.status_code, response.json()["redis"]) == (503, "away")


def test_asking_often_costs_the_database_once(
    signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(None)
    with django_assert_num_queries(1):
        for _ in range(20):
            client.get("/health/ready/")


@pytest.mark.parametrize("address", ["/health/live/", "/health/ready/"])
def test_it_is_only_for_asking(address: str, signed_in: SignedIn) -> None:
    assert signed_in(None).post(address).status_code == 405
