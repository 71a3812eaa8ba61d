"""The core rooms run in the browser's Python and decide the same there."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PYODIDE = REPOSITORY / "frontend/node_modules/pyodide"


def run_here(script: Path) -> dict[str, object]:
    command = [sys.executable, str(script)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return dict(json.loads(result.stdout))


def run_in_pyodide(script: Path) -> dict[str, object]:
    node = shutil.which("node")
    if node is None or not PYODIDE.exists():
        pytest.fail("Node and the pyodide package are needed; ./steadyback test sets them up")
    command = [node, str(HERE / "run_core.mjs"), str(REPOSITORY / "src"), str(PYODIDE), str(script)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr[-3000:]
    return dict(json.loads(result.stdout))


def test_every_core_module_imports_and_decides_the_same_in_both_pythons() -> None:
    script = HERE / "core_walk.py"
    here, browser = run_here(script), run_in_pyodide(script)
    assert here.pop("python") != browser.pop("python")
    assert here["modules"] == browser["modules"]
    assert here == browser
