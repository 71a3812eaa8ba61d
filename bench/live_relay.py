"""Watching along under load: how long a frame takes to those who watch, and what a killed server loses.

    python bench/live_relay.py --people 100 --trainers 10    # each person at 10 frames a second, the server on one core
    python bench/live_relay.py --kills 100                   # the server is killed during live sessions

The baseline of the first table is a bare ASGI echo in the same server program: the same frames to and fro, without
sign-in, consent, checks or hub. A slow watcher reads nothing in one of the rows. Say what else ran on the machine.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket as socket_of
from typing import Any

from clips import table

SUPPORT = Path(__file__).resolve().parents[1] / "tests/support"
sys.path.insert(0, str(SUPPORT))

from clinic_server import ClinicServer, frame, state  # noqa: E402
from live_kills import kill_again_and_again  # noqa: E402
from running_server import free_port  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402

EVERY_S = 0.1
NUMBER_AT = 8
ECHO = """
async def application(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": event["bytes"]})
"""


@dataclass
class Relay:
    """What was sent and what arrived: delays in milliseconds, by when each frame was sent."""

    sent: int = 0
    passed_on: int = 0
    delays_ms: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    took_s: float = 0.0
    memory_mb: tuple[float, float] = (0.0, 0.0)

    def row(self, name: str) -> tuple[object, ...]:
        quantiles = statistics.quantiles(self.delays_ms, n=100)
        delays = tuple(f"{quantiles[at]:.1f}" for at in (49, 94, 98))
        lost = f"{100 * (1 - len(self.delays_ms) / max(1, self.sent)):.2f} %"
        memory = f"{self.memory_mb[0]:.0f} -> {self.memory_mb[1]:.0f}"
        return (name, self.sent, len(self.delays_ms), lost, *delays, f"{100 * self.cpu_s / self.took_s:.0f} %", memory)


HEADER = ("relay", "frames sent", "arrived", "dropped", "p50 ms", "p95 ms", "p99 ms", "of one core", "memory MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--trainers", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--kills", type=int, default=0, help="kill the server so often instead")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with tempfile.TemporaryDirectory() as folder:
        if args.kills:
            print(killed(Path(folder), args.kills))
        else:
            print(relayed(Path(folder), args.people, args.trainers, args.seconds))


def relayed(folder: Path, people: int, trainers: int, seconds: float) -> str:
    server = ClinicServer(folder / "data")
    server.make_people(people, trainers, sessions=False)
    rows = [asyncio.run(echoed(folder, people, seconds)).row("bare echo")]
    for name, slow in (("live", False), ("live, one watcher reads nothing", True)):
        server.start()
        try:
            assert server.process is not None
            on_one_core(server.process.pid)
            rows.append(asyncio.run(watched(server, seconds, slow=slow)).row(name))
        finally:
            server.stop()
    head = f"n = {people} people at {1 / EVERY_S:.0f} frames a second, {trainers} trainers, {seconds:.0f} s, one core"
    return f"{head}\n{table(HEADER, rows)}"


async def watched(server: ClinicServer, seconds: float, *, slow: bool) -> Relay:
    people, trainers = server.people["patients"], server.people["trainers"]
    relay = Relay()
    sent: dict[tuple[int, int], float] = {}
    own = [await server.open("/live/me/", one["cookie"]) for one in people]
    watching = [await server.open(f"/live/people/{one['id']}/", trainers[one["trainer"]]) for one in people]
    for socket, one in zip(own, people, strict=True):
        await socket.send(state(one["session"]))
    if slow:
        await server.open(f"/live/people/{people[0]['id']}/", server.people["clinician"], max_queue=1)
    drains = [asyncio.create_task(drain(socket)) for socket in own]
    counts = [asyncio.create_task(receive(who, socket, sent, relay)) for who, socket in enumerate(watching)]
    await asyncio.sleep(1.0)
    assert server.process is not None
    with measured(server.process.pid, relay):
        await asyncio.gather(*(send_frames(who, socket, sent, seconds, len(own)) for who, socket in enumerate(own)))
        await asyncio.sleep(1.0)
    relay.sent = len(sent)
    for task in (*drains, *counts):
        task.cancel()
    await asyncio.gather(*drains, *counts, return_exceptions=True)
    await asyncio.gather(*(socket.close() for socket in (*own, *watching)))
    return relay


async def echoed(folder: Path, people: int, seconds: float) -> Relay:
    """The same frames through a bare application of the same server program."""
    (folder / "echo.py").write_text(ECHO)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "echo:application", "--port", str(port), "--log-level", "error"]
    command += ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--lifespan", "off"]
    process = subprocess.Popen(command, cwd=folder)  # noqa: S603 (our own words only)
    try:
        await asyncio.to_thread(wait_for_port, port)
        on_one_core(process.pid)
        relay = Relay()
        sent: dict[tuple[int, int], float] = {}
        address = f"ws://localhost:{port}/"
        sockets = [await connect(address, compression=None, proxy=None) for _ in range(people)]
        counts = [asyncio.create_task(receive(who, one, sent, relay, tells=False)) for who, one in enumerate(sockets)]
        with measured(process.pid, relay):
            await asyncio.gather(*(send_frames(who, one, sent, seconds, people) for who, one in enumerate(sockets)))
            await asyncio.sleep(1.0)
        relay.sent = len(sent)
        await asyncio.gather(*(socket.close() for socket in sockets))
        await asyncio.gather(*counts, return_exceptions=True)
        return relay
    finally:
        process.kill()
        process.wait()


async def send_frames(
    who: int, socket: ClientConnection, sent: dict[tuple[int, int], float], seconds: float, people: int
) -> None:
    """Evenly spread over the tenth of a second, as people are."""
    begun_s = time.perf_counter() + EVERY_S * who / people
    for number in range(round(seconds / EVERY_S)):
        await asyncio.sleep(max(0.0, begun_s + number * EVERY_S - time.perf_counter()))
        message = bytearray(frame(0.0))
        message[NUMBER_AT : NUMBER_AT + 4] = number.to_bytes(4, "little")
        sent[who, number] = time.perf_counter()
        await socket.send(bytes(message))


async def receive(
    who: int, socket: ClientConnection, sent: dict[tuple[int, int], float], relay: Relay, *, tells: bool = True
) -> None:
    got = 0
    async for message in socket:
        if not isinstance(message, bytes):
            continue
        number = int.from_bytes(message[NUMBER_AT : NUMBER_AT + 4], "little")
        relay.delays_ms.append((time.perf_counter() - sent[who, number]) * 1000)
        got += 1
        if tells and got % 2 == 0:
            await socket.send(json.dumps({"kind": "got", "frames": got}))


async def drain(socket: ClientConnection) -> None:
    async for _message in socket:
        pass


@contextmanager
def measured(pid: int, relay: Relay) -> Iterator[None]:
    before, began, cpu_s = memory_mb(pid), time.perf_counter(), processor_s(pid)
    yield
    relay.took_s = time.perf_counter() - began
    relay.cpu_s = processor_s(pid) - cpu_s
    relay.memory_mb = (before, memory_mb(pid))


def processor_s(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    words = Path(f"/proc/{pid}/statm").read_text().split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def on_one_core(pid: int) -> None:
    cores = sorted(os.sched_getaffinity(0))
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {cores[0]})


def wait_for_port(port: int) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with socket_of() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the bare echo did not start")


def killed(folder: Path, kills: int) -> str:
    server = ClinicServer(folder / "data")
    server.make_people(4, 2)
    server.start()
    try:
        one: Any = asyncio.run(kill_again_and_again(server, kills))
    finally:
        server.kill()
    header = ("kills", "acknowledged events", "lost", "twice", "sockets to come back", "came back", "longest away s")
    row = (one.kills, one.acknowledged, one.lost, one.doubled, one.should_come_back, one.came_back)
    return table(header, [(*row, f"{one.longest_away_s:.1f}")])


if __name__ == "__main__":
    main()
