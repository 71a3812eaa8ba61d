"""Where landmark frames come from: anything that yields them in order and says how long it is."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from steadyback.pose import LandmarkFrame
from steadyback.video.errors import VideoError
from steadyback.video.landmark_file import LandmarkFile
from steadyback.video.lmk1_file import Lmk1File


class PoseSource(Protocol):
    """A recording as landmark frames. `frames_expected` and `duration_s` are what the file claims; None if unknown."""

    model: str
    fps: float | None
    frames_expected: int | None
    duration_s: float | None

    def __iter__(self) -> Iterator[LandmarkFrame]: ...


def open_source(path: Path, *, model: str) -> PoseSource:
    """The recording at `path`: landmarks by the name `.npz` or `.lmk1` or by content, anything else as video.

    Raises VideoError where the file is missing, empty, or none of these.
    """
    if not path.exists():
        raise VideoError(f"{path}: no such file. Check the name and the folder.")
    if path.is_dir():
        raise VideoError(f"{path}: is a folder. Give one recording.")
    try:
        size = path.stat().st_size
        is_landmark_file = path.suffix.lower() == ".npz" or zipfile.is_zipfile(path)
    except OSError as error:
        raise VideoError(f"{path}: cannot be read ({error.strerror}). Check that you may open it.") from error
    if size == 0:
        raise VideoError(f"{path}: the file is empty (0 bytes). Record or copy it again.")
    if path.suffix.lower() == ".lmk1":
        return Lmk1File(path)
    if is_landmark_file:
        return LandmarkFile(path)
    from steadyback.video.blazepose import BlazePoseVideo

    return BlazePoseVideo(path, model=model)
