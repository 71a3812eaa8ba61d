"""The pages of watching along, and what a watcher's wish becomes."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from cleared_people import cleared_person
from clinic_people import SignedIn, make_patient, make_user, relate
from django.core.cache import cache
from django.urls import reverse

from steadyback.clinic import access
from steadyback.clinic.access import Seen
from steadyback.clinic.live.asking import ask
from steadyback.clinic.live.pages import source_texts
from steadyback.clinic.live.steering import Steered, steer
from steadyback.clinic.models import User
from steadyback.clinic.roles import Role, Scope
from steadyback.exercises import load_catalogue
from steadyback.records.plan import Preferences
from steadyback.web import clock
from steadyback.web.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    weekday = (clock.now() - timedelta(days=1)).weekday()
    return make_patient("Ada Patient", cleared_person(Preferences(start_weekday=weekday)))


@pytest.fixture
def tia(ada: User) -> Seen:
    user = make_user("Tia Trainer", Role.TRAINER)
    relation = relate(ada.patient.person, user, Role.TRAINER)
    return Seen(ada.patient.person, relation, user)


@pytest.fixture
def session(ada: User, signed_in: SignedIn) -> Session:
    address = reverse("session_check", args=[clock.now().date().isoformat(), "strength"])
    signed_in(ada).post(address, {"none": "yes", "pain": "2"})
    return Session.objects.get(person=ada.patient.person)


def told(session: Session, step: int = 0) -> bytes:
    exercise = session.script["steps"][step]["exercise_id"]
    return json.dumps({"kind": "state", "session": str(session.id), "step": step, "exercise": exercise}).encode()


def put_at(session: Session, step: int) -> None:
    session.record["position"]["step"] = step
    session.save(update_fields=["record"])


def exercise_step(session: Session, *, easier: bool = False) -> int:
    steps = session.script["steps"]
    return next(
        one["index"] for one in steps if one["kind"] == "exercise" and (one["easier"] is not None or not easier)
    )


def live_data(page: str) -> dict[str, Any] | None:
    found = re.search(r'<script id="live-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    return None if found is None else dict(json.loads(found[1]))


def test_a_session_offers_watching_only_while_somebody_may_watch(
    ada: User, tia: Seen, session: Session, signed_in: SignedIn
) -> None:
    address = reverse("session", args=[session.id])
    data = live_data(signed_in(ada).get(address).content.decode())
    assert data is not None
    assert (data["path"], data["names"]) == ("/live/me/", ["Tia Trainer"])
    access.show(tia.relation, frozenset({Scope.PLAN}), clock.now())
    page = signed_in(ada).get(address).content.decode()
    assert live_data(page) is None
    assert "live-switch" not in page


def test_a_class_shows_those_who_show_themselves_and_at_most_twenty(tia: Seen, signed_in: SignedIn) -> None:
    for number in range(22):
        relate(make_patient(f"Person {number:02}").patient.person, tia.carer, Role.TRAINER)
    hidden = make_patient("Hidden Person")
    relate(hidden.patient.person, tia.carer, Role.TRAINER, frozenset({Scope.PLAN}))
    page = signed_in(tia.carer).get(reverse("live")).content.decode()
    assert page.count("<live-person ") == 20
    assert "Hidden Person" not in page
    chosen = signed_in(tia.carer).get(reverse("live"), {"who": str(tia.person.id)}).content.decode()
    assert chosen.count("<live-person ") == 1
    stranger = signed_in(tia.carer).get(reverse("live"), {"who": str(hidden.patient.person.id)}).content.decode()
    assert str(hidden.patient.person.id) not in stranger


def test_a_catalogue_cue_comes_in_the_words_for_this_person(tia: Seen, session: Session) -> None:
    page = reverse("person_live", args=[tia.person.id])
    assert page.startswith("/people/")
    at = exercise_step(session)
    state = told(session, at)
    exercise = json.loads(state)["exercise"]

    rule = load_catalogue()[exercise].faults[0]
    steered = steer(tia, state, {"kind": "cue", "id": "1", "code": rule.id})
    assert steered.refused is None
    assert steered.more["code"] == rule.id
    assert steered.more["text"]
    assert "{" not in steered.more["text"]


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "a\u202eb"])
def test_words_that_cannot_be_said_are_refused(tia: Seen, text: str) -> None:
    assert steer(tia, None, {"kind": "cue", "id": "1", "text": text}).refused is not None


def test_less_is_allowed_and_more_is_refused_with_its_rule(tia: Seen, session: Session) -> None:
    at = exercise_step(session)
    put_at(session, at)
    planned = session.script["steps"][at]["dose"]["reps"]
    fewer = steer(tia, told(session, at), {"kind": "fewer", "id": "1", "reps": planned - 1})
    assert fewer == Steered({"step": at, "reps": planned - 1})
    more = steer(tia, told(session, at), {"kind": "fewer", "id": "1", "reps": planned + 1})
    assert more.refused is not None
    assert more.refused["rule"] == "P12"
    assert str(planned) in more.refused["message"]


def test_the_easier_version_only_where_there_is_one(tia: Seen, session: Session) -> None:
    at = exercise_step(session, easier=True)
    put_at(session, at)
    assert steer(tia, told(session, at), {"kind": "easier", "id": "1"}) == Steered({"step": at})
    session.record["using_easier"] = [at]
    session.save(update_fields=["record"])
    again = steer(tia, told(session, at), {"kind": "easier", "id": "1"})
    assert again.refused is not None
    assert again.refused["rule"] == "PL-05"


def test_nobody_changes_the_session_of_somebody_else(tia: Seen, session: Session) -> None:
    other = make_patient("Otto Patient", cleared_person()).patient.person
    relation = relate(other, tia.carer, Role.TRAINER)
    elsewhere = Seen(other, relation, tia.carer)
    assert steer(elsewhere, told(session), {"kind": "easier", "id": "1"}).refused is not None
    assert steer(tia, None, {"kind": "easier", "id": "1"}).refused is not None


def test_every_word_of_these_pages_is_there() -> None:
    texts = source_texts()
    modes = "welcome preparing get_ready moving holding resting paused asking stopped finished"
    standings = "opening off live silent again refused"
    assert all(f"watch_mode_{mode}" in texts for mode in modes.split())
    assert all(f"watch_is_{one}" in texts and f"watch_about_{one}" in texts for one in standings.split())
    assert all(f"watch_{how}" in texts for how in ("done", "waits", "said", "not_now"))
    assert all(f"live_told_{what}" in texts for what in ("cue", "pause", "stop", "easier", "fewer"))


def test_an_ask_is_seen_until_it_is_answered_and_only_by_whom_it_is_for(
    ada: User, tia: Seen, signed_in: SignedIn
) -> None:
    cache.clear()
    address = reverse("live_asked")
    assert signed_in(ada).get(address).json() == {"names": []}
    ask(tia)
    assert signed_in(ada).get(address).json() == {"names": ["Tia Trainer"]}
    assert signed_in(make_patient("Otto Patient")).get(address).json() == {"names": []}
    assert signed_in(ada).post(address).json() == {"names": []}
    ask(tia)
    access.show(tia.relation, frozenset(), clock.now())
    assert signed_in(ada).get(address).json() == {"names": []}


def test_on_today_the_person_reads_who_asks_and_may_say_not_now(ada: User, tia: Seen, signed_in: SignedIn) -> None:
    cache.clear()
    line, patient = reverse("live_asked_line"), signed_in(ada)
    assert "asks to watch" not in patient.get(line).content.decode()
    ask(tia)
    for url in ("/", line):
        assert "Tia Trainer asks to watch you exercise." in patient.get(url).content.decode(), url
    assert f'hx-get="{line}"' in patient.get("/").content.decode()
    other = signed_in(make_patient("Otto Patient"))
    assert "asks to watch" not in other.get(line).content.decode()
    assert "hx-get" not in other.get("/").content.decode(), "nobody may watch, so nothing looks again"
    assert patient.post(line).headers["Location"] == "/"
    assert "asks to watch" not in patient.get("/").content.decode()
    assert signed_in(tia.carer).get(line).status_code == 403
