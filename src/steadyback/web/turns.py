"""Writers about one person take turns: what is read first and written after holds until it is written.

With SQLite every transaction is `IMMEDIATE`: one writer at a time, whoever it is about. PostgreSQL lets writers in side
by side, so there the person's own row is locked until the transaction ends; people do not wait for each other.
Whoever locks something else besides (the audit's chain) locks people first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import connection, transaction

from steadyback.web.models import Person


class AboutPerson(Protocol):
    """A row that belongs to a person."""

    person_id: UUID


P = ParamSpec("P")
R = TypeVar("R")
About = TypeVar("About", bound=AboutPerson)


@contextmanager
def writing_about(*people: Person | UUID | None) -> Iterator[None]:
    """One transaction in which nobody else writes about these people; None stands for nobody."""
    keys = {one.pk if isinstance(one, Person) else one for one in people if one is not None}
    with transaction.atomic():
        if keys and connection.features.has_select_for_update:
            rows = Person.objects.select_for_update(no_key=True).filter(pk__in=keys)
            list(rows.order_by("pk").values_list("pk", flat=True))
        yield


def in_turn(work: Callable[Concatenate[Person, P], R]) -> Callable[Concatenate[Person, P], R]:
    """`writing_about` for a function whose first argument is the person."""

    @wraps(work)
    def alone(person: Person, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with writing_about(person):
            return work(person, *args, **kwargs)

    return alone


def in_turn_of_row(work: Callable[Concatenate[About, P], R]) -> Callable[Concatenate[About, P], R]:
    """`writing_about` for a function whose first argument is a row of the person's."""

    @wraps(work)
    def alone(row: About, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with writing_about(row.person_id):
            return work(row, *args, **kwargs)

    return alone


@contextmanager
def at_one_moment() -> Iterator[None]:
    """One transaction that sees everything as it was at its beginning, whatever is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
