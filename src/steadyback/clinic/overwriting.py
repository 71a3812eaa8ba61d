"""What is deleted is overwritten where it was: SQLite would leave it in the file, and in its write-ahead log."""

from django.db import connection


def overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted rows in the file until their place is needed, unless it is told to overwrite them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def shorten_the_log() -> None:
    """What was deleted also stands in SQLite's write-ahead log until that is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
