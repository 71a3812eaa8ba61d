"""What waits for one socket: the newest frames, the newest state, and notes in order. Never more than a few.

A letter is bytes with its kind in front: `F` a frame, `S` a state, `N` a note.
"""

import asyncio
from collections import deque
from collections.abc import Callable

FRAME, STATE, NOTE = b"F", b"S", b"N"
FRAMES_KEPT = 3
NOTES_KEPT = 64


class Mailbox:
    """One reader, any number of writers, all on one event loop. Putting never waits: what is too old is dropped."""

    def __init__(self) -> None:
        self.dropped_frames = 0
        self._frames: deque[bytes] = deque()
        self._notes: deque[bytes] = deque()
        self._state: bytes | None = None
        self._news = asyncio.Event()

    def put(self, letter: bytes) -> None:
        kind = letter[:1]
        if kind == FRAME:
            self._frames.append(letter)
            if len(self._frames) > FRAMES_KEPT:
                self._frames.popleft()
                self.dropped_frames += 1
        elif kind == STATE:
            self._state = letter
        else:
            self._notes.append(letter)
            if len(self._notes) > NOTES_KEPT:
                self._notes.popleft()
        self._news.set()

    def wake(self) -> None:
        """Something else changed for the reader, such as room for frames."""
        self._news.set()

    async def take(self, room_for_frames: Callable[[], bool]) -> bytes:
        """The next letter: notes first, then the state, then frames while there is room for them on the way."""
        while True:
            if self._notes:
                return self._notes.popleft()
            if self._state is not None:
                letter, self._state = self._state, None
                return letter
            if self._frames and room_for_frames():
                return self._frames.popleft()
            self._news.clear()
            await self._news.wait()
