"""Pages of a clinic, as each role sees them: no axe violation, nothing wider than a narrow phone."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clinic_server import ClinicServer
from page_checks import look_at
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
SEEN_CLINIC = Path(__file__).resolve().parents[1] / "support/seen_clinic.py"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ClinicServer]:
    """In place of the personal server of the other tests."""
    clinic = ClinicServer(tmp_path / "data")
    command = [sys.executable, str(SEEN_CLINIC)]
    made = subprocess.run(command, env=clinic.environment, capture_output=True, text=True, timeout=120, check=False)
    assert made.returncode == 0, made.stderr
    clinic.people = json.loads(made.stdout.splitlines()[-1])
    clinic.start()
    yield clinic
    clinic.stop()


def test_pages_of_a_clinic_are_accessible_to_everybody(open_page: OpenPage, server: ClinicServer) -> None:
    found = []
    for role, pages in server.people["pages"].items():
        page = open_page()
        cookie = server.people["cookies"].get(role)
        if cookie:
            page.context.add_cookies([{"name": "steadyback_session", "value": cookie, "url": server.url}])
        found += [f"{role}: {one}" for one in look_at(page, pages)]
    assert found == []
