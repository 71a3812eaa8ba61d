"""Which database: SQLite in the data folder, or the PostgreSQL that a setting names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")
# As long as a writer waits with SQLite; a connection that cannot be had is said sooner.
_PATIENCE = {"connect_timeout": "5", "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s"}


class DatabaseAddressError(Exception):
    """The database's address cannot be read; the text says why and what to write. It never repeats a password."""


def database(address: str, data: Path) -> dict[str, Any]:
    """The `DATABASES` entry. address: empty for SQLite, or `postgresql://user:password@host:port/name`.

    A lost write is a lost pain score: with SQLite the write-ahead log is set when the database is made, and writers
    queue instead of failing; with PostgreSQL see `turns`. Each request has its own thread, so connections are not kept.
    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "steadyback.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES:
        raise DatabaseAddressError(
            f"STEADYBACK_DATABASE begins with {parts.scheme!r}; write postgresql://user:password@host:5432/name"
        )
    try:
        port = parts.port
    except ValueError:
        raise DatabaseAddressError("STEADYBACK_DATABASE has a port that is no number from 1 to 65535") from None
    name = parts.path.lstrip("/")
    if not name:
        raise DatabaseAddressError("STEADYBACK_DATABASE names no database; end it with /name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": {**_PATIENCE, **dict(parse_qsl(parts.query))},
    }
