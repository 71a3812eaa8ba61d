"""Writes pictures as an MP4 that plays everywhere."""

from collections.abc import Iterable
from fractions import Fraction
from typing import IO, Any

from steadyback.video.decoding import import_av


def write_film(file: IO[bytes], pictures: Iterable[Any], fps: int) -> int:
    """H.264 into an open binary file that can seek. `pictures`: RGB arrays (H,W,3), all of one even size.

    Returns how many there were. Raises VideoExtraMissingError.
    """
    av = import_av()
    count = 0
    with av.open(file, "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream: Any = container.add_stream("libx264", rate=fps, options={"crf": "20", "preset": "medium"})
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = stream.time_base = Fraction(1, fps)
        for count, rgb in enumerate(pictures, 1):
            if count == 1:
                stream.height, stream.width = rgb.shape[:2]
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = count - 1, Fraction(1, fps)
            container.mux(stream.encode(frame))
        if count:
            container.mux(stream.encode(None))
    return count
