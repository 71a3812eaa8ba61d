"""Trying the camera, the coach's parts for the browser, and what our pages may open up."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.test import AsyncClient, Client

from steadyback.exercises import load_catalogue
from steadyback.web.coach_parts import ROOMS, coach_urls, core_zip, is_coached

pytestmark = pytest.mark.django_db
BUILT = Path(settings.STATIC_ROOT) / "build" / "coach.json"


def shown(page: str) -> dict[str, object]:
    found = re.search(r'<script id="camera-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found.group(1)))


def test_it_is_closed_without_clearance(client: Client) -> None:
    response = client.get("/camera/")
    assert response.status_code == 302
    assert "/camera/" not in response.headers["Location"]


@pytest.mark.usefixtures("cleared")
def test_it_offers_the_exercises_of_the_week_that_a_camera_follows(client: Client) -> None:
    page = client.get("/camera/").content.decode()
    offered = set(re.findall(r'href="/camera/(\w+)/"', page))
    assert {"curl_up_reach", "quadruped_hip_extension", "side_lying_hip_abduction"} <= offered
    assert "walk" not in offered
    assert all(is_coached(load_catalogue()[one]) for one in offered)


@pytest.mark.usefixtures("cleared")
def test_an_exercise_that_is_not_in_the_week_is_not_tried(client: Client) -> None:
    assert client.get("/camera/superman_full/").status_code == 404
    assert client.get("/camera/no_such_exercise/").status_code == 404


@pytest.mark.usefixtures("cleared")
def test_the_page_says_where_the_device_stands(client: Client) -> None:
    if not coach_urls():
        pytest.skip("the coach's parts are not built: run ./steadyback up once")
    data = shown(client.get("/camera/curl_up_reach/").content.decode())
    camera = load_catalogue()["curl_up_reach"].camera
    assert data["exercise"] == "curl_up_reach"
    assert data["place"]["view"] == camera.view  # type: ignore[index]
    assert data["place"]["lens_height_cm"] == list(camera.lens_height_cm or ())  # type: ignore[index]
    assert all(str(url).startswith("/") for url in data["urls"].values())  # type: ignore[attr-defined]


@pytest.mark.usefixtures("cleared")
def test_without_the_parts_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "POSE_MODELS", tmp_path)
    page = client.get("/camera/").content.decode()
    assert "camera-data" not in page
    assert "are not installed here" in page


def test_the_core_comes_under_the_name_of_its_content(client: Client) -> None:
    from steadyback.web.coach_parts import core_name

    response = client.get(f"/coach/core-{core_name()}.zip")
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/coach/core-0000000000000000.zip").status_code == 404


def test_the_core_is_whole_and_the_same_every_time(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(core_zip())).extractall(tmp_path)
    found = {path.relative_to(tmp_path / "steadyback").parts[0] for path in tmp_path.rglob("*.py")}
    assert found == {*ROOMS, "__init__.py"}
    ask = "from steadyback.coaching.live import LiveCoach; print(LiveCoach().watch('bridge', 'auto', 'lite'))"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {ask}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "True"
    again = core_zip.__wrapped__()
    assert again == core_zip()


def test_pages_may_open_the_camera_and_nothing_else(client: Client) -> None:
    policy = client.get("/safety-card/").headers["Permissions-Policy"]
    assert "camera=(self)" in policy
    assert "microphone=()" in policy


def test_what_workers_load_is_theirs_alone_and_kept() -> None:
    if not BUILT.is_file():
        pytest.skip("the pages are not built: run ./steadyback up once")
    folder = json.loads(BUILT.read_text("utf-8"))["pyodide"]
    get = async_to_sync(AsyncClient().get)
    response = get(f"/static/build/{folder}pyodide.asm.wasm", headers={"host": "localhost"})
    assert response.headers["Content-Type"] == "application/wasm"
    assert "immutable" in response.headers["Cache-Control"]
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers
