"""Recordings of a moving figure: only with the person's word, for whom they say, for as long as they say."""

import json
from datetime import timedelta

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn, make_patient, relate
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from skeletons import frames

from steadyback.clinic import access, skeletons
from steadyback.clinic.erasure import erase
from steadyback.clinic.housekeeping import Housekeeping, put_in_order
from steadyback.clinic.models import AuditRow, CareRelation, SkeletonKeeping, SkeletonPart, SkeletonRecording
from steadyback.clinic.roles import Role, Scope
from steadyback.pose.wire import decode
from steadyback.web import clock
from steadyback.web.models import Person, Session
from steadyback.web.session_store import Taps, check_and_open

FIGURE = frozenset({Scope.RECORDS, Scope.FIGURE})


@pytest.fixture
def person(clinic: Clinic) -> Person:
    found = cleared_person()
    make_patient("Ivy Training", found)
    relate(found, clinic.trainer, Role.TRAINER, FIGURE)
    relate(found, clinic.clinician, Role.CLINICIAN, frozenset({Scope.RECORDS}))
    return found


@pytest.fixture
def session(person: Person) -> Session:
    opened = check_and_open(person, "cardio", Taps({f"R{number}": False for number in range(1, 8)}, None, 2))
    assert opened.session is not None
    return opened.session


@pytest.fixture
def patient(person: Person, signed_in: SignedIn) -> Client:
    return signed_in(person.patient.user)


def keep(patient: Client, session: Session, wanted: object = True) -> int:
    address = reverse("api_session_skeleton", args=[session.id])
    return patient.post(address, json.dumps({"keep": wanted}), content_type="application/json").status_code


def send(patient: Client, session: Session, body: bytes) -> int:
    address = reverse("api_session_skeleton_frames", args=[session.id])
    return patient.post(address, body, content_type="application/octet-stream").status_code


@pytest.fixture
def recorded(patient: Client, session: Session) -> Session:
    assert keep(patient, session) == 200
    assert send(patient, session, frames(1000, 50)) == 200
    assert send(patient, session, frames(6000, 50)) == 200
    return session


def replay(session: Session, number: int | None = None) -> str:
    where = f"/people/{session.person_id}/sessions/{session.id}/figure/"
    return where if number is None else f"{where}{number}/"


def relation_to(clinic: Clinic, person: Person) -> CareRelation:
    return CareRelation.objects.get(person=person, carer=clinic.trainer)


def test_nothing_is_kept_without_the_persons_word(patient: Client, session: Session) -> None:
    assert send(patient, session, frames(0, 20)) == 403
    assert keep(patient, session) == 200
    assert send(patient, session, frames(0, 20)) == 200
    assert keep(patient, session, wanted=False) == 200
    assert send(patient, session, frames(9000, 20)) == 403
    assert SkeletonPart.objects.count() == 1


def test_a_session_begins_without_it_and_can_be_said_to_keep_it(patient: Client, session: Session) -> None:
    address = reverse("api_session_skeleton", args=[session.id])
    assert patient.get(address).json() == {"keeps": False, "until_ms": 0, "full": False}
    keep(patient, session)
    send(patient, session, frames(1000, 10))
    assert patient.get(address).json() == {"keeps": True, "until_ms": 1900, "full": False}
    assert keep(patient, session, wanted="yes") == 422


