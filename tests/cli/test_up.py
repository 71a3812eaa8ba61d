"""`steadyback up` as its own process."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def steadyback(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "STEADYBACK_DATA": str(data)}
    command = [sys.executable, "-m", "steadyback", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


def test_a_port_in_use_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = steadyback("up", "--no-browser", "--port", str(port), data=tmp_path / "data")
    assert result.returncode == 1
    assert f"port {port} is in use" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_an_impossible_port_is_a_usage_error(tmp_path: Path, port: str) -> None:
    result = steadyback("up", "--no-browser", f"--port={port}", data=tmp_path / "data")
    assert result.returncode == 2
    assert "1 to 65535" in result.stderr


def test_a_data_folder_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    result = steadyback("up", "--no-browser", data=tmp_path / "data")
    assert result.returncode == 1
    assert "data folder" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_damaged_database_is_said_plainly_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    database = folder / "steadyback.sqlite3"
    database.write_bytes(b"this is no database" * 100)
    result = steadyback("up", "--no-browser", data=folder)
    assert result.returncode == 1
    assert "cannot be opened" in result.stderr
    assert "Traceback" not in result.stderr
    assert database.read_bytes() == b"this is no database" * 100


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    result = steadyback("dance", data=tmp_path / "data")
    assert result.returncode == 2
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [["up", "--no-browser"], ["export", "-o", "-"], ["explain"]], ids=lambda it: it[0])
def test_what_is_behind_a_clinics_sign_in_never_opens_without_it(words: list[str], tmp_path: Path) -> None:
    """The personal product takes the first person it finds for its own; in a clinic's folder it finds nobody's."""
    data = tmp_path / "data"
    make = "from steadyback.clinic.startup import prepare; prepare()"
    environment = {**os.environ, "STEADYBACK_DATA": str(data)}
    subprocess.run([sys.executable, "-c", make], env=environment, check=True, timeout=60)
    result = steadyback(*words, data=data)
    assert (result.returncode, result.stdout) == (1, "")
    assert "holds a clinic" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_clinic_takes_no_folder_of_one_persons_own_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make = """
from steadyback.web.startup import prepare; prepare()
from steadyback.web import clock; from steadyback.web.models import Person
Person.objects.create(created_at=clock.now())
"""
    environment = {**os.environ, "STEADYBACK_DATA": str(data)}
    subprocess.run([sys.executable, "-c", make], env=environment, check=True, timeout=60)
    result = steadyback("up", "--clinic", "--no-browser", data=data)
    assert result.returncode == 1
    assert "one person's own data" in result.stderr
    assert steadyback("export", "-o", "-", data=data).returncode == 0, "and it still opens as it was"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "0.0.0.0"], "--clinic"),
        (["--clinic", "--cert", "x.pem"], "belong together"),
        (["--clinic", "--cert", "x.pem", "--key", "y.pem"], "no file"),
        (["--clinic", "--workers", "2"], "STEADYBACK_REDIS"),
        (["--clinic", "--address", "back.example.org"], "in full"),
    ],
    ids=lambda it: it[-1] if isinstance(it, list) else "",
)
def test_what_does_not_fit_together_is_a_usage_error(words: list[str], said: str, tmp_path: Path) -> None:
    result = steadyback("up", *words, data=tmp_path / "data")
    assert result.returncode == 2
    assert said in result.stderr
