"""Every page: no axe violation, nothing wider than a narrow phone. With SHOTS=FOLDER it keeps pictures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from page_checks import AXE, LOOKS, RUN_AXE, keep_picture, look_at, look_like
from person_at_browser import PersonAtBrowser
from playwright.sync_api import Page

ASSETS = Path(__file__).resolve().parents[2] / "src/steadyback/web/static/build/assets"
OpenPage = Callable[..., Page]
Seed = Callable[[str], None]
TODAY = date.today().isoformat()
BEFORE_CLEARANCE = [
    "/",
    "/begin/",
    "/begin/country/",
    "/begin/rehearsal/",
    "/begin/safety-card/",
    "/screening/",
    "/week/",
]
CLEARED = [
    "/",
    "/safety-card/",
    "/screening/result/",
    "/summary/",
    "/clearance/",
    "/week/",
    "/week/choices/",
    "/week/elsewhere/",
    "/week/flare-up/",
    "/week/ill/",
    "/week/away/",
    "/week/history/",
    "/progress/measures/",
    "/progress/measures/now/",
    "/progress/measures/total/",
    "/progress/tests/",
    "/exercises/",
    "/exercises/?q=bridge",
    "/exercises/side_lying_hip_abduction/",
    "/exercises/walk/",
    "/camera/",
    "/progress/",
    "/article/",
    "/settings/",
    "/settings/data/",
    f"/session/check/{TODAY}/cardio/",
]
WEEKS = [
    "/week/questions/",
    f"/week/on/{TODAY}/",
    "/week/swap/stretch_hamstring/",
    "/progress/tests/chair_stand_30_s/",
]


def test_pages_before_clearance_are_accessible(open_page: OpenPage) -> None:
    assert look_at(open_page(), BEFORE_CLEARANCE) == []


def test_pages_of_a_cleared_person_are_accessible(open_page: OpenPage, seed: Seed) -> None:
    seed("cardio")
    assert look_at(open_page(), CLEARED) == []


def test_pages_of_the_weeks_are_accessible(open_page: OpenPage, seed: Seed) -> None:
    seed("weeks")
    assert look_at(open_page(), WEEKS) == []


def test_the_session_page_is_accessible_in_every_state(open_page: OpenPage, seed: Seed) -> None:
    seed("strength")
    page = open_page()
    page.clock.install()
    PersonAtBrowser(page).pass_check("strength")
    found: list[str] = []

    def look(state: str) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for name, viewport, scheme in LOOKS:
            look_like(page, viewport, scheme)
            keep_picture(page, f"session {state}", f"{name}-{scheme}")
            found.extend(f"{state} ({name} {scheme}): {one}" for one in page.evaluate(RUN_AXE))

    page.wait_for_selector("#start-silent")
    look("welcome")
    page.locator("#start-silent").click()
    page.wait_for_selector("#ready-pause")
    look("preparing")
    page.locator("#ready-pause").click()
    page.clock.run_for(7000)
    look("moving")
    page.keyboard.press("Escape")
    look("stop")
    page.locator('button.felt[data-answer="more_pain"]').click()
    look("pain")
    page.locator("pain-scale button").nth(3).click()
    look("decision")
    assert found == []


@pytest.mark.parametrize("answer", [{"A03": "yes"}, {"A10": "yes"}])
def test_emergency_pages_are_accessible(open_page: OpenPage, answer: dict[str, str]) -> None:
    page = open_page()
    person = PersonAtBrowser(page, answers=answer)
    person.begin()
    person.answer_screening(until="read-back")
    found = []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found += page.evaluate(RUN_AXE)
    person.submit()
    found += look_at(page, ["/", "/back/"])
    assert found == []


LOADED = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map((one) => [one.name.split('/').pop() || 'page', one.decodedBodySize])"""


def test_the_session_page_is_light(open_page: OpenPage, seed: Seed) -> None:
    """At most 150 kB before camera and figure, uncompressed."""
    seed("strength")
    page = open_page()
    PersonAtBrowser(page).pass_check("strength")
    page.wait_for_selector("#start-silent")
    loaded = [(name, size) for name, size in page.evaluate(LOADED) if "figure" not in name]
    sizes = [(name, size or (ASSETS / name).stat().st_size) for name, size in loaded]  # 0: it was in the cache already
    total = sum(size for _, size in sizes)
    print(sizes, total)
    assert any(name.startswith("session-") and size > 10_000 for name, size in sizes)
    assert any(name == "page" and size > 10_000 for name, size in sizes)
    assert total <= 150_000
