"""A page that a carer has open is loaded again within seconds once it, or a part of it, is not shown any more."""

import re

import pytest
from clinic_people import Clinic, SignedIn
from django.http import HttpResponse
from django.test import Client

from steadyback.clinic import access
from steadyback.clinic.models import AuditRow, CareRelation
from steadyback.clinic.roles import Role, Scope
from steadyback.clinic.views.still import EVERY_S
from steadyback.web import clock

ALL = frozenset(Scope)


def asks(browser: Client, page: str) -> str:
    """The address that an open page asks."""
    found = re.search(
        rf'hx-get="([^"]+/still/[^"]+)" hx-trigger="every {EVERY_S}s"', browser.get(page).content.decode()
    )
    assert found is not None, page
    return found[1]


def answer(browser: Client, address: str) -> tuple[int, bool]:
    given: HttpResponse = browser.get(address, headers={"hx-request": "true"})
    assert given.content == b""
    return given.status_code, given.headers.get("HX-Refresh") == "true"


def relation_of(clinic: Clinic) -> CareRelation:
    return clinic.trainer.care.get(person=clinic.person)


def test_it_is_soon_enough() -> None:
    assert EVERY_S < 5


@pytest.mark.parametrize(("page", "needs"), [("plan/", Scope.PLAN), ("sessions/", Scope.RECORDS), ("", None)])
def test_withdrawing_closes_what_is_open(page: str, needs: Scope | None, clinic: Clinic, signed_in: SignedIn) -> None:
    trainer = signed_in(clinic.trainer)
    address = asks(trainer, f"/people/{clinic.person.id}/{page}")
    looks = AuditRow.objects.count()
    assert answer(trainer, address) == (204, False)
    assert AuditRow.objects.count() == looks, "that a page stays open is not another look"
    access.show(relation_of(clinic), ALL - {Scope.MESSAGES}, clock.now())
    assert answer(trainer, address) == (204, True), "a part is not shown any more"
    if needs is not None:
        access.show(relation_of(clinic), ALL - {needs}, clock.now())
        assert answer(trainer, address) == (403, True)
    access.end(relation_of(clinic), clock.now())
    assert answer(trainer, address) == (404, True)


def test_so_does_the_list_of_people(clinic: Clinic, signed_in: SignedIn) -> None:
    trainer = signed_in(clinic.trainer)
    address = asks(trainer, "/people/")
    assert answer(trainer, address) == (204, False)
    access.show(relation_of(clinic), frozenset(), clock.now())
    assert answer(trainer, address) == (204, True)


def test_signing_out_and_losing_the_role_close_it_too(clinic: Clinic, signed_in: SignedIn) -> None:
    trainer = signed_in(clinic.trainer)
    address = asks(trainer, f"/people/{clinic.person.id}/plan/")
    assert answer(signed_in(None), address) == (401, True)
    assert answer(signed_in(clinic.other_trainer), address) == (404, True)
    access.end_role(clinic.trainer, Role.TRAINER, clock.now())
    assert answer(trainer, address) == (404, True)


def test_a_page_that_is_about_nobody_is_not_asked_about(clinic: Clinic, signed_in: SignedIn) -> None:
    trainer = signed_in(clinic.trainer)
    for page in ("people", "made-up", "account"):
        url = f"/people/{clinic.person.id}/still/{page}/plan/"
        assert trainer.get(url).status_code == 404, page
    assert b"/still/" not in trainer.get("/account/").content
