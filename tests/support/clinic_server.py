"""A clinic as its own process (or several), with people in it, and live sockets to it."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from running_server import Server
from websockets.asyncio.client import ClientConnection, connect

from steadyback.pose.frame import LandmarkFrame
from steadyback.pose.wire import encode

MAKE_PEOPLE = Path(__file__).with_name("live_people.py")


@dataclass
class ClinicServer(Server):
    """`settings` are more of the environment, such as STEADYBACK_REDIS; `people` what live_people.py made."""

    settings: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        address = {"STEADYBACK_ADDRESS": self.url, "STEADYBACK_PORT": str(self.port)}
        return {**os.environ, "STEADYBACK_DATA": str(self.data), **address, **self.settings}

    def make_people(self, patients: int = 1, trainers: int = 1, *, sessions: bool = True) -> None:
        command = [sys.executable, str(MAKE_PEOPLE), str(patients), str(trainers)]
        command += [] if sessions else ["no-sessions"]
        made = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300, check=False)
        if made.returncode:
            raise RuntimeError(made.stderr)
        self.people = json.loads(made.stdout.splitlines()[-1])

    def start(self) -> float:
        began = time.monotonic()
        log = (self.data.parent / "server.log").open("ab")
        words = ["up", "--clinic", "--port", str(self.port), "--no-browser", "--workers", str(self.workers)]
        command = [sys.executable, "-m", "steadyback", *words]
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        log.close()
        while time.monotonic() - began < 60:
            try:
                with urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5):
                    return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError("the clinic did not start:\n" + (self.data.parent / "server.log").read_text())

    def has_socket(self, url: str) -> bool:
        return url.startswith(f"ws://localhost:{self.port}/live/")

    def stop(self) -> None:
        """Ends it and its workers in order; the hard way when that takes long."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.kill()

    def headers(self, cookie: str = "", origin: str | None = None) -> dict[str, str]:
        sent = {"Origin": self.url if origin is None else origin, "Cookie": f"steadyback_session={cookie}"}
        return {name: value for name, value in sent.items() if value not in ("", "steadyback_session=")}

    async def open(self, path: str, cookie: str = "", **more: Any) -> ClientConnection:
        headers = more.pop("headers", self.headers(cookie))
        return await connect(
            f"ws://localhost:{self.port}{path}",
            additional_headers=headers,
            compression=None,
            max_size=1 << 20,
            proxy=None,
            **more,
        )

    def get(self, path: str, cookie: str) -> str:
        request = urllib.request.Request(self.url + path, headers=self.headers(cookie))
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, cookie: str, data: Mapping[str, Any], *, as_json: bool = False) -> tuple[int, bytes]:
        """A form, or JSON, as a page of this account would send it."""
        token = "a" * 32
        body = json.dumps(data).encode() if as_json else urlencode(data, doseq=True).encode()
        request = urllib.request.Request(self.url + path, body, method="POST")
        request.add_header("Cookie", f"steadyback_session={cookie}; steadyback_csrf={token}")
        request.add_header("Origin", self.url)
        request.add_header("X-CSRFToken", token)
        request.add_header("Sec-Fetch-Site", "same-origin")
        if as_json:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def frame(t_s: float, shift: float = 0.0) -> bytes:
    """One LMK1 message of somebody upright, moved a little to the side."""
    values = tuple(value for mark in range(33) for value in (0.4 + shift, 0.1 + mark / 50, 0.0, 1.0))
    return encode(LandmarkFrame(t_s, 640, 480, values, (), 1))


def state(session: str, **more: Any) -> str:
    told = {"kind": "state", "session": session, "mode": "moving", "step": 0, "exercise": "bridge", "name": "Bridge"}
    return json.dumps({**told, "camera": "watching", **more})


async def next_note(socket: ClientConnection, kind: str, within_s: float = 5) -> dict[str, Any]:
    """The next JSON message of this kind; frames and others are passed over."""
    until = time.monotonic() + within_s
    while True:
        message = await asyncio.wait_for(socket.recv(), until - time.monotonic())
        if isinstance(message, str) and json.loads(message)["kind"] == kind:
            return dict(json.loads(message))


async def next_frame(socket: ClientConnection, within_s: float = 5) -> bytes:
    until = time.monotonic() + within_s
    while True:
        message = await asyncio.wait_for(socket.recv(), until - time.monotonic())
        if isinstance(message, bytes):
            return message
