from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from steadyback.exercises import load_catalogue
from steadyback.records.codec import to_json
from steadyback.records.plan import Preferences
from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.planning import build_plan
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
Walk = Callable[..., Any]


def page(client: Client) -> str:
    response = client.get("/summary/")
    assert response.status_code == 200
    return response.content.decode()


def test_there_is_no_summary_before_a_screening(client: Client) -> None:
    assert client.get("/summary/").headers["Location"] == "/screening/"


def test_it_names_every_answer_of_concern_with_its_id_and_how_soon(walk: Walk, client: Client) -> None:
    walk(B02="yes", C01="unsure", E05="yes", A04="prefer_not").through()
    text = page(client)
    for expected in ("B02", "C01", "E05", "to be seen today", "to be seen within a week", "1980", "FLEX_INTOL"):
        assert expected in text, expected


def test_it_carries_the_planned_exercises_and_doses(walk: Walk, client: Client) -> None:
    walk().through()
    text = page(client)
    person = Person.objects.get()
    standing = standing_of(person, clock.today(person))
    plan, _reasons = build_plan(standing, Preferences(), standing.today)
    planned = {one.exercise_id for day in plan.days for session in day.sessions for one in session.exercises}
    assert len(planned) > 5
    for exercise_id in planned:
        assert load_catalogue()[exercise_id].name in text, exercise_id
    assert "Planned if you agree" in text
    assert not person.plans.exists(), "looking at the summary makes no plan"


def test_what_is_planned_follows_the_answers(walk: Walk, client: Client) -> None:
    walk(E02="yes").through()
    assert load_catalogue()["curl_up_reach"].name not in page(client)


def test_the_persons_own_choices_count(walk: Walk, client: Client) -> None:
    walk().through()
    Person.objects.update(preferences=to_json(Preferences(cardio_kind="bike")))
    assert load_catalogue()["bike"].name in page(client)


def test_it_has_the_boxes_to_tick(walk: Walk, client: Client) -> None:
    walk().through()
    text = page(client)
    for box in (
        "Yes, may start", "Not yet", "no bending forward under load", "no lying face down", "highest level",
        "stop above pain", "starting dose", "direction that eases", "Review on",
    ):  # fmt: skip
        assert box in text, box


def test_pain_and_function_are_on_it(walk: Walk, client: Client) -> None:
    walk(rmdq="9").through()
    text = page(client)
    for expected in ("2 of 10", "Putting on socks", "9 of 24", "90 min a week"):
        assert expected in text, expected


def test_what_was_left_out_is_said(walk: Walk, client: Client) -> None:
    walk(pain_average=None, active_min_per_week=None).through()
    assert page(client).count("not answered") >= 2
