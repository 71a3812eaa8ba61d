"""A trainer watches a person exercise: two browsers at once, a film as the person's camera, a clinic as the server."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from camera_clip import Part, camera_film
from clinic_server import ClinicServer
from playwright.sync_api import Page, ViewportSize, expect

OpenPage = Callable[..., Page]
FILM = Path(__file__).resolve().parents[1] / "video/fixtures/side_leg_lift.mp4"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SEEN_WITHIN_MS = 90_000
DRAWN = """() => { const canvas = document.querySelector('.live-picture canvas');
  const dots = canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return dots.some((value, at) => at % 4 === 3 && value > 0); }"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ClinicServer]:
    """In place of the personal server of the other tests."""
    clinic = ClinicServer(tmp_path / "data")
    clinic.make_people()
    clinic.start()
    yield clinic
    clinic.stop()


def sign_in(page: Page, server: ClinicServer, cookie: str) -> None:
    page.context.add_cookies([{"name": "steadyback_session", "value": cookie, "url": server.url}])


def events(server: ClinicServer, kind: str) -> list[dict[str, Any]]:
    rows = server.rows("select body from web_sessionevent where kind = ? order by id", kind)
    return [json.loads(str(body))["data"] for (body,) in rows]


def kept(server: ClinicServer, kind: str) -> dict[str, Any]:
    """The first event of this kind, once the page has sent it."""
    until(lambda: events(server, kind))
    return events(server, kind)[0]


def until(found: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not found():
        assert time.monotonic() < end, "nothing was kept"
        time.sleep(0.1)


def test_a_trainer_sees_the_movement_speaks_and_stops_until_the_person_withdraws(
    open_page_with_camera: OpenPage, open_page: OpenPage, server: ClinicServer, tmp_path: Path
) -> None:
    person = server.people["patients"][0]
    ada = open_page_with_camera(camera_film(tmp_path / "lift.mjpeg", [Part(FILM)]))
    sign_in(ada, server, person["cookie"])
    ada.goto(f"/session/{person['session']}/")
    expect(ada.locator("#live-sign")).to_have_text("Nobody is watching.")
    ada.locator("#camera-with").check()
    ada.locator("#keep-figure").check()
    expect(ada.locator(".keep-bar.is-on")).to_have_count(1)
    ada.locator("#start-silent").click()

    tia = open_page(viewport=DESKTOP)
    sign_in(tia, server, server.people["trainers"][0])
    tia.goto(f"/people/{person['id']}/live/")
    tia.get_by_role("button", name="Ask to watch").click()
    expect(ada.locator("#live-sign")).to_have_text("Tia Trainer 0 asks to watch you.", timeout=15_000)
    ada.get_by_role("button", name="Let Clara Clinician and Tia Trainer 0 watch").click()
    expect(tia.locator(".live-standing")).to_have_text("Live")
    expect(ada.locator("#live-sign")).to_have_text("Tia Trainer 0 is watching")

    # Before the session has begun there is nothing to pause, and the trainer is told so.
    expect(ada.get_by_role("button", name="I am ready")).to_be_visible(timeout=SEEN_WITHIN_MS)
    tia.get_by_role("button", name="Pause").click()
    expect(ada.locator("#live-word")).to_contain_text("Tia Trainer 0 paused your session")
    assert kept(server, "paused")["by"] == "trainer"
    tia.get_by_label("In your own words").fill("Slow and easy, you are doing well")
    tia.get_by_role("button", name="Send").first.click()
    expect(ada.locator("#live-word")).to_have_text("Tia Trainer 0: Slow and easy, you are doing well")
    expect(tia.locator(".live-note")).to_have_text("Said: Slow and easy, you are doing well")
    assert kept(server, "cue_given") == {"step": 0, "code": "own_words", "kind": "sent", "by": "trainer"}

    tia.wait_for_function(DRAWN, timeout=SEEN_WITHIN_MS)
    tia.get_by_role("button", name="STOP").click()
    expect(ada.get_by_role("heading", name="What did you feel?")).to_be_visible()
    assert kept(server, "stop_pressed")["by"] == "trainer"
    expect(tia.locator(".live-exercise")).to_contain_text("stopped: being asked what they felt")

    replay = tia.context.new_page()
    until(lambda: server.rows("select frames from clinic_skeletonpart"))
    replay.goto(f"/people/{person['id']}/sessions/{person['session']}/")
    replay.get_by_role("button", name="Look at the moving figure").click()
    replay.wait_for_function(DRAWN.replace("live-picture", "replay-picture"))

    care = ada.context.new_page()
    care.goto(f"/care/{person['relation']}/")
    care.get_by_role("checkbox", name="Watching along").uncheck()
    care.get_by_role("checkbox", name="My moving figure, afterwards").uncheck()
    care.get_by_role("button", name="Save").click()
    expect(tia.locator(".live-standing")).to_have_text("Not shown to you any more", timeout=5000)
    assert tia.locator(".live-picture").count() == 0
    expect(replay.locator("canvas")).to_have_count(0, timeout=5000)
    expect(ada.locator("#live-sign")).to_have_text("On. Nobody is watching yet.")
    ada.bring_to_front()
    ada.keyboard.press("w")
    expect(ada.locator("#live-let")).to_be_visible()
