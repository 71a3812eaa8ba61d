"""The plan of any day can be shown, with what was decided, told and corrected."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from steadyback.records.codec import to_json
from steadyback.records.history import WeeklyAnswers
from steadyback.web import clock, told
from steadyback.web.models import DayMark, MorningPain, Person, WeeklyCheck
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]


def worse_week(person: Person, days_ago: int) -> None:
    on = clock.today(person) - DAY * days_ago
    told.keep(WeeklyCheck, person, on=on, answers=to_json(WeeklyAnswers(6, 8)))


def page(client: Client, person: Person, days_ago: int) -> str:
    return client.get(f"/week/on/{clock.today(person) - DAY * days_ago}/").content.decode()


def test_every_change_is_listed_with_its_day_rule_and_letter(client: Client, begun: Begun) -> None:
    person = begun(9)
    worse_week(person, 2)
    listed = client.get("/week/history/").content.decode()
    assert "W-01.worse" in listed
    assert f"/week/on/{clock.today(person) - DAY * 2}/" in listed
    assert "evidence D" in listed


def test_before_anything_changed_it_says_so(client: Client, begun: Begun) -> None:
    begun(0)
    assert "Nothing has changed yet" in client.get("/week/history/").content.decode()


def test_the_plan_of_a_day_is_the_version_that_was_kept_then(client: Client, begun: Begun) -> None:
    person = begun(3)
    for plan in person.plans.all():
        plan.made_at = clock.now() - DAY * 3
        plan.plan["days"][1]["sessions"][0]["minutes"] = 77
        plan.save()
    told.keep(DayMark, person, on=clock.today(person), mark="flare")
    assert week_of(standing_of(person, clock.today(person))) is not None
    assert person.plans.count() > 1
    then = page(client, person, 2)
    assert "As it was shown then." in then
    assert "About 77 minutes" in then
    assert "About 77 minutes" not in page(client, person, 0)


def test_a_day_on_which_nobody_looked_is_worked_out_and_called_so(client: Client, begun: Begun) -> None:
    person = begun(9)
    assert "It was not looked at on this day" in page(client, person, 1)


def test_a_correction_is_shown_beside_what_it_corrected(client: Client, begun: Begun) -> None:
    person = begun(4)
    on = clock.today(person) - DAY * 2
    told.keep(MorningPain, person, on=on, pain=9)
    told.keep(MorningPain, person, on=on, pain=3)
    shown = page(client, person, 2)
    assert "your pain was 3 of 10" in shown
    assert "your pain was 9 of 10" in shown
    assert shown.count("What followed from it") == 1
    assert f"/progress/morning/{on}/" in shown


def test_what_a_corrected_entry_took_back_is_said(client: Client, begun: Begun) -> None:
    """A wrongly typed pain of a week made everything lighter; the correction says that it no longer does."""
    begun(8)
    answers = {"pain_worst": "9", "function": "3", "sure_of_moving": "8", "low_or_worried": "2", "sessions_felt": "7"}
    client.post("/week/questions/", {**answers, "pain_average": "8"})
    answer = client.post("/week/questions/", {**answers, "pain_average": "2"})
    shown = client.get(answer["Location"]).content.decode()
    assert "No longer:" in shown
    assert "8 of 10 on average" in shown
    assert "2 of 10 on average" in shown


@pytest.mark.parametrize("on", ["2026-02-30", "today", "1999-01-01", "9999-12-31"])
def test_a_day_that_has_no_plan_is_not_found_and_asked_for_again(client: Client, begun: Begun, on: str) -> None:
    begun(3)
    assert client.get(f"/week/on/{on}/").status_code == 404
    response = client.get("/week/history/", {"on": on})
    assert response.status_code == 422
    assert "Choose a day" in response.content.decode()


def test_a_day_chosen_in_the_form_leads_to_its_page(client: Client, begun: Begun) -> None:
    person = begun(3)
    on = clock.today(person) - DAY
    assert client.get("/week/history/", {"on": str(on)})["Location"] == f"/week/on/{on}/"


def test_while_exercise_is_closed_no_exercise_is_shown(client: Client, begun: Begun) -> None:
    person = begun(3)
    person.approvals.all().delete()
    shown = page(client, person, 1)
    assert "Exercise is paused" in shown
    assert "/exercises/" not in shown.partition("<main")[2].partition("</main>")[0]


def test_before_the_first_week_there_is_nothing(client: Client, cleared: Person) -> None:
    assert client.get("/week/history/").status_code == 200
    assert client.get(f"/week/on/{clock.today(cleared)}/").status_code == 404


def test_a_mark_of_a_day_is_taken_back_there(client: Client, begun: Begun) -> None:
    person = begun(4)
    on = clock.today(person) - DAY * 2
    told.keep(DayMark, person, on=on, mark="ill")
    assert "Take it back" in page(client, person, 2)
    client.post("/week/marks/ill/take-back/", {"first": str(on), "last": str(on)})
    shown = page(client, person, 2)
    assert "not ill after all" in shown
    assert "Take it back" not in shown
