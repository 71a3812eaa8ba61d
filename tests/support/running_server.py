"""One installation as its own process on its own data folder."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One installation. `kill` ends it the hard way; `start` brings the same data up again."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def has_socket(self, url: str) -> bool:
        """Whether its pages may open this socket; the personal product has none."""
        return False

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def processor_s(self) -> float:
        """Processor time that it has taken so far; other work on the machine does not disturb it."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def start(self) -> float:
        """Start and return the seconds until the first page came."""
        began = time.monotonic()
        log = (self.data.parent / "server.log").open("ab")
        command = [sys.executable, "-m", "steadyback", "up", "--port", str(self.port), "--no-browser"]
        environment = {**os.environ, "STEADYBACK_DATA": str(self.data)}
        self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()
        while time.monotonic() - began < 30:
            try:
                with urllib.request.urlopen(f"{self.url}/safety-card/", timeout=5):
                    return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError("the server did not start:\n" + (self.data.parent / "server.log").read_text())

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the product on the same data."""
        environment = {**os.environ, "STEADYBACK_DATA": str(self.data)}
        command = [sys.executable, "-m", "steadyback", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.data / "steadyback.sqlite3")
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()
