"""Every page: no axe violation, nothing wider than a narrow phone. With SHOTS=FOLDER it keeps pictures."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from person_at_browser import PersonAtBrowser
from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
ASSETS = Path(__file__).resolve().parents[2] / "src/steadyback/web/static/build/assets"
RUN_AXE = """async () => {
  const result = await axe.run(document, {resultTypes: ['violations']});
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth + 1"
OpenPage = Callable[..., Page]
Seed = Callable[[str], None]
NARROW: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
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
LOOKS = [
    ("phone", PHONE, "light"),
    ("phone", PHONE, "dark"),
    ("desktop", DESKTOP, "light"),
    ("desktop", DESKTOP, "dark"),
]


def problems_of(page: Page, path: str) -> list[str]:
    """One page as it is on every screen, loaded once."""
    page.set_viewport_size(LOOKS[0][1])
    response = page.goto(path)
    if response is None or response.status >= 400:
        return [f"{path}: status {response.status if response else 'none'}"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    if not page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--teal')"):
        found.append(f"{path}: without its styles")
    for name, viewport, scheme in LOOKS:
        picture = f"{name}-{scheme}"
        look_like(page, viewport, scheme)
        keep_picture(page, path, picture)
        found += [f"{path} ({picture}): {one}" for one in page.evaluate(RUN_AXE)]
        if page.evaluate(TOO_WIDE):
            found.append(f"{path} ({picture}): wider than the window")
    page.set_viewport_size(NARROW)
    if page.evaluate(TOO_WIDE):
        found.append(f"{path}: wider than {NARROW['width']} px")
    return found


def look_like(page: Page, viewport: ViewportSize, scheme: str) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_timeout(60)


def keep_picture(page: Page, path: str, picture: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
        page.screenshot(path=Path(folder) / f"{name}-{picture}.png", full_page=True)


def look_at(page: Page, paths: list[str]) -> list[str]:
    return [problem for path in paths for problem in problems_of(page, path)]


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
