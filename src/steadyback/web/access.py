"""Who is asking. In personal mode there is one person on the machine, made on first use; every view asks here."""

import uuid

from django.http import Http404, HttpRequest

from steadyback.web import clock
from steadyback.web.models import Person, Session


def current_person(request: HttpRequest) -> Person:
    """The person whose data this request may see and change."""
    person = Person.objects.order_by("created_at").first()
    if person is None:
        person = Person.objects.create(created_at=clock.now())
    return person


def own_session(request: HttpRequest, session_id: uuid.UUID) -> Session:
    """The person's own session, or 404 without saying whether somebody else has it."""
    try:
        return Session.objects.select_related("person", "plan").get(id=session_id, person=current_person(request))
    except Session.DoesNotExist:
        raise Http404 from None
