"""The week page: behind an open gate only, with every dose and reason, in versions that are never overwritten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from steadyback.programme.screening import evaluate
from steadyback.records.clearance import Approval
from steadyback.records.codec import from_json, to_json
from steadyback.records.plan import Preferences, WeeklyPlan
from steadyback.records.screening import ScreeningAnswers
from steadyback.web import clock, planning
from steadyback.web.models import ElsewhereActivity, Person, Plan
from steadyback.web.planning import build_plan, kept_weeks, preferences_of, week_of
from steadyback.web.standing import standing_of
from steadyback.web.week_days import session_view

MakePerson = Callable[..., Person]
pytestmark = pytest.mark.django_db


def _week(person: Person) -> planning.Week:
    week = week_of(standing_of(person, clock.today(person)))
    assert week is not None
    return week


def _answers_yes(person: Person, *items: str) -> None:
    """The screening as it would be had these answers been yes."""
    row = person.screenings.get()
    row.answers["answers"].update(dict.fromkeys(items, "yes"))
    row.outcome = to_json(evaluate(from_json(ScreeningAnswers, row.answers), row.completed_on))
    row.save()


def test_it_shows_seven_days_with_doses_and_reasons(client: Client, cleared: Person) -> None:
    page = client.get("/week/").content.decode()
    assert page.count('class="day') >= 7
    assert "Abdominal curl-up with reach" in page
    assert "on each side" in page
    assert "the article&#x27;s own exercise" in page
    assert "PL-05.article" in page
    assert page.count('aria-current="date"') == 1


def test_every_exercise_of_the_week_is_named_with_its_dose(client: Client, cleared: Person) -> None:
    page = client.get("/week/").content.decode()
    for day in _week(cleared).plan.days:
        for session in day.sessions:
            assert all(f"/exercises/{one.exercise_id}/" in page for one in session.exercises)


def test_todays_session_can_be_started_and_no_other(client: Client, cleared: Person) -> None:
    today = clock.today(cleared)
    kinds = [session.kind for session in _week(cleared).plan.days[0].sessions]
    page = client.get("/week/").content.decode()
    assert all(f"/session/check/{today}/{kind}/" in page for kind in kinds)
    assert page.count("/session/check/") == len(kinds)


def test_without_an_approval_no_exercise_is_shown(client: Client, cleared: Person) -> None:
    cleared.approvals.all().delete()
    response = client.get("/week/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "/session/check/" not in page
    assert "curl-up" not in page.lower()
    assert "G-04" in page
    assert not Plan.objects.exists()


def test_an_unscreened_person_is_shown_the_first_step(client: Client) -> None:
    page = client.get("/week/").content.decode()
    assert "a few questions about your health" in page
    assert not Plan.objects.exists()


def test_before_choices_it_asks_for_them(client: Client, cleared: Person) -> None:
    cleared.preferences = None
    cleared.save()
    assert client.get("/week/")["Location"] == "/week/choices/"
    assert not Plan.objects.exists()


def test_looking_twice_keeps_one_version(client: Client, cleared: Person) -> None:
    client.get("/week/")
    client.get("/week/")
    assert [plan.because for plan in Plan.objects.all()] == ["first"]


def test_a_version_names_the_rules_and_the_catalogue(cleared: Person) -> None:
    kept = from_json(WeeklyPlan, _week(cleared).row.plan)
    assert len(kept.rules_sha256) == len(kept.catalogue_sha256) == 64


def test_changed_health_answers_make_a_new_version_and_keep_the_old(cleared: Person) -> None:
    first = _week(cleared).row
    _answers_yes(cleared, "E10")
    second = _week(cleared).row
    assert (second.because, second.starts_on) == ("health_or_limits", first.starts_on)
    assert Plan.objects.get(id=first.id).plan == first.plan


def test_a_specialists_limit_takes_an_exercise_away(client: Client, cleared: Person) -> None:
    assert "side_lying_hip_abduction" in str(to_json(_week(cleared).plan.days))
    record = cleared.approvals.get()
    record.approval["limits"]["excluded_exercises"] = ["side_lying_hip_abduction"]
    record.approval["status"] = "approved_with_limits"
    record.save()
    used = {one.exercise_id for day in _week(cleared).plan.days for s in day.sessions for one in s.exercises}
    assert "side_lying_hip_abduction" not in used
    page = client.get("/week/").content.decode()
    assert "Your specialist asked to leave out" in page
    assert "Side-lying leg lift" in page


def test_changed_rules_make_a_new_version(cleared: Person) -> None:
    row = _week(cleared).row
    row.plan["rules_sha256"] = "0" * 64
    row.save()
    assert _week(cleared).row.because == "rules"
    assert Plan.objects.count() == 2


def test_a_new_week_begins_after_seven_days(cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _week(cleared)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = _week(cleared)
    assert second.row.because == "new_week"
    assert second.row.starts_on == first.row.starts_on + timedelta(days=7)
    assert [plan.starts_on for plan in kept_weeks(cleared)] == [first.row.starts_on, second.row.starts_on]


def test_weeks_keep_their_rhythm_after_a_pause(cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _week(cleared)
    later = clock.now() + timedelta(days=24)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert _week(cleared).row.starts_on == first.row.starts_on + timedelta(days=21)


def test_the_week_begins_on_the_persons_own_day(cleared: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 UTC is the next morning in Auckland and still the same day in New York."""
    evening = datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=23, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: evening)
    cleared.zone = "Pacific/Auckland"
    cleared.save()
    assert _week(cleared).row.starts_on == evening.date() + timedelta(days=1)
    cleared.plans.all().delete()
    cleared.zone = "America/New_York"
    cleared.save()
    assert _week(cleared).row.starts_on == evening.date()


