"""Runs one script in this Python and in the browser's."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PYODIDE = REPOSITORY / "frontend/node_modules/pyodide"


def run_here(script: Path, hash_seed: str = "random") -> dict[str, object]:
    command = [sys.executable, str(script)]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=env)
    return dict(json.loads(result.stdout))


def run_in_pyodide(script: Path) -> dict[str, object]:
    node = shutil.which("node")
    if node is None or not PYODIDE.exists():
        pytest.fail("Node and the pyodide package are needed; ./steadyback test sets them up")
    runner = REPOSITORY / "tests/pyodide/run_core.mjs"
    command = [node, str(runner), str(REPOSITORY / "src"), str(PYODIDE), str(script)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr[-3000:]
    return dict(json.loads(result.stdout))
