"""The example of the documents, behind a real nginx: pages, cookies, sockets, addresses of the log."""

import asyncio
import http.client
import json
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from certificate import make_certificate
from clinic_server import ClinicServer
from postgres import own_database
from running_server import free_port
from websockets.asyncio.client import connect

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "nginx.conf"
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed, so the example is not tried")


@dataclass
class BehindProxy(ClinicServer):
    front: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        address = {"STEADYBACK_ADDRESS": f"https://localhost:{self.front}", "STEADYBACK_BEHIND_PROXY": "1"}
        return {**super().environment, **address}


def adapted(text: str, server: BehindProxy, cert: Path, key: Path) -> str:
    """The example with this machine's ports and files; each replacement must find something."""
    for old, new in (
        ("    listen 80;\n    listen [::]:80;\n", f"    listen {free_port()};\n"),
        ("    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n", f"    listen {server.front} ssl http2;\n"),
        ("/etc/letsencrypt/live/back.example.org/fullchain.pem", str(cert)),
        ("/etc/letsencrypt/live/back.example.org/privkey.pem", str(key)),
        ("back.example.org", "localhost"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BehindProxy, ssl.SSLContext]]:
    folder = tmp_path_factory.mktemp("proxy")
    folder.chmod(0o755)
    cert, key = make_certificate(folder)
    with own_database() as database:
        server = BehindProxy(folder / "data", settings=database)
        site = adapted(EXAMPLE.read_text(), server, cert, key)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("proxy", "client_body", "fastcgi"))
        more = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("uwsgi", "scgi"))
        whole = f"pid {folder}/pid;\nerror_log {folder}/error.log;\ndaemon off;\nevents {{}}\n"
        (folder / "nginx.conf").write_text(f"{whole}http {{\n{temporary}{more}{site}}}\n")
        nginx: subprocess.Popen[bytes] | None = None
        try:
            server.make_people()
            server.start()
            nginx = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf"), "-p", str(folder)])
            yield server, ssl.create_default_context(cafile=str(cert))
        finally:
            if nginx is not None:
                nginx.terminate()
                nginx.wait(timeout=10)
            server.stop()


def ask(
    server: BehindProxy, trusts: ssl.SSLContext, method: str, path: str, **headers: str
) -> http.client.HTTPResponse:
    for _ in range(50):
        connection = http.client.HTTPSConnection("localhost", server.front, timeout=20, context=trusts)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): one for name, one in headers.items()})
        except ConnectionRefusedError:
            time.sleep(0.1)
            continue
        response = connection.getresponse()
        response.read()
        connection.close()
        return response
    raise AssertionError("nginx did not start")


def test_pages_come_as_https_and_know_who_asks(proxied: tuple[BehindProxy, ssl.SSLContext]) -> None:
    server, trusts = proxied
    answer = ask(server, trusts, "GET", "/accounts/login/", origin=f"https://localhost:{server.front}")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"]
    assert "; Secure" in "".join(answer.headers.get_all("Set-Cookie", []))
    assert ask(server, trusts, "GET", "/accounts/login/", origin="https://evil.example").status == 403
    assert len(answer.headers["X-Request-ID"]) == 32
    assert f"request={answer.headers['X-Request-ID']}" in (server.data.parent / "server.log").read_text()


def test_a_body_that_is_too_large_stops_at_the_proxy(proxied: tuple[BehindProxy, ssl.SSLContext]) -> None:
    server, trusts = proxied
    connection = http.client.HTTPSConnection("localhost", server.front, timeout=20, context=trusts)
    connection.putrequest("POST", "/settings/data/import/")
    connection.putheader("Content-Length", str(1024**3))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_sockets_pass_the_proxy(proxied: tuple[BehindProxy, ssl.SSLContext]) -> None:
    server, trusts = proxied
    ask(server, trusts, "GET", "/health/ready/")

    async def first_word() -> str | bytes:
        headers = {"Cookie": f"steadyback_session={server.people['patients'][0]['cookie']}"}
        headers["Origin"] = f"https://localhost:{server.front}"
        address = f"wss://localhost:{server.front}/live/me/"
        async with connect(address, additional_headers=headers, ssl=trusts, open_timeout=20) as socket:
            return await asyncio.wait_for(socket.recv(), 10)

    assert json.loads(asyncio.run(first_word()))
