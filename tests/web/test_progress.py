"""Progress: what was planned and done, pain as it was told, and what was stopped and why."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.records.codec import to_json
from steadyback.records.reasons import Reason
from steadyback.records.session import (
    PainDecision,
    PainOutcome,
    SessionPosition,
    SessionRecord,
    SessionStatus,
    StepSummary,
)
from steadyback.web import clock
from steadyback.web.diary import diary
from steadyback.web.models import ElsewhereActivity, MorningPain, Person, Session, SessionCheck
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of
from steadyback.web.views.progress import week_rows

pytestmark = pytest.mark.django_db
STOPPED = PainDecision(
    PainOutcome.STOP_EXERCISE, (Reason("M-04", {"p0": 2, "p": 6, "limit": 3}),), "session.stop_exercise"
)


def _did(person: Person, days_ago: int, **changes: Any) -> Session:
    """A guided session so many days ago."""
    week = week_of(standing_of(person, clock.today(person)))
    assert week is not None
    on = clock.today(person) - timedelta(days=days_ago)
    values: dict[str, Any] = {
        "status": SessionStatus.FINISHED,
        "steps": (StepSummary(0, "bridge", "full", 8, 8, effort=4),),
        "decisions": (),
        "pain": (2, 4, 3),
        "minutes": 25,
        "kind": "strength",
        **changes,
    }
    before, most, after = values["pain"]
    record = SessionRecord(
        session_id="x",
        status=values["status"],
        position=SessionPosition(),
        steps=values["steps"],
        stops=len(values["decisions"]),
        decisions=values["decisions"],
        pain_before=before,
        pain_max=most,
        pain_after=after,
        active_s=values["minutes"] * 60,
    )
    check = SessionCheck.objects.create(
        person=person, checked_at=clock.now(), on=on, answers={}, pain_before=before, decision={}
    )
    return Session.objects.create(
        person=person,
        plan=week.row,
        check_before=check,
        on=on,
        kind=values["kind"],
        opened_at=clock.now(),
        status=values["status"].value,
        script={},
        record=to_json(record),
    )


def _woke(person: Person, days_ago: int, pain: int) -> None:
    on = clock.today(person) - timedelta(days=days_ago)
    MorningPain.objects.create(person=person, recorded_at=clock.now(), on=on, pain=pain)


def _chart(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="pain-chart-data" type="application/json">(.*?)</script>', page)
    assert found
    chart: dict[str, Any] = json.loads(found[1])
    return chart


def _cells(page: str) -> list[list[str]]:
    """The numbers of the pain table, row by row."""
    rows = page.split('<tbody role="rowgroup">')[1].split("</tbody>")[0].split('<tr role="row">')[1:]
    return [re.findall(r'data-label="[^"]*">(?:<a [^>]*>)?([^<]*)<', row) for row in rows]


def test_before_anything_was_done_it_says_what_will_be_here(client: Client, cleared: Person) -> None:
    page = client.get("/progress/").content.decode()
    assert "Nothing to show yet" in page
    assert "pain-chart" not in page
    assert 'href="/"' in page


def test_an_unscreened_person_sees_the_empty_page(client: Client) -> None:
    assert "Nothing to show yet" in client.get("/progress/").content.decode()


def test_the_table_says_pain_before_during_after_and_next_morning(client: Client, cleared: Person) -> None:
    _did(cleared, 3, pain=(2, 4, 3))
    _woke(cleared, 2, 1)
    page = client.get("/progress/").content.decode()
    assert _cells(page) == [["25", "2", "4", "3", "1"]]


def test_the_chart_holds_the_tables_own_numbers(client: Client, cleared: Person) -> None:
    _did(cleared, 5, pain=(2, 4, 3))
    _did(cleared, 3, pain=(1, None, 0), kind="cardio")
    _woke(cleared, 4, 2)
    page = client.get("/progress/").content.decode()
    columns = [series["values"] for series in _chart(page)["series"]]
    rows = [[str(v) if v is not None else "–" for v in row] for row in zip(*columns, strict=True)]
    assert rows == [cells[1:] for cells in reversed(_cells(page))]
    assert columns == [[2, 1], [4, None], [3, 0], [2, None]]


def test_a_pain_of_nought_is_shown_as_nought(client: Client, cleared: Person) -> None:
    _did(cleared, 1, pain=(0, 0, 0))
    assert _cells(client.get("/progress/").content.decode()) == [["25", "0", "0", "0", "–"]]


def test_the_corrected_morning_counts(client: Client, cleared: Person) -> None:
    _did(cleared, 2)
    _woke(cleared, 1, 6)
    _woke(cleared, 1, 2)
    assert _cells(client.get("/progress/").content.decode())[0][-1] == "2"


def test_what_was_stopped_is_shown_with_its_rule(client: Client, cleared: Person) -> None:
    steps = (StepSummary(0, "bridge", "stopped"), StepSummary(1, "clamshell", "full", 8, 8))
    _did(cleared, 1, steps=steps, decisions=(STOPPED,))
    page = client.get("/progress/").content.decode()
    assert "Stopped: Bridge" in page
    assert "Pain of 6 was above today&#x27;s limit of 3" in page
    assert "M-04" in page


def test_a_decision_to_carry_on_is_no_stop(client: Client, cleared: Person) -> None:
    _did(cleared, 1, decisions=(PainDecision(PainOutcome.CONTINUE, (Reason("M-06"),), "session.carry_on"),))
    assert "Nothing was stopped so far" in client.get("/progress/").content.decode()


def test_a_session_ended_by_a_rule_is_named_kindly(client: Client, cleared: Person) -> None:
    _did(cleared, 1, status=SessionStatus.ENDED_BY_RULE, decisions=(STOPPED,))
    assert "Stopped early to look after you" in client.get("/progress/").content.decode()


def test_this_week_counts_done_and_planned(client: Client, cleared: Person) -> None:
    _did(cleared, 0, kind="cardio", minutes=20)
    page = client.get("/progress/").content.decode()
    assert "1 of" in page
    assert "20 minutes" in page
    assert page.count("strip-mark done") == 1


def test_something_else_is_counted_apart_from_the_plan(client: Client, cleared: Person) -> None:
    ElsewhereActivity.objects.create(
        person=cleared, recorded_at=clock.now(), on=clock.today(cleared), kind="other", minutes=30, effort=2, pain=1
    )
    page = client.get("/progress/").content.decode()
    assert "And 1 more activity" in page
    assert "30 minutes" in page


def test_what_was_done_elsewhere_can_be_removed_and_a_session_cannot(client: Client, cleared: Person) -> None:
    _did(cleared, 1)
    ElsewhereActivity.objects.create(
        person=cleared, recorded_at=clock.now(), on=clock.today(cleared), kind="cardio", exercise_id="swim", minutes=30
    )
    page = client.get("/progress/").content.decode()
    assert page.count("/remove/") == 1
    assert "Swimming" in page


def test_the_honest_sentence_stands_beside_the_chart(client: Client, cleared: Person) -> None:
    _did(cleared, 1)
    assert "about 2 points from day to day; look at the weeks" in client.get("/progress/").content.decode()


def test_history_stays_visible_behind_a_closed_gate(client: Client, cleared: Person) -> None:
    _did(cleared, 1)
    cleared.approvals.all().delete()
    page = client.get("/progress/").content.decode()
    assert _cells(page)
    assert "This week" not in page


def test_weeks_follow_the_rhythm_of_the_plan(cleared: Person) -> None:
    today = clock.today(cleared)
    _did(cleared, 0, minutes=10, pain=(4, 4, 4))
    _did(cleared, 1, minutes=20, pain=(2, 2, 2))
    _did(cleared, 7, minutes=30, pain=(3, 3, 3))
    _did(cleared, 20, minutes=40)
    week = week_of(standing_of(cleared, today))
    assert week is not None
    rows = week_rows(diary(cleared), [week.plan], today)
    assert [(today - row.starts_on).days for row in rows] == [0, 7, 14, 21]
    assert [row.minutes for row in rows] == [10, 50, 0, 40]
    assert [row.pain_before for row in rows] == [4, 2.5, None, 2]
    assert rows[0].planned == sum(len(day.sessions) for day in week.plan.days)
    assert [row.planned for row in rows[1:]] == [None, None, None]
    assert [row.is_this_week for row in rows] == [True, False, False, False]


def test_a_session_under_way_is_not_counted(cleared: Person) -> None:
    _did(cleared, 0, status=SessionStatus.ACTIVE)
    today = clock.today(cleared)
    assert week_rows(diary(cleared), [], today)[0].minutes == 0


def test_at_most_twelve_weeks_are_shown(cleared: Person) -> None:
    _did(cleared, 200)
    assert len(week_rows(diary(cleared), [], clock.today(cleared))) == 12


def test_it_refuses_to_be_posted_to(client: Client) -> None:
    assert client.post("/progress/").status_code == 405
