"""Write down who did or saw what about whom, when and from where. Rows are only ever added, in one chain.

A row is written inside the caller's transaction: what is undone leaves no row, and what has a row was done. Writers
take turns: SQLite lets in one writing transaction at a time (`IMMEDIATE`), PostgreSQL by a lock held until the end of
the transaction. Codes only: no health data, no names, no words that a person typed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest

from steadyback.clinic.audit_anchor import Anchor, drop_anchor
from steadyback.clinic.models import AuditRow, User
from steadyback.web import clock
from steadyback.web.models import Person

FIRST = "0" * 64
"""What the first row holds in the place of the hash before it."""
LOOKED_AGAIN_AFTER = timedelta(minutes=10)
"""One row stands for all times that one carer opens the same page about the same person within this."""

_LOCK = 0x5B_A0D1
_CODE = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,63}")
_asking: ContextVar[HttpRequest | None] = ContextVar("asking", default=None)


def note(
    action: str,
    *,
    actor: User | UUID | None,
    person: Person | UUID | None = None,
    where: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Add one row. where: the network address that the request came from.

    detail: codes of small letters, numbers, or lists of codes. Raises ValueError for anything else: rule and concern
    ids, which tell of somebody's health, are written in capitals and do not fit.
    """
    codes = dict(detail or {})
    for value in (action, *codes, *codes.values()):
        _check_code(value)
    with transaction.atomic():
        _take_turn()
        last = AuditRow.objects.order_by("-seq").values_list("seq", "row_hash").first() or (0, FIRST)
        row = AuditRow(
            seq=last[0] + 1,
            at=clock.now(),
            action=action,
            actor=_id_of(actor),
            person=_id_of(person),
            where=where[:64],
            detail=codes,
            before=last[1],
        )
        row.row_hash = hash_of(row)
        row.save(force_insert=True)
        transaction.on_commit(lambda: drop_anchor(Anchor(row.seq, row.row_hash)), robust=True)
    return row


def note_here(action: str, *, person: Person | UUID | None = None, detail: Mapping[str, Any] | None = None) -> AuditRow:
    """`note` by whoever makes the request that is being answered; by nobody outside of one."""
    request = _asking.get()
    user = request.user if request is not None else None
    actor = user if isinstance(user, User) else None
    return note(action, actor=actor, person=person, where=where_of(request), detail=detail)


def note_looked(request: HttpRequest, person: Person, page: str, of: str = "") -> None:
    """A page about a person opened for a carer: one row for each carer, person, page and ten minutes.

    of: the id of what was looked at, where each of them counts for itself.
    """
    assert isinstance(request.user, User)
    since = clock.now() - LOOKED_AGAIN_AFTER
    detail = {"page": page, **({"of": of} if of else {})}
    same = AuditRow.objects.filter(
        person=person.id, at__gt=since, actor=request.user.id, action="looked", detail=detail
    )
    if not same.exists():
        note("looked", actor=request.user, person=person, where=where_of(request), detail=detail)


def note_looked_by_link(person: Person, clearance_request: UUID) -> None:
    """Somebody without an account opened the page of a one-time link: one row for each link and ten minutes."""
    detail = {"request": str(clearance_request)}
    since = clock.now() - LOOKED_AGAIN_AFTER
    if not AuditRow.objects.filter(
        person=person.id, at__gt=since, action="looked_by_link", detail__request=detail["request"]
    ).exists():
        note_here("looked_by_link", person=person, detail=detail)


@contextmanager
def asking(request: HttpRequest) -> Iterator[None]:
    """While this request is being answered, `note_here` writes in the name of its account."""
    before = _asking.set(request)
    try:
        yield
    finally:
        _asking.reset(before)


def where_of(request: HttpRequest | None) -> str:
    """The network address that a request came from; the server has put a trusted proxy's word in its place."""
    return str(request.META.get("REMOTE_ADDR") or "") if request is not None else ""


def hash_of(row: AuditRow) -> str:
    """SHA-256 over everything in a row and the hash of the row before it."""
    said = {
        "seq": row.seq,
        "at": _moment(row.at),
        "action": row.action,
        "actor": str(row.actor or ""),
        "person": str(row.person or ""),
        "where": row.where,
        "detail": row.detail,
        "before": row.before,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _take_turn() -> None:
    """Let nobody else add a row until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _check_code(value: object) -> None:
    if isinstance(value, (list, tuple)):
        for one in value:
            _check_code(one)
    elif isinstance(value, str) and not _CODE.fullmatch(value):
        raise ValueError(f"{value!r} is no code: the audit holds small letters, digits and _ . : - only")
    elif not isinstance(value, (str, int)):
        raise ValueError(f"{value!r} is no code, number or list of codes")


def _id_of(one: User | Person | UUID | None) -> UUID | None:
    return one if one is None or isinstance(one, UUID) else one.id
