"""The hub: carries letters from a person to those who watch, and back; in one process, or between several by Redis.

A person has two channels: `out` to the watchers, `back` to the person. The last state of a running stream is kept for a
few seconds, for those who come later. `WITHDRAWN` tells all processes to look up consents now.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from uuid import UUID

from steadyback.clinic.live.mailbox import Mailbox

KEPT_S = 10
WITHDRAWN = "withdrawn"


class HubGoneError(Exception):
    """The hub cannot be reached; sockets close and come back by themselves."""


def out(person_id: UUID) -> str:
    return f"out.{person_id}"


def back(person_id: UUID) -> str:
    return f"back.{person_id}"


class Hub(Protocol):
    def subscribed(self, channel: str, mailbox: Mailbox) -> AbstractAsyncContextManager[None]:
        """While this lasts, every letter of the channel is put into the mailbox."""

    async def publish(self, channel: str, letter: bytes) -> None:
        """Raises HubGoneError."""

    async def keep(self, person_id: UUID, letter: bytes | None) -> None:
        """The newest state of a running stream, None when it is over. Raises HubGoneError."""

    async def kept(self, person_id: UUID) -> bytes | None:
        """The state kept in the last seconds, or None. Raises HubGoneError."""

    async def close(self) -> None: ...


class Subscribers:
    """Who listens to which channel in this process."""

    def __init__(self) -> None:
        self._by_channel: dict[str, set[Mailbox]] = {}

    def add(self, channel: str, mailbox: Mailbox) -> bool:
        """True for the first listener of a channel."""
        listeners = self._by_channel.setdefault(channel, set())
        listeners.add(mailbox)
        return len(listeners) == 1

    def remove(self, channel: str, mailbox: Mailbox) -> bool:
        """True when nobody listens to the channel any more."""
        listeners = self._by_channel.get(channel, set())
        listeners.discard(mailbox)
        if not listeners:
            self._by_channel.pop(channel, None)
        return not listeners

    def deliver(self, channel: str, letter: bytes) -> None:
        for mailbox in self._by_channel.get(channel, ()):
            mailbox.put(letter)

    @property
    def channels(self) -> list[str]:
        return list(self._by_channel)


class LocalHub:
    """All in one process."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._subscribers = Subscribers()
        self._kept: dict[UUID, tuple[float, bytes]] = {}

    @asynccontextmanager
    async def subscribed(self, channel: str, mailbox: Mailbox) -> AsyncIterator[None]:
        self._subscribers.add(channel, mailbox)
        try:
            yield
        finally:
            self._subscribers.remove(channel, mailbox)

    async def publish(self, channel: str, letter: bytes) -> None:
        self._subscribers.deliver(channel, letter)

    async def keep(self, person_id: UUID, letter: bytes | None) -> None:
        self._kept.pop(person_id, None)
        if letter is not None:
            self._kept[person_id] = (self._now_s(), letter)

    async def kept(self, person_id: UUID) -> bytes | None:
        at_s, letter = self._kept.get(person_id, (float("-inf"), b""))
        return letter if self._now_s() - at_s < KEPT_S else None

    async def close(self) -> None:
        """Nothing to let go of."""


def make_hub(redis_url: str) -> Hub:
    if not redis_url:
        return LocalHub()
    from steadyback.clinic.live.redis_hub import RedisHub

    return RedisHub(redis_url)
