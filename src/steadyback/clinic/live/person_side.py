"""The person's socket: their landmarks and the state of their session go out, words of those who watch come in.

It exists only while they have switched watching on; when it closes, for whatever reason, watchers are told at once.
"""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from steadyback.clinic.live import messages
from steadyback.clinic.live.hub import Hub, HubGoneError, back, out
from steadyback.clinic.live.mailbox import FRAME, NOTE, STATE, Mailbox
from steadyback.clinic.live.messages import MalformedError, as_text
from steadyback.clinic.live.pace import Flood, FramePace
from steadyback.clinic.live.socket import NOT_ALLOWED, EndError, Socket
from steadyback.clinic.live.together import first_of

HERE_FOR_S: Final = 6.0
"""A watcher that has not said for so long that they are there is not counted any more."""
_LOOKED_EVERY_S: Final = 2.0
OFF: Final = NOTE + as_text({"kind": "off"}).encode()
WHO: Final = NOTE + as_text({"kind": "who"}).encode()


@dataclass
class Watchers:
    """Who watches now: by the number of their socket, with their name and when they last said so."""

    seen: dict[str, tuple[str, float]] = field(default_factory=dict)
    told: list[str] | None = None

    def here(self, viewer: str, name: str, now_s: float) -> None:
        self.seen[viewer] = (name, now_s)

    def gone(self, viewer: str) -> None:
        self.seen.pop(viewer, None)

    def news(self, now_s: float) -> list[str] | None:
        """Their names where these have changed since they were last told, else None."""
        self.seen = {viewer: one for viewer, one in self.seen.items() if now_s - one[1] < HERE_FOR_S}
        names = sorted({name for name, _at in self.seen.values()})
        if names == self.told:
            return None
        self.told = names
        return names


class PersonSide:
    def __init__(self, socket: Socket, person_id: UUID, hub: Hub) -> None:
        self._socket = socket
        self._person_id = person_id
        self._hub = hub
        self._mailbox = Mailbox()
        self._watchers = Watchers()
        self._state_kept_s = float("-inf")
        self._state: bytes | None = None

    async def serve(self) -> None:
        """Until either side goes. Raises EndError, ClosedError, HubGoneError."""
        try:
            async with self._hub.subscribed(back(self._person_id), self._mailbox):
                await self._tell_watchers(self._watchers.news(time.monotonic()))
                await self._hub.publish(out(self._person_id), WHO)
                await first_of(self._read(), self._write(), self._count_watchers())
        finally:
            with suppress(HubGoneError):
                await self._hub.keep(self._person_id, None)
                await self._hub.publish(out(self._person_id), OFF)

    async def _read(self) -> None:
        flood, pace = Flood(), FramePace()
        async for message in self._socket.incoming():
            now_s = time.monotonic()
            if flood.is_too_much(now_s):
                raise EndError(NOT_ALLOWED, "too many messages")
            try:
                if isinstance(message, bytes):
                    if pace.lets_through(now_s):
                        await self._hub.publish(out(self._person_id), FRAME + messages.checked_frame(message))
                else:
                    await self._told(messages.from_person(message), now_s)
            except MalformedError as error:
                raise EndError(NOT_ALLOWED, str(error)) from error

    async def _told(self, message: dict[str, object], now_s: float) -> None:
        kind = STATE if message["kind"] == "state" else NOTE
        letter = kind + as_text(message).encode()
        if kind == STATE:
            await self._keep(letter, now_s)
        await self._hub.publish(out(self._person_id), letter)

    async def _keep(self, letter: bytes, now_s: float) -> None:
        if letter != self._state or now_s - self._state_kept_s >= _LOOKED_EVERY_S:
            self._state, self._state_kept_s = letter, now_s
            await self._hub.keep(self._person_id, letter)

    async def _write(self) -> None:
        while True:
            message = json.loads((await self._mailbox.take(lambda: True))[1:])
            now_s = time.monotonic()
            if message["kind"] == "here":
                self._watchers.here(message["viewer"], message["name"], now_s)
            elif message["kind"] == "gone":
                self._watchers.gone(message["viewer"])
            else:
                await self._socket.text(as_text(message))
                continue
            await self._tell_watchers(self._watchers.news(now_s))

    async def _count_watchers(self) -> None:
        """A watcher whose process was killed says nothing; it is missed after a few seconds."""
        while True:
            await asyncio.sleep(_LOOKED_EVERY_S)
            await self._tell_watchers(self._watchers.news(time.monotonic()))

    async def _tell_watchers(self, names: list[str] | None) -> None:
        if names is not None:
            await self._socket.text(as_text({"kind": "watchers", "names": names}))
