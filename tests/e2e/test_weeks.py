"""What is told of the weeks, in a real browser: the six questions by keyboard alone, and a test that a camera times."""

import json
from collections.abc import Callable
from pathlib import Path

from camera_clip import Part, camera_film
from person_at_browser import PersonAtBrowser
from playwright.sync_api import Page, expect
from running_server import Server

OpenPage = Callable[..., Page]
Seed = Callable[[str], None]
SIDE_PLANK = Path(__file__).resolve().parents[1] / "video/fixtures/side_plank.mp4"
"""One side plank from the knees of a drawn person on their left side, 10 s; the hips are up for 7 of them."""
READY_WITHIN_MS = 90_000
FOCUSED = "() => { const e = document.activeElement; return [e?.name ?? '', e?.type ?? '', e?.value ?? ''] }"


def tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        if page.evaluate(FOCUSED)[0] == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_the_six_questions_are_answered_by_keyboard_alone(open_page: OpenPage, server: Server, seed: Seed) -> None:
    seed("weeks")
    page = open_page()
    page.goto("/")
    for _ in range(40):
        if "questions" in page.evaluate("document.activeElement?.getAttribute('href') ?? ''"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/week/questions/")
    wanted = {"pain_average": 3, "pain_worst": 6, "function": 4, "sure_of_moving": 8, "low_or_worried": 2}
    for name, number in wanted.items():
        tab_to(page, name)
        page.keyboard.press("Space")
        for _ in range(number):
            page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUSED) == [name, "radio", str(number)]
    tab_to(page, "sessions_felt")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # sends what is there
    expect(page.get_by_role("heading", level=1)).to_have_text("Noted")
    ((kept,),) = server.rows("select answers from web_weeklycheck")
    assert json.loads(str(kept)) == {**wanted, "function": 4.0, "sessions_felt": 7, "leg": None}


def test_a_side_plank_is_timed_by_the_camera(
    open_page_with_camera: OpenPage, server: Server, seed: Seed, tmp_path: Path
) -> None:
    """Set up, seen in place, timed and kept with what was seen; what is typed beside it was taken by hand."""
    seed("weeks")
    page = open_page_with_camera(camera_film(tmp_path / "plank.mjpeg", [Part(SIDE_PLANK)]))
    page.goto("/progress/tests/check/")
    page.locator('input[name="none"]').check(force=True)
    person = PersonAtBrowser(page)
    person.choose("pain", "1", "radio")
    person.submit()
    page.goto("/progress/tests/side_plank_hold/")
    page.locator("[data-camera-on]").click()
    start = page.locator('.test-by-camera[data-side="left"] button')
    start.click(timeout=READY_WITHIN_MS)
    held = page.locator("#id_try_left_1")
    expect(held).not_to_have_value("", timeout=40_000)
    assert 5 <= float(held.input_value()) <= 8.5
    expect(page.locator(".test-camera-words")).to_contain_text("seconds. I saw you")
    assert page.locator('input[name="ended_left"][value="hips"]').is_checked()
    page.locator('[data-coach="without"]').click()
    expect(start).to_be_hidden()
    page.locator("#id_try_right_1").fill("9")
    person.choose("ended_right", "tired", "radio")
    person.choose("pain", "1", "radio")
    person.submit()
    rows = server.rows("select side, result from web_guidedtest order by side")
    left, right = (json.loads(str(result)) for _, result in rows)
    assert (left["by"], left["sight"]["view_was_right"], right["by"], right["sight"]) == ("camera", True, "hand", None)
    assert left["sight"]["tracked_share"] >= 0.8
    expect(page.locator("main")).to_contain_text("measured by the camera, which saw you")
