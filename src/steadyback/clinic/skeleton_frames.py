"""What of a moving figure is kept: LMK1 messages with the points of trunk, limbs and the head's turn, and nothing else.

Of the face only nose and ears stay, which way the head looks; eyes, mouth and fingers become empty points. Numbers are
rounded finer than a camera sees, so that they compress.
"""

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from steadyback.pose.frame import VALUES_PER_LANDMARK, LandmarkFrame
from steadyback.pose.landmark import LANDMARK_COUNT
from steadyback.pose.wire import FLOAT_BYTES, HEADER, WORLD_BIT, LandmarkWireError, WireHeader, decode, encode

CLOSEST_MS: Final = 90
"""Ten frames a second at most, with some room for a device's clock."""
KEPT_LANDMARKS: Final = frozenset({0, 7, 8, *range(11, 17), *range(23, 33)})
_FINEST: Final = (4096, 4096, 1024, 16)
_FARTHEST: Final = 8.0
_EMPTY: Final = (0.0, 0.0, 0.0, 0.0)
_POINTS_BYTES: Final = LANDMARK_COUNT * VALUES_PER_LANDMARK * FLOAT_BYTES
_WORLD_BYTES: Final = LANDMARK_COUNT * 3 * FLOAT_BYTES


class FrameError(ValueError):
    """What was sent is no row of LMK1 messages; the text says where."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Frames as they are kept. times in ms of the session's own clock."""

    messages: tuple[bytes, ...]
    from_ms: int
    to_ms: int


def to_keep(body: bytes, after_ms: int) -> Kept | None:
    """Of LMK1 messages one after the other those that are later than `after_ms`, each some time after the one before.

    None where nothing is new. Raises FrameError.
    """
    kept: list[bytes] = []
    first = last = after_ms
    for message in _messages(body):
        frame, header = _read(message, len(kept))
        at_ms = round(frame.t_s * 1000)
        if at_ms - last < CLOSEST_MS:
            continue
        first, last = (first if kept else at_ms), at_ms
        kept.append(encode(_pared(frame), WireHeader(header.model, header.mirrored)))
    return Kept(tuple(kept), first, last) if kept else None


def pack(messages: Sequence[bytes]) -> bytes:
    return zlib.compress(b"".join(messages), 9)


def unpack(packed: bytes) -> bytes:
    """The messages, one after the other."""
    return zlib.decompress(packed)


def _messages(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        head = body[at : at + HEADER.size]
        if len(head) < HEADER.size:
            raise FrameError(f"at byte {at}: {len(head)} bytes are left, too few for a message")
        _magic, flags, _people, landmarks, *_rest = HEADER.unpack(head)
        length = HEADER.size + (_POINTS_BYTES + (_WORLD_BYTES if flags & WORLD_BIT else 0) if landmarks else 0)
        yield body[at : at + length]
        at += length


def _read(message: bytes, number: int) -> tuple[LandmarkFrame, WireHeader]:
    try:
        frame, header = decode(message)
    except LandmarkWireError as error:
        raise FrameError(f"frame {number}: {error}") from error
    if not frame.is_finite or any(abs(value) > _FARTHEST for value in frame.values):
        raise FrameError(f"frame {number}: a point is nowhere near the picture")
    return frame, header


def _pared(frame: LandmarkFrame) -> LandmarkFrame:
    points = (
        _rounded(frame.values[at : at + VALUES_PER_LANDMARK]) if landmark in KEPT_LANDMARKS else _EMPTY
        for landmark, at in enumerate(range(0, len(frame.values), VALUES_PER_LANDMARK))
    )
    return LandmarkFrame.from_points(frame.t_s, (frame.width_px, frame.height_px), points if frame.has_person else ())


def _rounded(point: Sequence[float]) -> tuple[float, ...]:
    return tuple(math.floor(value * fine + 0.5) / fine for value, fine in zip(point, _FINEST, strict=True))
