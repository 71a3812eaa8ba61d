"""Real Chromium against a real server: `steadyback up` as its own process on its own empty data folder."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One installation. `kill` ends it the hard way; `start` brings the same data up again."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> float:
        """Start and return the seconds until the first page came."""
        began = time.monotonic()
        log = (self.data.parent / "server.log").open("ab")
        command = [sys.executable, "-m", "steadyback", "up", "--port", str(self.port), "--no-browser"]
        environment = {**os.environ, "STEADYBACK_DATA": str(self.data)}
        self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()
        while time.monotonic() - began < 30:
            try:
                with urllib.request.urlopen(f"{self.url}/safety-card/", timeout=5):
                    return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError("the server did not start:\n" + (self.data.parent / "server.log").read_text())

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.data / "steadyback.sqlite3")
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing; ./steadyback test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page in a fresh browser profile; any script error or request to a foreign host fails the test."""
    contexts = []
    problems: list[str] = []

    def open_page(*, viewport: ViewportSize = PHONE, **options: object) -> Page:
        context = browser.new_context(base_url=server.url, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("request", lambda request: problems.append(request.url) if is_foreign(request.url, server) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def is_foreign(url: str, server: Server) -> bool:
    return not url.startswith((server.url, "data:", "blob:"))
