"""A carer changes a plan within the limits; what cannot be is refused with its rule and changes nothing."""

from datetime import timedelta

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn, make_patient, relate
from django.test import Client

from steadyback.clinic import access
from steadyback.clinic.models import CarerNote, PlanEdit, PlanTemplate
from steadyback.clinic.roles import Role, Scope
from steadyback.programme.course_state import Course
from steadyback.programme.screening import evaluate
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import ScreeningAnswers
from steadyback.web import clock
from steadyback.web.history import programme_of
from steadyback.web.models import ApprovalRecord, DoseChoice, ExerciseChoice, MovedDay, Person
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

DAY = timedelta(days=1)
SLOT = "hip_lateral"


@pytest.fixture
def training(clinic: Clinic) -> Person:
    person = cleared_person()
    make_patient("Ivy Training", person)
    relate(person, clinic.trainer, Role.TRAINER)
    relate(person, clinic.clinician, Role.CLINICIAN)
    week_of(standing_of(person, clock.today(person)))
    return person


@pytest.fixture
def trainer(clinic: Clinic, signed_in: SignedIn) -> Client:
    return signed_in(clinic.trainer)


def course(person: Person) -> Course:
    programme = programme_of(standing_of(person, clock.today(person)))
    assert programme is not None
    return programme.course


def limit(person: Person, limits: ClearanceLimits) -> None:
    approval = Approval(
        status=ApprovalStatus.APPROVED_WITH_LIMITS,
        by_name="Dr Lee",
        by_role="spine specialist",
        decided_on=clock.today(person),
        screening_id=str(person.screenings.get().id),
        limits=limits,
    )
    ApprovalRecord.objects.create(person=person, recorded_at=clock.now(), approval=to_json(approval))


def page_of(person: Person) -> str:
    return f"/people/{person.id}/plan/"


def send(browser: Client, person: Person, **data: object) -> tuple[int, str]:
    answer = browser.post(page_of(person), data)
    return answer.status_code, answer.content.decode()


def test_less_is_set_at_once_and_a_new_version_of_the_plan_is_kept(trainer: Client, training: Person) -> None:
    exercise = course(training).slots[SLOT]
    before = training.plans.count()
    status, _page = send(trainer, training, what="dose", slot=SLOT, exercise=exercise, sets=1, reps=6)
    assert status == 302
    assert course(training).exercises[exercise].work.volume == 6
    assert training.plans.count() == before + 1
    edit = PlanEdit.objects.get()
    assert (edit.by_name, edit.by_role, edit.kind) == ("Tia Trainer", "trainer", "dose")
    assert "Tia Trainer" in trainer.get(page_of(training)).content.decode()


def test_beyond_the_specialists_limit_nothing_changes_and_the_rule_is_named(trainer: Client, training: Person) -> None:
    limit(training, ClearanceLimits(highest_level=0, excluded_exercises=frozenset({"clamshell"})))
    now = course(training)
    exercise = now.slots[SLOT]
    work = now.exercises[exercise].work
    status, page = send(
        trainer, training, what="dose", slot=SLOT, exercise=exercise, sets=work.sets, reps=work.reps + 2
    )
    assert status == 422
    assert "G-03.limits" in page
    status, page = send(trainer, training, what="exercise", slot=SLOT, exercise="clamshell")
    assert status == 422
    assert "G-03.limits" in page
    assert course(training).exercises[exercise].work == work
    assert not DoseChoice.objects.exists()
    assert not ExerciseChoice.objects.exists()
    assert not PlanEdit.objects.exists()


def test_a_trainer_is_not_told_which_health_answer_is_against_it(
    clinic: Clinic, trainer: Client, signed_in: SignedIn
) -> None:
    person = cleared_person()
    make_patient("Olga Thin", person)
    relate(person, clinic.trainer, Role.TRAINER)
    relate(person, clinic.clinician, Role.CLINICIAN)
    row = person.screenings.get()
    row.answers["answers"]["E01"] = "yes"
    row.outcome = to_json(evaluate(from_json(ScreeningAnswers, row.answers), clock.today(person)))
    row.save()
    assert "OSTEOPOROSIS" in standing_of(person, clock.today(person)).flags
    week_of(standing_of(person, clock.today(person)))
    theirs, full = (signed_in(one).get(page_of(person)).content.decode() for one in (clinic.trainer, clinic.clinician))
    assert "It is left out because" in full
    assert "bones" in full
    for word in ("OSTEO", "It is left out because", "bones", "osteopor", "PL-02"):
        assert word not in theirs, word
    assert "A health answer stands behind this" in theirs
    status, refused = send(trainer, person, what="exercise", slot="abdominal", exercise="curl_up_reach")
    assert status == 422
    assert "bones" not in refused


