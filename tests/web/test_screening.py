from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.programme.screening import load_screening
from steadyback.records.screening import Answer, ScreeningAnswers
from steadyback.web import clock, screening_store
from steadyback.web.models import Person, Screening
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
Walk = Callable[..., Any]
RESULT, READ_BACK = "/screening/result/", "/screening/read-back/"


def only_row() -> Screening:
    return Screening.objects.get()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_quiet_answers_lead_straight_to_the_result(walk: Walk, client: Client) -> None:
    someone = walk()
    assert someone.to_the_end() == RESULT
    assert len(someone.visited) <= 16
    row = only_row()
    assert row.outcome is not None
    assert row.outcome["complete"] is True
    assert row.baseline["pain_average"] == 2
    assert client.get(RESULT).status_code == 200


def test_nothing_is_chosen_beforehand(walk: Walk, client: Client) -> None:
    someone = walk()
    url = someone.begin()
    while url != RESULT:
        page = client.get(url).content.decode()
        assert " checked" not in page, url
        assert " selected" not in page, url
        url = someone.send(url).headers["Location"]


def test_every_step_is_kept_and_the_person_may_leave(walk: Walk, client: Client) -> None:
    someone = walk()
    url = someone.send(someone.begin()).headers["Location"]
    someone.send(url)
    assert only_row().answers["facts"]["year_of_birth"] == 1980
    assert "Carry on where you were" in client.get("/screening/").content.decode()
    assert client.post("/screening/").headers["Location"] == "/screening/legs_and_injury/"
    assert Screening.objects.count() == 1


def test_an_unfinished_screening_opens_nothing(walk: Walk) -> None:
    someone = walk()
    someone.send(someone.begin())
    person = Person.objects.get()
    standing = standing_of(person, clock.today(person))
    assert not standing.is_open
    assert standing.outcome is None


def test_no_page_can_be_skipped(walk: Walk, client: Client) -> None:
    walk().begin()
    response = client.post("/screening/thoughts/", {"Y01": "5"})
    assert response.headers["Location"] == "/screening/about_you/"
    assert only_row().answers["sliders"] == {}


def test_going_back_shows_what_was_answered(walk: Walk, client: Client) -> None:
    someone = walk(E05="yes")
    someone.to_the_end()
    row = only_row()
    row.outcome, row.completed_on, row.confirmed_at = None, None, None
    row.save()
    page = client.get("/screening/back_and_legs/").content.decode()
    assert 'name="E05" value="yes" checked' in page


@pytest.mark.parametrize("year", ["2050", "1890", "-5", "soon", "19801980", "1980.5", "", "１９８０"])
def test_an_impossible_year_is_refused(walk: Walk, client: Client, year: str) -> None:
    url = walk().begin()
    response = client.post(url, {"year_of_birth": year, "first_episode": "no", "pain_began": "longer"})
    assert response.status_code == 422
    assert "error-text" in response.content.decode()
    assert only_row().answers["facts"] == {}


def test_an_answer_that_is_not_on_the_list_is_refused(walk: Walk, client: Client) -> None:
    url = walk().begin()
    response = client.post(url, {"year_of_birth": "1980", "first_episode": "maybe", "pain_began": "longer"})
    assert response.status_code == 422
    assert only_row().answers["facts"] == {}


def test_a_page_takes_only_its_own_questions(walk: Walk, client: Client) -> None:
    url = walk().begin()
    sent = {"year_of_birth": "1980", "first_episode": "no", "pain_began": "longer", "A01": "no", "Z99": "yes"}
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "Z99" in response.content.decode()
    assert only_row().answers["answers"] == {}


def test_a_page_that_does_not_exist_is_not_found(walk: Walk, client: Client) -> None:
    walk().begin()
    assert client.get("/screening/nonsense/").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"A03": "yes", "none_of_these": "yes"}])
def test_a_checklist_wants_either_a_sign_or_none_of_these(walk: Walk, client: Client, sent: dict[str, str]) -> None:
    someone = walk()
    url = someone.send(someone.begin()).headers["Location"]
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "None of these" in response.content.decode()
    assert "A03" not in only_row().answers["answers"]


