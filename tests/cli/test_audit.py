"""`steadyback audit verify` on a real clinic's files: written by two processes at once, then tampered with."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

WRITER = Path(__file__).with_name("audit_writer.py")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic whose audit two processes filled at the same time."""
    data = tmp_path_factory.mktemp("clinic")
    subprocess.run([sys.executable, WRITER, "0"], check=True, env=environment(data))
    writers = [subprocess.Popen([sys.executable, WRITER, "20"], env=environment(data)) for _ in "ab"]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    return data


@pytest.fixture
def clinic(written: Path, tmp_path: Path) -> Path:
    data = tmp_path / "clinic"
    data.mkdir()
    for name in ("steadyback.sqlite3", "audit.head", "secret.key"):
        (data / name).write_bytes((written / name).read_bytes())
    return data


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "STEADYBACK_DATA": str(data), "STEADYBACK_DATABASE": ""}


def verify(data: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "steadyback", "audit", "verify", "--data", str(data), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(data))
    return done.returncode, done.stdout + done.stderr


def tamper(data: Path, statement: str) -> None:
    """As somebody does who owns the file: the database's own protection is taken down first."""
    database = sqlite3.connect(data / "steadyback.sqlite3")
    for word in ("update", "delete"):
        database.execute(f"DROP TRIGGER clinic_auditrow_no_{word}")
    database.execute(statement)
    database.commit()
    database.close()


def test_rows_of_two_processes_make_one_whole_chain(clinic: Path) -> None:
    code, said = verify(clinic)
    assert code == 0, said
    assert "The audit is whole: 40 rows." in said
    assert (clinic / "audit.head").read_text().strip() in said


def test_the_first_broken_row_is_named(clinic: Path) -> None:
    tamper(clinic, "UPDATE clinic_auditrow SET \"where\" = '192.0.2.9' WHERE seq = 17")
    code, said = verify(clinic)
    assert code == 1
    assert "row 17 was changed. 16 rows before it are whole" in said


def test_a_last_row_that_was_cut_off_is_missed(clinic: Path) -> None:
    head = (clinic / "audit.head").read_text().strip()
    tamper(clinic, "DELETE FROM clinic_auditrow WHERE seq = 40")
    code, said = verify(clinic)
    assert code == 1
    assert "rows 40 to 40 are missing at the end" in said
    (clinic / "audit.head").unlink()
    code, said = verify(clinic, "--head", head)
    assert code == 1
    assert "rows 40 to 40 are missing at the end" in said


def test_bad_words_are_told_of_plainly(clinic: Path, tmp_path: Path) -> None:
    assert verify(tmp_path)[0] == 1
    assert verify(clinic, "--head", "nonsense") == (
        2,
        "steadyback audit: --head: 'nonsense' is not NUMBER:HASH as steadyback audit verify prints it\n",
    )


def test_a_new_signing_key_is_written_into_the_audit(clinic: Path) -> None:
    (clinic / "signing.key").write_bytes(_fresh_key())
    command = [sys.executable, "-m", "steadyback", "clearance", "key", "--new", "--data", str(clinic)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(clinic))
    assert done.returncode == 0, done.stderr
    assert "signs from now on" in done.stdout
    assert "The audit is whole: 41 rows." in verify(clinic)[1]


def _fresh_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
