"""A copy of a video that shows what the coach saw: skeleton, the followed angle in words, counter, moments to adjust.

Made for a person to look at together with somebody. The pictures are read again from the recording, so none is kept
while it is analysed; the sound is left out.
"""

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final

from steadyback.pose import BONES, LANDMARK_COUNT, LandmarkFrame
from steadyback.video.decoding import Picture, VideoFile, import_av
from steadyback.video.errors import VideoError, VideoExtraMissingError

INK: Final = (255, 255, 255)
CARD: Final = (22, 44, 52)
BONE: Final = (64, 196, 180)
JOINT: Final = (255, 214, 122)
CARD_OPACITY: Final = 0.78
LEAST_CAPTION_S: Final = 2.5
"""A moment to adjust stays readable, however short it was."""
LINES_PER_PICTURE: Final = 24
USUAL_FPS: Final = 30
MILLISECONDS: Final = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Caption:
    """Words at the bottom of the picture for some time."""

    from_s: float
    to_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is written on the pictures: a title, the ends of counted repetitions, captions (earlier ones win)."""

    title: str
    counted_at_s: tuple[float, ...]
    captions: tuple[Caption, ...]
    angle_name: str | None


@dataclass(slots=True)
class SeenPoints:
    """What was seen in each picture, kept small: time, 33 points in pixels, and the followed angle."""

    t_s: "array[float]" = field(default_factory=lambda: array("d"))
    points_px: "array[float]" = field(default_factory=lambda: array("f"))
    angle_deg: "array[float]" = field(default_factory=lambda: array("f"))

    def add(self, frame: LandmarkFrame, angle_deg: float | None) -> None:
        self.t_s.append(frame.t_s)
        if frame.has_person:
            for landmark in range(LANDMARK_COUNT):
                self.points_px.extend(frame.point_px(landmark))
        else:
            self.points_px.extend([math.nan] * (2 * LANDMARK_COUNT))
        self.angle_deg.append(math.nan if angle_deg is None else angle_deg)

    def at(self, number: int) -> list[tuple[float, float]]:
        values = self.points_px[number * 2 * LANDMARK_COUNT : (number + 1) * 2 * LANDMARK_COUNT]
        return list(zip(values[::2], values[1::2], strict=True))


def import_drawing() -> tuple[Any, Any]:
    try:
        import cv2
        import PIL.Image
        import PIL.ImageDraw
        import PIL.ImageFont
    except ImportError as error:
        raise VideoExtraMissingError(
            f'an annotated video needs the video extra: pip install "steadyback[video]" (not found: {error.name})'
        ) from error
    return cv2, PIL


def write_annotated(file: IO[bytes], recording: Path, seen: SeenPoints, story: Story) -> None:
    """Write an MP4 to an open binary file that can seek. Raises VideoError where the recording holds no pictures."""
    av = import_av()
    drawing = Drawing(story)
    with av.open(file, "w", format="mp4") as container:
        stream: Any = None
        last_ms = -1
        for number, picture in enumerate(matching(recording, seen)):
            rgb = drawing.on(picture, seen, number)
            height, width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
            if stream is None:
                stream = container.add_stream("libx264", rate=USUAL_FPS, options={"crf": "21", "preset": "veryfast"})
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                stream.codec_context.time_base = stream.time_base = MILLISECONDS
            frame = av.VideoFrame.from_ndarray(rgb[: stream.height, : stream.width].copy(), format="rgb24")
            last_ms = max(last_ms + 1, round(picture.t_s * 1000))
            frame.pts, frame.time_base = last_ms, MILLISECONDS
            container.mux(stream.encode(frame))
        if stream is None:
            raise VideoError(f"{recording}: no picture in it could be read again.")
        container.mux(stream.encode(None))


def matching(recording: Path, seen: SeenPoints) -> Iterator[Picture]:
    """The pictures that were analysed, in the same order."""
    for number, picture in enumerate(VideoFile(recording)):
        if number >= len(seen.t_s) or abs(seen.t_s[number] - picture.t_s) > 0.001:
            raise VideoError(f"{recording}: changed while it was analysed. Analyse it again.")
        yield picture


class Drawing:
    """Draws on one picture after the other."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._cv2, self._pil = import_drawing()
        self._counted_at_s = sorted(story.counted_at_s)
        self._words = lru_cache(maxsize=64)(self._written)

    def on(self, picture: Picture, seen: SeenPoints, number: int) -> Any:
        """The picture as an RGB array with everything drawn on it."""
        rgb = picture.rgb.copy()
        height, width = rgb.shape[:2]
        scale_x, scale_y = width / picture.width_px, height / picture.height_px
        points = [(x * scale_x, y * scale_y) for x, y in seen.at(number)]
        self._skeleton(rgb, points)
        line = max(14, height // LINES_PER_PICTURE)
        count = bisect_right(self._counted_at_s, picture.t_s)
        rows = [self._story.title, f"Counted: {count}"]
        angle_deg = seen.angle_deg[number]
        if self._story.angle_name and math.isfinite(angle_deg):
            rows.append(f"{self._story.angle_name}: {round(angle_deg)} degrees")
        self._card(rgb, rows, line, top=True)
        said = self._said(picture.t_s)
        if said:
            self._card(rgb, wrapped(said, width / line * 1.7), line, top=False)
        return rgb

    def _said(self, t_s: float) -> str | None:
        for caption in self._story.captions:
            if caption.from_s <= t_s <= max(caption.to_s, caption.from_s + LEAST_CAPTION_S):
                return caption.text
        return None

    def _skeleton(self, rgb: Any, points: Sequence[tuple[float, float]]) -> None:
        cv2, height, width = self._cv2, int(rgb.shape[0]), int(rgb.shape[1])
        limit = 4.0 * max(height, width)
        drawn = [all(math.isfinite(v) and abs(v) < limit for v in point) for point in points]
        thick = max(2, height // 200)
        for colour, extra in ((CARD, 2), (BONE, 0)):
            for start, end in BONES:
                if drawn[start] and drawn[end]:
                    ends = [(round(x), round(y)) for x, y in (points[start], points[end])]
                    cv2.line(rgb, *ends, colour, thick + extra, cv2.LINE_AA)
        for landmark in sorted({point for bone in BONES for point in bone}):
            if drawn[landmark]:
                x, y = points[landmark]
                cv2.circle(rgb, (round(x), round(y)), thick + 1, JOINT, -1, cv2.LINE_AA)

    def _card(self, rgb: Any, rows: Sequence[str], line: int, *, top: bool) -> None:
        """Rows of words on a dark card, at the top left or along the bottom."""
        words = self._words(tuple(rows), line)
        height, width = min(words.shape[0], rgb.shape[0]), min(words.shape[1], rgb.shape[1])
        margin = min(line // 2, rgb.shape[0] - height, rgb.shape[1] - width)
        from_y = margin if top else rgb.shape[0] - height - margin
        from_x = margin if top else max(0, (rgb.shape[1] - width) // 2)
        below = rgb[from_y : from_y + height, from_x : from_x + width]
        ink = words[:height, :width, None] / 255.0
        shaded = below * (1 - CARD_OPACITY) + [channel * CARD_OPACITY for channel in CARD]
        below[:] = (shaded * (1 - ink) + [channel * 1.0 for channel in INK] * ink).astype("uint8")

    def _written(self, rows: tuple[str, ...], line: int) -> Any:
        """How much of each pixel the words cover, 0 to 255, as an array (height, width)."""
        import numpy as np

        image, draw, fonts = self._pil.Image, self._pil.ImageDraw, self._pil.ImageFont
        font = fonts.load_default(size=line)
        pad = line // 2
        wide = max(round(font.getlength(row)) for row in rows)
        canvas = image.new("L", (wide + 2 * pad, round(len(rows) * line * 1.3) + pad), 0)
        pen = draw.Draw(canvas)
        for number, row in enumerate(rows):
            pen.text((pad, pad // 2 + number * line * 1.3), row, fill=255, font=font)
        return np.asarray(canvas)


def wrapped(text: str, longest: float) -> list[str]:
    """Lines of about `longest` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > longest:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
