"""Who is asking. Every view gets its person and its objects here.

In personal mode there is one person on the machine, made on first use. A clinic names its own function in the setting
PERSON_OF; it answers None for somebody who has no records of their own.
"""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.module_loading import import_string

from steadyback.web import clock
from steadyback.web.models import Person, Session


def only_person(request: HttpRequest) -> Person:
    """The one person of a personal installation."""
    person = Person.objects.order_by("created_at").first()
    if person is None:
        person = Person.objects.create(created_at=clock.now())
    return person


def person_or_none(request: HttpRequest) -> Person | None:
    """The person whose data this request may see and change, if it has one."""
    person_of: Callable[[HttpRequest], Person | None] = import_string(settings.PERSON_OF)
    return person_of(request)


def current_person(request: HttpRequest) -> Person:
    """The person whose data this request may see and change, or 404."""
    person = person_or_none(request)
    if person is None:
        raise Http404
    return person


def own_session(request: HttpRequest, session_id: uuid.UUID) -> Session:
    """The person's own session, or 404 without saying whether somebody else has it."""
    try:
        return Session.objects.select_related("person", "plan").get(id=session_id, person=current_person(request))
    except Session.DoesNotExist:
        raise Http404 from None
