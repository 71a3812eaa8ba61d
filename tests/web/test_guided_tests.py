"""Guided tests: only after the check, only where nothing is against one, kept with how they ended."""

import inspect
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from steadyback.coaching import trial, trials
from steadyback.records.codec import to_json
from steadyback.records.outcomes import PhysicalTestResult
from steadyback.web import clock, guided_camera, told
from steadyback.web.models import DayMark, GuidedTest, Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]
CHAIR = "/progress/tests/chair_stand_30_s/"
STANCE = "/progress/tests/single_leg_stance/"
CHAIR_RESULT = {"try_1": "14", "ended": "time", "pain": "2"}
STANCE_RESULT = {
    "try_left_1": "31.5", "try_left_2": "40", "ended_left": "foot_down",
    "try_right_1": "45", "ended_right": "time", "pain": "2",
}  # fmt: skip


def check(client: Client, pain: int = 2, **more: str) -> Any:
    return client.post("/progress/tests/check/", {"none": "yes", "pain": str(pain), **more})


def rules_against(client: Client, address: str) -> str:
    response = client.post(address, CHAIR_RESULT)
    assert response.status_code == 409
    assert not GuidedTest.objects.exists()
    return str(response.content.decode())


def test_a_test_is_led_and_its_result_kept(client: Client, begun: Begun) -> None:
    person = begun(3)
    assert check(client)["Location"] == "/progress/tests/"
    assert "cross your arms" in client.get(CHAIR).content.decode().lower()
    assert client.post(CHAIR, CHAIR_RESULT)["Location"] == "/progress/tests/"
    (row,) = told.test_results(person)
    assert (row.test, row.side, row.result["value"], row.result["ended_by"]) == ("chair_stand_30_s", "", 14, "time")
    assert (row.result["pain_before"], row.result["pain_after"], row.result["by"]) == (2, 2, "hand")
    page = client.get("/progress/tests/").content.decode()
    assert "One result so far" in page
    assert "Not a diagnostic measurement" in page


def test_the_best_try_of_each_side_counts_and_the_clock_is_named(client: Client, begun: Begun) -> None:
    person = begun(3)
    check(client)
    client.post(STANCE, {**STANCE_RESULT, "timed": "on"})
    found = {row.side: row.result for row in told.test_results(person)}
    assert (found["left"]["value"], found["left"]["tries"], found["right"]["value"]) == (40, [31.5, 40], 45)
    assert found["left"]["by"] == "clock"
    assert "Right less left: 5 s" in client.get("/progress/tests/").content.decode()


SEEN = {"value": 14, "tracked_share": 0.93, "view_was_right": True, "model": "full"}


def kept_by(client: Client, person: Person, seen: str, tries: str = "14") -> dict[str, Any]:
    check(client)
    client.post(CHAIR, {**CHAIR_RESULT, "try_1": tries, "seen_1": seen})
    (row,) = told.test_results(person)
    assert row.result is not None
    return dict(row.result)


def test_what_the_camera_counted_is_kept_with_what_it_saw(client: Client, begun: Begun) -> None:
    kept = kept_by(client, begun(3), json.dumps(SEEN))
    assert kept["by"] == "camera"
    assert kept["sight"] == {"view_was_right": True, "tracked_share": 0.93, "model": "pose_landmarker_full"}
    page = client.get("/progress/tests/").content.decode()
    assert "measured by the camera, which saw you 93 % of the time" in page
    assert "Not a diagnostic measurement" in page


