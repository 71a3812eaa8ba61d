"""Puts people into the clinic of STEADYBACK_DATA and prints their sign-ins as JSON: live_people.py PATIENTS TRAINERS.

Patient i shows everything to trainer i modulo TRAINERS and to the one clinician; each has a session under way, but
with a third word, `no-sessions`.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "steadyback.clinic.settings"

from steadyback.clinic.startup import prepare

prepare()

from cleared_people import cleared_person  # noqa: E402
from clinic_people import browser_of, make_patient, make_user, relate  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.urls import reverse  # noqa: E402

from steadyback.clinic.models import User  # noqa: E402
from steadyback.clinic.roles import Role  # noqa: E402
from steadyback.records.plan import Preferences  # noqa: E402
from steadyback.web import clock  # noqa: E402
from steadyback.web.models import Session  # noqa: E402


def sign_in(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def strength_today() -> Preferences:
    """A week that began yesterday: strength is on its second day."""
    return Preferences(start_weekday=(clock.now() - timedelta(days=1)).weekday())


def begin_session(user: User) -> Session:
    """The seven taps of today's strength session, or of another one where there is none."""
    person = user.patient.person
    client = browser_of(user)
    day = clock.now()
    for kind in ("strength", "cardio", "stretch"):
        client.post(reverse("session_check", args=[day.date().isoformat(), kind]), {"none": "yes", "pain": "2"})
        found = Session.objects.filter(person=person).first()
        if found is not None:
            return found
    raise SystemExit(f"no session could be begun for {user}")


def main(patients: int, trainers: int, *, sessions: bool) -> None:
    carers = [make_user(f"Tia Trainer {number}", Role.TRAINER) for number in range(trainers)]
    clinician, stranger = make_user("Clara Clinician", Role.CLINICIAN), make_user("Udo Trainer", Role.TRAINER)
    lapsed = make_user("Lars Lapsed", Role.TRAINER)
    made: list[dict[str, Any]] = []
    for number in range(patients):
        user = make_patient(f"Ada Patient {number}", cleared_person(strength_today()))
        person = user.patient.person
        carer = carers[number % trainers]
        relation = relate(person, carer, Role.TRAINER)
        relate(person, clinician, Role.CLINICIAN)
        relate(person, lapsed, Role.TRAINER, frozenset())
        session = str(begin_session(user).id) if sessions else str(uuid4())
        one = {"cookie": sign_in(user), "id": str(person.id), "session": session, "relation": str(relation.id)}
        made.append({**one, "trainer": number % trainers, "name": user.name, "email": user.email})
    others = {"clinician": clinician, "other_trainer": stranger, "lapsed": lapsed}
    others["operator"] = make_user("Oscar Operator", Role.OPERATOR)
    others["other_patient"] = make_patient("Otto Patient")
    print(
        json.dumps(
            {
                "patients": made,
                "trainers": [sign_in(one) for one in carers],
                **{name: sign_in(user) for name, user in others.items()},
            }
        )
    )


main(int(sys.argv[1]), int(sys.argv[2]), sessions=sys.argv[3:] != ["no-sessions"])
