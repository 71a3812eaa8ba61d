"""A clinic over real TLS, as two workers with a real Redis: cookies, sockets, bodies, and a lock that both know of."""

import asyncio
import http.client
import http.cookies
import json
import shutil
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from certificate import make_certificate
from clinic_people import PASSWORD
from clinic_server import ClinicServer
from postgres import own_database
from running_server import free_port
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

REDIS = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed, so two workers cannot be tried")


@dataclass
class TlsServer(ClinicServer):
    cert: Path = Path()
    key: Path = Path()
    trusts: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def start(self) -> float:
        began = time.monotonic()
        words = ["up", "--clinic", "--port", str(self.port), "--no-browser", "--workers", "2"]
        command = [sys.executable, "-m", "steadyback", *words, "--cert", str(self.cert), "--key", str(self.key)]
        with (self.data.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        while time.monotonic() - began < 60 and self.process.poll() is None:
            try:
                assert Browser(self).ask("GET", "/health/ready/").status == 200
            except OSError:
                time.sleep(0.1)
            else:
                return time.monotonic() - began
        raise RuntimeError((self.data.parent / "server.log").read_text())


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Browser:
    """Keeps its cookies; every request is a connection of its own, so that both workers answer."""

    server: TlsServer
    cookies: http.cookies.SimpleCookie = field(default_factory=http.cookies.SimpleCookie)

    def ask(self, method: str, path: str, **form: str) -> Answer:
        connection = http.client.HTTPSConnection("localhost", self.server.port, timeout=20, context=self.server.trusts)
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        body = None
        if method == "POST":
            token = self.cookies["steadyback_csrf"].value
            body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.server.url}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        answer = Answer(response.status, response.headers, response.read().decode())
        connection.close()
        return answer

    def sign_in(self, email: str, password: str) -> Answer:
        self.ask("GET", "/accounts/login/")
        return self.ask("POST", "/accounts/login/", login=email, password=password)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    folder = tmp_path_factory.mktemp("wire")
    cert, key = make_certificate(folder)
    port = free_port()
    command = [str(REDIS), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    trusts = ssl.create_default_context(cafile=str(cert))
    with own_database() as database:
        settings = {"STEADYBACK_REDIS": f"redis://127.0.0.1:{port}/0", "STEADYBACK_LOG": "json", **database}
        one = TlsServer(folder / "data", settings=settings, cert=cert, key=key, trusts=trusts)
        try:
            one.make_people()
            one.start()
            yield one
        finally:
            one.stop()
            redis.terminate()
            redis.wait(timeout=10)


def patient(server: TlsServer) -> dict[str, str]:
    return dict(server.people["patients"][0])


def test_cookies_go_by_tls_only_and_browsers_are_told_to_stay_with_it(server: TlsServer) -> None:
    browser = Browser(server)
    answer = browser.sign_in(patient(server)["email"], PASSWORD)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert browser.cookies["steadyback_session"]["secure"]
    assert browser.cookies["steadyback_session"]["httponly"]
    assert browser.cookies["steadyback_csrf"]["secure"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert browser.ask("GET", "/account/").status == 200


def test_it_does_not_talk_without_tls(server: TlsServer) -> None:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
    connection.request("GET", "/")
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
    connection.close()


async def answer_of_socket(server: TlsServer, origin: str | None) -> str | int:
    """The first word on the person's own socket, or the status with which it was refused."""
    cookie = f"steadyback_session={patient(server)['cookie']}"
    headers = {"Cookie": cookie, **({"Origin": origin} if origin else {})}
    address = f"wss://localhost:{server.port}/live/me/"
    try:
        async with connect(address, additional_headers=headers, ssl=server.trusts, open_timeout=20) as socket:
            return str(await asyncio.wait_for(socket.recv(), 10))
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_live_socket_opens_by_tls_for_our_own_pages_only(server: TlsServer) -> None:
    assert json.loads(str(asyncio.run(answer_of_socket(server, server.url))))
    for origin in (None, "null", "https://evil.example", server.url.replace("https", "http")):
        assert asyncio.run(answer_of_socket(server, origin)) == 403, origin


GIGABYTE = 1024**3


@pytest.mark.parametrize("told", [True, False])
def test_a_body_of_a_gigabyte_is_refused_before_it_is_sent(server: TlsServer, told: bool) -> None:
    """With its size told, nothing of it is read; without, at most what fits into the limit and the buffers between."""
    connection = http.client.HTTPSConnection("localhost", server.port, timeout=20, context=server.trusts)
    connection.putrequest("POST", "/settings/data/import/")
    connection.putheader(*(("Content-Length", str(GIGABYTE)) if told else ("Transfer-Encoding", "chunked")))
    connection.endheaders()
    sent, block = 0, b"x" * 65536
    if not told:
        try:
            for _ in range(GIGABYTE // len(block)):
                connection.send(b"10000\r\n" + block + b"\r\n")
                sent += len(block)
        except OSError:
            pass  # the server has closed its side
    assert sent < 32 * 1024 * 1024
    try:
        status = connection.getresponse().status
    except OSError:
        assert not told  # what was under way when the server closed took the answer with it
    else:
        assert status == 413
    connection.close()
    assert Browser(server).ask("GET", "/health/live/").status == 200


def test_five_wrong_passwords_at_one_worker_shut_the_address_at_the_other(server: TlsServer) -> None:
    """Ten tries over connections that two workers take in turns: the right password comes too late at either."""
    email = server.people["patients"][0]["email"]
    for _ in range(5):
        assert Browser(server).sign_in(email, "wrong").status != 302
    for _ in range(6):
        late = Browser(server)
        assert late.sign_in(email, PASSWORD).status != 302
        assert late.ask("GET", "/account/").status == 302


def test_the_log_is_json_and_holds_nothing_of_anybody(server: TlsServer) -> None:
    log = (server.data.parent / "server.log").read_text()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {line["address"] for line in lines if line["message"] == "request"} >= {"health/ready/", "accounts/login/"}
    for secret in (patient(server)["email"], patient(server)["name"], patient(server)["cookie"], PASSWORD):
        assert secret not in log
