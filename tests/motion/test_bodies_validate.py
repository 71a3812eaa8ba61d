"""Khronos' own validator finds no error and no warning in the bodies that the page loads."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from steadyback.motion.body import BODIES

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
VALIDATE = """
const {readFileSync} = require("fs");
const {validateBytes} = require("gltf-validator");
Promise.all(process.argv.slice(1).map((path) => validateBytes(new Uint8Array(readFileSync(path)))))
  .then((all) => console.log(JSON.stringify(all.map(({issues}) => [issues.numErrors, issues.numWarnings]))));
"""


def test_the_bodies_are_valid_gltf() -> None:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules/gltf-validator").is_dir():
        pytest.skip("node or gltf-validator is not installed here")
    bodies = [str(ROOT / f"src/steadyback/web/static/figures/bodies/{name}.glb") for name in BODIES]
    done = subprocess.run([node, "-e", VALIDATE, *bodies], cwd=FRONTEND, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[0, 0]] * len(BODIES)
