"""Make the installation ready: folder, secret, database, write-ahead log, checked catalogue."""

import os
import sqlite3
from pathlib import Path

import django

OF_A_CLINIC = "clinic_user"
"""A table that only a clinic has; what is behind its sign-in never opens without one."""


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


def _refuse_the_other_kind(folder: Path) -> None:
    """Before anything is changed: one person's own data and a clinic never share a place."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        is_clinic = OF_A_CLINIC in tables
        if is_clinic and not settings.CLINIC:
            raise StartupError(
                f"{folder} holds a clinic, which opens by signing in only: steadyback up --clinic. "
                "For one person's own data choose another folder with --data"
            )
        if settings.CLINIC and not is_clinic and "web_person" in tables:
            cursor.execute("SELECT 1 FROM web_person LIMIT 1")
            if cursor.fetchone():
                raise StartupError(
                    f"{folder} holds one person's own data, without an account. Choose another folder for the clinic "
                    "with --data; to take that data along: steadyback export, then restore it in an account"
                )


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
        _refuse_the_other_kind(settings.DATA)
        call_command("migrate", verbosity=0, interactive=False)
        for name in ("", "-wal", "-shm"):
            path = settings.DATA / f"steadyback.sqlite3{name}"
            if path.exists():
                path.chmod(0o600)
    except (DatabaseError, sqlite3.Error) as error:
        where = settings.DATA if connection.vendor == "sqlite" else "STEADYBACK_DATABASE"
        raise StartupError(f"the database in {where} cannot be opened: {error}") from error
