"""The clinician's one page: what was referred with its clock, outcomes, the last weeks; and saying that one looked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cleared_people import screened
from clinic_people import Clinic, browser_of, relate, screen

from steadyback.clinic import sheet
from steadyback.clinic.roles import Role, Scope
from steadyback.clinic.sheet import sheet_of
from steadyback.clinic.views import sheet as page
from steadyback.records.decisions import Referral
from steadyback.records.reasons import Reason
from steadyback.web import clock
from steadyback.web.models import ElsewhereActivity, ReferralReview, Score
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

TODAY = date(2026, 11, 23)


def address(clinic: Clinic, what: str = "sheet") -> str:
    return f"/people/{clinic.person.id}/{what}/"


def referral(rule: str = "R-05", within_h: int | None = 14 * 24, raised_on: date = TODAY) -> Referral:
    return Referral(rule, "clinician", within_h, raised_on, (Reason(rule, {"weeks": 6}),))


@pytest.mark.parametrize(
    ("within_h", "raised_on", "due", "late"),
    [
        (0, TODAY, TODAY, False),
        (24, TODAY - timedelta(days=2), TODAY - timedelta(days=1), True),
        (14 * 24, TODAY - timedelta(days=14), TODAY, False),
        (14 * 24, TODAY - timedelta(days=15), TODAY - timedelta(days=1), True),
        (None, TODAY - timedelta(days=300), None, False),
    ],
)
def test_a_referral_has_its_clock(within_h: int | None, raised_on: date, due: date | None, late: bool) -> None:
    found = sheet._of_referral(referral(within_h=within_h, raised_on=raised_on), TODAY)
    assert (found.due, found.is_late) == (due, late)
    closed = sheet._of_referral(replace(referral(within_h=within_h, raised_on=raised_on), closed_on=TODAY), TODAY)
    assert not closed.is_late
    assert not closed.can_be_closed


def test_what_keeps_exercise_closed_stands_on_it_with_its_day(clinic: Clinic) -> None:
    screen(clinic.person, "B02")
    (received,) = sheet_of(standing_of(clinic.person, clock.today(clinic.person))).received
    assert received.rule == "B02"
    assert received.due == clock.today(clinic.person) + timedelta(days=7)
    text = browser_of(clinic.clinician).get(address(clinic)).content.decode()
    assert "B02" in text
    assert "Exercise is paused." in text


def test_outcomes_and_weeks_stand_on_it(clinic: Clinic) -> None:
    screened(clinic.person, clock.now() - timedelta(days=50), {})
    today = clock.today(clinic.person)
    Score.objects.create(person=clinic.person, recorded_at=clock.now(), on=today, measure="pain", value=1)
    ElsewhereActivity.objects.create(
        person=clinic.person, recorded_at=clock.now(), on=today, kind="cardio", minutes=25, pain=3
    )
    found = sheet_of(standing_of(clinic.person, today))
    assert [(week.minutes, week.sessions) for week in found.weeks] == [(25, 0)]
    assert "pain" in [one.measure.id for one in found.measured]
    assert "Back pain over a week" in browser_of(clinic.clinician).get(address(clinic)).content.decode()


def test_only_a_clinician_who_may_see_the_records_opens_it(clinic: Clinic) -> None:
    screen(clinic.person)
    relate(clinic.person, clinic.other_clinician, Role.CLINICIAN, frozenset({Scope.PLAN}))
    assert browser_of(clinic.clinician).get(address(clinic)).status_code == 200
    assert browser_of(clinic.other_clinician).get(address(clinic)).status_code == 403
    assert browser_of(clinic.trainer).get(address(clinic)).status_code == 404


def test_it_opens_before_there_is_anything(clinic: Clinic) -> None:
    assert browser_of(clinic.clinician).get(address(clinic)).status_code == 200


def test_looking_closes_what_was_referred_in_the_clinicians_name(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen(clinic.person)
    monkeypatch.setattr(page, "open_referrals", lambda _standing: (referral(), referral("R-07")))
    browser = browser_of(clinic.clinician)
    browser.post(address(clinic, "looked-at"), {"words": ""})
    assert not ReferralReview.objects.exists()
    browser.post(address(clinic, "looked-at"), {"words": "Seen; carry on."})
    kept = ReferralReview.objects.get()
    assert (kept.role, kept.seen_by, kept.rules) == ("clinician", "Clara Clinician", ["R-05", "R-07"])


def test_looking_where_nothing_was_referred_writes_nothing(clinic: Clinic) -> None:
    screened(clinic.person, clock.now() - timedelta(days=1), {})
    assert week_of(standing_of(clinic.person, clock.today(clinic.person))) is None
    browser_of(clinic.clinician).post(address(clinic, "looked-at"), {"words": "Seen; carry on."})
    assert not ReferralReview.objects.exists()
