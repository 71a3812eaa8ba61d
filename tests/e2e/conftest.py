"""Real Chromium against a real server: `steadyback up` as its own process on its own empty data folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import seeded_people
from camera_clip import camera_flags
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright
from running_server import Server

expect.set_options(timeout=15_000)  # what is slow on a busy machine is no fault; tests that measure time say so

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)
            if {"open_page_with_camera", "camera_page"} & set(getattr(item, "fixturenames", ())):
                item.add_marker(pytest.mark.camera)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server") / "data")
    yield server
    server.kill()


@pytest.fixture
def server(shared_server: Server) -> Server:
    """A running installation that nobody has begun to use. A test may kill it."""
    if not shared_server.runs:
        shared_server.start()
    seeded_people.empty(shared_server.data)
    return shared_server


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Server]:
    """An installation of this test's own, on a data folder that was not there before."""
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The data folder of somebody at a point of their way (seeded_people.py), made when it is first asked for."""
    made: dict[str, Path] = {}

    def folder(way: str) -> Path:
        if way not in made:
            made[way] = tmp_path_factory.mktemp(way) / "data"
            seeded_people.make(way, made[way])
        return made[way]

    return folder


@pytest.fixture
def seed(seeds: Callable[[str], Path], server: Server) -> Callable[[str], None]:
    """Put somebody at a point of their way on this test's server, in place of walking them there screen by screen."""

    def seed(way: str) -> None:
        seeded_people.copy(seeds(way), server.data)

    return seed


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing; ./steadyback test installs it")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page_with_camera(playwright: Playwright, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page in a Chromium of its own whose camera plays a film (camera_clip.py).

    As everywhere, a script error or a request to a foreign host, also of a worker, fails the test; no foreign name
    can be resolved either.
    """
    browsers = []
    problems: list[str] = []

    def open_page(film: Path, *, viewport: ViewportSize = PHONE, allowed: bool = True, **options: object) -> Page:
        at_home = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
        flags = [*QUIET_FLAGS, at_home, *camera_flags(film, allowed=allowed)]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        browsers.append(browser)
        context = browser.new_context(base_url=server.url, viewport=viewport, **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        context.on("request", lambda request: problems.append(request.url) if is_foreign(request.url, server) else None)
        page.on("websocket", lambda socket: None if server.has_socket(socket.url) else problems.append(socket.url))
        return page

    yield open_page
    for browser in browsers:
        browser.close()
    assert problems == []


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page in a fresh browser profile; any script error or request to a foreign host fails the test.

    It is a page of the shared server unless `of` names another one.
    """
    contexts = []
    problems: list[str] = []

    def open_page(*, viewport: ViewportSize = PHONE, of: Server = server, **options: object) -> Page:
        context = browser.new_context(base_url=of.url, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("request", lambda request: problems.append(request.url) if is_foreign(request.url, of) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def is_foreign(url: str, server: Server) -> bool:
    return not url.startswith((server.url, "data:", "blob:"))
