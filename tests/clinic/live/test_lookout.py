"""Who may go on watching is looked up again and again, for all sockets at once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import pytest
from clinic_people import ALL, Clinic
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError

from steadyback.clinic import access
from steadyback.clinic.access import Watch, who_may_still
from steadyback.clinic.live.lookout import Lookout
from steadyback.clinic.models import User
from steadyback.clinic.roles import Role, Scope
from steadyback.web import clock


def sign_in(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store.create()
    return str(store.session_key)


def watch(user: User, clinic: Clinic | None = None) -> Watch:
    return Watch(user.id, sign_in(user), user.password, None if clinic is None else clinic.person.id)


@pytest.mark.django_db
def test_who_is_shown_something_stays_and_nobody_else_does(
    clinic: Clinic, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    trainer, own = watch(clinic.trainer, clinic), watch(clinic.patient)
    lapsed, stranger = watch(clinic.lapsed, clinic), watch(clinic.other_trainer, clinic)
    operator = watch(clinic.operator)
    with django_assert_max_num_queries(4):
        refused = who_may_still([trainer, own, lapsed, stranger, operator])
    assert refused == {lapsed: 403, stranger: 403, operator: 403}


def withdraw(clinic: Clinic) -> None:
    relation = clinic.person.care.get(carer=clinic.trainer)
    access.show(relation, ALL - {Scope.LIVE}, clock.now())


def end_relation(clinic: Clinic) -> None:
    access.end(clinic.person.care.get(carer=clinic.trainer), clock.now())


def end_role(clinic: Clinic) -> None:
    access.end_role(clinic.trainer, Role.TRAINER, clock.now())


def sign_out(clinic: Clinic) -> None:
    SessionStore().model.objects.all().delete()


def close_account(clinic: Clinic) -> None:
    User.objects.filter(id=clinic.trainer.id).update(is_active=False)


def change_password(clinic: Clinic) -> None:
    clinic.trainer.set_password("another calm and steady phrase")
    clinic.trainer.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (withdraw, 403),
        (end_relation, 403),
        (end_role, 403),
        (sign_out, 401),
        (close_account, 401),
        (change_password, 401),
    ],
)
def test_what_ends_a_stream(clinic: Clinic, happens: Callable[[Clinic], None], status: int) -> None:
    one = watch(clinic.trainer, clinic)
    assert who_may_still([one]) == {}
    happens(clinic)
    assert who_may_still([one]) == {one: status}


@pytest.mark.django_db
def test_a_withdrawal_is_told_once_it_is_stored(clinic: Clinic, django_capture_on_commit_callbacks: Any) -> None:
    told: list[object] = []

    def hear(person_id: object, **_more: object) -> None:
        told.append(person_id)

    access.withdrawn.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            access.show(clinic.person.care.get(carer=clinic.lapsed), frozenset({Scope.LIVE}), clock.now())
            assert told == []
        assert told == []
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(clinic)
        assert told == [clinic.person.id]
    finally:
        access.withdrawn.disconnect(hear)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))


def test_a_look_now_does_not_wait_for_the_next_one() -> None:
    async def story() -> None:
        one = Watch(uuid4(), "s", "p", uuid4())
        shown = [True]
        lookout = Lookout(lambda watches: {} if shown[0] else dict.fromkeys(watches, 403), every_s=60)
        with lookout.over(one) as passed:
            await asyncio.sleep(0.05)
            shown[0] = False
            lookout.look_now(uuid4())  # somebody else's
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(passed.ended), 0.1)
            lookout.look_now(one.person_id)
            assert await asyncio.wait_for(passed.ended, 2) == 403

    run(story)


def test_where_the_database_does_not_answer_nobody_goes_on_watching_for_long() -> None:
    def away(_watches: list[Watch]) -> dict[Watch, int]:
        raise OperationalError

    async def story() -> None:
        lookout = Lookout(away, every_s=0.5)
        loop = asyncio.get_running_loop()
        with lookout.over(Watch(uuid4(), "s", "p", uuid4())) as passed:
            began_s = loop.time()
            assert await asyncio.wait_for(passed.ended, 8) == 403
            assert 2 < loop.time() - began_s < 5

    run(story)
