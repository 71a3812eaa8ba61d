"""One person's own data, into an account and back."""

import io
import json
import zipfile

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from skeletons import frames

from steadyback.clinic import access, messaging, notes, reviews, skeletons
from steadyback.clinic.access import Seen
from steadyback.clinic.models import CareRelation
from steadyback.records.clearance import GateStatus
from steadyback.web import clock, transfer
from steadyback.web.models import Person, SessionEvent, TeamWord
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


@pytest.fixture
def written(brought: str, clinic: Clinic, signed_in: SignedIn) -> None:
    """The team writes to somebody who is in the middle of their session, and they keep their figure of it."""
    upload(signed_in(clinic.patient), brought)
    person = Person.objects.get(id=clinic.person.id)
    relation = CareRelation.objects.get(person=person, carer=clinic.trainer)
    seen, session = Seen(person, relation, clinic.trainer), person.sessions.get()
    step = session.script["steps"][-1]["index"]
    said = [
        messaging.send(relation, "Shall I do one more?", from_carer=False),
        messaging.send(relation, "Yes, gladly", from_carer=True),
        notes.write(seen, "Goes well", for_clinician=True),
        reviews.comment(seen, session, "Slower here", 63.0),
        reviews.sign_off(seen, session, step, "Steady"),
    ]
    assert said == [""] * 5
    session.status = "active"
    session.save()
    skeletons.keep(session)
    skeletons.add(session, frames(1000, 30))


def words(text: bytes | str) -> list[tuple[str, str, str, str]]:
    rows = json.loads(text)["tables"]["teamword"]
    return sorted((row["kind"], row["by_name"], row["to_name"], row["text"]) for row in rows)


WRITTEN = [
    ("comment", "Tia Trainer", "", "Slower here"),
    ("message", "Ada Patient", "Tia Trainer", "Shall I do one more?"),
    ("message", "Tia Trainer", "Ada Patient", "Yes, gladly"),
    ("note", "Tia Trainer", "", "Goes well"),
    ("sign_off", "Tia Trainer", "", "Steady"),
]


@pytest.mark.usefixtures("written")
def test_what_was_written_is_in_the_file_also_after_the_relation_ended(clinic: Clinic, signed_in: SignedIn) -> None:
    access.end(CareRelation.objects.get(person=clinic.person, carer=clinic.trainer), clock.now())
    assert words(signed_in(clinic.patient).get("/settings/data/export/").content) == WRITTEN
    assert words(signed_in(clinic.other_patient).get("/settings/data/export/").content) == []


@pytest.mark.usefixtures("written")
def test_it_comes_into_another_account_to_be_read_and_goes_out_again(clinic: Clinic, signed_in: SignedIn) -> None:
    text = signed_in(clinic.patient).get("/settings/data/export/").content.decode()
    clinic.person.sessions.all().delete()
    clinic.person.delete()
    other = signed_in(clinic.other_patient)
    assert upload(other, text).status_code == 302
    page = other.get("/settings/data/team/").content.decode()
    assert all(word in page for row in WRITTEN for word in row[1:])
    session = clinic.other_person.sessions.get()
    session.status, session.record = "ended_early", {**session.record, "status": "ended_early"}
    session.save()
    done = other.get(f"/session/{session.id}/done/").content.decode()
    assert "From an earlier team" in done
    assert "1:03" in done
    assert "Yes, gladly" not in done
    assert words(other.get("/settings/data/export/").content) == WRITTEN
    assert TeamWord.objects.count() == len(WRITTEN)


@pytest.mark.usefixtures("written")
def test_the_zip_holds_the_export_and_all_beside_it(clinic: Clinic, signed_in: SignedIn) -> None:
    patient = signed_in(clinic.patient)
    answer = patient.get("/settings/data/whole/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        figures = [name for name in whole.namelist() if name.startswith("figures/")]
        assert [len(whole.read(name)) for name in figures] == [30 * 544]
        assert words(whole.read("steadyback-export.json")) == WRITTEN
        transfer.read_file(whole.read("steadyback-export.json"))
        looked = json.loads(whole.read("who-looked.json"))
    assert any(row["what"] == "began to keep your moving figure of a session" for row in looked)
    itself = SimpleUploadedFile("mine.zip", answer.content)
    refused = signed_in(clinic.other_patient).post("/settings/data/import/", {"file": itself})
    assert refused.status_code == 422
    assert "choose the file steadyback-export.json" in refused.content.decode()
    assert "zip" in patient.get("/settings/data/").content.decode()
