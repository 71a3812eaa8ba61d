"""A session is only led as it is right today: by today's flags, limits and pain."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.exercises import load_catalogue
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Answer, ScreeningAnswers
from steadyback.web import clock, session_store
from steadyback.web.models import ApprovalRecord, Person, Session

pytestmark = pytest.mark.django_db


def check(client: Client, person: Person, pain: int = 2, kind: str = "strength") -> Any:
    address = reverse("session_check", args=[clock.today(person).isoformat(), kind])
    return client.post(address, {"none": "yes", "pain": str(pain)})


def opened(client: Client, person: Person, pain: int = 2) -> Session:
    """Today's session, of the kind that today has."""
    for kind in ("strength", "cardio"):
        if check(client, person, pain, kind).status_code == 302:
            return Session.objects.get()
    raise AssertionError("nothing is planned today")


def approve(person: Person, limits: ClearanceLimits) -> None:
    screening = person.screenings.get()
    approval = Approval(
        ApprovalStatus.APPROVED_WITH_LIMITS, "Dr Lee", "doctor", clock.today(person), str(screening.id), limits=limits
    )
    ApprovalRecord.objects.create(person=person, recorded_at=clock.now(), approval=to_json(approval))


def says_now(person: Person, **answers: Answer) -> None:
    row = person.screenings.get()
    kept = from_json(ScreeningAnswers, row.answers)
    row.answers = to_json(replace(kept, answers={**kept.answers, **answers}))
    row.save()


def exercises_of(session: Session) -> set[str]:
    steps = session.script["steps"]
    return {one["exercise_id"] for step in steps for one in (step, step["easier"]) if one and one["exercise_id"]}


def strength_today(make: Any, **facts: object) -> Person:
    """A person whose week has strength work today."""
    from steadyback.web.planning import preferences_of

    person: Person = make(**facts)
    today = clock.today(person).weekday()
    preferences = preferences_of(person)
    assert preferences is not None
    # The standard week has its first strength work on the second day.
    person.preferences = to_json(replace(preferences, start_weekday=(today - 1) % 7))
    person.save()
    return person


def test_a_gentle_session_leaves_out_what_is_not_for_a_very_sore_back(client: Client, make_cleared: Any) -> None:
    person = strength_today(make_cleared, pain_average=8, pain_rest=6, settle="over_24h")
    session = opened(client, person, pain=6)
    catalogue = load_catalogue()
    assert session.kind == "strength"
    barred = {one for one in exercises_of(session) if "ACUTE_HIGH_IRRIT" in catalogue[one].contra_flags}
    assert barred == set()


def test_an_open_session_is_not_carried_on_when_the_specialist_has_set_new_limits(
    client: Client, make_cleared: Any
) -> None:
    person = strength_today(make_cleared)
    session = opened(client, person)
    barred = min(exercises_of(session) - {"march_in_place", "walk"})
    approve(person, ClearanceLimits(excluded_exercises=frozenset({barred})))
    page = client.get(reverse("session", args=[session.id]))
    assert page.headers["Location"].startswith("/session/check/")
    assert check(client, person).status_code == 302
    again = Session.objects.exclude(pk=session.pk).get()
    assert barred not in exercises_of(again)
    session.refresh_from_db()
    assert session.status == "ended_early"


def test_an_open_session_is_not_carried_on_after_new_health_answers(client: Client, make_cleared: Any) -> None:
    person = strength_today(make_cleared)
    opened(client, person)
    says_now(person, E13=Answer.NO)
    assert session_store.unfinished_session(person) is None


def test_an_open_session_is_carried_on_while_nothing_has_changed(client: Client, make_cleared: Any) -> None:
    person = strength_today(make_cleared)
    session = opened(client, person)
    assert session_store.unfinished_session(person) == session
    assert "session-data" in client.get(reverse("session", args=[session.id])).content.decode()


def test_nobody_starts_above_the_pain_at_which_the_specialist_says_stop(client: Client, make_cleared: Any) -> None:
    person = strength_today(make_cleared)
    approve(person, ClearanceLimits(pain_limit=3))
    assert check(client, person, pain=4).headers["Location"].startswith("/session/check/")
    assert not Session.objects.exists()
    assert check(client, person, pain=3).status_code == 302
    assert Session.objects.exists()


def test_a_session_before_midnight_may_be_carried_on_shortly_after(
    client: Client, make_cleared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = strength_today(make_cleared)
    session = opened(client, person)
    now = clock.now().replace(hour=23, minute=30)
    session.opened_at = now
    session.save()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1))
    assert session_store.unfinished_session(person) == session
