"""Files of LMK1 messages (`.lmk1`): each message after its length as an unsigned 32-bit number, little-endian."""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from steadyback.pose import LandmarkFrame, LandmarkWireError, WireHeader, decode, encode
from steadyback.pose.wire import HEADER
from steadyback.video.errors import VideoError

LENGTH: Final = struct.Struct("<I")
LONGEST_MESSAGE: Final = HEADER.size + 33 * (4 + 3) * 4
FILE_HELP: Final = "An .lmk1 file holds LMK1 messages, each after its length."


class Lmk1File:
    """A file of LMK1 messages as a PoseSource. Raises VideoError when it is opened and does not begin as one.

    While it is read: VideoError for a length that no message has, a message that is none, or a cut-off end, with the
    number of the message. A length is judged before anything is read, so a hostile one costs no memory.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fps: float | None = None
        self.frames_expected: int | None = None
        self.duration_s: float | None = None
        first = next(self._messages(), None)
        if first is None:
            raise VideoError(f"{path}: holds no message. {FILE_HELP}")
        self.model = first[1].model

    def __iter__(self) -> Iterator[LandmarkFrame]:
        for frame, _ in self._messages():
            yield frame

    def _messages(self) -> Iterator[tuple[LandmarkFrame, WireHeader]]:
        try:
            with self._path.open("rb") as file:
                number = 0
                while head := file.read(LENGTH.size):
                    number += 1
                    yield self._message(file, head, number)
        except OSError as error:
            raise VideoError(f"{self._path}: cannot be read ({error.strerror}). Check that you may open it.") from error

    def _message(self, file: IO[bytes], head: bytes, number: int) -> tuple[LandmarkFrame, WireHeader]:
        where = f"{self._path}: message {number}"
        if len(head) < LENGTH.size:
            raise VideoError(f"{where} is cut off. Copy the file again. {FILE_HELP}")
        (length,) = LENGTH.unpack(head)
        if not HEADER.size <= length <= LONGEST_MESSAGE:
            raise VideoError(f"{where} claims {length} bytes, which no message has. {FILE_HELP}")
        message = file.read(length)
        if len(message) < length:
            raise VideoError(f"{where} is cut off. Copy the file again. {FILE_HELP}")
        try:
            return decode(message)
        except LandmarkWireError as error:
            raise VideoError(f"{where}: {error}. {FILE_HELP}") from error


def write_lmk1(file: IO[bytes], frames: Iterable[LandmarkFrame], header: WireHeader | None = None) -> int:
    """Write frames to an open binary file; gives how many. Raises LandmarkWireError for a frame that does not fit."""
    count = 0
    for frame in frames:
        message = encode(frame, header)
        file.write(LENGTH.pack(len(message)) + message)
        count += 1
    return count
