"""The page of a session: everything the player needs in one answer, and nothing behind a closed gate."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.exercises import OWN_WAY, load_transitions
from steadyback.programme.advice import load_advice
from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PersonalSettings
from steadyback.records.session import SessionRecord, SessionScript
from steadyback.web import clock
from steadyback.web.models import Person, Session
from steadyback.web.session_camera import camera_texts
from steadyback.web.session_in_page import names_shown, way_shown
from steadyback.web.views.session_page import session_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cleared: Person, client: Client) -> Session:
    on = clock.today(cleared)
    client.post(reverse("session_check", args=[on.isoformat(), "cardio"]), {"none": "yes", "pain": "2"})
    return Session.objects.get()


def payload(client: Client, session: Session) -> dict[str, Any]:
    page = client.get(reverse("session", args=[session.id])).content.decode()
    found = re.search(r'<script id="session-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_it_holds_script_and_record_as_they_are_stored(session: Session, client: Client) -> None:
    data = payload(client, session)
    assert data["script"]["steps"]
    for name in ("script", "record"):
        stored = getattr(session, name)
        for key, value in data[name].items():
            if key != "steps" and not key.endswith("_table"):
                assert value == stored[key], (name, key)
    for told, stored in zip(data["script"]["pain_table"], session.script["pain_table"], strict=True):
        assert (told["outcome"], told["advice"]) == (stored["outcome"], stored["advice"])
        assert [one["rule"] for one in told["reasons"]] == [one["rule"] for one in stored["reasons"]]
    for table in ("stop_table", "fall_table"):
        assert {said: one["outcome"] for said, one in data["script"][table].items()} == {
            said: one["outcome"] for said, one in session.script[table].items()
        }
    assert data["session_id"] == str(session.id)
    assert data["acknowledged"] == {}
    assert data["lease"] == {"holder": None, "mine": False, "expires_at": None}


def test_it_carries_exactly_what_its_code_reads(session: Session, client: Client) -> None:
    """Each field of the page's own types, and none beside them. `kind` and the like are the same for every session."""
    data = payload(client, session)
    source = Path(__file__).resolve().parents[2] / "frontend/src/session/script.ts"

    def fields(interface: str) -> set[str]:
        body = re.search(
            rf"export interface {interface} {{(.*?)^}}", source.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        assert body is not None
        return set(re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE))

    assert set(data["script"]) == fields("SessionScript")
    assert set(data["record"]) == fields("SessionRecord")
    # The usual form of an exercise is not named, and only a guided way is one.
    assert all(set(step) | {"variant", "way"} == fields("ScriptStep") for step in data["script"]["steps"])
    assert all(step.get("variant") != "" for step in data["script"]["steps"])
    assert from_json(SessionScript, session.script).steps
    assert from_json(SessionRecord, session.record).pain_before == 2


def test_its_figures_are_those_of_its_exercises_the_easier_ones_and_the_ways() -> None:
    step = {"exercise_id": "bridge", "name": "Bridge", "easier": {"exercise_id": "clamshell", "name": "Clamshell"}}
    way = {"exercise_id": "", "name": "down_to_floor", "lines": [], "easier": None}
    assert names_shown({"steps": [step, way]}) == {"bridge", "clamshell", "down_to_floor"}


@pytest.mark.parametrize(("way", "clip"), [("down_to_floor", "way_down"), ("up_from_floor", "way_up")])
@pytest.mark.parametrize("support", ["chair", "none"])
def test_a_guided_way_is_shown_step_by_step_also_where_it_is_not_gone_all_the_way(
    way: str, clip: str, support: str
) -> None:
    lines = [one.say for one in load_transitions()[way][support]]
    part = lines[:4] if way == "down_to_floor" else lines[2:]
    shown = way_shown({"name": way, "lines": part})
    assert shown["clip"] == f"{clip}_{support}"
    assert [lines[int(one.removeprefix("step_")) - 1] for one in shown["phases"]] == part


def test_ones_own_way_is_shown_by_no_other() -> None:
    lines = [one.say for one in load_transitions()["down_to_floor"][OWN_WAY]]
    assert way_shown({"name": "down_to_floor", "lines": lines}) == {}


def test_every_advice_that_its_tables_name_is_there(session: Session, client: Client) -> None:
    data = payload(client, session)
    script = data["script"]
    tables = (*script["pain_table"], *script["stop_table"].values(), *script["fall_table"].values())
    named = {decision["advice"] for decision in tables}
    assert named <= set(data["advice"])
    assert data["advice"]["emergency.A10"]["call_emergency"] is True
    assert all(advice["title"] and advice["lines"] for advice in data["advice"].values())
    assert set(data["advice"]) < set(load_advice())


def test_it_knows_the_number_to_call_and_how_to_sound(session: Session, client: Client) -> None:
    Person.objects.update(settings=to_json(PersonalSettings(country="GB", voice_rate=0.8, tones_on=False)))
    data = payload(client, session)
    assert data["emergency_number"] == "999"
    assert data["settings"]["voice_rate"] == 0.8
    assert data["settings"]["tones_on"] is False
    assert "policy" not in data["settings"]


def test_its_addresses_lead_somewhere(session: Session, client: Client) -> None:
    urls = payload(client, session)["urls"]
    assert client.get(urls["session"]).status_code == 200
    assert (
        client.post(urls["lease"], json.dumps({"client_id": "a"}), content_type="application/json").status_code == 200
    )
    for name in ("done", "triage", "emergency", "home"):
        assert client.get(urls[name]).status_code in (200, 302)


def test_its_token_lets_the_player_post(session: Session) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"})
    data = payload(strict, session)
    answer = strict.post(
        data["urls"]["lease"],
        json.dumps({"client_id": "a"}),
        content_type="application/json",
        headers={"X-CSRFToken": data["csrf"]},
    )
    assert answer.status_code == 200


def test_a_session_of_an_earlier_day_is_not_led(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(reverse("session", args=[session.id])).content.decode()
    assert "session-data" not in page
    assert "That day has passed" in page


def test_one_begun_before_midnight_goes_on_after_it(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = clock.now().replace(hour=0, minute=5) + timedelta(days=1)
    Session.objects.update(opened_at=midnight - timedelta(minutes=20))
    monkeypatch.setattr(clock, "now", lambda: midnight)
    assert "session-data" in client.get(reverse("session", args=[session.id])).content.decode()


def test_without_javascript_it_says_what_to_do(session: Session, client: Client) -> None:
    assert "<noscript>" in client.get(reverse("session", args=[session.id])).content.decode()


def test_other_methods_are_refused(session: Session, client: Client) -> None:
    for name in ("session", "session_done"):
        assert client.post(reverse(name, args=[session.id])).status_code == 405


def test_it_brings_every_word_that_the_page_says() -> None:
    """Each key that the page's code asks for is among the words, and no word is unused."""
    source = Path(__file__).resolve().parents[2] / "frontend" / "src"
    files = [path for folder in ("session", "coach") for path in (source / folder).glob("*.ts")]
    code = "".join(path.read_text(encoding="utf-8") for path in files if ".test." not in path.name)
    words = {**session_texts(), **camera_texts()}
    asked = set(re.findall(r"say\('(\w+)'", code))
    assert asked
    assert asked - words.keys() == set()
    heads = tuple(re.findall(r"`(\w+_)\$\{", code))
    tails = tuple(re.findall(r"\}(_\w+)`", code))
    made = {key for key in words if key.startswith(heads) or key.endswith(tails)}
    assert {key for key in words if f"'{key}'" not in code} - made == set()