@pytest.mark.parametrize("value", ["11", "-1", "5.5", "ten", "999999999"])
def test_an_impossible_slider_is_refused(walk: Walk, value: str) -> None:
    someone = walk()
    url = someone.begin()
    while url != "/screening/thoughts/":
        url = someone.send(url).headers["Location"]
    someone.answers["Y03"] = value
    assert someone.send(url).status_code == 422
    assert only_row().outcome is None


@pytest.mark.parametrize("weeks", ["60", "-1", "", "many"])
def test_impossible_weeks_of_pregnancy_are_refused(walk: Walk, weeks: str) -> None:
    someone = walk(pregnancy_gate="yes", D01="yes", D02="no", pregnancy_weeks="20")
    url = someone.begin()
    while url != "/screening/pregnancy/more/":
        url = someone.send(url).headers["Location"]
    someone.answers["pregnancy_weeks"] = weeks
    assert someone.send(url).status_code == 422
    someone.answers["pregnancy_weeks"] = "20"
    assert someone.to_the_end(url) == RESULT
    assert "PREG_T2T3" in only_row().outcome["flags"]


def test_an_operation_in_the_future_is_refused(walk: Walk) -> None:
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()
    someone = walk(E03="yes", spine_fusion="yes", spine_operation_on=tomorrow)
    url = someone.begin()
    while url != "/screening/back_and_legs/more/":
        url = someone.send(url).headers["Location"]
    assert someone.send(url).status_code == 422


def test_follow_ups_are_asked_only_when_they_apply(walk: Walk) -> None:
    quiet = walk()
    quiet.to_the_end()
    assert not any("more" in url for url in quiet.visited)


def test_ticks_of_a_follow_up_choose_the_flags(walk: Walk) -> None:
    someone = walk(E11="yes")
    someone.answers["E11.WRIST"] = "yes"
    assert someone.to_the_end() == RESULT
    assert "/screening/bones_and_joints/more/" in someone.visited
    flags = set(only_row().outcome["flags"])
    assert "WRIST" in flags
    assert "SHOULDER" not in flags


def test_a_serious_answer_is_read_back_before_it_counts(walk: Walk, client: Client) -> None:
    someone = walk(B02="yes")
    assert someone.to_the_end() == READ_BACK
    assert only_row().outcome is None
    page = client.get(READ_BACK).content.decode()
    assert "Have you ever had cancer?" in page
    assert "Is that right?" in page
    assert someone.confirm().headers["Location"] == RESULT
    assert only_row().outcome["disposition"] == "CLINICIAN_FIRST"


def test_a_serious_answer_can_be_changed_at_read_back(walk: Walk, client: Client) -> None:
    someone = walk(B02="yes")
    someone.to_the_end()
    change = "/screening/your_health/?change=1"
    assert change in client.get(READ_BACK).content.decode()
    someone.answers["B02"] = "no"
    assert someone.send(change).headers["Location"] == RESULT
    assert only_row().outcome["disposition"] == "CLEAR"


def test_a_changed_serious_answer_is_read_back_again(walk: Walk, client: Client) -> None:
    someone = walk(B02="yes")
    someone.to_the_end()
    someone.answers["B03"] = "unsure"
    assert someone.send("/screening/your_health/").headers["Location"] == READ_BACK
    assert "You were not sure about" in client.get(READ_BACK).content.decode()


@pytest.mark.parametrize("item", [i.id for i in load_screening().items.values() if i.group in "BC" and i.id != "C07"])
def test_not_sure_counts_as_much_as_yes(walk: Walk, item: str) -> None:
    results = []
    for word in ("yes", "unsure"):
        Screening.objects.all().delete()
        assert walk(**{item: word, "B08__kind": "injection"}).through() in (RESULT, "/emergency/")
        outcome = only_row().outcome
        results.append((outcome["disposition"], outcome["flags"]))
    assert results[0] == results[1]