@pytest.mark.parametrize(
    "seen",
    [
        json.dumps({**SEEN, "value": 13}), json.dumps({**SEEN, "tracked_share": 0.79}),
        json.dumps({**SEEN, "tracked_share": 1.2}), json.dumps({**SEEN, "view_was_right": False}),
        json.dumps({**SEEN, "view_was_right": 1}), json.dumps({**SEEN, "model": "heavy"}),
        json.dumps({**SEEN, "model": []}), json.dumps({**SEEN, "value": True}), '{"value": NaN}', "[14]", "{", "14",
        "9" * 5000,
    ],
)  # fmt: skip
def test_a_changed_value_or_poor_sight_is_taken_by_hand(client: Client, begun: Begun, seen: str) -> None:
    kept = kept_by(client, begun(3), seen)
    assert (kept["value"], kept["by"], kept["sight"]) == (14, "hand", None)


def test_of_several_tries_the_best_one_says_who_measured_it(client: Client, begun: Begun) -> None:
    person = begun(3)
    check(client)
    sight = {"tracked_share": 0.9, "view_was_right": True, "model": "lite"}
    seen = {
        "seen_left_1": json.dumps({**sight, "value": 31.5}),
        "seen_right_1": json.dumps({**sight, "value": 45}),
    }
    client.post(STANCE, {**STANCE_RESULT, **seen, "timed": "on"})
    found = {row.side: row.result for row in told.test_results(person)}
    assert (found["left"]["value"], found["left"]["by"]) == (40, "clock")  # the second try, not the camera's
    assert (found["right"]["by"], found["right"]["sight"]["model"]) == ("camera", "pose_landmarker_lite")