def test_another_exercise_and_the_same_day_again(trainer: Client, training: Person) -> None:
    assert send(trainer, training, what="exercise", slot=SLOT, exercise="clamshell")[0] == 302
    assert course(training).slots[SLOT] == "clamshell"
    assert send(trainer, training, what="exercise", slot=SLOT, exercise="no_such")[0] == 422
    assert course(training).slots[SLOT] == "clamshell"


def test_lowering_and_taking_it_back_on_the_same_day_is_no_step_up(trainer: Client, training: Person) -> None:
    exercise = course(training).slots[SLOT]
    work = course(training).exercises[exercise].work
    assert send(trainer, training, what="dose", slot=SLOT, exercise=exercise, sets=1, reps=6)[0] == 302
    again = send(trainer, training, what="dose", slot=SLOT, exercise=exercise, sets=work.sets, reps=work.reps)
    assert again[0] == 302
    assert course(training).exercises[exercise].work == work


def test_a_day_moves_where_pl_04_allows_it(trainer: Client, training: Person) -> None:
    today = clock.today(training)
    assert send(trainer, training, what="move", **{"from": today + DAY * 3, "to": today + DAY * 6})[0] == 302
    assert MovedDay.objects.count() == 1
    status, page = send(trainer, training, what="move", **{"from": today + DAY, "to": today + DAY * 3})
    assert status == 422
    assert "PL-04.stays" in page


def test_minutes_and_order(trainer: Client, training: Person) -> None:
    minutes = course(training).cardio.dose.minutes
    assert send(trainer, training, what="minutes", minutes=minutes - 1)[0] == 302
    assert course(training).cardio.dose.minutes == minutes - 1
    status, page = send(trainer, training, what="minutes", minutes=60)
    assert (status, "P9" in page or "3.8.top" in page) == (422, True)
    assert send(trainer, training, what="order", slot="buttock")[0] == 302
    assert course(training).order[0] == "buttock"


@pytest.mark.parametrize("odd", [{"sets": "x", "reps": "8"}, {"sets": "", "reps": ""}, {"sets": "-1", "reps": "1e3"}])
def test_odd_numbers_are_refused(trainer: Client, training: Person, odd: dict[str, str]) -> None:
    exercise = course(training).slots[SLOT]
    status, page = send(trainer, training, what="dose", slot=SLOT, exercise=exercise, **odd)
    assert (status, "PL-03.range" in page) == (422, True)


def test_a_template_leaves_out_what_does_not_fit_and_names_it(
    clinic: Clinic, trainer: Client, training: Person
) -> None:
    assert send(trainer, training, what="exercise", slot=SLOT, exercise="clamshell")[0] == 302
    assert send(trainer, training, what="save_template", name="Gentle start")[0] == 302
    other = cleared_person()
    make_patient("Otto Other", other)
    relate(other, clinic.trainer, Role.TRAINER)
    week_of(standing_of(other, clock.today(other)))
    template = PlanTemplate.objects.get()
    assert send(trainer, other, what="use_template", template=template.id)[0] == 302
    assert course(other).slots == course(training).slots
    third = cleared_person()
    make_patient("Tom Third", third)
    relate(third, clinic.trainer, Role.TRAINER)
    limit(third, ClearanceLimits(excluded_exercises=frozenset({"clamshell"})))
    week_of(standing_of(third, clock.today(third)))
    status, page = send(trainer, third, what="use_template", template=template.id)
    assert status == 422
    assert "Clamshell" in page
    assert "G-03.limits" in page
    assert "Ivy" not in page


def test_a_note_is_kept_for_the_person(trainer: Client, training: Person) -> None:
    assert send(trainer, training, what="note", text=" Well done this week ")[0] == 302
    assert CarerNote.objects.get().text == "Well done this week"
    assert send(trainer, training, what="note", text="  ")[0] == 422
    assert send(trainer, training, what="note", text="x" * 1001)[0] == 422


def test_without_the_plan_consent_nothing_opens(clinic: Clinic, trainer: Client, training: Person) -> None:
    access.show(clinic.trainer.care.get(person=training), frozenset({Scope.RECORDS}), clock.now())
    assert trainer.get(page_of(training)).status_code == 403
    assert send(trainer, training, what="minutes", minutes=5)[0] == 403
    assert not PlanEdit.objects.exists()


def test_a_closed_gate_shows_no_plan_and_takes_no_edit(trainer: Client, training: Person) -> None:
    ApprovalRecord.objects.all().delete()
    training.settings = {**training.settings, "policy": "strict"}
    training.save()
    page = trainer.get(page_of(training)).content.decode()
    assert "Exercise is paused" in page
    assert send(trainer, training, what="exercise", slot=SLOT, exercise="clamshell")[0] == 422
    assert not ExerciseChoice.objects.exists()


def test_a_week_that_its_person_has_not_opened_yet_is_shown(training: Person, trainer: Client) -> None:
    training.plans.all().delete()
    assert b"Change the plan" in trainer.get(page_of(training)).content
