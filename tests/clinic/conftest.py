"""The tests of the clinic run with its settings: pytest tests/clinic --ds=steadyback.clinic.settings."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

if settings.SETTINGS_MODULE != "steadyback.clinic.settings":
    raise pytest.UsageError("tests/clinic needs --ds=steadyback.clinic.settings")

from clinic_people import Clinic, SignedIn, browser_of, make_clinic
from pytest_django.fixtures import Settings

from steadyback.clinic import audit_protection

# Slow on purpose in a clinic, and of no interest here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hashing a password is slow on purpose; a clinic of nine accounts in every test need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    """Wrong passwords are counted in the cache, by address, and the same people live in every test."""
    cache.clear()


@pytest.fixture
def clinic(db: None) -> Clinic:
    return make_clinic()


@pytest.fixture
def signed_in() -> SignedIn:
    return browser_of


@pytest.fixture(autouse=True)
def _emptying_the_database_is_allowed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own ends by emptying all tables, which the audit's protection refuses."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not names and not (marker is not None and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    audit_protection.put_up(connection)
    yield
    audit_protection.take_down(connection)
