"""Messages of one care relation: written by either side while the relation is open and the person shows messages.

Nothing of them goes out by e-mail. When the relation ends the thread is closed: the carer reads it no more, the person
may still read it.
"""

from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from steadyback.clinic.access import is_shown
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import CareRelation, Message, User
from steadyback.clinic.roles import Scope
from steadyback.web import clock
from steadyback.web.models import Person

LONGEST = 2000
MOST_A_DAY = 100
"""So many messages one side of a relation writes in a day (a default of ours)."""


def may_write(relation: CareRelation) -> bool:
    return is_shown(relation, Scope.MESSAGES)


def send(relation: CareRelation, text: str, *, from_carer: bool) -> str:
    """Keep a message; "" when it was kept, else what is wrong with it."""
    text = text.strip()
    if not may_write(relation):
        return _("This conversation is closed.")
    if not text:
        return _("Please write something first.")
    if len(text) > LONGEST:
        values = {"longest": LONGEST, "length": len(text)}
        return _("A message has %(longest)d letters at most; this has %(length)d.") % values
    now = clock.now()
    today = relation.messages.filter(from_carer=from_carer, sent_at__date=now.date()).count()
    if today >= MOST_A_DAY:
        return _("That is enough for one day. Please go on tomorrow, or call each other.")
    Message.objects.create(relation=relation, from_carer=from_carer, sent_at=now, text=text)
    note_here("message_sent", person=relation.person_id)
    return ""


def read(relation: CareRelation, *, by_carer: bool) -> list[Message]:
    """The thread, oldest first; what the other side wrote counts as read from now on."""
    thread = list(relation.messages.all())
    relation.messages.filter(from_carer=not by_carer, read_at=None).update(read_at=clock.now())
    return thread


def unread_for_carer(carer: User) -> dict[UUID, int]:
    """Unread messages by relation, of open relations that show messages."""
    rows = Message.objects.filter(
        relation__carer=carer,
        relation__ended_at=None,
        from_carer=False,
        read_at=None,
        relation__consents__scope=Scope.MESSAGES.value,
        relation__consents__withdrawn_at=None,
    )
    return dict(rows.order_by().values_list("relation_id").annotate(count=Count("id", distinct=True)))


def unread_for_person(person: Person) -> dict[UUID, int]:
    """Unread messages by relation, of open ones."""
    rows = Message.objects.filter(
        relation__person=person, relation__ended_at=None, from_carer=True, read_at=None
    ).order_by()
    return dict(rows.values_list("relation_id").annotate(count=Count("id")))
