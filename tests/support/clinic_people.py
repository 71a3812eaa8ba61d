"""A small clinic for tests: two patients, a trainer and a clinician for one of them, strangers of every role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import Client

from steadyback.clinic import access
from steadyback.clinic.models import CareRelation, Patient, User
from steadyback.clinic.roles import Role, Scope
from steadyback.web import clock
from steadyback.web.models import Person

SignedIn = Callable[[User | None], Client]
PASSWORD = "a calm and steady phrase"
ALL = frozenset(Scope)


@dataclass
class Clinic:
    """The people of one clinic. `patient` shows everything to `trainer` and `clinician`, and nothing to `lapsed`."""

    patient: User
    other_patient: User
    trainer: User
    clinician: User
    other_trainer: User
    other_clinician: User
    lapsed: User
    operator: User
    person: Person
    other_person: Person


@cache
def _hashed() -> str:
    """A good hash takes its time; the same one serves everybody here."""
    return make_password(PASSWORD)


def make_user(name: str, *roles: Role) -> User:
    at = clock.now() - timedelta(days=3)
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create(email=email, name=name, password=_hashed())
    for role in roles:
        access.grant(user, role, at)
    return user


def make_patient(name: str, person: Person | None = None) -> User:
    user = make_user(name, Role.PATIENT)
    Patient.objects.create(user=user, person=person or Person.objects.create(created_at=clock.now()))
    return user


def relate(person: Person, carer: User, role: Role, scopes: frozenset[Scope] = ALL) -> CareRelation:
    at = clock.now() - timedelta(days=2)
    relation = CareRelation.objects.create(person=person, carer=carer, role=role.value, began_at=at)
    access.show(relation, scopes, at)
    return relation


def make_clinic() -> Clinic:
    patient, other = make_patient("Ada Patient"), make_patient("Otto Patient")
    trainer, clinician = make_user("Tia Trainer", Role.TRAINER), make_user("Clara Clinician", Role.CLINICIAN)
    lapsed = make_user("Lars Lapsed", Role.TRAINER)
    person = patient.patient.person
    relate(person, trainer, Role.TRAINER)
    relate(person, clinician, Role.CLINICIAN)
    relate(person, lapsed, Role.TRAINER, frozenset())
    return Clinic(
        patient=patient,
        other_patient=other,
        trainer=trainer,
        clinician=clinician,
        other_trainer=make_user("Udo Trainer", Role.TRAINER),
        other_clinician=make_user("Uma Clinician", Role.CLINICIAN),
        lapsed=lapsed,
        operator=make_user("Oscar Operator", Role.OPERATOR),
        person=person,
        other_person=other.patient.person,
    )


def browser_of(user: User | None) -> Client:
    """A browser in which this account is signed in, or none."""
    client = Client(headers={"host": "localhost:8000"})
    if user is not None:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client
