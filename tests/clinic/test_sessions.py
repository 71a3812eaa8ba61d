"""A session reviewed by its carers: the time line, signing off, comments, and what the person reads of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn, make_patient, relate
from django.test import Client
from django.urls import reverse

from steadyback.clinic.models import CarerNote, SessionComment, SignOff, User
from steadyback.clinic.roles import Role
from steadyback.web import clock
from steadyback.web.models import Person, Session


@pytest.fixture
def training(clinic: Clinic) -> Person:
    person = cleared_person()
    make_patient("Ivy Training", person)
    relate(person, clinic.trainer, Role.TRAINER)
    relate(person, clinic.clinician, Role.CLINICIAN)
    return person


@pytest.fixture
def patient(training: Person, signed_in: SignedIn) -> Client:
    user: User = training.patient.user
    return signed_in(user)


def post(client: Client, session: Session, *events: tuple[str, dict[str, Any]]) -> None:
    client.post(
        reverse("api_session_lease", args=[session.id]),
        json.dumps({"client_id": "tab"}),
        content_type="application/json",
    )
    bodies = [
        {
            "schema_version": 1,
            "session_id": str(session.id),
            "client_id": "tab",
            "seq": seq,
            "occurred_at": "2026-11-22T10:00:00+00:00",
            "zone": "UTC",
            "media_time_s": 50.0 * seq,
            "kind": kind,
            "data": data,
        }
        for seq, (kind, data) in enumerate(events, 1)
    ]
    text = json.dumps({"client_id": "tab", "events": bodies})
    answer = client.post(reverse("api_session_events", args=[session.id]), text, content_type="application/json")
    assert answer.status_code == 200, answer.content


@pytest.fixture
def session(patient: Client, training: Person) -> Session:
    on = clock.today(training)
    patient.post(reverse("session_check", args=[on.isoformat(), "cardio"]), {"none": "yes", "pain": "2"})
    return Session.objects.get()


def stopped(patient: Client, session: Session, answer: str) -> None:
    ended = () if answer == "numb_or_weak" else (("session_ended", {"how": "early"}),)
    post(
        patient,
        session,
        ("step_started", {"step": 0}),
        ("stop_pressed", {"step": 0}),
        ("stop_answered", {"step": 0, "answer": answer}),
        *ended,
    )


def page(session: Session) -> str:
    return f"/people/{session.person_id}/sessions/{session.id}/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_the_time_line_says_what_happened_in_its_order(
    clinic: Clinic, patient: Client, session: Session, signed_in: SignedIn
) -> None:
    stopped(patient, session, "cramp")
    seen = text(signed_in(clinic.trainer), page(session))
    words = ("Began at", "0:50", "Time line", "STOP", "Because of: a cramp (M-06)", "Ended early")
    places = [seen.index(word) for word in words]
    assert places == sorted(places)
    assert str(session.id) in text(signed_in(clinic.trainer), f"/people/{session.person_id}/sessions/")


def test_a_trainer_does_not_read_a_nerve_sign_and_a_clinician_does(
    clinic: Clinic, patient: Client, session: Session, signed_in: SignedIn
) -> None:
    stopped(patient, session, "numb_or_weak")
    theirs = text(signed_in(clinic.trainer), page(session))
    assert "STOP" in theirs
    assert "numbness" not in theirs
    assert "M-02" not in theirs
    assert "numbness or weakness (M-02)" in text(signed_in(clinic.clinician), page(session))


def test_a_sign_off_takes_the_stop_off_this_carers_list_alone(
    clinic: Clinic, patient: Client, session: Session, signed_in: SignedIn
) -> None:
    stopped(patient, session, "sharp_or_spreading")
    trainer, clinician = signed_in(clinic.trainer), signed_in(clinic.clinician)
    assert "M-03" in text(trainer, "/people/")
    step = next(one["index"] for one in session.script["steps"] if one["kind"] != "transition")
    assert trainer.post(page(session), {"what": "sign", "step": step, "note": "Shorter next time"}).status_code == 302
    assert SignOff.objects.get().by_name == "Tia Trainer"
    assert "M-03" not in text(trainer, "/people/")
    assert "M-03" in text(clinician, "/people/")


def test_the_person_reads_comments_and_sign_offs_on_the_page_of_the_session(
    clinic: Clinic, patient: Client, session: Session, signed_in: SignedIn
) -> None:
    stopped(patient, session, "break")
    trainer = signed_in(clinic.trainer)
    said = {"what": "comment", "at": "1:40", "text": "Lovely calm pace here"}
    assert trainer.post(page(session), said).status_code == 302
    assert SessionComment.objects.get().at_s == 100.0
    theirs = text(patient, reverse("session_done", args=[session.id]))
    assert "Lovely calm pace here" in theirs
    assert "1:40" in theirs


@pytest.mark.parametrize(
    "odd",
    [
        {"what": "comment", "text": "x", "at": "soon"},
        {"what": "comment", "text": " "},
        {"what": "comment", "text": "x" * 501},
        {"what": "sign", "step": "99"},
        {"what": "sign", "step": "first"},
        {"what": "sign", "step": "1", "note": "x" * 501},
    ],
)
def test_what_does_not_fit_is_refused(
    clinic: Clinic, session: Session, signed_in: SignedIn, odd: dict[str, str]
) -> None:
    assert signed_in(clinic.trainer).post(page(session), odd).status_code == 422
    assert not SessionComment.objects.exists()
    assert not SignOff.objects.exists()


def test_a_session_is_found_through_its_own_person_only(clinic: Clinic, session: Session, signed_in: SignedIn) -> None:
    answer = signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/sessions/{session.id}/")
    assert answer.status_code == 404


def test_a_note_is_read_on_today_and_put_away(clinic: Clinic, patient: Client, training: Person) -> None:
    note = CarerNote.objects.create(
        person=training,
        carer=clinic.trainer,
        by_name="Tia Trainer",
        by_role="trainer",
        written_at=clock.now() - timedelta(hours=1),
        text="See you on Tuesday",
    )
    assert "See you on Tuesday" in text(patient, "/")
    assert patient.post(reverse("note_read", args=[note.id])).status_code == 302
    assert "See you on Tuesday" not in text(patient, "/")


def test_a_strangers_note_cannot_be_put_away(clinic: Clinic, training: Person, signed_in: SignedIn) -> None:
    note = CarerNote.objects.create(person=training, by_name="T", by_role="trainer", written_at=clock.now(), text="x")
    assert signed_in(clinic.other_patient).post(reverse("note_read", args=[note.id])).status_code == 404
