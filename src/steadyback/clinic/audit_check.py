"""Whether the chain of the audit is whole: nothing changed, nothing removed, nothing put in between."""

from collections.abc import Iterable
from dataclasses import dataclass

from steadyback.clinic.audit import FIRST, hash_of
from steadyback.clinic.audit_anchor import Anchor
from steadyback.clinic.models import AuditRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """rows: how many follow one another. head: the last of them. broken: what is wrong first, empty when whole."""

    rows: int
    head: Anchor | None
    broken: str = ""


def check(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Walk the whole chain. anchors: rows that must be in it, of the data folder or kept elsewhere."""
    wanted = {anchor.seq: anchor for anchor in anchors}
    rows, before = 0, FIRST
    for row in AuditRow.objects.order_by("seq").iterator(chunk_size=2000):
        fault = _fault(row, rows + 1, before)
        anchor = wanted.get(row.seq)
        if not fault and anchor is not None and anchor.row_hash != row.row_hash:
            fault = f"row {row.seq} is not the row that was there when its hash was kept"
        if fault:
            return Verdict(rows, Anchor(rows, before) if rows else None, fault)
        rows, before = row.seq, row.row_hash
    head = Anchor(rows, before) if rows else None
    cut = max((seq for seq in wanted if seq > rows), default=None)
    return Verdict(rows, head, f"rows {rows + 1} to {cut} are missing at the end" if cut is not None else "")


def _fault(row: AuditRow, seq: int, before: str) -> str:
    if row.seq != seq:
        return f"row {seq} is missing"
    if row.before != before:
        return f"row {seq} does not follow the row before it"
    if row.row_hash != hash_of(row):
        return f"row {seq} was changed"
    return ""
