"""The six weekly questions: asked once a week, kept with their day, correctable, and the plan follows from them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from steadyback.records.codec import to_json
from steadyback.records.history import LegSymptoms, WeeklyAnswers
from steadyback.web import clock, told
from steadyback.web.history import history_of, programme_of
from steadyback.web.models import Person, WeeklyCheck
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "/week/questions/"
ANSWERS = {
    "pain_average": "2", "pain_worst": "4", "function": "3", "sure_of_moving": "8", "low_or_worried": "2",
    "sessions_felt": "7",
}  # fmt: skip
Begun = Callable[..., Person]


def rules_decided(person: Person) -> set[str]:
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    return {reason.rule for one in programme.decisions for reason in one.reasons}


def referred(person: Person) -> set[str]:
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    return {one.rule for one in programme.referrals}


def test_today_asks_from_the_first_day_of_the_second_week_until_it_is_answered(client: Client, begun: Begun) -> None:
    begun(7)
    assert "six questions about your week" in client.get("/").content.decode()
    assert client.post(ADDRESS, ANSWERS).status_code == 302
    assert "six questions about your week" not in client.get("/").content.decode()


def test_the_first_week_is_not_asked_about(client: Client, begun: Begun) -> None:
    begun(6)
    assert "six questions about your week" not in client.get("/").content.decode()
    assert "still running" in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, ANSWERS)
    assert not WeeklyCheck.objects.exists()


def test_before_the_first_plan_nothing_is_asked(client: Client, cleared: Person) -> None:
    assert "Your first week comes first" in client.get(ADDRESS).content.decode()


def test_the_answers_are_kept_with_their_day(client: Client, begun: Begun) -> None:
    person = begun(9)
    client.post(ADDRESS, ANSWERS)
    assert told.weekly_answers(person) == {clock.today(person): WeeklyAnswers(2, 4, 3.0, 8, 2, 7)}


def test_nothing_is_chosen_beforehand_and_a_correction_shows_what_was_said(client: Client, begun: Begun) -> None:
    person = begun(7)
    assert " checked" not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, ANSWERS)
    assert client.get(ADDRESS).content.decode().count(" checked") == 6
    client.post(ADDRESS, {**ANSWERS, "pain_average": "4"})
    assert WeeklyCheck.objects.count() == 2
    assert told.weekly_answers(person)[clock.today(person)].pain_average == 4


@pytest.mark.parametrize("field", list(ANSWERS))
@pytest.mark.parametrize("value", ["", "11", "-1", "3.5", "much", "٣"])
def test_what_is_missing_or_out_of_range_is_named_and_nothing_is_kept(
    client: Client, begun: Begun, field: str, value: str
) -> None:
    begun(7)
    response = client.post(ADDRESS, {**ANSWERS, field: value})
    assert response.status_code == 422
    assert f'href="#{field}"' in response.content.decode()
    assert not WeeklyCheck.objects.exists()


def test_a_worst_pain_below_the_average_is_asked_about(client: Client, begun: Begun) -> None:
    begun(7)
    response = client.post(ADDRESS, {**ANSWERS, "pain_average": "6", "pain_worst": "3"})
    assert "The worst cannot be less than the average" in response.content.decode()
    assert not WeeklyCheck.objects.exists()


def test_a_clearly_worse_week_makes_the_plan_lighter_at_once_and_the_page_says_so(client: Client, begun: Begun) -> None:
    person = begun(7)
    answer = client.post(ADDRESS, {**ANSWERS, "pain_average": "6", "pain_worst": "8"})
    page = client.get(answer["Location"]).content.decode()
    assert "W-01.worse" in page
    assert "Your average pain went from 2 to 6 in a week" in page
    assert "W-01.worse" in rules_decided(person)


def test_a_calm_week_changes_nothing_and_says_so(client: Client, begun: Begun) -> None:
    begun(8)
    page = client.get(client.post(ADDRESS, ANSWERS)["Location"]).content.decode()
    assert "Your plan stays as it is" in page


def test_the_leg_is_asked_only_where_there_is_leg_pain(client: Client, begun: Begun) -> None:
    begun(7)
    assert "below your knee" not in client.get(ADDRESS).content.decode()


def test_a_leg_that_got_worse_is_referred(client: Client, begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    person = begun(7)
    monkeypatch.setattr("steadyback.web.views.weekly.asks_leg", lambda _standing: True)
    page = client.get(client.post(ADDRESS, {**ANSWERS, "leg": "worse"})["Location"]).content.decode()
    assert referred(person) == {"R-07.worse"}
    assert "within 7 days" in page
    assert told.weekly_answers(person)[clock.today(person)].leg is LegSymptoms.WORSE
    assert "R-07.worse" in client.get("/").content.decode()


def test_worry_names_a_support_line_and_closes_nothing(client: Client, begun: Begun) -> None:
    person = begun(7)
    page = client.get(client.post(ADDRESS, {**ANSWERS, "low_or_worried": "8"})["Location"]).content.decode()
    assert "You do not have to carry this alone" in page
    assert not person.holds.exists()


def test_six_weeks_with_less_pain_and_an_easier_life_need_no_review(begun: Begun) -> None:
    person = begun(42, pain_average=6)
    person.screenings.update(completed_on=clock.today(person) - DAY * 20)
    for week in range(1, 7):
        on = clock.today(person) - DAY * 42 + DAY * 7 * week
        told.keep(WeeklyCheck, person, on=on, answers=to_json(WeeklyAnswers(2, 3, 1.0, 8, 2, 7)))
    assert "R-05" not in referred(person)


def test_it_is_asked_on_the_29th_of_february(client: Client, begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2028, 2, 29, 9, tzinfo=UTC))
    person = begun(7)
    client.post(ADDRESS, ANSWERS)
    assert list(told.weekly_answers(person)) == [date(2028, 2, 29)]


def test_a_second_device_with_a_clock_behind_still_has_the_last_word(
    client: Client, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = begun(8)
    now = clock.now()
    client.post(ADDRESS, ANSWERS)
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(minutes=1))
    client.post(ADDRESS, {**ANSWERS, "pain_average": "4"})
    assert [one.pain_average for one in told.weekly_answers(person).values()] == [4]


def test_a_day_to_come_is_left_aside_when_the_clock_goes_back(begun: Begun) -> None:
    person = begun(14)
    today = clock.today(person)
    told.keep(WeeklyCheck, person, on=today + DAY, answers=to_json(WeeklyAnswers(10, 10)))
    history = history_of(standing_of(person, today), today - DAY * 14)
    assert all(day.weekly is None for day in history.days)


def test_an_earlier_week_is_corrected_on_its_own_day(client: Client, begun: Begun) -> None:
    person = begun(20)
    on = clock.today(person) - DAY * 6
    told.keep(WeeklyCheck, person, on=on, answers=to_json(WeeklyAnswers(9, 9)))
    assert client.get(f"{ADDRESS}{on}/").content.decode().count(" checked") == 3
    client.post(f"{ADDRESS}{on}/", ANSWERS)
    assert told.weekly_answers(person)[on].pain_average == 2
    assert f"{ADDRESS}{on}/" in client.get(f"/week/on/{on}/").content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "today", "1999-01-01", "9999-12-31"])
def test_a_week_that_was_not_told_cannot_be_corrected(client: Client, begun: Begun, day: str) -> None:
    begun(20)
    assert client.post(f"{ADDRESS}{day}/", ANSWERS).status_code == 404
    assert not WeeklyCheck.objects.exists()


def test_other_methods_are_refused(client: Client, cleared: Person) -> None:
    assert client.put(ADDRESS).status_code == 405


def test_an_entry_of_nobody_is_not_found(client: Client, cleared: Person) -> None:
    for kind in ("weekly", "morning", "diary"):
        assert client.get(f"/week/told/{kind}/5cf2ed4e-3f2a-4c1c-8f8e-0d6f6a3b2c1d/").status_code == 404
