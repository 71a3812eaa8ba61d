"""The hub between several processes: Redis carries the letters; each process listens once for all its sockets."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

import redis
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from steadyback.clinic.live.hub import KEPT_S, HubGoneError, Subscribers
from steadyback.clinic.live.mailbox import Mailbox

PREFIX: Final = "steadyback.live."
_AGAIN_FIRST_S, _AGAIN_LATEST_S = 0.1, 2.0
_LOG = logging.getLogger(__name__)


class RedisHub:
    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._listening: Redis = Redis.from_url(url, socket_connect_timeout=5)
        self._pubsub: PubSub | None = None
        self._subscribers = Subscribers()
        self._listener: asyncio.Task[None] | None = None
        self._changes = asyncio.Lock()

    @asynccontextmanager
    async def subscribed(self, channel: str, mailbox: Mailbox) -> AsyncIterator[None]:
        try:
            async with self._changes:
                if self._subscribers.add(channel, mailbox):
                    await self._listen_to(channel)
            yield
        finally:
            if self._subscribers.remove(channel, mailbox):
                with suppress(HubGoneError):
                    await self._leave(channel)

    async def publish(self, channel: str, letter: bytes) -> None:
        try:
            await self._redis.publish(PREFIX + channel, letter)
        except (RedisError, OSError) as error:
            raise HubGoneError(str(error)) from error

    async def keep(self, person_id: UUID, letter: bytes | None) -> None:
        key = f"{PREFIX}state.{person_id}"
        try:
            if letter is None:
                await self._redis.delete(key)
            else:
                await self._redis.set(key, letter, ex=KEPT_S)
        except (RedisError, OSError) as error:
            raise HubGoneError(str(error)) from error

    async def kept(self, person_id: UUID) -> bytes | None:
        try:
            found = await self._redis.get(f"{PREFIX}state.{person_id}")
        except (RedisError, OSError) as error:
            raise HubGoneError(str(error)) from error
        return found if isinstance(found, bytes) else None

    async def close(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener
        await self._redis.aclose()
        await self._listening.aclose()

    async def _listen_to(self, channel: str) -> None:
        try:
            if self._pubsub is None:
                self._pubsub = self._listening.pubsub(ignore_subscribe_messages=True)
            await self._pubsub.subscribe(PREFIX + channel)
        except (RedisError, OSError) as error:
            raise HubGoneError(str(error)) from error
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())

    async def _leave(self, channel: str) -> None:
        async with self._changes:
            if self._pubsub is None or channel in self._subscribers.channels:
                return
            try:
                await self._pubsub.unsubscribe(PREFIX + channel)
            except (RedisError, OSError) as error:
                raise HubGoneError(str(error)) from error

    async def _listen(self) -> None:
        """Delivers what arrives; after a lost connection redis-py subscribes anew to all channels."""
        wait_s = _AGAIN_FIRST_S
        while self._pubsub is not None:
            try:
                message = await self._pubsub.get_message(ignore_subscribe_messages=True, timeout=None)
            except (RedisError, OSError) as error:
                _LOG.warning("live hub: Redis does not answer (%s); trying again", type(error).__name__)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _AGAIN_LATEST_S)
                continue
            except RuntimeError:  # nothing is subscribed to at this moment
                await asyncio.sleep(_AGAIN_FIRST_S)
                continue
            wait_s = _AGAIN_FIRST_S
            if message is not None and message["type"] == "message":
                self._subscribers.deliver(message["channel"].decode().removeprefix(PREFIX), message["data"])


def publish_once(url: str, channel: str, letter: bytes) -> None:
    """From a thread without an event loop, now and then. Raises HubGoneError."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as connection:
            connection.publish(PREFIX + channel, letter)
    except (RedisError, OSError) as error:
        raise HubGoneError(str(error)) from error
