"""Makes a clinic in STEADYBACK_DATA in which every kind of page has something to show, and prints where, as JSON.

{"pages": {name of a role: addresses}, "cookies": {name of a role: its sign-in}}
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "steadyback.clinic.settings"

from steadyback.clinic.startup import prepare

prepare()

from clinic_people import browser_of, make_clinic, make_patient, screen  # noqa: E402
from skeletons import frames  # noqa: E402

from steadyback.clinic import licences, messaging, skeletons  # noqa: E402
from steadyback.clinic.alerts import CLEARANCE_REVOKED, raise_alert  # noqa: E402
from steadyback.clinic.clearance import Signer, issue  # noqa: E402
from steadyback.clinic.models import ClearanceRequest  # noqa: E402
from steadyback.clinic.requests import ask_by_link  # noqa: E402
from steadyback.clinic.roles import Role  # noqa: E402
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits  # noqa: E402
from steadyback.web import clock  # noqa: E402
from steadyback.web.models import Person, Session  # noqa: E402
from steadyback.web.session_store import Taps, check_and_open  # noqa: E402
from steadyback.web.standing import standing_of  # noqa: E402


def kept_session(person: Person) -> Session:
    """Today's session, of which some seconds are kept."""
    opened = check_and_open(person, "cardio", Taps({f"R{number}": False for number in range(1, 8)}, None, 2))
    assert opened.session is not None
    skeletons.keep(opened.session)
    skeletons.add(opened.session, frames(1000, 20))
    return opened.session


def main() -> None:
    clinic, today = make_clinic(), clock.now().date()
    screened = screen(clinic.person)
    ask_by_link(clinic.person, "Dr Away", clock.now())
    answer = Approval(
        status=ApprovalStatus.APPROVED_WITH_LIMITS,
        by_name="Dr Away",
        by_role="physiotherapist",
        decided_on=today,
        screening_id=str(screened.id),
        limits=ClearanceLimits(excluded_exercises=frozenset({"bridge"})),
    )
    signer, asked = Signer("Dr Away", "physiotherapist", None, "1234"), ClearanceRequest.objects.get()
    clearance = issue(standing_of(clinic.person, today), answer, {}, signer, asked)
    link = ask_by_link(clinic.person, "Dr Next", clock.now())
    hurt = make_patient("Hanna Hurt")
    screen(hurt.patient.person, "A03")
    raise_alert(clinic.person, CLEARANCE_REVOKED, "cause", clinic.clinician, clock.now())
    messaging.send(clinic.trainer.care.get(person=clinic.person), "How was it?", from_carer=True)
    licences.write_down(clinic.trainer, Role.TRAINER, "Licence B", "7", today - timedelta(days=1))
    person = f"/people/{clinic.person.id}/"
    session = kept_session(clinic.person)
    pages = {
        "nobody": ["/clearance/check/", f"/clearance/status/{clearance.id}/", f"/answer/{link}/", "/accounts/login/"],
        "hurt": ["/back/"],
        "patient": [
            "/",
            "/care/",
            "/care/log/",
            "/care/figure/",
            "/clearance/",
            "/account/address/",
            "/accounts/sessions/",
        ],
        "clinician": ["/people/", f"{person}clearance/", f"{person}sheet/", "/alerts/"],
        "trainer": [
            person,
            f"{person}plan/",
            f"{person}sessions/{session.id}/",
            f"{person}messages/",
            "/clinic/invitations/",
        ],
        "operator": ["/clinic/accounts/", f"/clinic/accounts/{clinic.trainer.id}/", "/clinic/licences/"],
    }
    users = {name: hurt if name == "hurt" else getattr(clinic, name) for name in pages if name != "nobody"}
    cookies = {name: browser_of(user).cookies["steadyback_session"].value for name, user in users.items()}
    print(json.dumps({"pages": pages, "cookies": cookies}))


main()