def test_travelling_west_over_midnight_still_gives_a_week_with_today(
    cleared: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=23, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: evening)
    cleared.zone = "Pacific/Auckland"
    cleared.save()
    _week(cleared)
    cleared.zone = "America/New_York"
    cleared.save()
    assert _week(cleared).day(evening.date()) is not None


def test_a_plan_of_an_older_form_is_left_out_of_history_and_replaced(cleared: Person) -> None:
    Plan.objects.create(
        person=cleared,
        made_at=clock.now() - timedelta(days=1),
        starts_on=clock.today(cleared) - timedelta(days=7),
        because="first",
        plan={"schema_version": 0},
    )
    assert kept_weeks(cleared) == []
    assert _week(cleared).row.because == "new_week"


def test_another_activity_of_the_day_is_shown_with_it(client: Client, cleared: Person) -> None:
    ElsewhereActivity.objects.create(
        person=cleared, recorded_at=clock.now(), on=clock.today(cleared), kind="other", minutes=25, effort=3, pain=1
    )
    page = client.get("/week/").content.decode()
    assert "Something else" in page
    assert "25 minutes" in page


def test_a_cardio_day_done_elsewhere_cannot_be_started_again(client: Client, cleared: Person) -> None:
    today = clock.today(cleared)
    assert [session.kind for session in _week(cleared).plan.days[0].sessions] == ["cardio"]
    ElsewhereActivity.objects.create(
        person=cleared, recorded_at=clock.now(), on=today, kind="cardio", exercise_id="walk", minutes=25
    )
    page = client.get("/week/").content.decode()
    assert "Done elsewhere" in page
    assert f"/session/check/{today}/cardio/" not in page


def test_an_exercise_that_is_adapted_says_how(client: Client, cleared: Person) -> None:
    _answers_yes(cleared, "C08", "E12")
    assert "For you:" in client.get("/week/").content.decode()


def test_it_refuses_to_be_posted_to(client: Client, cleared: Person) -> None:
    assert client.post("/week/").status_code == 405


def test_a_preview_keeps_nothing(cleared: Person) -> None:
    standing = standing_of(cleared, clock.today(cleared))
    plan, reasons = build_plan(standing, Preferences(), standing.today)
    assert len(plan.days) == 7
    assert reasons[0].rule == "PL-02"
    assert not Plan.objects.exists()


def test_an_expired_approval_closes_the_week_again(client: Client, cleared: Person) -> None:
    client.get("/week/")
    record = cleared.approvals.get()
    approval = from_json(Approval, record.approval)
    record.approval["review_on"] = approval.decided_on.isoformat()
    record.save()
    page = client.get("/week/").content.decode()
    assert "X-02" in page
    assert "/session/check/" not in page
    assert preferences_of(cleared) is not None


def test_a_second_set_cut_for_time_is_said_at_the_exercise_that_stays(client: Client, make_cleared: MakePerson) -> None:
    person = make_cleared(Preferences(start_weekday=clock.now().weekday(), session_minutes=15))
    week = _week(person)
    session = next(s for day in week.plan.days for s in day.sessions if s.kind == "strength")
    cut = {one.exercise_id for one in session.left_out if one.reasons[0].values.get("cut") == "set"}
    assert cut
    view = session_view(session, [], is_today=True)
    assert {line.exercise.id for line in view.exercises if line.shortened} == cut
    assert cut.isdisjoint(absent.exercise_id for absent in view.left_out)
    assert "one set less, to keep to your time" in client.get("/week/").content.decode()


def test_what_is_replaced_is_said_once_at_its_exercise(make_cleared: MakePerson) -> None:
    person = make_cleared()
    _answers_yes(person, "E01")
    session = next(s for day in _week(person).plan.days for s in day.sessions if s.kind == "strength")
    view = session_view(session, [], is_today=False)
    replaced = {absent.exercise_id for line in view.exercises for absent in line.replaces}
    assert "curl_up_reach" in replaced
    assert replaced.isdisjoint(absent.exercise_id for absent in view.left_out)


def test_strength_done_elsewhere_today_keeps_strength_from_tomorrow(make_cleared: MakePerson) -> None:
    weekday = clock.now().astimezone(UTC).weekday()
    person = make_cleared(Preferences(start_weekday=weekday))
    today = clock.today(person)
    tomorrow = today + timedelta(days=1)
    assert _week(person).session(tomorrow, "strength") is not None
    ElsewhereActivity.objects.create(
        person=person, recorded_at=clock.now(), on=today, kind="strength", minutes=20, effort=4, pain=2
    )
    week = _week(person)
    assert week.session(tomorrow, "strength") is None
    assert week.session(tomorrow + timedelta(days=1), "strength") is not None
    assert "PL-04.done" in {reason.rule for reason in week.plan.reasons}


def test_walking_elsewhere_moves_no_strength(make_cleared: MakePerson) -> None:
    person = make_cleared(Preferences(start_weekday=clock.now().astimezone(UTC).weekday()))
    before = _week(person).plan
    ElsewhereActivity.objects.create(
        person=person, recorded_at=clock.now(), on=clock.today(person), kind="walk", minutes=20, effort=4, pain=2
    )
    assert _week(person).plan == before
