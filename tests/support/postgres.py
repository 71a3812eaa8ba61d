"""A throw-away PostgreSQL of Debian's packages, on a socket in a folder of its own; gone when the command ends.

python tests/support/postgres.py COMMAND ...    runs the command with STEADYBACK_DATABASE naming an empty database
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

VERSIONS = Path("/usr/lib/postgresql")
USER = "steadyback"
# What is lost when the machine stops need not be kept: nothing waits for the disk.
UNSAFE_BUT_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: the newest that is installed; None where there is none."""
    found = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _as_somebody(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then Debian's own account for it does."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """An address without a database's name: `address_of(cluster, name)` gives one that can be opened."""
    found = programs()
    if found is None:
        raise SystemExit("there is no PostgreSQL here: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="steadyback-postgres-"))
    somebody = _as_somebody(folder)
    data = folder / "data"
    settings = [f"-c {one}" for one in UNSAFE_BUT_QUICK]
    options = " ".join(["-c listen_addresses=''", f"-k {folder}", *settings])
    control = [*somebody, str(found / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        made = [str(found / "initdb"), "-D", str(data), "-U", USER, "--auth=trust", "-E", "UTF8", "--no-locale", "-N"]
        _run([*somebody, *made], folder)
        _run([*control, "-o", options, "-l", str(folder / "log"), "start"], folder)
        try:
            yield str(folder)
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        log = folder / "log"
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout}\n{log.read_text() if log.exists() else ''}")


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """What an installation of its own needs in its environment: where tests run on PostgreSQL, an empty database."""
    address = os.environ.get("STEADYBACK_DATABASE")
    if not address:
        yield {}
        return
    with fresh_database(address) as own:
        yield {"STEADYBACK_DATABASE": own}


@contextmanager
def fresh_database(address: str) -> Iterator[str]:
    """The address of a new, empty database on the server behind an address; dropped afterwards."""
    parts = urlsplit(address)
    name = f"steadyback_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def address_of(cluster: str, name: str = "postgres") -> str:
    """What STEADYBACK_DATABASE says for one of the cluster's databases."""
    return f"postgresql://{USER}@/{name}?host={quote(cluster)}"


if __name__ == "__main__":
    with throw_away_cluster() as cluster_:
        environment = {**os.environ, "STEADYBACK_DATABASE": address_of(cluster_)}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
