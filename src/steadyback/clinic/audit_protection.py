"""The database itself refuses to change or remove a row of the audit, as far as it can.

Whoever owns the database can take this down again; the chain and its anchor are what finds that (audit_check).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "clinic_auditrow"
_REFUSAL = "the audit is append-only"

_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{word.lower()} BEFORE {word} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for word in ("UPDATE", "DELETE")
)
_SQLITE_DOWN = tuple(f"DROP TRIGGER IF EXISTS {TABLE}_no_{word}" for word in ("update", "delete"))
_POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
)
_POSTGRESQL_DOWN = (
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (PostgreSQL: TRUNCATE too) from now on. Doing it twice does no harm."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """For undoing the migration, and for tests that empty the database."""
    _run(connection, _POSTGRESQL_DOWN if connection.vendor == "postgresql" else _SQLITE_DOWN)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
