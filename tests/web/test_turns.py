"""Writers about one person take turns, and do not wait for those about another."""

import threading

import pytest
from django.db import connection

from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.turns import at_one_moment, in_turn, in_turn_of_row, writing_about

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time: test_concurrency"),
    pytest.mark.django_db(transaction=True),
]


class Writer:
    """A thread that says when its turn has come."""

    def __init__(self, work: object) -> None:
        self.entered = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work: object) -> None:
        try:
            work(self.entered.set)  # type: ignore[operator]
        finally:
            connection.close()


def by_block(person: Person) -> Writer:
    def work(entered: object) -> None:
        with writing_about(person):
            entered()  # type: ignore[operator]

    return Writer(work)


def by_person(person: Person) -> Writer:
    return Writer(lambda entered: in_turn(lambda _person: entered())(person))


def by_row(person: Person) -> Writer:
    class Row:
        person_id = person.pk

    return Writer(lambda entered: in_turn_of_row(lambda _row: entered())(Row()))


@pytest.mark.parametrize("start", [by_block, by_person, by_row])
def test_the_second_writer_waits_until_the_first_has_written(start: object) -> None:
    person, other = (Person.objects.create(created_at=clock.now()) for _ in range(2))
    with writing_about(person, None):
        second, elsewhere = start(person), start(other)  # type: ignore[operator]
        assert elsewhere.entered.wait(10)
        assert not second.entered.wait(0.3)
    assert second.entered.wait(10)
    for writer in (second, elsewhere):
        writer.thread.join()


def test_a_reading_of_one_moment_does_not_see_what_is_written_meanwhile() -> None:
    with at_one_moment():
        assert not Person.objects.exists()

        def work(entered: object) -> None:
            Person.objects.create(created_at=clock.now())
            entered()  # type: ignore[operator]

        Writer(work).thread.join()
        assert not Person.objects.exists()
    assert Person.objects.exists()
