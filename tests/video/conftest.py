from pathlib import Path

import pytest

from steadyback.video.models import model_path

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def side_leg_lift() -> Path:
    """One leg lift of a rendered person lying on their right side, 6 pictures a second, 854 x 480."""
    return FIXTURES / "side_leg_lift.mp4"


@pytest.fixture
def needs_model() -> None:
    if not model_path_or_none():
        pytest.skip("the pose models are not built: run tools/build_pose_models.py")


def model_path_or_none() -> Path | None:
    from steadyback.video import ModelMissingError

    try:
        return model_path("full")
    except ModelMissingError:
        return None
