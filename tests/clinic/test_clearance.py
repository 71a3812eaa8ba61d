"""Clearance in a clinic: who may answer, what an answer does, and that nobody answers for themselves."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from clinic_people import Clinic, SignedIn, browser_of, make_clinic, relate, screen
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from steadyback.clinic import access, licences, pdf_letters
from steadyback.clinic.audit_check import check
from steadyback.clinic.models import Alert, AuditRow, Clearance, ClearanceRequest
from steadyback.clinic.passport import Standing, sign, verify
from steadyback.clinic.pdf_letters import Letters
from steadyback.clinic.requests import ask_by_link
from steadyback.clinic.roles import Role, Scope
from steadyback.clinic.signing_key import public_keys
from steadyback.records.clearance import ApprovalStatus, GateStatus
from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

CONCERN = "B02"


def answer(clinic: Clinic, **more: Any) -> dict[str, Any]:
    """A form that approves and covers the concern."""
    row = clinic.person.screenings.last()
    return {
        "screening": str(row.id) if row else "",
        "by_role": "physiotherapist",
        "result": "approved",
        "covers": [CONCERN],
        f"reason_{CONCERN}": "Seen and examined; nothing against gentle exercise.",
        **more,
    }


def limited(clinic: Clinic, **more: Any) -> dict[str, Any]:
    return answer(clinic, result="approved_with_limits", **more)


def page_of(clinic: Clinic) -> str:
    return f"/people/{clinic.person.id}/clearance/"


def gate_of(person: Person) -> GateStatus:
    return standing_of(person, clock.today(person)).gate.status


@pytest.fixture
def clinician(clinic: Clinic) -> Client:
    screen(clinic.person, CONCERN)
    return browser_of(clinic.clinician)


def test_with_a_licence_run_out_an_answer_may_close_and_not_open(clinic: Clinic, clinician: Client) -> None:
    yesterday = clock.now().date() - timedelta(days=1)
    licences.write_down(clinic.clinician, Role.CLINICIAN, "Licence to practise", "", yesterday)
    refused = clinician.post(page_of(clinic), answer(clinic))
    assert (refused.status_code, gate_of(clinic.person)) == (403, GateStatus.WAIT_CLINICIAN)
    assert "Licence to practise" in refused.content.decode()
    for address in ("seen/", "looked-at/"):
        assert clinician.post(f"/people/{clinic.person.id}/{address}", {"words": "Seen"}).status_code == 403
    later = answer(clinic, result="not_yet", covers=[], **{f"reason_{CONCERN}": ""})
    assert clinician.post(page_of(clinic), later).status_code == 302
    assert Clearance.objects.get().issued_by == clinic.clinician


def test_an_answer_opens_the_gate_for_what_it_covers(clinic: Clinic, clinician: Client) -> None:
    assert gate_of(clinic.person) is GateStatus.WAIT_CLINICIAN
    assert CONCERN in clinician.get(page_of(clinic)).content.decode()
    assert (
        "Signed. It counts from now on."
        in clinician.post(page_of(clinic), answer(clinic), follow=True).content.decode()
    )
    assert gate_of(clinic.person) is GateStatus.OPEN
    given = Clearance.objects.get()
    assert (given.version, given.issued_by, given.request) == (1, clinic.clinician, None)
    page = clinician.get(page_of(clinic)).content.decode()
    assert "May start" in page
    assert "Clara Clinician (Physiotherapist)" in page


def test_an_answer_that_leaves_a_concern_uncovered_leaves_the_gate_closed(clinic: Clinic, clinician: Client) -> None:
    clinician.post(page_of(clinic), answer(clinic, covers=[], **{f"reason_{CONCERN}": ""}))
    assert gate_of(clinic.person) is GateStatus.WAIT_CLINICIAN


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({f"reason_{CONCERN}": " "}, "why this may be"),
        ({"covers": []}, "tick it too"),
        ({"result": "declined"}, "Only an answer that allows"),
        ({"result": ""}, "Please choose"),
        ({"by_role": ""}, "Please choose one"),
        ({"highest_level": "1"}, "You also gave limits"),
        ({"screening": "00000000-0000-4000-8000-000000000000"}, "have changed since"),
        ({"review_on": "2020-01-01"}, "has to be after"),
        ({"covers": ["A05"]}, "A05"),
    ],
)
def test_an_incomplete_answer_is_not_signed(
    clinic: Clinic, clinician: Client, change: dict[str, Any], said: str
) -> None:
    response = clinician.post(page_of(clinic), answer(clinic, **change))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Clearance.objects.exists()
    assert not clinic.person.approvals.exists()


def test_the_document_says_what_the_planner_reads_and_is_genuine(clinic: Clinic, clinician: Client) -> None:
    clinician.post(
        page_of(clinic),
        limited(clinic, highest_level="1", starting_level="0", eases="bending_backward", excluded_exercises=["bridge"]),
    )
    given = Clearance.objects.get()
    checked = verify(given.text, public_keys(settings.DATA), clock.today(clinic.person))
    assert checked.standing is Standing.VALID
    standing = standing_of(clinic.person, clock.today(clinic.person))
    assert checked.approval == standing.approval
    assert checked.document["covers"] == [{"rule": CONCERN, "reason": answer(clinic)[f"reason_{CONCERN}"]}]
    assert checked.document["signed_in_account"] is True
    assert checked.document["person"]["name"] == "Ada Patient"


def test_the_planner_does_not_pass_what_was_signed(clinic: Clinic, clinician: Client) -> None:
    free = limited(clinic, no_lying_face_down="on")
    clinician.post(page_of(clinic), free)
    person = clinic.person
    before = week_of(standing_of(person, clock.today(person)))
    assert before is not None
    planned = {one.exercise_id for day in before.plan.days for session in day.sessions for one in session.exercises}
    taken = sorted(planned)[0]
    clinician.post(page_of(clinic), limited(clinic, excluded_exercises=[taken], highest_level="0"))
    after = week_of(standing_of(person, clock.today(person)))
    assert after is not None
    assert after.plan.level == 0
    assert taken not in {
        one.exercise_id for day in after.plan.days for session in day.sessions for one in session.exercises
    }


def test_a_new_answer_replaces_the_one_before(clinic: Clinic, clinician: Client) -> None:
    clinician.post(page_of(clinic), answer(clinic))
    clinician.post(
        page_of(clinic),
        answer(clinic, result="not_yet", covers=[], **{f"reason_{CONCERN}": ""}, review_on="2099-01-01"),
    )
    first, second = Clearance.objects.order_by("version")
    assert json.loads(second.text)["document"]["supersedes"] == str(first.id)
    assert gate_of(clinic.person) is GateStatus.WAIT_CLINICIAN
    assert "replaced by a newer one" in clinician.get(page_of(clinic)).content.decode()
    assert (
        "A newer one has replaced it"
        in Client(headers={"host": "localhost:8000"}).get(f"/clearance/status/{first.id}/").content.decode()
    )


def test_a_clearance_that_is_taken_back_closes_the_gate_and_keeps_its_limits(clinic: Clinic, clinician: Client) -> None:
    clinician.post(page_of(clinic), limited(clinic, highest_level="1", tier_4_allowed="on"))
    given = Clearance.objects.get()
    end = f"{page_of(clinic)}{given.id}/end/"
    clinician.post(end, {"words": ""})
    assert gate_of(clinic.person) is GateStatus.OPEN
    clinician.post(end, {"words": "New findings."})
    standing = standing_of(clinic.person, clock.today(clinic.person))
    assert standing.gate.status is GateStatus.WAIT_CLINICIAN
    assert standing.limits is not None
    assert (standing.limits.highest_level, standing.limits.tier_4_allowed) == (1, False)
    page = browser_of(clinic.patient).get("/clearance/").content.decode()
    assert "<strong>Taken back</strong>, it said “May start, with limits”" in page
    assert "New findings." in page
    status = Client(headers={"host": "localhost:8000"}).get(f"/clearance/status/{given.id}/")
    assert "It was taken back" in status.content.decode()


def test_a_patient_cannot_answer_for_themselves(clinic: Clinic, clinician: Client) -> None:
    patient = browser_of(clinic.patient)
    assert patient.post("/clearance/", answer(clinic, by_name="Dr Me", decided_on="2026-01-01")).status_code == 405
    assert patient.post(page_of(clinic), answer(clinic)).status_code == 404
    secret = ask_by_link(clinic.person, "", clock.now())
    assert patient.post(f"/answer/{secret}/", answer(clinic)).status_code == 403
    assert not clinic.person.approvals.exists()


def test_a_trainer_and_a_clinician_who_is_shown_no_records_cannot_answer(clinic: Clinic, clinician: Client) -> None:
    assert browser_of(clinic.trainer).post(page_of(clinic), answer(clinic)).status_code == 404
    relate(clinic.person, clinic.other_clinician, Role.CLINICIAN, frozenset({Scope.PLAN}))
    assert browser_of(clinic.other_clinician).post(page_of(clinic), answer(clinic)).status_code == 403
    assert not Clearance.objects.exists()


def test_asking_a_clinician_shows_there_and_ends_with_the_answer(clinic: Clinic, clinician: Client) -> None:
    patient = browser_of(clinic.patient)
    relation = clinic.person.care.get(carer=clinic.clinician)
    for _ in range(2):
        assert patient.post(f"/clearance/ask/{relation.id}/").status_code == 302
    assert ClearanceRequest.objects.count() == 1
    assert "They asked for your answer" in clinician.get(page_of(clinic)).content.decode()
    clinician.post(page_of(clinic), answer(clinic))
    assert ClearanceRequest.objects.get().answered_at is not None


def test_asking_a_clinician_who_sees_nothing_leads_to_what_they_may_see(clinic: Clinic, clinician: Client) -> None:
    relation = relate(clinic.person, clinic.other_clinician, Role.CLINICIAN, frozenset())
    response = browser_of(clinic.patient).post(f"/clearance/ask/{relation.id}/")
    assert response.headers["Location"] == f"/care/{relation.id}/"
    assert not ClearanceRequest.objects.exists()


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_both_sides_get_the_document_and_strangers_do_not(
    clinic: Clinic, clinician: Client, signed_in: SignedIn, kind: str
) -> None:
    clinician.post(page_of(clinic), answer(clinic))
    given = Clearance.objects.get()
    for browser, address in (
        (clinician, f"{page_of(clinic)}{given.id}/{kind}/"),
        (signed_in(clinic.patient), f"/clearance/{given.id}/{kind}/"),
    ):
        body = browser.get(address).content
        if kind == "json":
            assert body.decode() == given.text
        else:
            (page,) = PdfReader(io.BytesIO(body)).pages
            said = " ".join(page.extract_text().split())
            for words in ("Ada Patient", "May start", "Seen and examined", "Clara Clinician", str(given.id)):
                assert words in said
    assert signed_in(clinic.other_patient).get(f"/clearance/{given.id}/{kind}/").status_code == 404


def test_the_longest_document_still_fits_one_page(clinic: Clinic, clinician: Client) -> None:
    from steadyback.exercises import load_catalogue

    everything = [exercise.id for exercise in load_catalogue()]
    clinician.post(page_of(clinic), limited(clinic, excluded_exercises=everything, note="Ş long. " * 240))
    given = Clearance.objects.get()
    body = clinician.get(f"{page_of(clinic)}{given.id}/pdf/").content
    assert len(PdfReader(io.BytesIO(body)).pages) == 1


@pytest.mark.parametrize(
    ("name", "drawn", "is_changed"),
    [
        ("Łukasz Žižek-Ağaoğlu", "Łukasz Žižek-Ağaoğlu", False),
        ("Ελένη Юлия", "Ελένη Юлия", False),
        ("王小明 やまだ 김민수", "王小明 やまだ 김민수", False),
        ("<b>O'Neil & Søn</b>", "<b>O'Neil & Søn</b>", False),
        ("דוד Ada", "??? Ada", True),
        ("Ada \U0001f9d8\x07", "Ada ?", True),
    ],
)
def test_a_name_of_any_alphabet_stands_on_the_sheet_or_the_sheet_says_so(
    name: str, drawn: str, is_changed: bool, clinic: Clinic, clinician: Client
) -> None:
    clinic.patient.name = name
    clinic.patient.save()
    clinician.post(page_of(clinic), answer(clinic, note="Fine."))
    body = clinician.get(f"{page_of(clinic)}{Clearance.objects.get().id}/pdf/").content
    text = PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert drawn in text
    assert ("cannot draw every letter" in text) is is_changed


def test_without_the_wider_font_letters_lose_their_marks_and_the_sheet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_letters, "_true_type", dict)
    pdf_letters._font_of.cache_clear()
    letters = Letters()
    assert letters.markup("Zoë & Žižek") == "Zoë &amp; Žižek"
    assert not letters.has_changed
    assert letters.markup("Ěva") == "Eva"
    assert letters.has_changed
    pdf_letters._font_of.cache_clear()


class TestLink:
    """A clinician without an account answers by a link."""

    @pytest.fixture
    def secret(self, clinic: Clinic, clinician: Client) -> str:
        page = browser_of(clinic.patient).post("/clearance/link/", {"label": "Dr Away"}).content.decode()
        return page.split("/answer/")[1].split("/")[0]

    def said(self, clinic: Clinic, **more: Any) -> dict[str, Any]:
        return answer(clinic, by_name="Dr Away", registration="1234567", **more)

    def test_it_shows_the_summary_and_takes_one_answer(self, clinic: Clinic, secret: str) -> None:
        away = browser_of(None)
        assert "Ada Patient" in away.get(f"/answer/{secret}/").content.decode()
        assert away.post(f"/answer/{secret}/", self.said(clinic)).status_code == 200
        assert gate_of(clinic.person) is GateStatus.OPEN
        document = json.loads(Clearance.objects.get().text)["document"]
        assert (document["signed_in_account"], document["registration"]) == (False, "1234567")
        assert document["approval"]["by_name"] == "Dr Away"
        page = browser_of(clinic.patient).get("/clearance/").content.decode()
        assert "by link, not verified" in page
        assert "Dr Away" in page

    def test_a_clinician_of_the_team_is_told_to_look_at_it(self, clinic: Clinic, secret: str) -> None:
        browser_of(None).post(f"/answer/{secret}/", self.said(clinic))
        clinician = browser_of(clinic.clinician)
        assert "Nobody checked who it was" in clinician.get("/alerts/").content.decode()
        (alert,) = Alert.objects.all()
        assert clinician.post(f"/alerts/{alert.id}/seen/").status_code == 302
        assert "Ada Patient" not in clinician.get("/alerts/").content.decode()

    def test_without_a_clinician_in_the_team_nobody_is_told(self, clinic: Clinic, secret: str) -> None:
        access.end(clinic.person.care.get(carer=clinic.clinician), clock.now())
        browser_of(None).post(f"/answer/{secret}/", self.said(clinic))
        assert Clearance.objects.exists()
        assert not Alert.objects.exists()

    def test_everybody_who_reads_of_it_reads_that_nobody_checked_who_answered(
        self, clinic: Clinic, secret: str
    ) -> None:
        browser_of(None).post(f"/answer/{secret}/", self.said(clinic))
        given = Clearance.objects.get()
        for who, url in (
            (clinic.trainer, f"/people/{clinic.person.id}/plan/"),
            (clinic.clinician, page_of(clinic)),
            (clinic.clinician, f"/people/{clinic.person.id}/sheet/"),
            (clinic.patient, "/clearance/"),
            (None, f"/clearance/status/{given.id}/"),
        ):
            assert "has not checked them" in browser_of(who).get(url).content.decode(), url
        file = SimpleUploadedFile("c.json", given.text.encode())
        assert "has not checked them" in browser_of(None).post("/clearance/check/", {"file": file}).content.decode()
        sheet = browser_of(clinic.patient).get(f"/clearance/{given.id}/pdf/").content
        assert "has not checked them" in " ".join(PdfReader(io.BytesIO(sheet)).pages[0].extract_text().split())
        browser_of(clinic.clinician).post(page_of(clinic), answer(clinic))
        page = browser_of(clinic.trainer).get(f"/people/{clinic.person.id}/plan/").content.decode()
        assert "has not checked them" not in page

    def test_it_is_refused_when_it_comes_again(self, clinic: Clinic, secret: str) -> None:
        away = browser_of(None)
        away.post(f"/answer/{secret}/", self.said(clinic))
        for response in (away.get(f"/answer/{secret}/"), away.post(f"/answer/{secret}/", self.said(clinic))):
            assert response.status_code == 410
            assert "Ada Patient" not in response.content.decode()
        assert Clearance.objects.count() == 1

    def test_it_runs_out(self, clinic: Clinic, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
        later = clock.now() + timedelta(days=14)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert browser_of(None).post(f"/answer/{secret}/", self.said(clinic)).status_code == 410
        assert not Clearance.objects.exists()

    def test_it_is_refused_once_taken_back_and_when_guessed(self, clinic: Clinic, secret: str) -> None:
        asked = ClearanceRequest.objects.get()
        assert browser_of(clinic.other_patient).post(f"/clearance/asked/{asked.id}/cancel/").status_code == 404
        browser_of(clinic.patient).post(f"/clearance/asked/{asked.id}/cancel/")
        assert browser_of(None).get(f"/answer/{secret}/").status_code == 410
        assert browser_of(None).get("/answer/guessed/").status_code == 404

    @pytest.mark.parametrize("missing", ["by_name", "registration"])
    def test_it_asks_who_answers(self, clinic: Clinic, secret: str, missing: str) -> None:
        assert browser_of(None).post(f"/answer/{secret}/", self.said(clinic) | {missing: ""}).status_code == 422
        assert not Clearance.objects.exists()

    def test_the_patient_reads_that_it_was_opened(self, clinic: Clinic, secret: str) -> None:
        for _ in range(3):
            browser_of(None).get(f"/answer/{secret}/")
        assert AuditRow.objects.filter(action="looked_by_link").count() == 1
        assert "by the link that you made" in browser_of(clinic.patient).get("/care/log/").content.decode()


def test_what_happened_is_in_the_audit_without_any_health_data(clinic: Clinic, clinician: Client) -> None:
    clinician.post(page_of(clinic), limited(clinic, highest_level="1"))
    given = Clearance.objects.get()
    clinician.post(f"{page_of(clinic)}{given.id}/end/", {"words": "New findings."})
    rows = AuditRow.objects.filter(action__startswith="clearance_")
    assert [row.action for row in rows] == ["clearance_given", "clearance_ended"]
    assert {row.actor for row in rows} == {clinic.clinician.id}
    assert CONCERN not in json.dumps([row.detail for row in rows])
    assert check().broken == ""


def test_the_public_key_is_published(db: None) -> None:
    response = browser_of(None).get("/clearance/key/")
    assert response.content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert ApprovalStatus.APPROVED.value.encode() not in response.content


class TestCheck:
    """Whoever was handed a file can ask what it is worth."""

    @pytest.fixture
    def given(self, clinic: Clinic, clinician: Client) -> Clearance:
        clinician.post(page_of(clinic), answer(clinic))
        return Clearance.objects.get()

    def check(self, text: str) -> tuple[int, str]:
        file = io.BytesIO(text.encode())
        file.name = "clearance.json"
        response = browser_of(None).post("/clearance/check/", {"file": file})
        return response.status_code, response.content.decode()

    def test_a_genuine_one_counts(self, given: Clearance) -> None:
        status, page = self.check(given.text)
        assert status == 200
        assert "genuine and counts today" in page
        assert "Ada Patient" not in page

    def test_a_changed_one_does_not(self, given: Clearance) -> None:
        status, page = self.check(given.text.replace('"version": 1', '"version": 2'))
        assert status == 422
        assert "changed or made up" in page

    def test_one_of_another_clinic_does_not(self, given: Clearance) -> None:
        document = json.loads(given.text)["document"]
        assert self.check(sign(document, Ed25519PrivateKey.generate()))[0] == 422

    def test_one_that_was_taken_back_or_replaced_does_not(
        self, clinic: Clinic, clinician: Client, given: Clearance
    ) -> None:
        clinician.post(page_of(clinic), limited(clinic, highest_level="1"))
        assert "replaced" in self.check(given.text)[1]
        newer = Clearance.objects.get(version=2)
        clinician.post(f"{page_of(clinic)}{newer.id}/end/", {"words": "New findings."})
        status, page = self.check(newer.text)
        assert status == 410
        assert "taken back" in page

    def test_one_that_ran_out_does_not(self, given: Clearance, monkeypatch: pytest.MonkeyPatch) -> None:
        later = clock.now() + timedelta(days=200)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert self.check(given.text)[0] == 410

    def test_what_is_no_clearance_is_refused(self, db: None) -> None:
        assert self.check("{}")[0] == 400
        assert self.check("x" * 300_000)[0] == 413
        assert browser_of(None).post("/clearance/check/").status_code == 400


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time; PostgreSQL lets in all")
@pytest.mark.django_db(transaction=True)
def test_one_link_opened_by_two_at_once_takes_one_answer() -> None:
    clinic = make_clinic()
    screen(clinic.person, CONCERN)
    secret = ask_by_link(clinic.person, "", clock.now())
    said = answer(clinic, by_name="Dr Away", registration="1234567")

    def send(_number: int) -> int:
        try:
            return browser_of(None).post(f"/answer/{secret}/", said).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(send, range(4)))
    assert statuses == [200, 410, 410, 410]
    assert Clearance.objects.count() == clinic.person.approvals.count() == 1
    assert check().broken == ""
