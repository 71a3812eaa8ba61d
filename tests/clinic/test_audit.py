"""The audit: what is written, by whom it is read, and that nothing can be changed or removed unseen."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from clinic_people import Clinic, SignedIn
from django.db import DatabaseError, connection, transaction

from steadyback.clinic import access, audit_protection
from steadyback.clinic.audit import hash_of, note
from steadyback.clinic.audit_anchor import NAME, Anchor, AnchorError, drop_anchor, kept_anchor, read_anchor
from steadyback.clinic.audit_check import check
from steadyback.clinic.models import AuditRow
from steadyback.clinic.roles import Role, Scope
from steadyback.web import clock


def rows(action: str) -> list[AuditRow]:
    return list(AuditRow.objects.filter(action=action))


def three_rows() -> list[AuditRow]:
    return [note("looked", actor=uuid4(), person=uuid4(), where="192.0.2.7", detail={"page": "person"}) for _ in "abc"]


@pytest.fixture
def unprotected(db: None) -> None:
    """As whoever owns the database can make it; the chain has to find what they do."""
    audit_protection.take_down(connection)


@pytest.fixture
def data_folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_rows_follow_one_another_from_the_first(db: None) -> None:
    made = three_rows()
    assert [row.seq for row in made] == [1, 2, 3]
    assert made[0].before == "0" * 64
    assert [row.before for row in made[1:]] == [row.row_hash for row in made[:2]]
    assert check().broken == ""
    assert check().head == Anchor(3, made[2].row_hash)


def test_an_empty_audit_is_whole(db: None) -> None:
    assert check().head is None
    assert check().broken == ""


def test_a_row_is_undone_with_what_it_tells_of(db: None) -> None:
    with transaction.atomic():
        note("looked", actor=None)
        transaction.set_rollback(True)
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize("word", ["Pain of 7", "B02", "Ada Patient", "", "a" * 65, 1.5, None])
def test_only_codes_are_written(db: None, word: object) -> None:
    with pytest.raises(ValueError, match="no code"):
        note("looked", actor=None, detail={"page": word})


@pytest.mark.parametrize("field", ["action", "actor", "person", "where", "detail", "at"])
def test_a_changed_row_is_found(unprotected: None, field: str) -> None:
    row = three_rows()[1]
    value: object = {
        "at": row.at + timedelta(microseconds=1),
        "detail": {"page": "plan"},
        "actor": uuid4(),
        "person": None,
    }.get(field, "other")
    AuditRow.objects.filter(seq=2).update(**{field: value})
    assert check().broken == "row 2 was changed"
    assert check().rows == 1


@pytest.mark.parametrize("seq", [1, 2])
def test_a_removed_row_is_found(unprotected: None, seq: int) -> None:
    three_rows()
    AuditRow.objects.filter(seq=seq).delete()
    assert check().broken == f"row {seq} is missing"


def test_a_row_that_was_replaced_with_its_hash_is_found_by_the_next(unprotected: None) -> None:
    row = three_rows()[1]
    row.where = "192.0.2.8"
    AuditRow.objects.filter(seq=2).update(where=row.where, row_hash=hash_of(row))
    assert check().broken == "row 3 does not follow the row before it"


def test_a_removed_last_row_is_found_by_the_anchor(unprotected: None) -> None:
    last = three_rows()[2]
    AuditRow.objects.filter(seq=3).delete()
    assert check().broken == ""
    assert check([Anchor(3, last.row_hash)]).broken == "rows 3 to 3 are missing at the end"


def test_a_chain_that_was_made_anew_is_found_by_the_anchor(unprotected: None) -> None:
    old = three_rows()[1]
    AuditRow.objects.all().delete()
    three_rows()
    assert check().broken == ""
    assert check([Anchor(2, old.row_hash)]).broken.startswith("row 2 is not the row")


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_row(db: None, how: str) -> None:
    three_rows()
    found = AuditRow.objects.filter(seq=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        found.update(where="elsewhere") if how == "update" else found.delete()
    assert check().broken == ""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="tests/cli/test_audit.py does this with SQLite's real file")
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain(data_folder: Path) -> None:
    def write(_number: int) -> None:
        for _ in range(10):
            with transaction.atomic():
                note("looked", actor=uuid4())
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    kept = kept_anchor()
    assert kept is not None
    verdict = check([kept])
    assert (verdict.rows, verdict.broken, verdict.head) == (40, "", kept)


def test_the_anchor_never_goes_back(data_folder: Path) -> None:
    drop_anchor(Anchor(5, "a" * 64))
    drop_anchor(Anchor(4, "b" * 64))
    assert kept_anchor() == Anchor(5, "a" * 64)
    assert (data_folder / NAME).stat().st_mode & 0o777 == 0o600


def test_a_damaged_anchor_is_kept_and_said(data_folder: Path) -> None:
    (data_folder / NAME).write_text("nothing")
    drop_anchor(Anchor(5, "a" * 64))
    with pytest.raises(AnchorError, match="NUMBER:HASH"):
        kept_anchor()
    assert read_anchor(f"5:{'a' * 64}\n") == Anchor(5, "a" * 64)


def test_a_carer_who_looks_is_written_down_once_in_ten_minutes(
    clinic: Clinic, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(clinic.trainer)
    for _ in range(3):
        assert browser.get(f"/people/{clinic.person.id}/", REMOTE_ADDR="192.0.2.7").status_code == 200
    (row,) = rows("looked")
    assert (row.actor, row.person, row.where) == (clinic.trainer.id, clinic.person.id, "192.0.2.7")
    assert row.detail == {"page": "person"}
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.get(f"/people/{clinic.person.id}/")
    assert len(rows("looked")) == 2


def test_a_page_that_did_not_open_is_not_a_look(clinic: Clinic, signed_in: SignedIn) -> None:
    signed_in(clinic.other_trainer).get(f"/people/{clinic.person.id}/")
    assert rows("looked") == []


def test_consents_and_relations_are_written_in_the_name_of_who_changed_them(
    clinic: Clinic, signed_in: SignedIn
) -> None:
    relation = clinic.person.care.get(carer=clinic.trainer)
    browser = signed_in(clinic.patient)
    browser.post(f"/care/{relation.id}/", {"scopes": ["plan"]})
    hidden = rows("hidden")[-1]
    assert (hidden.actor, hidden.person) == (clinic.patient.id, clinic.person.id)
    assert hidden.detail == {
        "carer": str(clinic.trainer.id),
        "role": "trainer",
        "scopes": ["figure", "live", "messages", "records"],
    }
    browser.post(f"/care/{relation.id}/end/")
    assert [row.actor for row in rows("relation_ended")] == [clinic.patient.id]
    assert check().broken == ""


def test_roles_are_written(clinic: Clinic, signed_in: SignedIn) -> None:
    at = clock.now()
    access.grant(clinic.trainer, Role.CLINICIAN, at)
    access.end_role(clinic.trainer, Role.TRAINER, at)
    assert rows("role_given")[-1].detail == {"role": "clinician", "account": str(clinic.trainer.id)}
    assert rows("role_ended")[-1].detail == {"role": "trainer", "account": str(clinic.trainer.id)}
    assert rows("relation_ended")[-1].person == clinic.person.id


def test_a_consent_that_stays_as_it_was_writes_nothing(clinic: Clinic) -> None:
    relation = clinic.person.care.get(carer=clinic.trainer)
    before = AuditRow.objects.count()
    access.show(relation, frozenset(Scope), clock.now())
    assert AuditRow.objects.count() == before


def test_the_patient_reads_who_looked_and_nobody_else_does(clinic: Clinic, signed_in: SignedIn) -> None:
    signed_in(clinic.clinician).get(f"/people/{clinic.person.id}/")
    page = signed_in(clinic.patient).get("/care/log/").content.decode()
    assert "Clara Clinician" in page
    assert "looked at your first page" in page
    assert "opened to Clara Clinician: My moving figure" in page
    assert "Watching along, Messages, My plan, My records" in page
    assert "Clara Clinician" not in signed_in(clinic.other_patient).get("/care/log/").content.decode()


def test_signing_in_is_written(clinic: Clinic, signed_in: SignedIn) -> None:
    signed_in(clinic.trainer)
    assert rows("signed_in")[-1].actor == clinic.trainer.id


def test_every_page_about_a_person_and_everything_done_has_words() -> None:
    from steadyback.clinic import audit_words
    from steadyback.clinic.doors import DOORS

    # These answer a post by leading elsewhere, or nothing at all, so they show nothing by themselves.
    posts = {"person_still", "leave_person", "person_clearance_end", "person_seen", "person_looked_at"}
    pages = {name for name, door in DOORS.items() if door.related or door.shows is not None}
    assert pages - posts - audit_words._PAGES.keys() == set()
    source = "".join(path.read_text() for path in Path(audit_words.__file__).parent.rglob("*.py"))
    done = set(re.findall(r'note(?:_here)?\(\s*"([a-z_]+)",[^)]*person=', source))
    assert {"clearance_given", "relation_began", "plan_changed"} <= done
    assert done - audit_words._ACTIONS.keys() - {"looked", "erased"} == set()
