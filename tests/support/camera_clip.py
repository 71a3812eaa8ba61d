"""A recorded film as the camera of a real Chromium, and the Chromium that has it.

Chromium plays a file of JPEG pictures as a camera, over and over, always at 30 pictures a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

CAMERA_HZ = 30
WIDTH_PX, HEIGHT_PX = 640, 360
QUALITY = "5"


@dataclass(frozen=True)
class Part:
    """A piece of a film, or, without a path, an empty room for so many seconds; `twice`: the film beside itself."""

    path: Path | None = None
    from_s: float = 0.0
    to_s: float = 1e9
    twice: bool = False


def camera_flags(film: Path, *, allowed: bool = True) -> list[str]:
    """What Chromium must be started with to take the film for its camera, and to allow or to refuse it unasked."""
    answer = "--use-fake-ui-for-media-stream" if allowed else "--use-fake-ui-for-media-stream=deny"
    return ["--use-fake-device-for-media-stream", answer, f"--use-file-for-fake-video-capture={film}"]


def camera_film(to: Path, parts: Sequence[Part]) -> Path:
    """Write the parts one after the other as a camera film (a name ending in .mjpeg); returns `to`."""
    with av.open(str(to), "w", format="mjpeg") as out:
        stream = out.add_stream("mjpeg", rate=CAMERA_HZ, options={"qmin": QUALITY, "qmax": QUALITY})
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuvj420p"
        for number, picture in enumerate(picture for part in parts for picture in pictures(part)):
            picture.pts = number
            picture.time_base = Fraction(1, CAMERA_HZ)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return to


def pictures(part: Part) -> Iterator[av.VideoFrame]:
    """The part's pictures at the camera's rate, fitted into its format with bars where the shape differs."""
    if part.path is None:
        for _ in range(round((part.to_s - part.from_s) * CAMERA_HZ)):
            yield empty_room()
        return
    shown = 0
    with av.open(str(part.path)) as film:
        for frame in film.decode(video=0):
            at_s = float(frame.time or 0.0)
            if at_s > part.to_s:
                return
            due = round((at_s - part.from_s) * CAMERA_HZ) + 1
            fitted = fit(frame, part.twice) if due > shown else None
            while fitted is not None and shown < due:
                shown += 1
                yield av.VideoFrame.from_ndarray(fitted.to_ndarray(), format="rgb24").reformat(format="yuvj420p")


def fit(frame: av.VideoFrame, twice: bool) -> av.VideoFrame:
    import numpy

    places = 2 if twice else 1
    scale = min(WIDTH_PX / places / frame.width, HEIGHT_PX / frame.height)
    width, height = round(frame.width * scale / 2) * 2, round(frame.height * scale / 2) * 2
    small = frame.reformat(width, height, format="rgb24").to_ndarray()
    picture = numpy.full((HEIGHT_PX, WIDTH_PX, 3), 40, dtype=numpy.uint8)
    for place in range(places):
        top, left = (HEIGHT_PX - height) // 2, (WIDTH_PX - width * places) // 2 + place * width
        picture[top : top + height, left : left + width] = small
    return av.VideoFrame.from_ndarray(picture, format="rgb24")


def empty_room() -> av.VideoFrame:
    """A wall and a floor, nobody in it."""
    import numpy

    picture = numpy.full((HEIGHT_PX, WIDTH_PX, 3), 178, dtype=numpy.uint8)
    picture[HEIGHT_PX * 2 // 3 :] = 120
    return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuvj420p")
