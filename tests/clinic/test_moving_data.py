"""One person's own data, into an account and back."""

import json

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from steadyback.records.clearance import GateStatus
from steadyback.web import clock, transfer
from steadyback.web.models import Person, SessionEvent
from steadyback.web.session_store import Taps, check_and_open
from steadyback.web.standing import standing_of


@pytest.fixture
def brought(db: None) -> str:
    """The file of somebody who used the personal product for a day, gone from here again."""
    person = cleared_person()
    opened = check_and_open(person, "cardio", Taps({f"R{number}": False for number in range(1, 8)}, None, 2))
    assert opened.session is not None
    person.settings = {"policy": "screen", "pain_mode": "monitored", "country": "DE"}
    person.save()
    text = transfer.export_text(person, clock.now())
    person.sessions.all().delete()
    person.delete()
    return text


def upload(browser: Client, text: str) -> HttpResponse:
    return browser.post("/settings/data/import/", {"file": SimpleUploadedFile("mine.json", text.encode())})


def test_data_comes_into_an_account_but_opens_no_gate(brought: str, clinic: Clinic, signed_in: SignedIn) -> None:
    assert upload(signed_in(clinic.patient), brought).status_code == 302
    person = Person.objects.get(id=clinic.person.id)
    standing = standing_of(person, clock.today(person))
    assert (person.screenings.count(), person.sessions.count(), person.approvals.count()) == (1, 1, 0)
    assert standing.gate.status is GateStatus.WAIT_CLINICIAN
    assert person.settings == {"country": "DE"}
    assert not clinic.other_person.screenings.exists()


def test_data_goes_out_of_an_account_as_a_personal_file(brought: str, clinic: Clinic, signed_in: SignedIn) -> None:
    upload(signed_in(clinic.patient), brought)
    out = json.loads(signed_in(clinic.patient).get("/settings/data/export/").content)
    before = json.loads(brought)["tables"]
    ids = {name: [row["id"] for row in out["tables"][name]] for name in ("screening", "session", "sessioncheck")}
    assert ids == {name: [row["id"] for row in before[name]] for name in ids}
    assert out["tables"]["person"][0]["id"] == str(clinic.person.id)
    transfer.read_file(json.dumps(out).encode())


def test_a_file_comes_in_once(brought: str, clinic: Clinic, signed_in: SignedIn) -> None:
    upload(signed_in(clinic.patient), brought)
    events = SessionEvent.objects.count()
    again, other = upload(signed_in(clinic.patient), brought), upload(signed_in(clinic.other_patient), brought)
    assert (again.status_code, other.status_code) == (422, 422)
    assert not clinic.other_person.screenings.exists()
    assert SessionEvent.objects.count() == events
