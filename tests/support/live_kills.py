"""A clinic whose server is killed again and again while people exercise and are watched."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from clinic_server import ClinicServer, frame, state
from websockets.exceptions import WebSocketException

UP_FOR_S = (0.3, 1.2)
BACK_WITHIN_S = 30.0
FRAME_EVERY_S = 0.1
CLIENT = "tab-that-survives"


@dataclass
class Survivor:
    """One socket that comes back by itself, as a page does. `opened`: connections on which something was heard."""

    server: ClinicServer
    path: str
    cookie: str
    speaks: Callable[[Any], Awaitable[None]] | None = None
    opened: int = 0
    frames: int = 0

    async def live(self) -> None:
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with await self.server.open(self.path, self.cookie, open_timeout=5) as socket:
                    speaking = None if self.speaks is None else asyncio.create_task(self.speaks(socket))
                    try:
                        await self._hear(socket)
                    finally:
                        if speaking is not None:
                            speaking.cancel()
                            await asyncio.gather(speaking, return_exceptions=True)
            await asyncio.sleep(0.05)

    async def _hear(self, socket: Any) -> None:
        first = True
        async for message in socket:
            self.opened += first
            first = False
            if isinstance(message, bytes):
                self.frames += 1
                await socket.send(json.dumps({"kind": "got", "frames": self.frames}))


@dataclass
class Writer:
    """The page's way of keeping events: the same number again until it is acknowledged."""

    server: ClinicServer
    person: dict[str, Any]
    acknowledged: int = 0

    async def write(self) -> None:
        session = self.person["session"]
        base = f"/api/sessions/{session}"
        sent = [self._event(session, 1, "session_opened", {}), self._event(session, 2, "step_started", {"step": 0})]
        while True:
            with suppress(OSError, ValueError):
                held = {"client_id": CLIENT, "take_over": True}
                await asyncio.to_thread(self.server.post, f"{base}/lease/", self.person["cookie"], held, as_json=True)
                body = {"client_id": CLIENT, "events": sent}
                post = self.server.post
                status, answer = await asyncio.to_thread(
                    post, f"{base}/events/", self.person["cookie"], body, as_json=True
                )
                if status == 200:
                    self.acknowledged = json.loads(answer)["acknowledged"]
                    kind = "paused" if self.acknowledged % 2 == 0 else "resumed"
                    sent = [self._event(session, self.acknowledged + 1, kind, {"step": 0})]
                elif status < 500:
                    raise RuntimeError(f"{status}: {answer.decode()[:300]}")
            await asyncio.sleep(0.02)

    def _event(self, session: str, seq: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        at = datetime.now(UTC).isoformat()
        event = {"session_id": session, "client_id": CLIENT, "seq": seq, "occurred_at": at, "zone": "UTC"}
        return {**event, "media_time_s": seq / 10, "kind": kind, "data": data, "supersedes": None, "schema_version": 1}


@dataclass
class Outcome:
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    came_back: int = 0
    should_come_back: int = 0
    frames: int = 0
    longest_away_s: float = 0.0
    ups_s: list[float] = field(default_factory=list)


async def kill_again_and_again(server: ClinicServer, kills: int, seed: int = 1) -> Outcome:
    """Each person streams and writes, each trainer watches; after each kill every socket must hear something again."""
    chance = random.Random(seed)
    people = server.people["patients"]
    writers = [Writer(server, person) for person in people]
    own = [Survivor(server, "/live/me/", person["cookie"], _streams(person)) for person in people]
    trainers = server.people["trainers"]
    watching = [Survivor(server, f"/live/people/{one['id']}/", trainers[one["trainer"]]) for one in people]
    sockets, outcome = [*own, *watching], Outcome()
    tasks = [asyncio.create_task(one.live()) for one in sockets] + [asyncio.create_task(one.write()) for one in writers]
    try:
        await _all_opened(sockets, 1, tasks)
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(*UP_FOR_S))
            server.kill()
            killed_s = time.monotonic()
            outcome.ups_s.append(await asyncio.to_thread(server.start))
            outcome.kills += 1
            outcome.should_come_back += len(sockets)
            outcome.came_back += await _all_opened(sockets, outcome.kills + 1, tasks)
            outcome.longest_away_s = max(outcome.longest_away_s, time.monotonic() - killed_s)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    _count_kept(server, writers, outcome)
    outcome.frames = sum(one.frames for one in watching)
    return outcome


def _streams(person: dict[str, Any]) -> Callable[[Any], Awaitable[None]]:
    async def stream(socket: Any) -> None:
        with suppress(WebSocketException):
            while True:
                await socket.send(state(person["session"]))
                await socket.send(frame(time.monotonic() % 1000))
                await asyncio.sleep(FRAME_EVERY_S)

    return stream


async def _all_opened(sockets: list[Survivor], times: int, tasks: list["asyncio.Task[None]"]) -> int:
    """How many have heard something on so many connections; waits until all have, or not for ever."""
    ends = time.monotonic() + BACK_WITHIN_S
    while time.monotonic() < ends and not all(one.opened >= times for one in sockets):
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
    return sum(one.opened >= times for one in sockets)


def _count_kept(server: ClinicServer, writers: list[Writer], outcome: Outcome) -> None:
    for writer in writers:
        session = writer.person["session"].replace("-", "")
        sql = "select seq from web_sessionevent where session_id = ? and client_id = ?"
        kept = [int(str(seq)) for (seq,) in server.rows(sql, session, CLIENT)]
        outcome.acknowledged += writer.acknowledged
        outcome.lost += len(set(range(1, writer.acknowledged + 1)) - set(kept))
        outcome.doubled += len(kept) - len(set(kept))
