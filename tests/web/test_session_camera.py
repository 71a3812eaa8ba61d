"""What the session page gives to a camera, and what the last page says of what it saw."""

import json
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.coaching.remedies import load_remedies
from steadyback.exercises import load_catalogue
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import Preferences
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.records.session import SessionRecord, SessionScript, SessionStatus, StepSummary
from steadyback.web import clock, session_camera
from steadyback.web.models import Hold, Person, Session
from steadyback.web.session_camera import camera_entry, camera_texts
from steadyback.web.session_seen_words import next_time, seen_lines

pytestmark = pytest.mark.django_db
PARTS = {"vision": "/v/", "pyodide": "/p/", "core": "/c", "lite": "/l", "full": "/f"}


def begin(person: Person, client: Client, kind: str) -> Session:
    on = clock.today(person)
    client.post(reverse("session_check", args=[on.isoformat(), kind]), {"none": "yes", "pain": "2"})
    return Session.objects.get()


@pytest.fixture
def session(make_cleared: Any, client: Client) -> Session:
    """A strength session: the second day of a week that began yesterday."""
    weekday = (clock.now() - timedelta(days=1)).weekday()
    return begin(make_cleared(preferences=Preferences(start_weekday=weekday)), client, "strength")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coach's parts are there."""
    monkeypatch.setattr(session_camera, "coach_urls", lambda: PARTS)


