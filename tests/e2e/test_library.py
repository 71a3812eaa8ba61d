"""The library, the article, settings and data as a person meets them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/exercises/",
    "/exercises/?q=nothing-like-this",
    "/exercises/curl_up_reach/",
    "/exercises/walk/",
    "/article/",
    "/settings/",
    "/settings/data/",
)
OpenPage = Callable[..., Page]


def violations(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in frontend")
def test_axe_finds_nothing_and_nothing_is_cut_off_on_the_smallest_screen(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    schemes: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
    for address in PAGES:
        page.goto(address)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], f"{address} {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_search_is_live_announces_its_count_and_keeps_the_place(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/exercises/")
    page.locator("#q").press_sequentially("super")
    expect(page.locator("#count")).to_have_text("3 exercises of 41")
    page.select_option("#level", "3")
    expect(page.locator("#count")).to_have_text("1 exercise of 41")
    expect(page.locator(".exercise-card")).to_have_count(1)
    assert "q=super" in page.url
    page.reload()
    expect(page.locator(".exercise-card")).to_have_count(1)


def test_without_scripts_the_search_and_the_words_are_all_there(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/exercises/")
    page.fill("#q", "wall squat")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Wall squat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wall squat")
    expect(page.get_by_text("Show the movement")).to_be_hidden()


def test_the_movement_is_shown_phase_by_phase_moving_or_in_stills(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/exercises/bridge/")
    expect(page.locator("exercise-figure .stage :is(svg, img, canvas)").first).to_be_visible()
    page.get_by_role("button", name="Show the movement").click()
    expect(page.locator("[data-now]")).to_have_attribute("data-phase", "lift", timeout=20000)
    expect(page.locator("[data-now]")).to_have_count(0, timeout=60000)
    page = open_page(reduced_motion="reduce")  # where motion is unwelcome there are stills
    page.goto("/exercises/bridge/")
    first, second = page.locator("[data-phase]").nth(0), page.locator("[data-phase]").nth(1)
    page.get_by_role("button", name="Show the movement").click()
    expect(first).to_have_attribute("data-now", "")
    page.get_by_role("button", name="Show the movement").click()
    expect(second).to_have_attribute("data-now", "")


def test_data_is_taken_along_and_restored_on_an_empty_machine(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.goto("/settings/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save my data as a file").click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "steadyback-export"
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Restore from this file").click()
    expect(page.get_by_role("status")).to_contain_text("Restored.")


def test_settings_are_kept_and_the_emergency_number_follows(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/settings/")
    page.select_option("#id_country", "AU")
    page.get_by_role("radio", name="Start when the safety questions are clear").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.locator("main")).to_contain_text("Now it is 000.")
    assert page.locator("input[value=screen]").is_checked()