def test_the_camera_is_offered_where_it_measures_and_its_parts_are_here(
    client: Client, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(3)
    check(client)
    monkeypatch.setattr(guided_camera, "coach_urls", lambda: {"core": "/coach/core-1.zip"})
    page = client.get(CHAIR)
    data = page.context["camera"]
    assert (data["test"], data["measured"], data["seconds"]) == ("chair_stand_30_s", "count", 30)
    assert data["place"]["view"] == "side"
    assert "The camera can count for you" in page.content.decode()
    by_hand = client.get("/progress/tests/fingertip_to_floor/")
    assert by_hand.context["camera"] is None
    assert "it sees knuckles and not fingertips" in by_hand.content.decode()
    monkeypatch.setattr(guided_camera, "coach_urls", dict)
    assert client.get(CHAIR).context["camera"] is None


def test_everything_that_a_trial_can_say_has_words() -> None:
    words = guided_camera.guided_texts()
    source = "".join(inspect.getsource(module) for module in (trial, trials))
    codes = set(re.findall(r'self\.code = "(\w+)"', source)) | set(re.findall(r'ready.*, "(other_side)"', source))
    assert codes
    assert {f"try_{code}" for code in codes} <= words.keys()
    why_not = {"not_seen_enough", "wrong_view", "lost", "not_upright", "knee_bent", "never_in_place"}
    assert {f"over_{code}" for code in why_not} <= words.keys()


def test_without_the_check_of_today_nothing_is_offered_or_kept(client: Client, begun: Begun) -> None:
    person = begun(3)
    assert "First the short check" in client.get("/progress/tests/").content.decode()
    assert "short check comes first" in rules_against(client, CHAIR)
    check(client)
    person.checks.update(on=clock.today(person) - DAY)
    assert "short check comes first" in rules_against(client, CHAIR)
    person.checks.update(on=clock.today(person), checked_at=clock.now() - timedelta(hours=4))
    assert "short check comes first" in rules_against(client, CHAIR)


@pytest.mark.parametrize("pain", [6, 8, 9])
def test_with_strong_pain_nothing_is_tested(client: Client, begun: Begun, pain: int) -> None:
    begun(3)
    check(client, pain)
    rules_against(client, CHAIR)


def test_a_sign_leads_where_it_leads_before_a_session(client: Client, begun: Begun) -> None:
    begun(3)
    signs = {"signs": "R1", "pain": "2"}
    assert "Is that right?" in client.post("/progress/tests/check/", signs).content.decode()
    assert client.post("/progress/tests/check/", {**signs, "confirmed": "yes"})["Location"] == "/emergency/"


@pytest.mark.parametrize(("mark", "rule"), [("flare", "F-02"), ("ill", "S-03")])
def test_ill_or_in_a_flare_up_nothing_is_tested(client: Client, begun: Begun, mark: str, rule: str) -> None:
    person = begun(3)
    check(client)
    told.keep(DayMark, person, on=clock.today(person), mark=mark)
    assert rule in rules_against(client, CHAIR)


def test_what_a_flag_rules_out_is_refused_with_its_rule(client: Client, begun: Begun) -> None:
    person = begun(3)
    row = person.screenings.get()
    row.answers["answers"]["E02"] = "yes"
    row.save()
    check(client)
    page = client.get("/progress/tests/").content.decode()
    assert "Not today." in page
    assert "1.6" in rules_against(client, "/progress/tests/fingertip_to_floor/")


@pytest.mark.parametrize(
    "change",
    [
        {"try_1": ""}, {"try_1": "61"}, {"try_1": "-1"}, {"try_1": "nan"}, {"try_1": "many"}, {"ended": ""},
        {"ended": "fell asleep"}, {"pain": ""}, {"pain": "11"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_asked_again_and_nothing_kept(client: Client, begun: Begun, change: dict[str, str]) -> None:
    begun(3)
    check(client)
    assert client.post(CHAIR, {**CHAIR_RESULT, **change}).status_code == 422
    assert not GuidedTest.objects.exists()


def test_one_bad_side_keeps_neither(client: Client, begun: Begun) -> None:
    begun(3)
    check(client)
    assert client.post(STANCE, {**STANCE_RESULT, "try_right_1": "46"}).status_code == 422
    assert not GuidedTest.objects.exists()


def test_more_pain_ends_the_tests_of_today(client: Client, begun: Begun) -> None:
    begun(3)
    check(client)
    page = client.post(CHAIR, {**CHAIR_RESULT, "ended": "pain", "pain": "6"}).content.decode()
    assert "M-04" in page
    assert "That is enough for today" in page
    assert "M-04" in client.get(STANCE).content.decode()


def test_pain_below_the_knee_is_answered(client: Client, begun: Begun) -> None:
    begun(3)
    check(client)
    sent = {
        "try_left_1": "60", "ended_left": "leg_pain", "try_right_1": "70", "ended_right": "limit", "pain": "2",
    }  # fmt: skip
    page = client.post("/progress/tests/straight_leg_raise/", sent).content.decode()
    assert "call a clinician" in page


def test_a_change_is_said_against_the_error(client: Client, begun: Begun) -> None:
    person = begun(60)
    for back, value in ((42, 10.0), (0, 14.0)):
        on = clock.today(person) - DAY * back
        result = to_json(PhysicalTestResult("chair_stand_30_s", on, value))
        told.keep(GuidedTest, person, on=on, test="chair_stand_30_s", side="", result=result)
    assert "From 10 to 14 times: better than chance can explain." in client.get("/progress/tests/").content.decode()


def test_a_result_taken_back_is_gone_but_kept(client: Client, begun: Begun) -> None:
    person = begun(3)
    check(client)
    client.post(CHAIR, CHAIR_RESULT)
    client.post(f"/progress/tests/{GuidedTest.objects.get().pk}/remove/")
    assert told.test_results(person) == []
    assert GuidedTest.objects.count() == 2


@pytest.mark.parametrize("test_id", ["sprint", "biering_sorensen"])
def test_an_unknown_test_is_not_found(client: Client, begun: Begun, test_id: str) -> None:
    begun(3)
    assert client.get(f"/progress/tests/{test_id}/").status_code == 404


def test_behind_a_closed_gate_there_is_no_test(client: Client, begun: Begun) -> None:
    person = begun(3)
    check(client)
    person.approvals.all().delete()
    assert client.post(CHAIR, CHAIR_RESULT).status_code == 302
    assert client.get("/progress/tests/check/").status_code == 302
    assert not GuidedTest.objects.exists()
