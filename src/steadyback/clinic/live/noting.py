"""Who watched whom, and who stopped a session from afar, in the audit."""

from datetime import timedelta

from steadyback.clinic.access import Seen
from steadyback.clinic.audit import note
from steadyback.clinic.models import AuditRow
from steadyback.web import clock

LOOKS_AGAIN_AFTER = timedelta(minutes=10)
"""A connection that is lost and comes back is not another look."""
PRESSED_TWICE_WITHIN = timedelta(seconds=10)


def note_watching(seen: Seen, where: str) -> None:
    _note_once(seen, "watched", where, LOOKS_AGAIN_AFTER)


def note_stopped(seen: Seen, where: str) -> None:
    _note_once(seen, "stopped_session", where, PRESSED_TWICE_WITHIN)


def _note_once(seen: Seen, action: str, where: str, within: timedelta) -> None:
    same = AuditRow.objects.filter(
        person=seen.person.id, actor=seen.carer.id, action=action, at__gt=clock.now() - within
    )
    if not same.exists():
        note(action, actor=seen.carer, person=seen.person, where=where)
