"""Pictures of a video file with their times, as they are meant to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from steadyback.video.errors import VideoError, VideoExtraMissingError

LONGEST_SIDE_PX: Final = 1280
"""The pose model looks at 256 x 256 pixels of the person; larger pictures only cost time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: time in s from the start of the video, RGB array (height, width, 3) of bytes, upright."""

    t_s: float
    rgb: Any
    width_px: int
    height_px: int


def import_av() -> Any:
    try:
        import av
        import av.error
        import numpy  # noqa: F401  # av gives arrays only where numpy is
    except ImportError as error:
        raise VideoExtraMissingError(
            f'reading video needs the video extra: pip install "steadyback[video]" (not found: {error.name or error})'
        ) from error
    return av


class VideoFile:
    """The pictures of the first video stream of a file.

    Rotation and pixel shape of the file are honoured, times are the file's own (variable rates too), and broken
    pictures are counted in `broken` and left out. Raises VideoError where there is no readable video.
    """

    def __init__(self, path: Path) -> None:
        self._av = import_av()
        self._path = path
        self.broken = 0
        with self._open() as container:
            stream = container.streams.video[0]
            self.fps: float | None = float(stream.average_rate) if stream.average_rate else None
            self.duration_s = self._duration_s(container, stream)
            self.frames_expected = self._frames_expected(stream)

    def _open(self) -> Any:
        advice = "Give a video file such as .mp4, .mov, .webm or .mkv."
        try:
            container = self._av.open(str(self._path), mode="r", metadata_errors="replace")
        except (self._av.error.FFmpegError, OSError, ValueError) as error:
            raise VideoError(f"{self._path}: is not a video that can be read ({plain(error)}). {advice}") from error
        if not container.streams.video:
            found = kinds(container)
            container.close()
            raise VideoError(f"{self._path}: has no pictures, only {found}. {advice}")
        return container

    def _duration_s(self, container: Any, stream: Any) -> float | None:
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        return container.duration / self._av.time_base if container.duration else None

    def _frames_expected(self, stream: Any) -> int | None:
        if stream.frames:
            return int(stream.frames)
        return round(self.duration_s * self.fps) if self.duration_s and self.fps else None

    def __iter__(self) -> Iterator[Picture]:
        with self._open() as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            clock = PictureClock(stream.start_time, stream.time_base, self.fps)
            for frame in self._decoded(container, stream):
                yield self._picture(frame, clock.time_of(frame.pts), stream.sample_aspect_ratio)

    def _decoded(self, container: Any, stream: Any) -> Iterator[Any]:
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except self._av.error.FFmpegError:
                self.broken += 1
                return
            try:
                frames = packet.decode()
            except self._av.error.FFmpegError:
                self.broken += 1
                continue
            for frame in frames:
                self.broken += bool(frame.is_corrupt)
                if not frame.is_corrupt:
                    yield frame

    def _picture(self, frame: Any, t_s: float, pixel_shape: Fraction | None) -> Picture:
        import numpy as np

        shape = float(pixel_shape) if pixel_shape else 1.0
        shown_width, shown_height = max(1, round(frame.width * shape)), frame.height
        scale = min(1.0, LONGEST_SIDE_PX / max(shown_width, shown_height))
        size = max(2, round(shown_width * scale)), max(2, round(shown_height * scale))
        quarter_turns = round(frame.rotation / 90) % 4
        rgb = frame.to_ndarray(format="rgb24", width=size[0], height=size[1])
        if quarter_turns % 2:
            shown_width, shown_height = shown_height, shown_width
        # Rows may be padded or turned; mediapipe 0.10.35 reads the memory as if they were not, and then finds nobody.
        rgb = np.ascontiguousarray(np.rot90(rgb, quarter_turns))
        return Picture(t_s, rgb, shown_width, shown_height)


class PictureClock:
    """Times of pictures from their stamps; a picture without a stamp follows the last one by one interval."""

    def __init__(self, start: int | None, time_base: Fraction | None, fps: float | None) -> None:
        self._start = start or 0
        self._time_base = time_base or Fraction(1, 1000)
        self._interval_s = 1 / fps if fps else 1 / 30
        self._last_s: float | None = None

    def time_of(self, stamp: int | None) -> float:
        if stamp is not None:
            self._last_s = float((stamp - self._start) * self._time_base)
        else:
            self._last_s = 0.0 if self._last_s is None else self._last_s + self._interval_s
        return self._last_s


def plain(error: Exception) -> str:
    """The reason in an error, without number and file name."""
    return str(getattr(error, "strerror", None) or error)


def kinds(container: Any) -> str:
    return ", ".join(sorted({stream.type for stream in container.streams})) or "nothing"
