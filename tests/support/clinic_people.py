"""A small clinic for tests: two patients, a trainer and a clinician for one of them, strangers of every role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cleared_people import FACTS, every_day
from django.contrib.auth.hashers import make_password
from django.test import Client

from steadyback.clinic import access
from steadyback.clinic.models import CareRelation, Patient, User
from steadyback.clinic.roles import Role, Scope
from steadyback.programme.screening import evaluate, load_screening, read_baseline
from steadyback.records.codec import to_json
from steadyback.records.screening import Answer, ScreeningAnswers
from steadyback.web import clock
from steadyback.web.models import Person, Screening

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


def screen(person: Person, *yes: str, **facts: object) -> Screening:
    """The person answers all health questions today; `yes` to these besides the quiet answers. Nobody approved."""
    now = clock.now()
    definition = load_screening()
    quiet = {item.id: Answer.YES if item.no_is_caution else Answer.NO for item in definition.items.values()}
    answers = ScreeningAnswers(
        {**quiet, **dict.fromkeys(yes, Answer.YES)}, {**FACTS, **facts}, dict.fromkeys(definition.sliders, 2)
    )
    outcome = evaluate(answers, now.date())
    assert outcome.complete, outcome.missing
    person.notices_acknowledged_at = now
    person.preferences = to_json(every_day())
    person.save()
    return Screening.objects.create(
        person=person,
        started_at=now,
        changed_at=now,
        confirmed_at=now,
        completed_on=now.date(),
        answers=to_json(answers),
        baseline=to_json(read_baseline(answers)),
        outcome=to_json(outcome),
    )
