"""The tests of the clinic run with its settings: pytest tests/clinic --ds=steadyback.clinic.settings."""

import pytest
from django.conf import settings

if settings.SETTINGS_MODULE != "steadyback.clinic.settings":
    raise pytest.UsageError("tests/clinic needs --ds=steadyback.clinic.settings")

from clinic_people import Clinic, SignedIn, browser_of, make_clinic


@pytest.fixture
def clinic(db: None) -> Clinic:
    return make_clinic()


@pytest.fixture
def signed_in() -> SignedIn:
    return browser_of
