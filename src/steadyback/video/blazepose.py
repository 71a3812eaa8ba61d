"""BlazePose on recorded video: mediapipe's PoseLandmarker on the CPU, imported only when it is used."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from steadyback.pose import LandmarkFrame
from steadyback.video.decoding import VideoFile
from steadyback.video.errors import VideoError, VideoExtraMissingError
from steadyback.video.models import model_path
from steadyback.video.native_log import quiet_native_log
from steadyback.video.read_ahead import ReadAhead

DEBIAN_LIBRARIES: Final = "libgl1 libegl1 libgles2 libglib2.0-0"


def import_mediapipe() -> Any:
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        import mediapipe
    except ModuleNotFoundError as error:
        raise VideoExtraMissingError(
            f'reading video needs the video extra: pip install "steadyback[video]" (not found: {error.name})'
        ) from error
    except (ImportError, OSError) as error:
        raise missing_library(error) from error
    return mediapipe


def missing_library(error: Exception) -> VideoExtraMissingError:
    return VideoExtraMissingError(
        f"mediapipe could not load a system library ({error}). On Debian or Ubuntu: apt-get install {DEBIAN_LIBRARIES}"
    )


class BlazePoseVideo:
    """A video file as a PoseSource: every picture through the landmarker, one person.

    Raises VideoError when it is opened for a file that is no video, a missing model or a missing library.
    """

    def __init__(self, path: Path, *, model: str) -> None:
        self._video = VideoFile(path)
        self._path = path
        self._model_path = model_path(model)
        self.model = model
        self.fps = self._video.fps
        self.frames_expected = self._video.frames_expected
        self.duration_s = self._video.duration_s

    @property
    def broken_pictures(self) -> int:
        return self._video.broken

    def __iter__(self) -> Iterator[LandmarkFrame]:
        with quiet_native_log():
            mediapipe = import_mediapipe()
            landmarker = self._landmarker(mediapipe)
        last_ms = -1
        seen = found = 0
        with contextlib.closing(landmarker), ReadAhead(self._video) as pictures:
            for picture in pictures:
                image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture.rgb)
                # The landmarker wants strictly rising whole milliseconds; the frame keeps the file's own time.
                last_ms = max(last_ms + 1, round(picture.t_s * 1000))
                # Each part of the pipeline speaks once, the landmark part when it finds its first person.
                with contextlib.nullcontext() if found else quiet_native_log():
                    result = landmarker.detect_for_video(image, last_ms)
                seen += 1
                found += bool(result.pose_landmarks)
                yield as_frame(result, picture.t_s, (picture.width_px, picture.height_px))
        if not seen:
            raise VideoError(f"{self._path}: no picture in it could be read. The file may be cut short; copy it again.")

    def _landmarker(self, mediapipe: Any) -> Any:
        tasks = mediapipe.tasks
        options = tasks.vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(
                model_asset_path=str(self._model_path), delegate=tasks.BaseOptions.Delegate.CPU
            ),
            running_mode=tasks.vision.RunningMode.VIDEO,
        )
        try:
            return tasks.vision.PoseLandmarker.create_from_options(options)
        except OSError as error:
            raise missing_library(error) from error


def as_frame(result: Any, t_s: float, size_px: tuple[int, int]) -> LandmarkFrame:
    if not result.pose_landmarks:
        return LandmarkFrame.nobody(t_s, *size_px)
    points = [(point.x, point.y, point.z, point.visibility or 0.0) for point in result.pose_landmarks[0]]
    world = [(point.x, point.y, point.z) for point in result.pose_world_landmarks[0]]
    return LandmarkFrame.from_points(t_s, size_px, points, world, people_seen=len(result.pose_landmarks))
