"""What all live sockets of one process share: its hub, its lookout, and the way to them from a page's thread."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from steadyback.clinic.live.hub import WITHDRAWN, Hub, HubGoneError, make_hub
from steadyback.clinic.live.lookout import Lookout
from steadyback.clinic.live.mailbox import NOTE, Mailbox

_LOG = logging.getLogger(__name__)


class ThisProcess:
    """Made on the event loop of the server when the first socket opens; anew for another loop, as in tests."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hub: Hub | None = None
        self._lookout = Lookout()
        self._listener: asyncio.Task[None] | None = None

    def hub_on_this_loop(self, redis_url: str) -> Hub:
        loop = asyncio.get_running_loop()
        if self._hub is None or self._loop is not loop:
            self._loop = loop
            self._hub = make_hub(redis_url)
            self._lookout = Lookout()
            self._listener = loop.create_task(self._hear_withdrawn(self._hub, self._lookout))
        return self._hub

    def lookout_on_this_loop(self) -> Lookout:
        return self._lookout

    def tell_withdrawn(self, person_id: UUID, redis_url: str) -> None:
        """From a page's thread. Without this the next regular look finds it, a second and a half later at most."""
        if redis_url:
            self._tell_all(person_id, redis_url)
        if self._loop is not None and not self._loop.is_closed():
            with suppress(RuntimeError):  # closed between the two lines
                self._loop.call_soon_threadsafe(self._lookout.look_now, person_id)

    def _tell_all(self, person_id: UUID, redis_url: str) -> None:
        from steadyback.clinic.live.redis_hub import publish_once

        try:
            publish_once(redis_url, WITHDRAWN, NOTE + str(person_id).encode())
        except HubGoneError:
            _LOG.warning("live: a withdrawal was not passed on by Redis; the next regular look finds it")

    async def _hear_withdrawn(self, hub: Hub, lookout: Lookout) -> None:
        mailbox = Mailbox()
        while True:
            try:
                async with hub.subscribed(WITHDRAWN, mailbox):
                    while True:
                        letter = await mailbox.take(lambda: True)
                        lookout.look_now(UUID(letter[1:].decode()))
            except HubGoneError:
                await asyncio.sleep(1)


THIS_PROCESS = ThisProcess()
