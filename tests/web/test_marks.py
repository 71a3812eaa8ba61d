"""Ill, a flare-up, away: said in a tap, followed at once, and taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from steadyback.records.history import Mark
from steadyback.web import clock, told
from steadyback.web.history import programme_of
from steadyback.web.models import DayMark, MorningPain, Person, SessionCheck
from steadyback.web.planning import Week, week_of
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLEAR = {"none": "yes", "pain": "4"}
Begun = Callable[..., Person]


def week(person: Person) -> Week:
    found = week_of(standing_of(person, clock.today(person)))
    assert found is not None
    return found


def kinds(person: Person, on: date) -> list[str]:
    day = week(person).day(on)
    return [one.kind for one in day.sessions] if day else []


class TestIll:
    def test_today_and_tomorrow_are_free_and_the_page_says_so(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        today = clock.today(person)
        assert kinds(person, today) + kinds(person, today + DAY)
        page = client.get(client.post("/week/ill/", {"very_ill": "no"})["Location"]).content.decode()
        assert "Your week now" in page
        assert kinds(person, today) + kinds(person, today + DAY) == []
        home = client.get("/").content.decode()
        assert "rest comes first" in home
        assert "S-03" in client.get(f"/session/check/{today}/cardio/").content.decode()
        assert "I am well after all" in client.get("/week/").content.decode()

    def test_well_again_brings_the_days_back(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        today = clock.today(person)
        client.post("/week/ill/", {"very_ill": "no"})
        client.post("/week/marks/ill/take-back/", {"first": str(today), "last": str(today)})
        assert told.marks(person) == {}
        assert kinds(person, today) + kinds(person, today + DAY)

    @pytest.mark.parametrize("said", ["yes", "unsure"])
    def test_very_ill_is_read_back_and_then_an_emergency(self, client: Client, begun: Begun, said: str) -> None:
        person = begun(1)
        page = client.post("/week/ill/", {"very_ill": said}).content.decode()
        assert "Is that right?" in page
        assert not SessionCheck.objects.exists()
        answer = client.post("/week/ill/", {"very_ill": said, "confirmed": "yes"})
        assert answer["Location"] == "/emergency/"
        assert not standing_of(person, clock.today(person)).is_open

    @pytest.mark.parametrize("sent", [{}, {"very_ill": ""}, {"very_ill": "perhaps"}, {"confirmed": "yes"}])
    def test_an_answer_that_is_missing_is_asked_for(self, client: Client, begun: Begun, sent: dict[str, str]) -> None:
        begun(1)
        assert client.post("/week/ill/", sent).status_code == 422
        assert not DayMark.objects.exists()
        assert not SessionCheck.objects.exists()


class TestFlare:
    def test_a_flare_up_brings_gentle_days_at_once_and_says_what_follows(self, client: Client, begun: Begun) -> None:
        person = begun(1)
        today = clock.today(person)
        page = client.get(client.post("/week/flare-up/", CLEAR)["Location"]).content.decode()
        assert "F-01" in page
        assert {one for offset in range(5) for one in kinds(person, today + DAY * offset)} == {"cardio"}
        for address in ("/", "/week/"):
            assert "Flare-up, day 1" in client.get(address).content.decode()
        assert "half of your usual amount for two sessions" in client.get("/week/").content.decode()

    def test_the_signs_come_first_and_one_of_them_counts_after_it_is_read_back(
        self, client: Client, begun: Begun
    ) -> None:
        begun(1)
        assert "Is that right?" in client.post("/week/flare-up/", {"signs": "R1", "pain": "4"}).content.decode()
        assert not DayMark.objects.exists()
        answer = client.post("/week/flare-up/", {"signs": "R1", "pain": "4", "confirmed": "yes"})
        assert answer["Location"] == "/emergency/"
        assert told.marks(Person.objects.get())

    def test_new_numbness_asks_more_before_anything_else(self, client: Client, begun: Begun) -> None:
        begun(1)
        answer = client.post("/week/flare-up/", {"signs": "R3", "pain": "4", "confirmed": "yes"})
        assert "/triage/" in answer["Location"]

    def test_the_same_page_is_the_check_of_each_day_and_marks_it_once(self, client: Client, begun: Begun) -> None:
        person = begun(3)
        told.keep(DayMark, person, on=clock.today(person) - DAY, mark="flare")
        assert "Flare-up, day 2" in client.get("/week/flare-up/").content.decode()
        assert client.post("/week/flare-up/", CLEAR)["Location"] == "/week/"
        assert DayMark.objects.count() == 1
        assert SessionCheck.objects.count() == 1

    @pytest.mark.parametrize("sent", [{}, {"none": "yes"}, {"pain": "4"}, {"none": "yes", "pain": "11"}])
    def test_without_the_signs_or_the_pain_nothing_is_kept(
        self, client: Client, begun: Begun, sent: dict[str, str]
    ) -> None:
        begun(1)
        assert client.post("/week/flare-up/", sent).status_code == 422
        assert not DayMark.objects.exists()
        assert not SessionCheck.objects.exists()

    def test_two_good_mornings_end_it_and_the_way_back_is_shown(self, client: Client, begun: Begun) -> None:
        person = begun(8)
        today = clock.today(person)
        told.keep(DayMark, person, on=today - DAY * 4, mark="flare")
        for back in (1, 0):
            MorningPain.objects.create(person=person, recorded_at=clock.now(), on=today - DAY * back, pain=2)
        page = client.get("/week/").content.decode()
        assert "Flare-up, day" not in page
        assert "Building up again after your flare-up" in page
        assert "50 %" in page
        assert "F-04" in page

    def test_a_mistake_is_taken_back_and_the_plan_is_as_before(self, client: Client, begun: Begun) -> None:
        person = begun(1)
        today = clock.today(person)
        before = week(person).plan
        client.post("/week/flare-up/", CLEAR)
        page = client.post("/week/marks/flare/take-back/", {"first": str(today), "last": str(today)})["Location"]
        assert "not a flare-up after all" in client.get(page).content.decode()
        assert week(person).plan == before

    def test_more_than_seven_days_close_the_gate(self, client: Client, begun: Begun) -> None:
        person = begun(12)
        told.keep(DayMark, person, on=clock.today(person) - DAY * 9, mark="flare")
        client.get("/week/")
        assert "R-03" in {hold.concern["rule"] for hold in person.holds.all()}
        assert not standing_of(person, clock.today(person)).is_open


class TestAway:
    def test_days_to_come_are_free(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        today = clock.today(person)
        assert kinds(person, today + DAY)
        dates = {"first": str(today + DAY), "last": str(today + DAY * 3)}
        assert client.post("/week/away/", dates)["Location"] == "/week/"
        assert [kinds(person, today + DAY * offset) for offset in (1, 2, 3)] == [[], [], []]
        assert kinds(person, today)
        assert "3.8.away" in client.get("/week/").content.decode()

    def test_here_after_all(self, client: Client, begun: Begun) -> None:
        person = begun(0)
        today = clock.today(person)
        before = week(person).plan
        dates = {"first": str(today), "last": str(today + DAY * 3)}
        client.post("/week/away/", dates)
        assert "I am here after all" in client.get("/week/away/").content.decode()
        client.post("/week/marks/away/take-back/", dates)
        assert week(person).plan == before
        assert told.marks(person) == {}

    @pytest.mark.parametrize(
        ("first", "last"), [(0, -1), (-1, 3), (0, 181), (400, 401), (None, 3), (0, None), ("2027-02-29", 3)]
    )
    def test_days_that_cannot_be_are_refused_and_none_is_kept(
        self, client: Client, begun: Begun, first: int | str | None, last: int | str | None
    ) -> None:
        person = begun(0)

        def text(day: int | str | None) -> str:
            return str(clock.today(person) + DAY * day) if isinstance(day, int) else day or ""

        response = client.post("/week/away/", {"first": text(first), "last": text(last)})
        assert response.status_code == 422
        assert not DayMark.objects.exists()

    def test_a_holiday_over_the_29th_of_february(
        self, client: Client, begun: Begun, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2028, 2, 27, 9, tzinfo=UTC))
        person = begun(0)
        client.post("/week/away/", {"first": "2028-02-28", "last": "2028-03-01"})
        assert sorted(told.marks(person)) == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_before_the_first_week_there_is_nothing_to_mark(client: Client, cleared: Person) -> None:
    for address in ("/week/ill/", "/week/flare-up/", "/week/away/"):
        assert "Your week comes first" in client.get(address).content.decode()
        assert client.post(address, {**CLEAR, "very_ill": "no"}).status_code == 409
    assert not DayMark.objects.exists()


@pytest.mark.parametrize("mark", ["lazy", "FLARE"])
def test_an_unknown_mark_is_not_found(client: Client, cleared: Person, mark: str) -> None:
    day = {"first": "2026-02-01", "last": "2026-02-01"}
    assert client.post(f"/week/marks/{mark}/take-back/", day).status_code == 404


@pytest.mark.parametrize("first", ["", "2026-02-30", "today"])
def test_taking_back_needs_real_days(client: Client, begun: Begun, first: str) -> None:
    begun(1)
    assert client.post("/week/marks/ill/take-back/", {"first": first, "last": first}).status_code == 404


def test_a_mark_and_its_taking_back_count_in_the_order_in_which_they_were_told(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = begun(2)
    today, now = clock.today(person), clock.now()
    told.keep(DayMark, person, on=today, mark="ill")
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(minutes=5))
    told.keep(DayMark, person, on=today, mark="ill", taken_back=True)
    assert told.marks(person) == {}
    told.keep(DayMark, person, on=today, mark="ill")
    assert told.marks(person) == {today: frozenset({Mark.ILL})}
    programme = programme_of(standing_of(person, today))
    assert programme is not None
    assert [reason.rule for _, reason in programme.free_days] == ["S-03", "S-03"][: len(programme.free_days)]
