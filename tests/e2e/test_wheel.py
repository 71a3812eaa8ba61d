"""One installable file that needs no Node: built, installed into an empty environment, started."""

import os
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BUILT_PAGES = REPOSITORY / "src/steadyback/web/static/build/manifest.json"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not BUILT_PAGES.exists():
        pytest.fail("the pages are not built; ./steadyback test builds them")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_pages_catalogue_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "steadyback/web/static/build/manifest.json" in names
    assert sum(name.startswith("steadyback/exercises/data/") and name.endswith(".toml") for name in names) == 41
    assert any(name.endswith("licenses/NOTICE") for name in names)
    built = "steadyback/web/static/build/coach/"
    coach = {name.rpartition("/")[2] for name in names if name.startswith(built)}
    assert {"vision_wasm_module_internal.wasm", "pyodide.asm.wasm", "python_stdlib.zip"} <= coach
    models = {name.rpartition("/")[2] for name in names if name.endswith(".task")}
    assert {"pose_landmarker_lite.task", "pose_landmarker_full.task"} <= models
    assert not any("node_modules" in name or "tests/" in name for name in names)


def test_it_starts_in_an_empty_environment_without_node(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / "bin"
    subprocess.run([binaries / "pip", "install", "-q", str(wheel)], check=True, capture_output=True, timeout=300)
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": str(binaries), "LANG": "C.UTF-8"}
    port = 8000 + os.getpid() % 1000 + 100
    server = subprocess.Popen([binaries / "steadyback", "up", "--port", str(port), "--no-browser"], env=environment)
    try:
        page = first_page(f"http://localhost:{port}/")
    finally:
        server.terminate()
        server.wait(timeout=10)
    assert "SteadyBack" in page
    assert (home / ".local/share/steadyback/steadyback.sqlite3").stat().st_mode & 0o077 == 0


def first_page(address: str) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no page came")