def in_page(client: Client, session: Session) -> dict[str, Any]:
    page = client.get(reverse("session", args=[session.id])).content.decode()
    found = re.search(r'<script id="session-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def coach(client: Client, session: Session) -> Any:
    """What comes when the camera is turned on; None where none is offered."""
    url = in_page(client, session)["camera"]
    return None if url is None else client.get(url).json()


def summaries(session: Session) -> dict[str, StepSummary]:
    steps = enumerate(from_json(SessionScript, session.script).steps)
    return {step.exercise_id: StepSummary(index, step.exercise_id, "full") for index, step in steps if step.exercise_id}


def with_steps(session: Session, *steps: StepSummary) -> SessionRecord:
    return replace(from_json(SessionRecord, session.record), steps=steps, status=SessionStatus.FINISHED)


@pytest.mark.usefixtures("built")
def test_the_page_knows_where_the_camera_goes_and_what_its_coach_may_say(session: Session, client: Client) -> None:
    given = coach(client, session)
    assert given["urls"] == PARTS
    assert set(given["remedies"]) == set(load_remedies())
    entry = given["exercises"]["side_lying_hip_abduction"]
    assert (entry["view"], entry["position"], entry["held"]) == ("front", "side_lying", False)
    rules = {rule.id: rule for rule in load_catalogue()["side_lying_hip_abduction"].faults}
    assert entry["cues"]
    assert set(entry["cues"]) == {code for code, rule in rules.items() if rule.measurable != "no"}
    assert set(entry["parts"]) == set(entry["cues"])
    assert entry["parts"]["toes_up"] == "foot"


@pytest.mark.usefixtures("built")
def test_its_words_come_with_it_and_not_with_the_page(session: Session, client: Client) -> None:
    words, page = coach(client, session)["texts"], in_page(client, session)
    assert words == camera_texts()
    assert words.keys() & page["texts"].keys() == set()
    # Without the camera it has to be offered, said that it did not come, and asked after a reload.
    heads = ("camera_", "all_right_", "help_", "no_answer_")
    assert {"camera_title", "coach_not_loaded"} <= page["texts"].keys()
    assert {head for head in heads if any(key.startswith(head) for key in page["texts"])} == set(heads)
    assert "remedies" not in page


@pytest.mark.usefixtures("built")
def test_nobody_keeps_or_changes_it_and_nobody_else_has_it(session: Session, client: Client) -> None:
    url = reverse("api_session_camera", args=[session.id])
    assert client.get(url).headers["Cache-Control"] == "no-store"
    assert client.post(url).status_code == 405
    assert client.get(reverse("api_session_camera", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.usefixtures("built")
def test_what_closes_exercise_closes_it(session: Session, client: Client) -> None:
    concern = Concern("B01", Disposition.CLINICIAN_FIRST, Urgency.DAYS, clock.today(session.person))
    Hold.objects.create(person=session.person, raised_at=clock.now(), source="test", concern=to_json(concern))
    answer = client.get(reverse("api_session_camera", args=[session.id]))
    assert (answer.status_code, answer.json()["error"]) == (403, "gate_closed")


@pytest.mark.usefixtures("built")
def test_the_easier_versions_are_there_too(session: Session, client: Client) -> None:
    script = from_json(SessionScript, session.script)
    easier = {step.easier.exercise_id for step in script.steps if step.easier and step.easier.kind == "exercise"}
    countable = {one for one in easier if camera_entry(load_catalogue()[one], "brace") is not None}
    assert countable
    assert countable <= set(coach(client, session)["exercises"])


@pytest.mark.usefixtures("built")
def test_nothing_is_offered_for_a_walk(cleared: Person, client: Client) -> None:
    walk = begin(cleared, client, "cardio")
    assert coach(client, walk) is None
    assert client.get(reverse("api_session_camera", args=[walk.id])).status_code == 404


def test_nothing_is_offered_where_the_parts_are_missing(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_camera, "coach_urls", dict)
    assert coach(client, session) is None


def test_no_cue_shows_what_is_to_be_filled_in() -> None:
    for exercise in load_catalogue():
        entry = camera_entry(exercise, "draw_in")
        for cue in (entry or {}).get("cues", {}).values():
            assert "{" not in cue, (exercise.id, cue)


def test_the_last_page_says_what_was_seen_and_what_is_for_next_time(session: Session, client: Client) -> None:
    steps = summaries(session)
    lift = replace(
        steps["side_lying_hip_abduction"],
        repetitions=16,
        repetitions_planned=16,
        repetitions_seen=14,
        unseen_s=41.3,
        adjustments={"too_fast": 3},
    )
    saved = with_steps(session, *(lift if one.index == lift.index else one for one in steps.values()))
    session.record, session.status = to_json(saved), saved.status.value
    session.save()
    page = " ".join(client.get(reverse("session_done", args=[session.id])).content.decode().split())
    assert "14 of 16 seen by the camera" in page
    assert "I could not see you well for 41 seconds." in page
    cue = next(rule.cue for rule in load_catalogue()["side_lying_hip_abduction"].faults if rule.id == "too_fast")
    assert "For next time" in page
    assert cue in page


def test_without_a_camera_the_last_page_says_nothing_of_one(session: Session, client: Client) -> None:
    saved = with_steps(session, *summaries(session).values())
    session.record, session.status = to_json(saved), saved.status.value
    session.save()
    page = client.get(reverse("session_done", args=[session.id])).content.decode()
    assert "camera" not in page
    assert "For next time" not in page


def test_at_most_two_things_the_most_frequent_first_and_one_for_an_exercise(session: Session) -> None:
    script, steps = from_json(SessionScript, session.script), summaries(session)
    found = next_time(
        script,
        with_steps(
            session,
            replace(steps["curl_up_reach"], adjustments={"too_fast": 1}),
            replace(steps["quadruped_hip_extension"], adjustments={"too_fast": 4, "unheard_of": 9}),
            replace(steps["side_lying_hip_abduction"], adjustments={"too_fast": 5, "pelvis_roll": 2}),
            replace(steps["bridge"], adjustments={"too_fast": 8}, praised=True),
        ),
    )
    assert [one.name for one in found] == ["Side-lying leg lift", "All-fours leg lift"]


def test_short_spells_without_sight_are_not_mentioned(session: Session) -> None:
    script, steps = from_json(SessionScript, session.script), summaries(session)
    seen = replace(steps["bridge"], repetitions_seen=8, repetitions_planned=8, unseen_s=6.0)
    (line,) = seen_lines(script, with_steps(session, seen, steps["curl_up_reach"]))
    assert (line.name, line.seen) == ("Bridge", "8 of 8 seen by the camera")
    assert line.more == "Nothing to adjust that the camera could see."
