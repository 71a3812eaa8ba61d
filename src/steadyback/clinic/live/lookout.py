"""Looks up again, every second and a half and whenever a consent was withdrawn, whether each open socket may stay open.

One look for all sockets of this process: four queries, however many are open.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import Error as DatabaseError

from steadyback.clinic.access import Watch, who_may_still

EVERY_S: Final = 1.5
LONGEST_UNSURE_S: Final = 4.5
_LOG = logging.getLogger(__name__)


@dataclass(eq=False)
class Pass:
    """An open socket: what it was let in for, and `ended`, which becomes the status of the refusal."""

    watch: Watch
    ended: "asyncio.Future[int]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self, status: int) -> None:
        if not self.ended.done():
            self.ended.set_result(status)


class Lookout:
    def __init__(
        self, look: Callable[[list[Watch]], dict[Watch, int]] = who_may_still, every_s: float = EVERY_S
    ) -> None:
        self._look = database_sync_to_async(look, thread_sensitive=False)
        self._every_s = every_s
        self._passes: set[Pass] = set()
        self._now = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unsure_since_s: float | None = None

    @contextmanager
    def over(self, watch: Watch) -> Iterator[Pass]:
        """While this lasts the socket is looked after."""
        one = Pass(watch)
        self._passes.add(one)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_looking())
        try:
            yield one
        finally:
            self._passes.discard(one)

    def look_now(self, person_id: UUID | None = None) -> None:
        """Something was withdrawn: look at once, where it concerns a socket of this process."""
        if person_id is None or any(one.watch.person_id == person_id for one in self._passes):
            self._now.set()

    async def _keep_looking(self) -> None:
        while self._passes:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._now.wait(), self._every_s)
            self._now.clear()
            await self._look_once()

    async def _look_once(self) -> None:
        """Where the database does not answer for some seconds, nobody goes on watching."""
        passes = list(self._passes)
        now_s = asyncio.get_running_loop().time()
        try:
            refused = await self._look([one.watch for one in passes])
        except DatabaseError as error:
            _LOG.warning("live: consents could not be looked up (%s)", type(error).__name__)
            self._unsure_since_s = self._unsure_since_s or now_s
            if now_s - self._unsure_since_s < LONGEST_UNSURE_S - self._every_s:
                return
            refused = {one.watch: 403 for one in passes}
        else:
            self._unsure_since_s = None
        for one in passes:
            status = refused.get(one.watch)
            if status is not None:
                one.end(status)