def test_nobody_writes_into_somebody_elses_session(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    for stranger in (clinic.other_patient, clinic.trainer):
        assert send(signed_in(stranger), recorded, frames(20000, 5)) in (403, 404)
        assert keep(signed_in(stranger), recorded) in (403, 404)
    assert SkeletonPart.objects.count() == 2


def test_what_is_sent_twice_is_kept_once_and_nonsense_not_at_all(patient: Client, recorded: Session) -> None:
    assert send(patient, recorded, frames(6000, 50)) == 200
    assert send(patient, recorded, b"a picture") == 422
    assert send(patient, recorded, bytes(skeletons.LARGEST_BODY_BYTES + 1)) == 413
    assert SkeletonRecording.objects.get().frames == 100


def test_a_full_recording_says_so(patient: Client, recorded: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeletons, "MOST_FRAMES", 120)
    assert send(patient, recorded, frames(20000, 21)) == 413
    assert send(patient, recorded, frames(20000, 20)) == 200
    assert patient.get(reverse("api_session_skeleton", args=[recorded.id])).json()["full"]


def test_after_the_end_only_what_was_under_way_arrives(patient: Client, recorded: Session) -> None:
    recorded.status, recorded.ended_at = "finished", clock.now()
    recorded.save()
    assert send(patient, recorded, frames(20000, 5)) == 200
    recorded.ended_at = clock.now() - timedelta(minutes=5)
    recorded.save()
    assert send(patient, recorded, frames(30000, 5)) == 409
    assert keep(patient, recorded) == 409


def test_the_person_and_who_they_show_it_to_see_it_move(
    patient: Client, clinic: Clinic, signed_in: SignedIn, recorded: Session
) -> None:
    trainer = signed_in(clinic.trainer)
    index = trainer.get(replay(recorded)).json()["parts"]
    assert [(one["number"], one["from_ms"], one["to_ms"]) for one in index] == [(0, 1000, 5900), (1, 6000, 10900)]
    body = trainer.get(replay(recorded, 1)).content
    assert len(body) == 50 * 544
    assert decode(body[:544])[0].t_s == 6.0
    own = f"/session/{recorded.id}/figure/"
    assert patient.get(own).json()["parts"] == index
    assert patient.get(f"{own}1/").content == body
    assert patient.get(f"{own}2/").status_code == 404


def test_the_records_alone_do_not_show_it(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    """Nor does the figure without the records, and a stranger learns nothing."""
    statuses = {"clinician": 403, "other_trainer": 404, "operator": 404, "patient": 404}
    for actor, status in statuses.items():
        for address in (replay(recorded), replay(recorded, 0)):
            assert signed_in(getattr(clinic, actor)).get(address).status_code == status, actor
    access.show(relation_to(clinic, recorded.person), frozenset({Scope.FIGURE}), clock.now())
    assert signed_in(clinic.trainer).get(replay(recorded)).status_code == 403


def test_taking_it_back_counts_at_once(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    trainer = signed_in(clinic.trainer)
    assert trainer.get(replay(recorded, 0)).status_code == 200
    access.show(relation_to(clinic, recorded.person), frozenset({Scope.RECORDS}), clock.now())
    assert trainer.get(replay(recorded, 0)).status_code == 403


def test_a_session_is_looked_up_through_its_person(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    other = f"/people/{clinic.person.id}/sessions/{recorded.id}/figure/"
    assert signed_in(clinic.trainer).get(other).status_code == 404


def test_each_recording_that_is_looked_at_is_a_row(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    trainer = signed_in(clinic.trainer)
    for address in (replay(recorded), replay(recorded, 0), replay(recorded, 1), replay(recorded)):
        trainer.get(address)
    rows = AuditRow.objects.filter(action="looked", person=recorded.person_id, detail__page="person_skeleton")
    assert [row.detail["of"] for row in rows] == [str(recorded.id)]


def test_the_ticks_of_a_carer_hold_it_apart_and_only_beside_the_records(
    patient: Client, clinic: Clinic, recorded: Session
) -> None:
    relation = relation_to(clinic, recorded.person)
    patient.post(f"/care/{relation.id}/", {"scopes": ["live", "figure"]})
    assert not access.is_shown(relation, Scope.FIGURE)
    patient.post(f"/care/{relation.id}/", {"scopes": ["records", "figure"]})
    assert access.is_shown(relation, Scope.FIGURE)


def test_one_or_all_are_deleted_at_once(patient: Client, recorded: Session) -> None:
    key = bytes(SkeletonKeeping.objects.get().sealed_key)
    page = patient.get("/care/figure/").content.decode()
    assert "Tia Trainer" in page
    assert str(recorded.id) in page
    assert patient.post("/care/figure/delete/", {"session": "nonsense"}).status_code == 302
    assert SkeletonPart.objects.count() == 2
    patient.post("/care/figure/delete/", {"session": str(recorded.id)})
    assert not SkeletonPart.objects.exists()
    assert bytes(SkeletonKeeping.objects.get().sealed_key) == key
    keep(patient, recorded)
    send(patient, recorded, frames(1000, 5))
    patient.post("/care/figure/", {"days": "7"})
    patient.post("/care/figure/delete/")
    assert not SkeletonRecording.objects.exists()
    assert bytes(SkeletonKeeping.objects.get().sealed_key) != key
    assert SkeletonKeeping.objects.get().keep_days == 7


def test_it_is_gone_after_its_days(clinic: Clinic, patient: Client, signed_in: SignedIn, recorded: Session) -> None:
    now = clock.now()
    SkeletonRecording.objects.update(agreed_at=now - timedelta(days=27, hours=23))
    put_in_order()
    assert signed_in(clinic.trainer).get(replay(recorded)).status_code == 200
    SkeletonRecording.objects.update(agreed_at=now - timedelta(days=28))
    assert signed_in(clinic.trainer).get(replay(recorded)).status_code == 404
    assert patient.get(f"/session/{recorded.id}/figure/0/").status_code == 404
    put_in_order()
    assert not SkeletonPart.objects.exists()


def test_fewer_days_count_for_what_is_kept_already(patient: Client, recorded: Session) -> None:
    SkeletonRecording.objects.update(agreed_at=clock.now() - timedelta(days=8))
    assert patient.post("/care/figure/", {"days": "9"}).status_code == 422
    assert patient.get(f"/session/{recorded.id}/figure/").status_code == 200
    patient.post("/care/figure/", {"days": "7"})
    assert patient.get(f"/session/{recorded.id}/figure/").status_code == 404


def test_housekeeping_costs_nothing_until_an_hour_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("steadyback.clinic.housekeeping.put_in_order", lambda: done.append("once"))
    now = [100.0]
    monkeypatch.setattr("steadyback.clinic.housekeeping.time.monotonic", lambda: now[0])
    house = Housekeeping()
    for now[0] in (100.0, 3600.0, 3701.0, 3702.0):
        house.now_and_then()
    assert done == ["once"]


def test_the_database_alone_reads_nothing(patient: Client, recorded: Session, settings: Settings) -> None:
    part = SkeletonPart.objects.get(number=0)
    assert b"LMK1" not in bytes(part.sealed)
    address = f"/session/{recorded.id}/figure/0/"
    SkeletonPart.objects.filter(number=0).update(sealed=bytes(SkeletonPart.objects.get(number=1).sealed))
    assert patient.get(address).status_code == 404
    SkeletonPart.objects.filter(number=0).update(sealed=bytes(part.sealed))
    assert patient.get(address).status_code == 200
    one = SkeletonRecording.objects.get()
    settings.SECRET_KEY = "of another installation"
    assert skeletons.messages_of(one, 0) is None


def test_erasing_a_person_destroys_the_key_and_all_of_it(recorded: Session) -> None:
    erase(recorded.person.patient)
    assert not SkeletonKeeping.objects.exists()
    assert not SkeletonPart.objects.exists()


def test_the_replay_is_offered_where_it_opens(clinic: Clinic, signed_in: SignedIn, recorded: Session) -> None:
    page = f"/people/{recorded.person_id}/sessions/{recorded.id}/"
    trainer, clinician = signed_in(clinic.trainer), signed_in(clinic.clinician)
    trainer.post(page, {"what": "comment", "at": "0:05", "text": "Slower here"})
    shown = trainer.get(page).content.decode()
    data = json.loads(shown.split('id="replay-data" type="application/json">')[1].split("</script>")[0])
    assert data["url"] == replay(recorded)
    assert {"at_s": 5.0, "text": "Tia Trainer, trainer: Slower here", "tone": "said", "exercise": ""} in data["moments"]
    assert "figure-replay" not in clinician.get(page).content.decode()
    sessions = f"/people/{recorded.person_id}/sessions/"
    assert "moving figure" in trainer.get(sessions).content.decode()
    assert "moving figure" not in clinician.get(sessions).content.decode()
    skeletons.delete(recorded.person)
    assert "figure-replay" not in trainer.get(page).content.decode()


def test_the_person_finds_it_on_the_page_after_the_session(patient: Client, recorded: Session) -> None:
    recorded.status, recorded.record = "ended_early", {**recorded.record, "status": "ended_early"}
    recorded.save()
    page = patient.get(f"/session/{recorded.id}/done/").content.decode()
    assert "Your moving figure" in page
    assert "Delete it now" in page
    skeletons.delete(recorded.person, recorded.id)
    assert "figure-replay" not in patient.get(f"/session/{recorded.id}/done/").content.decode()
