"""Another day, another exercise: what is right is taken, the rest is refused with its rule."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.codec import to_json
from steadyback.web import clock, told
from steadyback.web.history import programme_of
from steadyback.web.models import ApprovalRecord, DayMark, ElsewhereActivity, ExerciseChoice, MovedDay, Person
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]


def kinds(person: Person) -> list[str]:
    """The week that begins today: "C", "S", "CS" or "" for each day."""
    week = week_of(standing_of(person, clock.today(person)))
    assert week is not None
    return ["".join(sorted(one.kind[0].upper() for one in day.sessions)) for day in week.plan.days]


def day(person: Person, offset: int) -> date:
    return clock.today(person) + DAY * offset


def slots(person: Person) -> dict[str, str]:
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    return programme.course.slots


def exclude(person: Person, exercise_id: str) -> None:
    limits = ClearanceLimits(excluded_exercises=frozenset({exercise_id}))
    today = clock.today(person)
    approval = Approval(ApprovalStatus.APPROVED_WITH_LIMITS, "Dr Lee", "specialist", today, "x", limits=limits)
    later = clock.now() + timedelta(minutes=5)
    ApprovalRecord.objects.create(person=person, recorded_at=later, approval=to_json(approval))


class TestMove:
    def test_two_days_change_places_and_the_week_says_why(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        before = kinds(person)
        assert (before[3], before[6]) == ("C", "")
        answer = client.post(f"/week/move/{day(person, 3)}/", {"to": str(day(person, 6))})
        assert answer["Location"] == "/week/"
        assert (kinds(person)[3], kinds(person)[6]) == ("", "C")
        assert "PL-04.moved" in client.get("/week/").content.decode()

    def test_the_same_again_moves_it_back(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        before = kinds(person)
        for _ in range(2):
            client.post(f"/week/move/{day(person, 3)}/", {"to": str(day(person, 6))})
        assert kinds(person) == before

    def test_strength_on_two_days_running_is_refused_with_its_rule(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        before = kinds(person)
        assert before[1] == before[4] == "S"
        response = client.post(f"/week/move/{day(person, 1)}/", {"to": str(day(person, 3))})
        assert response.status_code == 409
        assert "PL-04.stays" in response.content.decode()
        assert not MovedDay.objects.exists()
        assert kinds(person) == before

    def test_a_day_on_which_something_was_done_stays(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        assert kinds(person)[0] == "C"
        told.keep(ElsewhereActivity, person, on=day(person, 0), kind="cardio", minutes=20, effort=3)
        response = client.post(f"/week/move/{day(person, 0)}/", {"to": str(day(person, 6))})
        assert response.status_code == 409
        assert "already done something" in response.content.decode()

    def test_nothing_is_moved_onto_a_day_away_but_away_from_it_it_is(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        told.keep(DayMark, person, on=day(person, 6), mark="away")
        response = client.post(f"/week/move/{day(person, 3)}/", {"to": str(day(person, 6))})
        assert response.status_code == 409
        assert "3.8.away" in response.content.decode()
        told.keep(DayMark, person, on=day(person, 6), mark="away", taken_back=True)
        told.keep(DayMark, person, on=day(person, 3), mark="away")
        assert kinds(person)[6] == ""
        client.post(f"/week/move/{day(person, 3)}/", {"to": str(day(person, 6))})
        assert (kinds(person)[3], kinds(person)[6]) == ("", "C")

    @pytest.mark.parametrize("on", ["2026-02-30", "today", "1999-01-01", "9999-12-31"])
    def test_a_day_outside_the_week_is_not_found(self, client: Client, begun: Begun, on: str) -> None:
        person = begun(0)
        assert client.get(f"/week/move/{on}/").status_code == 404
        assert client.post(f"/week/move/{day(person, 1)}/", {"to": on}).status_code == 404

    def test_behind_a_closed_gate_nothing_is_moved(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        person.approvals.all().delete()
        assert client.post(f"/week/move/{day(person, 2)}/", {"to": str(day(person, 3))}).status_code == 302
        assert not MovedDay.objects.exists()


class TestSwap:
    def test_an_allowed_exercise_takes_the_place_and_the_page_says_so(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        slot, other = allowed(client, person)
        page = client.get(client.post(f"/week/swap/{slot}/", {"exercise": other})["Location"]).content.decode()
        assert slots(person)[slot] == other
        assert "3.8.chosen" in page
        week = client.get("/week/").content.decode()
        assert f"/exercises/{other}/" in week

    def test_a_stretch_is_swapped_like_everything_else(self, client: Client, begun: Begun) -> None:
        begun(0)
        week = client.get("/week/").content.decode()
        assert "/week/swap/stretch_hamstring/" in week
        assert "/week/swap/mobility/" in week
        assert "/week/swap/warm_up/" not in week
        page = client.get("/week/swap/stretch_hamstring/").content.decode()
        assert "You begin a little lower" not in page
        client.post("/week/swap/stretch_hamstring/", {"exercise": "hamstring_seated"})
        assert "/exercises/hamstring_seated/" in client.get("/week/").content.decode()

    def test_where_no_other_suits_the_page_says_why(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        exclude(person, "hamstring_seated")
        page = client.get("/week/swap/stretch_hamstring/").content.decode()
        assert "no other exercise that suits you" in page
        assert "G-03.limits" in page

    def test_what_the_specialist_excluded_is_refused_with_its_rule(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        slot, other = allowed(client, person)
        exclude(person, other)
        response = client.post(f"/week/swap/{slot}/", {"exercise": other})
        assert response.status_code == 409
        assert "G-03.limits" in response.content.decode()
        assert not ExerciseChoice.objects.exists()

    @pytest.mark.parametrize("wanted", ["", "flying", "walk", "../bridge"])
    def test_what_is_no_exercise_of_this_part_is_refused(self, client: Client, begun: Begun, wanted: str) -> None:
        begun(0)
        response = client.post("/week/swap/buttock/", {"exercise": wanted})
        assert response.status_code == 409
        assert not ExerciseChoice.objects.exists()

    @pytest.mark.parametrize("slot", ["cardio", "warm_up", "nose"])
    def test_a_part_without_choice_is_not_found(self, client: Client, begun: Begun, slot: str) -> None:
        begun(0)
        assert client.get(f"/week/swap/{slot}/").status_code == 404

    def test_what_is_not_offered_says_why(self, client: Client, begun: Begun) -> None:
        begun(0)
        page = client.get("/week/swap/back/").content.decode()
        assert "Why not the others?" in page
        assert "PL-03.highest_tier" in page or "3.8.harder" in page

    def test_behind_a_closed_gate_nothing_is_chosen(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        person.approvals.all().delete()
        assert client.post("/week/swap/back/", {"exercise": "bird_dog"}).status_code == 302
        assert not ExerciseChoice.objects.exists()


def allowed(client: Client, person: Person) -> tuple[str, str]:
    """The first part of the body for which the page offers another exercise, and that exercise."""
    for slot in slots(person):
        page = client.get(f"/week/swap/{slot}/").content.decode()
        offered = page.partition('name="exercise" value="')[2].partition('"')[0]
        if offered:
            return slot, offered
    raise AssertionError("nothing can be swapped")
