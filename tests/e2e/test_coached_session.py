"""A guided session with a recorded film as the camera: what is counted, what is asked, and what is kept of it."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from camera_clip import Part, camera_film
from person_at_browser import PersonAtBrowser, PersonInSession
from playwright.sync_api import Page, expect
from running_server import Server

OpenPage = Callable[..., Page]
Seed = Callable[[str], None]
LEG_LIFT = Path(__file__).resolve().parents[1] / "video/fixtures/side_leg_lift.mp4"
"""One lift of the left leg by a drawn person, 6.7 s."""
LEG_LIFTS = "Side-lying leg lift"
READY_WITHIN_S = 90


def begin_with_camera(page: Page) -> None:
    PersonAtBrowser(page).pass_check("strength")
    page.locator("#camera-with").check()
    page.locator("#start-silent").click()


def skip_to(page: Page, name: str) -> None:
    in_session = PersonInSession(page)
    for _ in range(30):
        if in_session.step_name() == name:
            return
        page.keyboard.press("s")
    raise AssertionError(f"{name} is not in this session; it is at {in_session.step_name()}")


def events(server: Server, kind: str) -> list[dict[str, Any]]:
    rows = server.rows("select body from web_sessionevent where kind = ? order by id", kind)
    return [json.loads(str(body))["data"] for (body,) in rows]


def record(server: Server) -> dict[str, Any]:
    ((found,),) = server.rows("select record from web_session")
    return dict(json.loads(str(found)))


def wait_for(page: Page, what: Callable[[], bool], within_s: float) -> None:
    ends = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < ends, page.locator("main").inner_text()
        page.wait_for_timeout(200)


def test_the_camera_counts_what_it_sees_and_asks_after_whoever_leaves(
    open_page_with_camera: OpenPage, server: Server, seed: Seed, tmp_path: Path
) -> None:
    seed("strength")
    film = camera_film(tmp_path / "leaves.mjpeg", [*[Part(LEG_LIFT)] * 4, Part(to_s=12)])
    page = open_page_with_camera(film)
    begin_with_camera(page)
    skip_to(page, LEG_LIFTS)
    well = page.get_by_text("I can see you well.")
    wait_for(page, lambda: on_again(page) and well.is_visible(), READY_WITHIN_S)
    page.locator("#ready-pause").click()
    expect(page.locator("#lead-word")).to_have_text("counted by camera", timeout=20_000)

    question = page.get_by_role("heading", name="Are you all right?")
    answer_until_counted(page, server)
    seen = events(server, "repetition_completed")
    assert {one["counted_by"] for one in seen} == {"camera"}
    assert all(25 <= one["range_deg"] <= 50 and 3 <= one["duration_s"] <= 9 for one in seen)
    (step,) = (one for one in record(server)["steps"] if one["exercise_id"] == "side_lying_hip_abduction")
    assert step["repetitions_seen"] == step["repetitions"] == len(seen)

    expect(question).to_be_visible(timeout=60_000)
    wait_for(page, lambda: record(server)["all_right_unanswered"] is True, 10)
    page.reload()
    assert page.locator("#camera-with").is_checked()
    page.locator("#camera-without").check()
    page.locator("#start-silent").click()
    expect(question).to_be_visible()
    page.get_by_role("button", name="I need help").click()
    assert page.locator("#call").get_attribute("href") == "tel:112"
    page.locator("#all-right").click()
    wait_for(page, lambda: record(server)["all_right_unanswered"] is False, 10)
    assert [one["answer"] for one in events(server, "answered_all_right")][-2:] == ["help", "yes"]
    assert record(server)["decisions"] == []
    assert page.locator("#step-name").inner_text() == LEG_LIFTS


def on_again(page: Page) -> bool:
    """On a busy machine the camera may give up for a moment; a person turns it on again."""
    if page.locator('#camera[aria-checked="false"]').count():
        page.keyboard.press("c")
    return True


def answer_until_counted(page: Page, server: Server) -> None:
    """Say yes when asked, until at least one repetition was counted."""

    def counted() -> bool:
        yes = page.locator('[data-answer="yes"]')
        if yes.count():
            yes.click()
        on_again(page)
        return bool(events(server, "repetition_completed"))

    wait_for(page, counted, 120)
    number = page.locator('[data-part="number"]')
    wait_for(
        page, lambda: number.count() == 1 and number.inner_text() == str(len(events(server, "repetition_completed"))), 5
    )


def test_without_leave_to_use_the_camera_the_session_goes_on_by_time(
    open_page_with_camera: OpenPage, server: Server, seed: Seed, tmp_path: Path
) -> None:
    seed("strength")
    film = camera_film(tmp_path / "room.mjpeg", [Part(to_s=1)])
    page = open_page_with_camera(film, allowed=False)
    begin_with_camera(page)
    skip_to(page, "Bridge")
    page.locator("#ready-pause").click()
    told = page.locator("#what-now", has_text="The camera was not allowed.")
    expect(told).to_be_visible(timeout=20_000)
    expect(page.locator("#lead-word")).to_have_text("led by time", timeout=10_000)
    wait_for(page, lambda: bool(events(server, "repetition_completed")), 60)
    assert "counted_by" not in events(server, "repetition_completed")[0]
    assert events(server, "coaching_paused")[0]["code"] == "refused"


def test_where_a_camera_can_see_nothing_none_is_offered(open_page: OpenPage, seed: Seed) -> None:
    seed("cardio")
    page = open_page()
    PersonAtBrowser(page).pass_check("cardio")
    page.wait_for_selector("#start-silent")
    assert page.locator(".camera-choice").count() == 0
