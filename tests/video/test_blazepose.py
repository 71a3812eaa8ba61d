import os
import sys
from pathlib import Path

import pytest

from steadyback.video import MODELS, ModelMissingError, VideoExtraMissingError, open_source
from steadyback.video.blazepose import BlazePoseVideo, import_mediapipe
from steadyback.video.models import model_path
from steadyback.video.native_log import quiet_native_log


@pytest.mark.usefixtures("needs_model")
def test_a_person_is_found_in_every_picture_and_nothing_is_said(
    side_leg_lift: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = BlazePoseVideo(side_leg_lift, model="full")
    frames = list(source)
    assert len(frames) == source.frames_expected == 40
    assert all(frame.has_person and frame.world_values_m for frame in frames)
    assert [frame.t_s for frame in frames] == sorted({frame.t_s for frame in frames})
    assert (frames[0].width_px, frames[0].height_px) == (854, 480)
    assert capfd.readouterr().err == ""


def test_a_model_that_is_not_built_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steadyback.video.models.resources.files", lambda _: tmp_path)
    for model in MODELS:
        with pytest.raises(ModelMissingError, match=rf"{model}\.task .*tools/build_pose_models\.py"):
            model_path(model)


def test_a_missing_video_extra_names_what_to_install(side_leg_lift: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("mediapipe", "av"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(VideoExtraMissingError, match=r"pip install \"steadyback\[video\]\""):
        import_mediapipe()
    with pytest.raises(VideoExtraMissingError, match=r"pip install \"steadyback\[video\]\""):
        open_source(side_leg_lift, model="full")


def test_a_missing_system_library_names_the_debian_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "mediapipe":
                raise ImportError("libGL.so.1: cannot open shared object file")

    for module in [name for name in sys.modules if name.partition(".")[0] == "mediapipe"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(VideoExtraMissingError, match=r"libGL\.so\.1.*libgl1 libegl1 libgles2 libglib2\.0-0"):
        import_mediapipe()


def test_native_chatter_is_held_back_but_errors_are_not(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_native_log():
        os.write(2, b"W0000 00:00 chatter\nINFO: more\nE0000 00:00 this matters\n")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "E0000 00:00 this matters\nafterwards\n"


def test_everything_is_told_when_the_work_fails(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with quiet_native_log():
            os.write(2, b"W0000 00:00 the reason\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert "the reason" in capfd.readouterr().err
