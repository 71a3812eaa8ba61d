import html
import json
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from steadyback.web import clock, transfer
from steadyback.web.models import MorningPain, Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def a_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("mine.json", content, content_type="application/json")


def someone() -> Person:
    person = Person.objects.create(created_at=NOW, zone="Europe/Vienna", settings={"country": "AT"})
    MorningPain.objects.create(person=person, recorded_at=NOW, on=date(2026, 3, 4), pain=3)
    return person


def export_of_someone() -> bytes:
    content = transfer.export_text(someone(), NOW).encode()
    Person.objects.all().delete()
    return content


def text_of(client: Client, address: str = "/settings/data/") -> str:
    return html.unescape(client.get(address).content.decode())


def test_the_file_holds_everything_and_is_not_kept_by_the_browser(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    person = someone()
    answer = client.get("/settings/data/export/")
    assert json.loads(answer.content) == transfer.export_person(person, NOW)
    assert answer["Content-Disposition"] == 'attachment; filename="steadyback-export-2026-03-04-050607.json"'
    assert "no-store" in answer["Cache-Control"]


def test_a_file_is_restored_where_nothing_was_entered(client: Client) -> None:
    content = export_of_someone()
    assert "Restore from this file" in text_of(client)
    answer = client.post("/settings/data/import/", {"file": a_file(content)})
    assert answer["Location"] == "/settings/data/?restored=1"
    assert "Restored." in text_of(client, "/settings/data/?restored=1")
    assert MorningPain.objects.get().pain == 3
    assert Person.objects.get().zone == "Europe/Vienna"


def test_a_place_with_something_in_it_offers_no_restoring_and_refuses_a_hand_made_post(client: Client) -> None:
    content = export_of_someone()
    mine = someone()
    assert "Restore from this file" not in text_of(client)
    answer = client.post("/settings/data/import/", {"file": a_file(content)})
    assert answer.status_code == 422
    assert "already something here" in html.unescape(answer.content.decode())
    assert Person.objects.get() == mine


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"\xff\xfe", b'{"format": "steadyback-export"}'])
def test_a_file_that_does_not_fit_is_refused_with_its_place(client: Client, content: bytes) -> None:
    answer = client.post("/settings/data/import/", {"file": a_file(content)})
    assert answer.status_code in (400, 422)
    assert 'role="alert"' in answer.content.decode()
    assert not MorningPain.objects.exists()


def test_a_wrong_place_in_the_file_is_named(client: Client) -> None:
    changed = json.loads(export_of_someone())
    changed["tables"]["morningpain"][0]["pain"] = "three"
    answer = client.post("/settings/data/import/", {"file": a_file(json.dumps(changed).encode())})
    assert answer.status_code == 422
    assert "tables.morningpain[0].pain: must be a whole number" in html.unescape(answer.content.decode())


def test_no_file_is_asked_for_again(client: Client) -> None:
    answer = client.post("/settings/data/import/")
    assert answer.status_code == 400
    assert "Please choose a file first." in answer.content.decode()


def test_a_file_over_the_limit_is_sent_to_the_command(client: Client) -> None:
    answer = client.post("/settings/data/import/", {"file": a_file(b" " * (2 * 1024 * 1024 + 1))})
    assert answer.status_code == 413
    assert "steadyback import FILE" in answer.content.decode()


def test_only_the_right_methods_are_taken(client: Client) -> None:
    assert client.get("/settings/data/import/").status_code == 405
    assert client.post("/settings/data/export/").status_code == 405
    assert client.post("/settings/data/").status_code == 405


def test_a_restore_from_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/settings/data/import/", {"file": a_file(b"{}")}).status_code == 403
