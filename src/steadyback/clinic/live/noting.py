"""Who watched whom, and who stopped a session from afar, in the audit."""

from datetime import timedelta

from steadyback.clinic.access import Seen
from steadyback.clinic.audit import note
from steadyback.clinic.models import AuditRow
from steadyback.web import clock

ONCE_IN = timedelta(minutes=10)
"""A connection that is lost and comes back is not another look."""


def note_watching(seen: Seen, where: str) -> None:
    same = AuditRow.objects.filter(
        person=seen.person.id, actor=seen.carer.id, action="watched", at__gt=clock.now() - ONCE_IN
    )
    if not same.exists():
        note("watched", actor=seen.carer, person=seen.person, where=where)


def note_stopped(seen: Seen, where: str) -> None:
    note("stopped_session", actor=seen.carer, person=seen.person, where=where)
