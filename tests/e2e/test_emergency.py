"""The emergency in a real browser: reached at once, left by no key, and readable by everybody."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from person_at_browser import PersonAtBrowser
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
VIOLATIONS = "axe.run().then(found => found.violations.map(one => one.id + ' ' + one.nodes[0].target.join(' ')))"


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(VIOLATIONS)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["wider than the screen"] if wide else [])]


def test_back_never_brings_up_exercise_from_before(open_page: OpenPage, seed: Callable[[str], None]) -> None:
    seed("strength")
    page = open_page()
    person = PersonAtBrowser(page)
    page.goto("/exercises/")
    assert "Bridge" in page.locator("main").inner_text()
    page.goto("/screening/")
    person.submit()
    page.locator("[name=still_right]").click()
    person.choose("A03", "yes", "checkbox")
    person.submit()
    assert person.heading == "Is that right?"
    person.submit()
    assert page.url.endswith("/emergency/")
    for _step in range(8):
        page.go_back()
        text = page.locator("body").inner_text()
        assert "Bridge" not in text
        assert page.url.endswith("/emergency/") or "about:blank" in page.url, page.url


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run npm ci in frontend/")
def test_every_page_on_the_way_can_be_read_by_everybody(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True, viewport={"width": 320, "height": 700})
    person = PersonAtBrowser(page, {"B02": "yes", "E11": "yes"})
    found: dict[str, list[str]] = {}

    def look(place: str) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[f"{place} {scheme}"] = faults(page)

    page.goto("/begin/")
    for _step in range(40):
        look(page.url)
        if page.url.endswith("/screening/result/"):
            break
        if "/read-back/" not in page.url and not page.url.endswith("/screening/"):
            person.fill_in()
        person.submit()
    assert len(found) > 18 * len(SCHEMES)
    for path in ("/summary/", "/clearance/", "/safety-card/"):
        page.goto(path)
        look(path)
    person.record_clearance()
    look("clearance kept")
    assert {place: faulty for place, faulty in found.items() if faulty} == {}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run npm ci in frontend/")
def test_the_emergency_fits_one_small_screen_and_leads_on_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    person = PersonAtBrowser(page, {"A10": "yes"})
    person.begin()
    person.answer_screening(until="/read-back/")
    person.submit()
    assert page.url.endswith("/emergency/")
    assert faults(page) == []
    call = page.locator("a.call")
    box = call.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844, "the number is seen without scrolling"
    assert box["height"] >= 72
    assert call.get_attribute("href") == "tel:112"
    reached = []
    for _step in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert any("Call" in one for one in reached)
    assert "I have been seen" in reached
    page.goto("/back/")
    assert faults(page) == []
