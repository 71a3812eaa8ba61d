"""A referral stays until somebody looked at it: who, when and what they said; nothing else says all clear."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import to_json
from steadyback.records.history import LegSymptoms, WeeklyAnswers
from steadyback.web import clock, told
from steadyback.web.history import programme_of
from steadyback.web.models import ApprovalRecord, Person, ReferralReview, WeeklyCheck
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]


@pytest.fixture
def referred(begun: Begun) -> Person:
    """A person whose leg has got worse: a clinician should look within a week (R-07)."""
    person = begun(9)
    worse = WeeklyAnswers(2, 4, leg=LegSymptoms.WORSE)
    told.keep(WeeklyCheck, person, on=clock.today(person) - DAY, answers=to_json(worse))
    return person


def open_rules(person: Person) -> list[str]:
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    return [one.rule for one in programme.course.open_referrals()]


def said(person: Person, **changes: str) -> dict[str, str]:
    today = str(clock.today(person))
    return {"role": "clinician", "seen_by": "Dr Lee", "seen_on": today, "what_they_said": "Go on.", **changes}


def test_today_names_it_and_leads_to_the_page(client: Client, referred: Person) -> None:
    assert open_rules(referred) == ["R-07.worse"]
    assert "Somebody has looked at it" in client.get("/").content.decode()
    assert "Show it to a clinician within 7 days." in client.get("/week/looked-at/").content.decode()


def test_a_clinicians_look_closes_it_and_is_kept(client: Client, referred: Person) -> None:
    assert client.post("/week/looked-at/", said(referred))["Location"] == "/"
    assert open_rules(referred) == []
    row = ReferralReview.objects.get()
    assert (row.seen_by, row.what_they_said, row.rules) == ("Dr Lee", "Go on.", ["R-07.worse"])
    assert "looked at by" in client.get("/week/history/").content.decode()
    assert "Somebody has looked at it" not in client.get("/").content.decode()


def test_a_trainers_look_is_not_enough_for_what_a_clinician_should_see(client: Client, referred: Person) -> None:
    response = client.post("/week/looked-at/", said(referred, role="trainer"))
    assert response.status_code == 422
    assert "somebody else too" in response.content.decode()
    assert open_rules(referred) == ["R-07.worse"]


@pytest.mark.parametrize("days", [-30, -2, 1])
def test_a_day_before_it_was_noticed_or_to_come_is_refused(client: Client, referred: Person, days: int) -> None:
    on = str(clock.today(referred) + DAY * days)
    assert client.post("/week/looked-at/", said(referred, seen_on=on)).status_code == 422
    assert not ReferralReview.objects.exists()


@pytest.mark.parametrize("field", ["role", "seen_by", "seen_on", "what_they_said"])
@pytest.mark.parametrize("value", ["", "x" * 2001])
def test_what_is_missing_or_too_long_is_asked_for(client: Client, referred: Person, field: str, value: str) -> None:
    response = client.post("/week/looked-at/", said(referred, **{field: value}))
    assert response.status_code == 422
    assert f'href="#{field}"' in response.content.decode()
    assert open_rules(referred) == ["R-07.worse"]


def test_a_new_answer_of_the_specialist_is_a_look_as_well(referred: Person) -> None:
    today = clock.today(referred)
    approval = Approval(ApprovalStatus.APPROVED, "Dr Lee", "specialist", today, "x")
    later = clock.now() + timedelta(minutes=5)
    ApprovalRecord.objects.create(person=referred, recorded_at=later, approval=to_json(approval))
    assert open_rules(referred) == []


def test_what_comes_after_a_look_is_referred_anew(client: Client, referred: Person) -> None:
    client.post("/week/looked-at/", said(referred))
    worse = WeeklyAnswers(2, 4, leg=LegSymptoms.WORSE)
    told.keep(WeeklyCheck, referred, on=clock.today(referred), answers=to_json(worse))
    assert open_rules(referred) == ["R-07.worse"]


def test_without_anything_to_look_at_there_is_no_page(client: Client, begun: Begun) -> None:
    person = begun(2)
    assert client.get("/week/looked-at/")["Location"] == "/"
    client.post("/week/looked-at/", said(person))
    assert not ReferralReview.objects.exists()


def test_the_summary_for_the_clinician_says_what_was_noticed_and_measured(client: Client, referred: Person) -> None:
    page = client.get("/summary/").content.decode()
    assert "R-07.worse" in page
    assert "Your leg is getting worse" in page
    assert "From 2 to 2. A change this small can be chance." in page
