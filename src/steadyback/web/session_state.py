"""One session as the player sees it: script, record, lease and what the server has already got."""

from typing import Any

from steadyback.web import clock
from steadyback.web.models import Session
from steadyback.web.session_log import Lease, acknowledged, lease_of


def session_state(session: Session, client_id: str) -> dict[str, Any]:
    return {
        "script": session.script,
        "record": session.record,
        "lease": lease_state(lease_of(session), client_id),
        "acknowledged": acknowledged(session),
    }


def lease_state(lease: Lease, client_id: str) -> dict[str, Any]:
    """`mine`: this client is the writer. holder is null once the lease has run out."""
    held = lease.is_held_at(clock.now())
    return {
        "holder": lease.holder if held else None,
        "mine": held and lease.holder == client_id,
        "expires_at": lease.until.isoformat() if held and lease.until else None,
    }
