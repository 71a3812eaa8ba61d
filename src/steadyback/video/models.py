"""Finds the pose model files, which are package data built at set-up and never downloaded."""

from importlib import resources
from pathlib import Path
from typing import Final

from steadyback.video.errors import ModelMissingError

MODELS: Final = ("lite", "full", "heavy")


def model_path(model: str) -> Path:
    """The `.task` file of one model. Raises ModelMissingError, naming the command that builds it."""
    path = Path(str(resources.files("steadyback.video"))) / "models" / f"pose_landmarker_{model}.task"
    if not path.is_file():
        raise ModelMissingError(
            f"the pose model {path.name} has not been built. In a checkout `./steadyback analyse` builds it first, "
            "or `python tools/build_pose_models.py`; an installed wheel contains it."
        )
    return path
