"""The end of the audit's chain as a small file in the data folder: it finds that last rows are gone.

A chain by itself cannot miss what was cut off its end. The file is written after each row was stored, so it may be
behind after a crash, never ahead. Whoever can change both the database and this file can hide a cut; `steadyback audit
verify` prints the end so that it can be kept elsewhere too.
"""

import fcntl
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

NAME = "audit.head"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row that the chain must hold: its number and its hash."""

    seq: int
    row_hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.row_hash}"


class AnchorError(ValueError):
    """This is no anchor; the text says what one looks like."""


def read_anchor(text: str) -> Anchor:
    """NUMBER:HASH. Raises AnchorError."""
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip())
    if found is None:
        raise AnchorError(f"{text.strip()[:80]!r} is not NUMBER:HASH as steadyback audit verify prints it")
    return Anchor(int(found[1]), found[2])


def kept_anchor() -> Anchor | None:
    """The anchor of this data folder, None before the first row. Raises AnchorError for a damaged file."""
    path = _path()
    return read_anchor(path.read_text(encoding="ascii", errors="replace")) if path.exists() else None


def drop_anchor(anchor: Anchor) -> None:
    """Keep this end of the chain unless a later one is kept already; several processes take turns."""
    path = _path()
    with (path.parent / f"{NAME}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            kept = kept_anchor()
        except AnchorError:
            # A damaged file stays as it is: verifying has to find it.
            return
        if kept is not None and kept.seq >= anchor.seq:
            return
        fresh = path.with_suffix(".new")
        fresh.write_text(f"{anchor}\n", encoding="ascii")
        fresh.chmod(0o600)
        fresh.replace(path)


def _path() -> Path:
    return Path(settings.DATA) / NAME
