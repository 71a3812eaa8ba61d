import html
import json
import re

import pytest
from django.test import Client

from steadyback.exercises import load_catalogue, spoken
from steadyback.exercises.wording import NOT_SAID
from steadyback.records.codec import to_json
from steadyback.records.plan import Preferences
from steadyback.web import clock
from steadyback.web import exercise_words as words
from steadyback.web.models import Person
from steadyback.web.views.library import figure_data

pytestmark = pytest.mark.django_db
EVERY_ID = load_catalogue().ids


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def found_by(client: Client, query: str) -> list[str]:
    return re.findall(r'href="/exercises/([a-z0-9_]+)/"', text_of(client, f"/exercises/?{query}"))


def words_seen(page: str) -> str:
    """What a person reads: the main part without tags."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_it_lists_every_exercise_the_article_first(client: Client) -> None:
    assert found_by(client, "") == list(EVERY_ID)
    assert "All 41 exercises" in text_of(client, "/exercises/")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=bridge&aim=buttocks", {"bridge", "single_leg_bridge"}),
        ("q=superman", {"superman_alternate", "superman_full"}),
        ("q=dead+bug", {"dead_bug", "dead_bug_heel_tap"}),
        ("q=CURL+up&level=1", {"curl_up_reach", "mcgill_curl_up"}),
        ("q=piriformis&place=chair", {"figure4_seated"}),
        ("place=water", {"swim"}),
        ("aim=heart", {"walk", "swim", "bike", "march_in_place"}),
        ("level=4", {"side_plank", "superman_full"}),
        ("q=child%E2%80%99s", {"childs_pose"}),
    ],
)
def test_search_and_filters_work_by_the_address_alone(client: Client, query: str, wanted: set[str]) -> None:
    assert set(found_by(client, query)) == wanted


def test_every_exercise_is_found_by_its_name_and_its_synonyms(client: Client) -> None:
    for exercise in load_catalogue():
        for word in (exercise.name, exercise.clinical_name, *exercise.synonyms):
            assert exercise.id in found_by(client, f"q={word}"), f"{exercise.id} by {word!r}"


def test_every_exercise_is_in_its_level_and_in_a_place_and_an_aim(client: Client) -> None:
    for axis, keys in (("level", range(5)), ("place", words.PLACES), ("aim", words.AIMS)):
        seen: set[str] = set()
        for key in keys:
            seen |= set(found_by(client, f"{axis}={key}"))
        assert seen == set(EVERY_ID), axis


def test_nothing_found_says_so_and_shows_the_way_out(client: Client) -> None:
    page = text_of(client, "/exercises/?q=zeppelin")
    assert "Nothing fits all of this." in page
    assert "0 exercises of 41" in page
    assert 'href="/exercises/"' in page


@pytest.mark.parametrize(
    "query", ["level=9", "level=-1", "level=x", "place=moon", "aim=%00", "level=1&level=x", "q=%00"]
)
def test_a_filter_that_means_nothing_is_all(client: Client, query: str) -> None:
    assert client.get(f"/exercises/?{query}").status_code == 200
    assert len(found_by(client, query)) == len(EVERY_ID)


def test_what_was_typed_is_shown_again_and_never_run(client: Client) -> None:
    page = client.get("/exercises/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_very_long_search_is_cut(client: Client) -> None:
    assert client.get("/exercises/", {"q": "a" * 10_000}).status_code == 200


def test_the_count_is_announced(client: Client) -> None:
    page = text_of(client, "/exercises/?level=4")
    assert re.search(r'id="count" role="status" aria-live="polite"[^>]*>2 exercises of 41<', page)


def test_the_articles_own_exercises_are_marked(client: Client) -> None:
    own = [exercise.id for exercise in load_catalogue() if exercise.origin == "article"]
    assert text_of(client, "/exercises/").count("in the article</span>") == len(own)


@pytest.mark.parametrize("exercise_id", EVERY_ID)
def test_a_page_says_everything_about_its_exercise(client: Client, exercise_id: str) -> None:
    exercise = load_catalogue()[exercise_id]
    page = text_of(client, f"/exercises/{exercise_id}/")
    for text in (exercise.name, exercise.summary, *exercise.setup, *exercise.watch, *exercise.cautions):
        assert spoken(text, "brace") in page
    for phase in exercise.phases:
        assert spoken(phase.say, "brace") in page
    for neighbour in (exercise.easier, exercise.harder):
        assert neighbour.id is None or f'href="/exercises/{neighbour.id}/"' in page
        assert neighbour.note is None or spoken(neighbour.note, "brace") in page
    for key in exercise.sources:
        assert load_catalogue().sources[key] in page
    assert (exercise.article_note or "") in page
    assert "SteadyBack offers exercises only after clearance." in page
    assert "A trainer who is used to working with back pain" in page


@pytest.mark.parametrize("exercise_id", EVERY_ID)
def test_a_page_has_no_unkind_word_no_code_and_no_start_button(client: Client, exercise_id: str) -> None:
    page = text_of(client, f"/exercises/{exercise_id}/")
    seen = words_seen(page)
    for word in NOT_SAID:
        assert not re.search(rf"\b{re.escape(word)}", seen, re.IGNORECASE), word
    assert not re.search(r"\b[A-Za-z]+_[A-Za-z_]+\b|\{", seen)
    assert "!" not in seen
    assert "<form" not in page[page.index("<main") :]
    assert "/session/" not in page


def test_the_list_has_no_unkind_word(client: Client) -> None:
    seen = words_seen(text_of(client, "/exercises/"))
    assert not [word for word in NOT_SAID if re.search(rf"\b{re.escape(word)}", seen, re.IGNORECASE)]


def test_who_is_left_out_is_said_in_plain_words(client: Client) -> None:
    page = text_of(client, "/exercises/curl_up_reach/")
    left_out = page[page.index("We leave it out when") : page.index("We adapt it when")]
    assert "your bones may be thinner" in left_out
    assert left_out.count("<li>") == len(load_catalogue()["curl_up_reach"].contra_flags)


def test_the_dose_stands_for_each_level_that_offers_the_exercise(client: Client) -> None:
    assert [row.level for row in words.doses_by_level(load_catalogue()["side_lying_hip_abduction"])] == [
        "Level 1 · Start",
        "Level 2 · Build",
        "Level 3 · Strong",
    ]
    page = text_of(client, "/exercises/side_lying_hip_abduction/")
    assert "8 repetitions on each side" in page
    assert "20 minutes at an effort of 3 to 4 of 10" in text_of(client, "/exercises/walk/")


def test_what_needs_permission_says_so(client: Client) -> None:
    assert "needs your clinician’s or trainer’s agreement" in text_of(client, "/exercises/superman_full/")
    assert "needs your clinician’s or trainer’s agreement" not in text_of(client, "/exercises/bridge/")


@pytest.mark.parametrize(("cue", "said"), [("brace", "brace your tummy gently"), ("draw_in", "draw your belly button")])
def test_the_tummy_cue_is_the_one_the_person_chose(client: Client, cue: str, said: str) -> None:
    Person.objects.create(created_at=clock.now(), preferences=to_json(Preferences(tummy_cue=cue)))
    page = text_of(client, "/exercises/curl_up_reach/")
    assert said in page
    assert "{tummy}" not in page


@pytest.mark.parametrize("exercise_id", EVERY_ID)
def test_the_figure_gets_every_phase_with_absolute_angles(exercise_id: str) -> None:
    exercise = load_catalogue()[exercise_id]
    drawn = json.loads(figure_data(exercise, "brace"))
    assert [phase["id"] for phase in drawn["phases"]] == [phase.id for phase in exercise.phases]
    assert drawn["position"] == exercise.positions[0]
    assert exercise.peak_phase in [phase.id for phase in exercise.phases]
    assert all(isinstance(angle, (int, float)) for phase in drawn["phases"] for angle in phase["angles"].values())


def test_a_change_from_the_set_up_is_added_to_it() -> None:
    hold = json.loads(figure_data(load_catalogue()["abdominal_brace"], "brace"))["phases"][-1]
    assert hold["angles"]["hip_flex.b"] == 50
    assert hold["angles"]["knee_flex.b"] == 90


@pytest.mark.parametrize("address", ["/exercises/unknown/", "/exercises/Bridge/", "/exercises/../bridge/"])
def test_an_unknown_exercise_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/exercises/", "/exercises/bridge/"])
def test_it_only_reads(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.delete(address).status_code == 405


def test_every_code_of_the_catalogue_has_words() -> None:
    for exercise in load_catalogue():
        assert {phase.kind for phase in exercise.phases} <= set(words.PHASE_KINDS)
        assert {phase.breathing for phase in exercise.phases} <= set(words.BREATHING)
        assert exercise.sides in words.SIDES
        assert exercise.camera.coaching in words.COACHING
        assert exercise.camera.view in words.VIEWS
        assert exercise.tier < len(words.LEVELS)
        assert words.evidence_of(exercise)


def test_a_page_offers_the_ways_that_the_figure_can_show_and_what_each_cue_is_about(client: Client) -> None:
    page = text_of(client, "/exercises/forearm_plank/")
    assert '<input type="radio" name="form" value="from_knees">' in page
    assert "To make it easier, keep your knees on the floor." in page
    assert '<button type="button" class="quiet-button" data-part="pelvis"' in page
    assert 'name="form"' not in text_of(client, "/exercises/bridge/")
    assert "data-part" not in text_of(client, "/exercises/walk/")
