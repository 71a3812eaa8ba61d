"""Two processes, a locked database, a full disk and a killed server: what was acknowledged is there afterwards.

Real processes on a real file, or on the PostgreSQL that STEADYBACK_DATABASE names, set up as the product sets it up.
The slow one waits for the 20 seconds for which a writer queues.
"""

import http.client
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from postgres import fresh_database
from psycopg.sql import SQL, Identifier

WORKER = Path(__file__).with_name("real_database.py")
POSTGRES = os.environ.get("STEADYBACK_DATABASE", "")
TRANSACTIONS = 120


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "STEADYBACK_DATA": str(data), "DJANGO_SETTINGS_MODULE": "steadyback.web.settings"}


def start_worker(data: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(data))


def answer_of(worker: subprocess.Popen[str]) -> Any:
    out, _ = worker.communicate(timeout=300)
    assert worker.returncode == 0
    return json.loads(out)


def work(data: Path, *words: str) -> Any:
    return answer_of(start_worker(data, *words))


class Server:
    """`steadyback up` as its own process, and a tab that talks to it."""

    def __init__(self, data: Path, session_id: str) -> None:
        self.data = data
        self.session_id = session_id
        self.seq = 0
        self.cookie = ""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, largest_file: int = resource.RLIM_INFINITY) -> None:
        command = [sys.executable, "-m", "steadyback", "up", "--no-browser", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=environment(self.data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY)),
        )
        for _ in range(300):
            try:
                self.cookie = self.request("GET", "/safety-card/", None)[1] or self.cookie
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def request(self, method: str, path: str, body: Any) -> tuple[int, str, Any]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        token = self.cookie.partition("=")[2]
        headers = {"Content-Type": "application/json", "Cookie": self.cookie, "X-CSRFToken": token}
        try:
            connection.request(method, path, json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        is_json = response.getheader("Content-Type", "").startswith("application/json")
        return response.status, cookie, json.loads(text) if is_json else text

    def open_page(self) -> None:
        """Get the token that a page gets, and the lease."""
        self.cookie = self.request("GET", f"/session/{self.session_id}/", None)[1] or self.cookie
        status, _, answer = self.post("lease", {"client_id": "tab", "take_over": True})
        assert status == 200, answer

    def post(self, what: str, body: Any) -> tuple[int, str, Any]:
        return self.request("POST", f"/api/sessions/{self.session_id}/{what}/", body)

    def post_event(self, seq: int, padding: str = "UTC") -> tuple[int, str, Any]:
        event = {
            "schema_version": 1,
            "session_id": self.session_id,
            "client_id": "tab",
            "seq": seq,
            "occurred_at": "2026-11-22T10:00:00+00:00",
            "zone": padding,
            "media_time_s": seq,
            "kind": "paused" if seq % 2 else "resumed",
            "data": {},
            "supersedes": None,
        }
        return self.post("events", {"client_id": "tab", "events": [event]})


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for an installation; where a PostgreSQL is named, with an empty database of its own there."""
    if not POSTGRES:
        yield tmp_path / "data"
        return
    with fresh_database(POSTGRES) as address:
        monkeypatch.setenv("STEADYBACK_DATABASE", f"{address}&options={quote('-c lock_timeout=2s')}")
        yield tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    (session_id,) = work(data, "seed", "1")
    server = Server(data, session_id)
    yield server
    server.stop()


def test_two_processes_lose_no_transaction(data: Path) -> None:
    sessions = work(data, "seed", "2")
    each = TRANSACTIONS // 2
    workers = [start_worker(data, "write", session, "tab", str(each)) for session in sessions]
    assert [answer_of(worker) for worker in workers] == [each, each]
    for session in sessions:
        found = work(data, "check", session)
        assert found["seqs"] == list(range(1, each + 1))
        assert found["record_is_the_fold"]


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Another program keeps everybody else from writing."""
    if POSTGRES:
        with psycopg.connect(os.environ["STEADYBACK_DATABASE"]) as connection:
            connection.execute("LOCK TABLE web_person, web_session IN EXCLUSIVE MODE")
            yield
        return
    other = sqlite3.connect(data / "steadyback.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.skipif(not POSTGRES, reason="a database that is a file of ours does not go away")
def test_a_database_that_does_not_answer_is_said_and_connections_are_not_kept(server: Server) -> None:
    address = os.environ["STEADYBACK_DATABASE"]
    server.start()
    server.open_page()
    for seq in range(1, 21):
        assert server.post_event(seq)[0] == 200
    name = urlsplit(address).path.strip("/")
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        assert connection.execute(count, [name]).fetchone()[0] <= 2  # type: ignore[index]
        connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(name), Identifier(f"{name}_away")))
        api, page = server.post_event(21), server.request("GET", "/week/", None)
        connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(f"{name}_away"), Identifier(name)))
    assert (api[0], api[2]["error"]) == (503, "storage_away")
    assert page[0] == 503
    assert b"does not answer" in page[2]
    assert server.post_event(21)[2]["acknowledged"] == 21


def test_a_database_that_another_program_holds_is_said_and_nothing_is_lost(server: Server, data: Path) -> None:
    server.start()
    server.open_page()
    assert server.post_event(1)[0] == 200
    with held(data):
        status, _, answer = server.post_event(2)
    assert status == 503
    assert answer["error"] == "storage_busy"
    assert answer["message"]
    assert server.post_event(2)[2]["acknowledged"] == 2


@pytest.mark.skipif(bool(POSTGRES), reason="PostgreSQL's disk is its own; test_storage_faults has its code")
def test_a_full_disk_is_said_and_what_was_acknowledged_is_kept(server: Server, data: Path) -> None:
    server.start(largest_file=(data / "steadyback.sqlite3").stat().st_size + 40_000)
    server.open_page()
    acknowledged = 0
    for seq in range(1, 400):
        status, _, answer = server.post_event(seq)
        if status != 200:
            break
        acknowledged = answer["acknowledged"]
    assert status == 507, answer
    assert answer["error"] == "storage_full"
    assert str(data) in answer["message"]
    assert acknowledged >= 1
    server.stop()
    found = work(data, "check", server.session_id)
    assert found["seqs"] == list(range(1, acknowledged + 1))
    assert found["record_is_the_fold"]
    server.start()
    assert server.post_event(acknowledged + 1)[2]["acknowledged"] == acknowledged + 1


@pytest.mark.parametrize("round_", range(3))
def test_a_server_killed_in_the_middle_of_a_post_keeps_what_it_acknowledged(
    server: Server, data: Path, round_: int
) -> None:
    server.start()
    server.open_page()
    pid = server.process.pid if server.process else 0
    delay = random.Random(round_).uniform(0.1, 0.6)
    killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep({delay}); os.kill({pid}, 9)"])
    acknowledged = 0
    try:
        for seq in range(1, 10_000):
            acknowledged = server.post_event(seq)[2]["acknowledged"]
    except (OSError, http.client.HTTPException):
        pass  # the moment of the kill
    killer.wait()
    server.stop()
    found = work(data, "check", server.session_id)
    assert found["seqs"][:acknowledged] == list(range(1, acknowledged + 1))
    assert len(found["seqs"]) in (acknowledged, acknowledged + 1)
    assert found["record_is_the_fold"]
    server.start()
    for seq in (acknowledged + 1, acknowledged + 2):
        assert server.post_event(seq)[2]["acknowledged"] == seq
