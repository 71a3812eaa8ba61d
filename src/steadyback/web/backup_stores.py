"""Copy a whole database out and in: SQLite by its online backup, PostgreSQL by its own `pg_dump` and `psql`.

Both copy one consistent moment while SteadyBack runs, and both come in as a whole or not at all.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

SQLITE_NAME = "steadyback.sqlite3"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
# Whatever of ours is there goes in the same transaction in which the copy comes in.
_DROP_ALL = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
EXECUTE 'DROP TABLE public.' || one.name || ' CASCADE'; END LOOP;
FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.proowner = current_user::regrole LOOP
EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE'; END LOOP;
END $$;
"""


class BackupError(Exception):
    """It could not be copied or put back; nothing was changed. The text says why and what to do."""


class Store(Protocol):
    """One database. kind: what a backup of it is called; member: the name of its copy in the archive."""

    kind: str
    member: str

    def copy_out(self, to: Path) -> list[tuple[str, str]]:
        """Write the copy; the migrations (app, name) that it has."""

    def holds_something(self) -> bool: ...

    def check_copy(self, copy: Path) -> None:
        """Raises BackupError when a copy cannot be put back."""

    def put_back(self, copy: Path, folder: Path) -> None:
        """Bring the copy in, all or nothing. folder: what becomes the data folder."""


class Sqlite:
    kind = "sqlite"
    member = "database.sqlite3"

    def __init__(self, data: Path) -> None:
        self.path = data / SQLITE_NAME

    def copy_out(self, to: Path) -> list[tuple[str, str]]:
        if not self.holds_something():
            raise BackupError(f"there is nothing to back up in {self.path.parent}. Choose the folder with --data")
        try:
            with closing(sqlite3.connect(self.path, timeout=20)) as kept, closing(sqlite3.connect(to)) as copy:
                kept.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                return [(app, name) for app, name in copy.execute(_MIGRATIONS)]
        except sqlite3.Error as error:
            raise BackupError(f"{self.path} cannot be copied: {error}") from error

    def holds_something(self) -> bool:
        return self.path.exists()

    def check_copy(self, copy: Path) -> None:
        try:
            with closing(sqlite3.connect(copy)) as opened:
                (said,) = opened.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.Error as error:
            raise BackupError(f"the database in the backup cannot be opened: {error}") from error
        if said != "ok":
            raise BackupError(f"the database in the backup is damaged: {said}")

    def put_back(self, copy: Path, folder: Path) -> None:
        shutil.move(copy, folder / SQLITE_NAME)
        (folder / SQLITE_NAME).chmod(0o600)


class Postgres:
    kind = "postgresql"
    member = "database.sql"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        user, _, password = parts.netloc.rpartition("@")[0].partition(":")
        host = parts.netloc.rpartition("@")[2]
        self._whole = address
        self._address = urlunsplit(parts._replace(netloc=f"{user}@{host}" if user else host))
        self._password = unquote(password)

    def copy_out(self, to: Path) -> list[tuple[str, str]]:
        if not self.holds_something():
            raise BackupError("there is nothing to back up in the database that STEADYBACK_DATABASE names")
        self._run("pg_dump", "--no-owner", "--no-privileges", "--file", str(to))
        rows = self._ask(_MIGRATIONS)
        return [(str(app), str(name)) for app, name in rows]

    def holds_something(self) -> bool:
        return bool(self._ask("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"))

    def check_copy(self, copy: Path) -> None:
        with copy.open("rb") as file:
            if b"PostgreSQL database dump" not in file.read(200):
                raise BackupError("the database in the backup is no copy of a PostgreSQL database")

    def put_back(self, copy: Path, folder: Path) -> None:
        first = copy.with_suffix(".first.sql")
        first.write_text(_DROP_ALL, encoding="utf-8")
        quiet = ("--no-psqlrc", "--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1")
        try:
            self._run("psql", *quiet, "--single-transaction", "--file", str(first), "--file", str(copy))
        finally:
            first.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)

    def _ask(self, question: str) -> list[tuple[object, ...]]:
        import psycopg

        try:
            with psycopg.connect(self._whole, connect_timeout=5) as connection:
                return connection.execute(question.encode()).fetchall()
        except psycopg.Error as error:
            raise BackupError(f"the database that STEADYBACK_DATABASE names cannot be asked: {error}") from error

    def _run(self, program: str, *words: str) -> None:
        """The password goes by the environment: what a process was called with can be read by others."""
        if shutil.which(program) is None:
            raise BackupError(f"{program} is missing; on Debian: apt-get install postgresql-client")
        environment = {**os.environ, **({"PGPASSWORD": self._password} if self._password else {})}
        command = [program, "--dbname", self._address, *words]
        done = subprocess.run(  # noqa: S603 (our own words and the operator's own address)
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupError(f"{program}: {done.stderr.strip() or f'ended with {done.returncode}'}")


def store_of(address: str, data: Path) -> Store:
    """The database that settings name. address: STEADYBACK_DATABASE."""
    return Postgres(address) if address else Sqlite(data)
