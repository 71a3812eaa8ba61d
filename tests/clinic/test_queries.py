"""What a page asks of the database: no more for more people, and a page that is only read writes nothing."""

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn, make_patient, make_user, relate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from steadyback.clinic.alerts import CLEARANCE_REVOKED, raise_alert
from steadyback.clinic.roles import Role
from steadyback.web import clock


def asked(browser: Client, url: str) -> list[str]:
    """The questions of the second look; the first one fills what is kept."""
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return [one["sql"] for one in queries]


@pytest.mark.parametrize(
    ("actor", "address", "most"),
    [
        ("trainer", "/account/", 5),
        ("trainer", "/people/", 15),
        ("trainer", "/people/{}/", 16),
        ("patient", "/care/", 13),
    ],
)
def test_a_page_asks_little_and_writes_nothing(
    actor: str, address: str, most: int, clinic: Clinic, signed_in: SignedIn
) -> None:
    questions = asked(signed_in(getattr(clinic, actor)), address.format(clinic.person.id))
    assert [one for one in questions if not one.startswith("SELECT")] == []
    assert len(questions) <= most, questions


def test_more_that_waits_to_be_seen_asks_no_more(clinic: Clinic, signed_in: SignedIn) -> None:
    browser = signed_in(clinic.clinician)
    counts = []
    for number in (1, 2):
        raise_alert(clinic.person, CLEARANCE_REVOKED, f"cause-{number}", clinic.clinician, clock.now())
        relate(clinic.person, make_user(f"Colleague {number}", Role.CLINICIAN), Role.CLINICIAN)
        counts.append(len(asked(browser, "/alerts/")))
    assert counts[0] == counts[1]


def test_a_plan_asks_the_same_whatever_can_be_moved_in_it(clinic: Clinic, signed_in: SignedIn) -> None:
    person = cleared_person()
    make_patient("Zoe Cleared", person)
    relate(person, clinic.trainer, Role.TRAINER)
    questions = asked(signed_in(clinic.trainer), f"/people/{person.id}/plan/")
    assert len(questions) <= 90
    assert len([one for one in questions if 'FROM "web_correction"' in one]) <= 15
