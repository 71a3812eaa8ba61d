"""Make the installation ready: folder, secret, database, write-ahead log, checked catalogue."""

import os
import sqlite3

import django


class StartupError(Exception):
    """The installation cannot start; the text says why and what to do."""


def prepare() -> None:
    """Bring folder and database to this version. Raises StartupError with a sentence for the person."""
    from steadyback.web.data_folder import DataFolderError
    from steadyback.web.database import DatabaseAddressError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadyback.web.settings")
    try:
        django.setup()
    except (DataFolderError, DatabaseAddressError) as error:
        raise StartupError(str(error)) from error
    _migrate()


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
        call_command("migrate", verbosity=0, interactive=False)
        for name in ("", "-wal", "-shm"):
            path = settings.DATA / f"steadyback.sqlite3{name}"
            if path.exists():
                path.chmod(0o600)
    except (DatabaseError, sqlite3.Error) as error:
        where = settings.DATA if connection.vendor == "sqlite" else "STEADYBACK_DATABASE"
        raise StartupError(f"the database in {where} cannot be opened: {error}") from error
