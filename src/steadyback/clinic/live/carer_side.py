"""A watcher's socket: what the person shows comes out, what the watcher wants said or changed goes in.

No more than a few frames are on their way to one watcher: a slow one gets fewer, never older ones, and slows no one.
"""

import asyncio
import time
import uuid
from contextlib import suppress
from functools import partial
from typing import Any, Final

from channels.db import database_sync_to_async

from steadyback.clinic.access import Seen
from steadyback.clinic.live import messages
from steadyback.clinic.live.asking import ask, name_of
from steadyback.clinic.live.hub import Hub, HubGoneError, back, out
from steadyback.clinic.live.mailbox import FRAME, NOTE, STATE, Mailbox
from steadyback.clinic.live.messages import MalformedError, as_text
from steadyback.clinic.live.noting import note_stopped, note_watching
from steadyback.clinic.live.pace import Flood
from steadyback.clinic.live.person_side import OFF, WHO
from steadyback.clinic.live.socket import NOT_ALLOWED, EndError, Socket
from steadyback.clinic.live.steering import steer
from steadyback.clinic.live.together import first_of

FRAMES_UNDER_WAY: Final = 8
_in_thread: Final = partial(database_sync_to_async, thread_sensitive=False)
HERE_EVERY_S: Final = 2.0


class CarerSide:
    def __init__(self, socket: Socket, seen: Seen, hub: Hub, where: str) -> None:
        self._socket = socket
        self._where = where
        self._seen = seen
        self._hub = hub
        self._person_id = seen.person.id
        self._mailbox = Mailbox()
        self._viewer = str(uuid.uuid4())
        self._sent = self._got = 0
        self._state: bytes | None = None

    async def serve(self) -> None:
        """Until either side goes. Raises EndError, ClosedError, HubGoneError."""
        try:
            async with self._hub.subscribed(out(self._person_id), self._mailbox):
                await self._say_here()
                self._mailbox.put(await self._hub.kept(self._person_id) or OFF)
                await first_of(self._read(), self._write(), self._stay())
        finally:
            with suppress(HubGoneError):
                await self._to_person({"kind": "gone", "viewer": self._viewer})

    async def _write(self) -> None:
        while True:
            letter = await self._mailbox.take(self._has_room)
            if letter == WHO:
                await self._say_here()
            elif letter[:1] == FRAME:
                self._sent += 1
                await self._socket.data(letter[1:])
            else:
                if letter[:1] == STATE:
                    if self._state is None:
                        await _in_thread(note_watching)(self._seen, self._where)
                    self._state = letter[1:]
                elif letter == OFF:
                    self._state = None
                await self._socket.text(letter[1:].decode())

    def _has_room(self) -> bool:
        return self._sent - self._got < FRAMES_UNDER_WAY

    async def _read(self) -> None:
        flood = Flood()
        async for message in self._socket.incoming():
            if flood.is_too_much(time.monotonic()):
                raise EndError(NOT_ALLOWED, "too many messages")
            if isinstance(message, bytes):
                raise EndError(NOT_ALLOWED, "a watcher sends no frames")
            try:
                await self._asked(messages.from_carer(message))
            except MalformedError as error:
                raise EndError(NOT_ALLOWED, str(error)) from error

    async def _asked(self, wanted: dict[str, Any]) -> None:
        if wanted["kind"] == "got":
            self._got = min(max(self._got, wanted["frames"]), self._sent)
            self._mailbox.wake()
            return
        if wanted["kind"] == "ask":
            await _in_thread(ask)(self._seen)
            self._mailbox.put(NOTE + as_text({"kind": "answer", "id": wanted["id"], "how": "asked"}).encode())
            return
        if wanted["kind"] in ("stop", "pause"):  # always allowed, and never kept waiting
            await self._to_person(self._command(wanted))
            if wanted["kind"] == "stop":
                await _in_thread(note_stopped)(self._seen, self._where)
            return
        decided = await _in_thread(steer)(self._seen, self._state, wanted)
        if decided.refused is not None:
            self._mailbox.put(NOTE + as_text({"kind": "refused", "id": wanted["id"], **decided.refused}).encode())
        else:
            await self._to_person({**self._command(wanted), **decided.more})

    def _command(self, wanted: dict[str, Any]) -> dict[str, Any]:
        return {
            "kind": "command",
            "id": wanted["id"],
            "wants": wanted["kind"],
            "by": self._seen.relation.role,
            "name": self._name,
        }

    @property
    def _name(self) -> str:
        return name_of(self._seen.carer, self._seen.relation.role)

    async def _stay(self) -> None:
        while True:
            await asyncio.sleep(HERE_EVERY_S)
            await self._say_here()

    async def _say_here(self) -> None:
        await self._to_person({"kind": "here", "viewer": self._viewer, "name": self._name})

    async def _to_person(self, message: dict[str, Any]) -> None:
        await self._hub.publish(back(self._person_id), NOTE + as_text(message).encode())
