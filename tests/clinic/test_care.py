"""Who sees what, decided by the patient, at once."""

from clinic_people import Clinic, SignedIn

from steadyback.clinic import access
from steadyback.clinic.models import CareRelation
from steadyback.clinic.roles import Role, Scope
from steadyback.records.person import PainMode
from steadyback.web import clock


def relation(clinic: Clinic, who: str = "trainer") -> CareRelation:
    return CareRelation.objects.get(person=clinic.person, carer=getattr(clinic, who), ended_at=None)


def test_withdrawing_counts_at_once_and_keeps_its_history(clinic: Clinic, signed_in: SignedIn) -> None:
    carer, patient = signed_in(clinic.trainer), signed_in(clinic.patient)
    address = f"/people/{clinic.person.id}/careful/"
    assert carer.get(address).status_code == 200
    patient.post(f"/care/{relation(clinic).id}/", {"scopes": ["messages"]})
    assert carer.get(address).status_code == 403
    patient.post(f"/care/{relation(clinic).id}/", {"scopes": ["messages", "plan"]})
    assert carer.get(address).status_code == 200
    plans = relation(clinic).consents.filter(scope="plan")
    assert [row.withdrawn_at is None for row in plans] == [False, True]


def test_ending_a_relation_hides_even_that_the_person_exists(clinic: Clinic, signed_in: SignedIn) -> None:
    signed_in(clinic.patient).post(f"/care/{relation(clinic).id}/end/")
    for path in ("", "careful/"):
        assert signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/{path}").status_code == 404
    assert clinic.patient.name.encode() not in signed_in(clinic.trainer).get("/people/").content


def test_a_patient_changes_only_their_own_relations(clinic: Clinic, signed_in: SignedIn) -> None:
    stranger = signed_in(clinic.other_patient)
    assert stranger.post(f"/care/{relation(clinic).id}/", {"scopes": []}).status_code == 404
    assert stranger.post(f"/care/{relation(clinic).id}/end/").status_code == 404
    assert all(access.is_shown(relation(clinic), scope) for scope in Scope)


def test_an_ended_role_shows_nothing(clinic: Clinic, signed_in: SignedIn) -> None:
    operator = signed_in(clinic.operator)
    operator.post(f"/clinic/accounts/{clinic.trainer.id}/roles/", {"role": "trainer"})
    assert signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/").status_code == 404
    operator.post(f"/clinic/accounts/{clinic.trainer.id}/roles/", {"role": "trainer", "give": "yes"})
    assert signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/").status_code == 404, "only the person can again"


def test_the_last_operator_stays(clinic: Clinic, signed_in: SignedIn) -> None:
    address = f"/clinic/accounts/{clinic.operator.id}/roles/"
    assert signed_in(clinic.operator).post(address, {"role": "operator"}).status_code == 422
    assert Role.OPERATOR in access.roles_of(clinic.operator)


def test_an_operator_sees_names_and_no_person(clinic: Clinic, signed_in: SignedIn) -> None:
    page = signed_in(clinic.operator).get("/clinic/accounts/")
    assert clinic.patient.name.encode() in page.content
    assert signed_in(clinic.operator).get(f"/people/{clinic.person.id}/").status_code == 404


def test_a_closed_account_passes_no_door(clinic: Clinic, signed_in: SignedIn) -> None:
    browser = signed_in(clinic.trainer)
    clinic.trainer.is_active = False
    clinic.trainer.save()
    assert browser.get(f"/people/{clinic.person.id}/").status_code == 302
    assert access.roles_of(clinic.trainer) == frozenset()


def test_only_carers_decide_how_careful(clinic: Clinic, signed_in: SignedIn) -> None:
    own = signed_in(clinic.patient)
    page = own.get("/settings/").content.decode()
    assert 'name="pain_mode"' not in page
    assert 'name="policy"' not in page
    comfort = {"country": "DE", "zone": "UTC", "voice_rate": "1.0", "quiet_from_hour": "22", "quiet_until_hour": "7"}
    own.post("/settings/", {**comfort, "pain_mode": "monitored", "policy": "screen"})
    clinic.person.refresh_from_db()
    kept = (clinic.person.settings["country"], clinic.person.settings["pain_mode"], clinic.person.settings["policy"])
    assert kept == ("DE", "brief_strict", "strict")

    address = f"/people/{clinic.person.id}/careful/"
    signed_in(clinic.trainer).post(address, {"pain_mode": "monitored", "policy": "screen"})
    clinic.person.refresh_from_db()
    assert clinic.person.settings["pain_mode"] == PainMode.MONITORED
    assert clinic.person.settings["policy"] == "strict", "who needs a specialist is not a trainer's to say"
    signed_in(clinic.clinician).post(address, {"pain_mode": "brief_strict", "policy": "screen"})
    clinic.person.refresh_from_db()
    assert clinic.person.settings["policy"] == "screen"
    assert signed_in(clinic.clinician).post(address, {"pain_mode": "never"}).status_code == 422


def test_people_with_two_roles_see_with_the_one_that_is_shown(clinic: Clinic) -> None:
    access.grant(clinic.trainer, Role.CLINICIAN, clock.now())
    door = access.Door(roles=frozenset({Role.TRAINER, Role.CLINICIAN}), related=True, shows=Scope.PLAN)
    seen = access.pass_through(door, clinic.trainer, clinic.person.id)
    assert seen is not None
    assert seen.role is Role.TRAINER, "the relation is a trainer's, so that is what they see with"
