"""The build of the model files, as it is called at set-up."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "build_pose_models.py"

pytest.importorskip("mediapipe")
pytest.importorskip("flatbuffers")


def build(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, TOOL, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("needs_model")
def test_built_models_have_the_pinned_bytes_and_are_kept() -> None:
    ran = build("/no/package/is/needed")
    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [
        f"pose_landmarker_{model}.task: already built" for model in ("lite", "full", "heavy")
    ]


def test_a_missing_package_is_told_in_words(tmp_path: Path) -> None:
    ran = build(tmp_path / "package", "--into", tmp_path / "models")
    assert ran.returncode == 1
    assert "pose_solution_packed_assets.data: cannot be read" in ran.stderr
    assert "@mediapipe/pose@0.5.1675469404" in ran.stderr
    assert not (tmp_path / "models").exists()