def test_the_question_about_sexual_feeling_may_be_left_unsaid(walk: Walk, client: Client) -> None:
    assert walk(A04="prefer_not").to_the_end() == RESULT
    assert only_row().outcome["disposition"] == "CLEAR"
    page = client.get(RESULT).content.decode()
    assert "Please read the safety card once more" in page


def test_clinician_first_says_how_soon_and_shows_the_card(walk: Walk, client: Client) -> None:
    walk(B05="yes").through()
    page = client.get(RESULT).content.decode()
    assert "Please see a clinician today" in page
    assert "Keep up the ordinary walking you already do, as symptoms allow" in page
    assert "between your legs" in page
    assert "B05" in page


def test_strict_waits_for_a_specialist_even_when_all_is_clear(walk: Walk, client: Client) -> None:
    walk().through()
    assert "Next: ask a spine specialist" in client.get(RESULT).content.decode()
    person = Person.objects.get()
    assert [r.rule for r in standing_of(person, clock.today(person)).gate.reasons] == ["G-04"]


def test_the_screen_policy_opens_when_all_is_clear_and_not_otherwise(walk: Walk) -> None:
    walk().through()
    person = Person.objects.get()
    person.settings = {**person.settings, "policy": "screen"}
    person.save()
    assert standing_of(person, clock.today(person)).is_open
    Screening.objects.all().delete()
    walk(B02="unsure").through()
    assert not standing_of(person, clock.today(person)).is_open


