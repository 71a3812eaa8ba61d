"""Outcomes: asked at the beginning, weeks 6 and 12; a change is called meaningful only when it is (4.1)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.outcomes.measures import load_measures
from steadyback.records.codec import to_json
from steadyback.records.history import WeeklyAnswers
from steadyback.records.outcomes import Measurement
from steadyback.web import clock, told
from steadyback.web.history import programme_of
from steadyback.web.measure_chart import HEIGHT, chart_of
from steadyback.web.measuring import is_asked, measured
from steadyback.web.models import ElsewhereActivity, Person, Score, WeeklyCheck
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]
NAMED = {
    "pain": "3", "name_1": "Socks", "hard_1": "4", "name_2": "Lifting", "hard_2": "6", "name_3": "", "hard_3": "",
}  # fmt: skip


def total(person: Person, **changes: str) -> dict[str, str]:
    return {"measure": "rmdq", "on": str(clock.today(person)), "value": "9", "source": "Dr Lee", **changes}


def scored(person: Person, measure: str, *values: float) -> None:
    """One value a week, the last of them today."""
    for back, value in enumerate(reversed(values)):
        told.keep(Score, person, on=clock.today(person) - DAY * 7 * back, measure=measure, value=value, source="x")


def said(client: Client) -> str:
    return client.get("/progress/measures/").content.decode()


def test_our_three_questions_are_kept_with_the_activities_behind_the_mean(client: Client, begun: Begun) -> None:
    person = begun(1)
    assert client.post("/progress/measures/now/", NAMED)["Location"] == "/progress/measures/"
    rows = {row.measure: row for row in told.scores(person)}
    assert (rows["pain"].value, rows["activities"].value) == (3, 5)
    assert rows["activities"].parts == [["Socks", 4], ["Lifting", 6]]
    assert "global_change" not in rows


def test_the_named_activities_are_asked_for_by_name_and_later_the_change_as_a_whole(
    client: Client, begun: Begun
) -> None:
    person = begun(42)
    told.keep(Score, person, on=clock.today(person) - DAY * 42, measure="activities", value=5, parts=[["Socks", 5]])
    page = client.get("/progress/measures/now/").content.decode()
    assert "Socks" in page
    assert 'name="name_1"' not in page
    client.post("/progress/measures/now/", {"pain": "1", "hard_1": "2", "global_change": "-1"})
    found = {row.measure: row.value for row in told.scores(person) if row.on == clock.today(person)}
    assert found == {"pain": 1, "activities": 2, "global_change": -1}


@pytest.mark.parametrize(
    "change",
    [
        {"pain": ""}, {"pain": "11"}, {"hard_1": ""}, {"hard_1": "-1"}, {"name_1": ""}, {"hard_2": ""},
        {"name_2": "", "hard_2": "3"}, {"name_1": "x" * 121}, {"pain": "٣"},
    ],
)  # fmt: skip
def test_what_is_missing_or_odd_is_asked_for_and_nothing_is_kept(
    client: Client, begun: Begun, change: dict[str, str]
) -> None:
    begun(1)
    response = client.post("/progress/measures/now/", {**NAMED, **change})
    assert response.status_code == 422
    assert not Score.objects.exists()


def test_a_total_is_kept_with_its_day_and_source(client: Client, begun: Begun) -> None:
    person = begun(3)
    client.post("/progress/measures/total/", total(person))
    (row,) = told.scores(person)
    assert (row.measure, row.value, row.source, row.on) == ("rmdq", 9, "Dr Lee", clock.today(person))
    assert "Dr Lee" in said(client)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "25"), ("value", "-1"), ("value", "nan"), ("value", "inf"), ("value", "1e999"), ("value", ""),
        ("value", "many"), ("source", ""), ("source", "x" * 201), ("measure", "pain"), ("measure", "mood"),
        ("measure", ""), ("on", "2026-02-30"), ("on", ""), ("on", "1999-01-01"), ("on", "9999-12-31"),
    ],
)  # fmt: skip
def test_a_total_that_cannot_be_is_refused_at_its_field(client: Client, begun: Begun, field: str, value: str) -> None:
    person = begun(3)
    response = client.post("/progress/measures/total/", total(person, **{field: value}))
    assert response.status_code == 422
    assert f'href="#{field}"' in response.content.decode()
    assert not Score.objects.exists()


def test_a_worse_roland_morris_total_is_referred_and_the_page_says_so(client: Client, begun: Begun) -> None:
    person = begun(3, rmdq=4)
    page = client.get(client.post("/progress/measures/total/", total(person))["Location"]).content.decode()
    assert "R-04" in page
    assert "within 7 days" in page
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    assert [one.rule for one in programme.referrals] == ["R-04"]


def test_a_total_from_before_the_first_week_counts_as_the_beginning(begun: Begun) -> None:
    person = begun(3, rmdq=9)
    told.keep(Score, person, on=clock.today(person) - DAY * 30, measure="rmdq", value=2, source="x")
    told.keep(Score, person, on=clock.today(person), measure="rmdq", value=7, source="x")
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    assert [one.rule for one in programme.referrals] == ["R-04"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((6, 3), "a meaningful change for the better"),
        ((8, 6), "a little better, and not yet enough"),
        ((3, 5), "clearly worse"),
        ((5, 4), "can be chance"),
        ((5, 5), "can be chance"),
    ],
)
def test_meaningful_is_said_only_when_both_tests_pass(
    client: Client, begun: Begun, values: tuple[float, ...], words: str
) -> None:
    """8 to 6 is two points and not 30 per cent; 6 to 3 is both."""
    person = begun(8)
    person.screenings.update(
        baseline=to_json(standing_of(person, clock.today(person)).baseline) | {"pain_average": None}
    )
    scored(person, "pain", *values)
    assert words in said(client)


def test_one_day_is_never_a_success_or_a_failure(client: Client, begun: Begun) -> None:
    person = begun(3)
    scored(person, "odi", 40)
    assert "A single day says little" in said(client)
    assert "meaningful change" not in said(client)


def test_a_score_taken_back_is_gone_from_the_page_and_the_weeks_but_kept(client: Client, begun: Begun) -> None:
    person = begun(3, rmdq=4)
    client.post("/progress/measures/total/", total(person))
    row = Score.objects.get()
    client.post(f"/progress/measures/{row.pk}/remove/")
    assert told.scores(person) == []
    assert Score.objects.count() == 2
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    assert programme.referrals == ()


def test_the_weekly_pain_is_on_the_same_chart(begun: Begun) -> None:
    person = begun(8)
    told.keep(WeeklyCheck, person, on=clock.today(person), answers=to_json(WeeklyAnswers(1, 2)))
    (pain,) = [one for one in measured(person) if one.measure.id == "pain"]
    assert [line.score.value for line in pain.lines] == [1, 2]
    assert pain.chart is not None


@pytest.mark.parametrize(
    ("days", "asked"), [(0, False), (41, False), (42, True), (84, True), (174, False), (175, True)]
)
def test_it_is_asked_at_weeks_6_and_12_and_then_every_three_months(begun: Begun, days: int, asked: bool) -> None:
    person = begun(days)
    known = {"activities": [["Socks", 4]], "pain_average": 3}
    person.screenings.update(baseline=person.screenings.get().baseline | known)
    start = clock.today(person) - DAY * days
    for week in (6, 12) if days > 84 else ():
        told.keep(Score, person, on=start + DAY * 7 * week, measure="pain", value=3)
    assert is_asked(person, clock.today(person)) is asked


@pytest.mark.parametrize(("pain", "referred"), [(2, False), (6, True)])
def test_what_is_asked_in_week_6_decides_about_a_review(begun: Begun, pain: int, referred: bool) -> None:
    """R-05: pain from 6 to 2 needs none, also when the weekly questions were left out."""
    person = begun(42, pain_average=6)
    row = person.screenings.get()
    row.completed_on = clock.today(person) - DAY * 20
    row.save()
    for back in (30, 16, 3):
        told.keep(ElsewhereActivity, person, on=clock.today(person) - DAY * back, kind="cardio", minutes=20)
    for measure, value in (("pain", pain), ("activities", 5)):
        told.keep(Score, person, on=clock.today(person), measure=measure, value=value)
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    assert ("R-05" in {one.rule for one in programme.referrals}) is referred


def test_without_activities_at_the_beginning_today_asks_for_them(client: Client, begun: Begun) -> None:
    begun(0)
    assert "How far have you come?" in client.get("/").content.decode()
    client.post("/progress/measures/now/", NAMED)
    assert "How far have you come?" not in client.get("/").content.decode()


def test_the_band_of_the_chart_is_the_measurement_error_round_the_first_score() -> None:
    pain = load_measures()["pain"]
    on = date(2028, 2, 29)
    chart = chart_of(pain, [Measurement("pain", on, 5), Measurement("pain", on + DAY * 42, 2)])
    assert chart is not None
    assert chart.band is not None
    (_, first), (_, last) = chart.dots
    top, height = chart.band
    assert top < first < top + height
    assert last > top + height
    assert last < HEIGHT


def test_an_odd_number_of_the_beginning_breaks_no_page(client: Client, begun: Begun) -> None:
    person = begun(3)
    person.screenings.update(baseline=person.screenings.get().baseline | {"pain_average": 99, "rmdq": 8})
    assert [one.measure.id for one in measured(person)] == ["rmdq"]
    assert client.get("/progress/measures/").status_code == 200


def test_a_single_day_has_no_chart() -> None:
    assert chart_of(load_measures()["pain"], [Measurement("pain", date(2028, 2, 29), 5)]) is None


def test_other_peoples_scores_are_not_found(client: Client, cleared: Person) -> None:
    other: Any = "5cf2ed4e-3f2a-4c1c-8f8e-0d6f6a3b2c1d"
    assert client.post(f"/progress/measures/{other}/remove/").status_code == 404
