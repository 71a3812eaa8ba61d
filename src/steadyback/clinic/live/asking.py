"""A carer asks to watch; the person sees it in their session, and lets them, or not now. An ask lasts ten minutes."""

from typing import Final
from uuid import UUID

from django.core.cache import cache

from steadyback.clinic.access import Seen, carers_shown
from steadyback.clinic.models import User
from steadyback.clinic.roles import Scope
from steadyback.clinic.words import role_words
from steadyback.web.models import Person

LASTS_S: Final = 600


def name_of(carer: User, role: str) -> str:
    """How the person reads who it is."""
    return carer.name or role_words(role)


def ask(seen: Seen) -> None:
    cache.set(_key(seen.person.id, seen.relation.id), True, LASTS_S)


def asked_by(person: Person) -> list[str]:
    """Who asks now, of those to whom watching is open at this moment."""
    relations = {_key(person.id, one.id): one for one in carers_shown(person, Scope.LIVE)}
    asking = cache.get_many(relations)
    return [name_of(one.carer, one.role) for key, one in relations.items() if key in asking]


def answered(person: Person) -> None:
    """They let somebody watch, or said not now: nobody asks any more."""
    cache.delete_many([_key(person.id, one.id) for one in carers_shown(person, Scope.LIVE)])


def _key(person_id: UUID, relation_id: UUID) -> str:
    return f"live-ask.{person_id}.{relation_id}"