def test_feeling_unwell_is_rest_and_lapses_by_itself(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(E17="yes").through()
    assert "Rest today" in client.get(RESULT).content.decode()
    later = clock.now() + timedelta(days=2)
    at(monkeypatch, later)
    assert "Next: ask a spine specialist" in client.get(RESULT).content.decode()


def test_screening_again_asks_the_signs_anew_and_lets_the_rest_be_confirmed(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(E05="yes", B02="yes").through()
    at(monkeypatch, clock.now() + timedelta(days=29))
    url = client.post("/screening/").headers["Location"]
    again = walk(E05="yes", B02="yes")
    asked, confirmed = [], []
    while url not in (RESULT, READ_BACK):
        page = client.get(url).content.decode()
        if "Still right" in page:
            confirmed.append(url)
            url = client.post(url, {"still_right": "yes"}).headers["Location"]
        else:
            asked.append(url)
            url = again.send(url).headers["Location"]
    assert {"/screening/nerves/", "/screening/legs_and_injury/", "/screening/unwell/"} <= set(asked)
    assert "/screening/pain_now/" in asked
    assert "/screening/floor_and_today/" in asked, "whether somebody is unwell is about today"
    assert {"/screening/about_you/", "/screening/your_health/", "/screening/back_and_legs/"} <= set(confirmed)
    assert url == READ_BACK
    again.confirm()
    new = Screening.objects.order_by("started_at").last()
    assert new is not None
    assert new.outcome is not None
    assert "FLEX_INTOL" in new.outcome["flags"]


def test_confirming_cannot_skip_a_page_of_signs(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk().through()
    at(monkeypatch, clock.now() + timedelta(days=29))
    client.post("/screening/")
    client.post("/screening/about_you/", {"still_right": "yes"})
    assert client.post("/screening/nerves/", {"still_right": "yes"}).status_code == 422


def test_coming_back_on_another_day_asks_the_signs_again(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = walk()
    url = someone.begin()
    for _page in range(5):
        url = someone.send(url).headers["Location"]
    at(monkeypatch, clock.now() + timedelta(days=1))
    assert client.post("/screening/").headers["Location"] == "/screening/nerves/"
    assert "A01" not in only_row().answers["answers"]
    assert only_row().answers["facts"]["year_of_birth"] == 1980


def test_a_new_serious_answer_closes_the_gate_while_it_is_being_entered(cleared: Person, client: Client) -> None:
    assert standing_of(cleared, clock.today(cleared)).is_open
    client.post("/screening/")
    client.post("/screening/about_you/", {"still_right": "yes"})
    client.post("/screening/nerves/", {"A03": "yes"})
    assert not standing_of(cleared, clock.today(cleared)).is_open


def test_pages_of_a_screening_that_was_never_begun_lead_to_its_start(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    assert client.get("/screening/nerves/").headers["Location"] == "/screening/"
    assert client.get(READ_BACK).headers["Location"] == "/screening/"
    assert client.get(RESULT).headers["Location"] == "/screening/"
    assert Screening.objects.count() == 0


def test_a_read_back_cannot_be_confirmed_before_it_is_due(walk: Walk, client: Client) -> None:
    walk().begin()
    client.post(READ_BACK)
    assert only_row().confirmed_at is None


def test_the_day_of_a_screening_is_the_persons_own(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, datetime(2025, 6, 1, 13, 30, tzinfo=UTC))
    client.post("/begin/", {"understood": "yes"})
    Person.objects.update(zone="Pacific/Auckland")
    someone = walk()
    client.post("/screening/")
    someone.to_the_end("/screening/about_you/")
    assert only_row().completed_on.isoformat() == "2025-06-02"


def test_only_what_was_read_back_can_be_confirmed(walk: Walk, client: Client) -> None:
    someone = walk(B02="yes")
    someone.to_the_end()
    for shown in ("", "B02:no", "B02:yes,B03:yes"):
        assert client.post(READ_BACK, {"shown": shown}).headers["Location"] == READ_BACK
        assert only_row().confirmed_at is None


def test_two_tabs_do_not_lose_each_others_answers(walk: Walk) -> None:
    someone = walk()
    someone.send(someone.begin())
    screens = load_screening()
    first, second = only_row(), only_row()
    sign = ScreeningAnswers({"A03": Answer.YES})
    screening_store.keep(first, sign, screens.screen("nerves"), done=True)
    screening_store.keep(second, ScreeningAnswers({"A09": Answer.NO}), screens.screen("unwell"), done=True)
    kept = only_row().answers["answers"]
    assert kept["A03"] == "yes"
    assert kept["A09"] == "no"


def test_a_screening_that_ended_in_another_tab_stays_as_it_is(walk: Walk) -> None:
    someone = walk()
    stale = None
    url = someone.begin()
    while url != RESULT:
        stale = only_row()
        url = someone.send(url).headers["Location"]
    assert stale is not None
    screening_store.keep(stale, ScreeningAnswers({"A03": Answer.YES}), load_screening().screen("nerves"), done=True)
    assert only_row().answers["answers"]["A03"] == "no"
    assert only_row().outcome is not None


def test_no_page_is_kept_by_the_browser(client: Client) -> None:
    assert client.get("/begin/").headers["Cache-Control"] == "no-store"


def test_a_serious_answer_taken_back_is_read_back_with_its_day(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(B05="yes").through()
    first_day = Screening.objects.get().completed_on
    at(monkeypatch, clock.now() + timedelta(days=2))
    again = walk(B05="no")
    url = again.to_the_end(client.post("/screening/").headers["Location"])
    assert url == READ_BACK
    page = client.get(READ_BACK).content.decode()
    assert f"On {first_day.day} {first_day:%B %Y} you said yes to:" in page
    assert "Now you say no." in page
    assert client.post(READ_BACK, {"shown": ""}).headers["Location"] == READ_BACK
    assert Screening.objects.filter(outcome__isnull=False).count() == 1
    assert again.confirm().headers["Location"] == RESULT
    result = client.get(RESULT).content.decode()
    assert "Now you say no, and you confirmed it." in result


@pytest.mark.parametrize("name", ["nerves", "read-back"])
def test_a_screening_that_was_taken_away_meanwhile_leads_to_its_start(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    someone = walk(**({"A03": "yes"} if name == "read-back" else {}))
    url = someone.begin()
    while name not in url:
        url = someone.send(url).headers["Location"]
    stale = only_row()
    shown = screening_store.serious_as_shown(stale)
    sent = {"shown": shown} if name == "read-back" else someone.form(url)
    Screening.objects.all().delete()
    monkeypatch.setattr(screening_store, "current_row", lambda person: stale)
    assert client.post(url, sent).headers["Location"] == "/screening/"
    assert not Screening.objects.exists()
