"""What every page is held to in a browser: no axe violation, nothing wider than a narrow phone, its styles.

With SHOTS=FOLDER it keeps pictures.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RUN_AXE = """async () => {
  const result = await axe.run(document, {resultTypes: ['violations']});
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth + 1"
NARROW: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
Look = tuple[str, ViewportSize, str]
EVERY_LOOK: tuple[Look, ...] = (
    ("phone", PHONE, "light"),
    ("phone", PHONE, "dark"),
    ("desktop", DESKTOP, "light"),
    ("desktop", DESKTOP, "dark"),
)
LOOKS = EVERY_LOOK if os.environ.get("SHOTS") else (EVERY_LOOK[0], EVERY_LOOK[3])
"""Each size and each scheme once; each with each where pictures are kept."""


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


def look_at(page: Page, paths: Sequence[str]) -> list[str]:
    return [problem for path in paths for problem in problems_of(page, path)]
