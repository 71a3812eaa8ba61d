"""Messages, notes about how it goes, licences and reminders: who reads what, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from cleared_people import cleared_person
from clinic_people import Clinic, SignedIn, make_patient, make_user, relate
from django.core import mail
from django.test import Client

from steadyback.clinic import access, licences, messaging, reminders
from steadyback.clinic.invitations import InvitationError, accept, invite, invite_carer
from steadyback.clinic.models import AuditRow, CareRelation, CarerNote, Invitation, Licence, Message, ReminderWish
from steadyback.clinic.roles import Role, Scope
from steadyback.web import clock
from steadyback.web.models import DayMark, ElsewhereActivity, Person
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

ALL_BUT_MESSAGES = frozenset(Scope) - {Scope.MESSAGES}


def relation_of(clinic: Clinic) -> CareRelation:
    return clinic.trainer.care.get(person=clinic.person)


def theirs(clinic: Clinic) -> str:
    return f"/people/{clinic.person.id}/messages/"


def own(clinic: Clinic) -> str:
    return f"/care/{relation_of(clinic).id}/messages/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


class TestMessages:
    def test_both_sides_write_and_unread_ones_are_marked(self, clinic: Clinic, signed_in: SignedIn) -> None:
        patient, trainer = signed_in(clinic.patient), signed_in(clinic.trainer)
        assert patient.post(own(clinic), {"text": "My knee is fine with the bridge"}).status_code == 302
        assert "1 new message" in text(trainer, "/people/")
        assert 'class="unread">1' in text(trainer, "/account/")
        assert "My knee is fine with the bridge" in text(trainer, theirs(clinic))
        assert 'class="unread"' not in text(trainer, "/account/")
        assert trainer.post(theirs(clinic), {"text": "Glad to hear it"}).status_code == 302
        assert 'class="unread">1' in text(patient, "/care/")
        assert "Glad to hear it" in text(patient, own(clinic))
        assert 'class="unread"' not in text(patient, "/care/")

    def test_another_carer_of_the_same_person_does_not_read_them(self, clinic: Clinic, signed_in: SignedIn) -> None:
        messaging.send(relation_of(clinic), "Between us two", from_carer=False)
        assert "Between us two" not in text(signed_in(clinic.clinician), theirs(clinic))
        assert signed_in(clinic.other_patient).get(own(clinic)).status_code == 404

    def test_when_the_person_ends_it_the_thread_is_closed(self, clinic: Clinic, signed_in: SignedIn) -> None:
        relation = relation_of(clinic)
        messaging.send(relation, "Until then", from_carer=True)
        url = own(clinic)
        access.end(relation, clock.now())
        trainer, patient = signed_in(clinic.trainer), signed_in(clinic.patient)
        assert trainer.get(theirs(clinic)).status_code == 404
        assert trainer.post(theirs(clinic), {"text": "x"}).status_code == 404
        assert "This conversation is closed" in text(patient, url)
        assert patient.post(url, {"text": "x"}).status_code == 422
        assert Message.objects.count() == 1

    def test_without_the_consent_neither_side_writes(self, clinic: Clinic, signed_in: SignedIn) -> None:
        messaging.send(relation_of(clinic), "Hello", from_carer=False)
        access.show(relation_of(clinic), ALL_BUT_MESSAGES, clock.now())
        trainer = signed_in(clinic.trainer)
        assert trainer.get(theirs(clinic)).status_code == 403
        assert trainer.post(theirs(clinic), {"text": "x"}).status_code == 403
        assert signed_in(clinic.patient).post(own(clinic), {"text": "x"}).status_code == 422
        assert "new message" not in text(trainer, "/people/")
        assert Message.objects.count() == 1

    @pytest.mark.parametrize("odd", ["", "   ", "x" * 2001])
    def test_nothing_and_too_much_are_refused(self, clinic: Clinic, signed_in: SignedIn, odd: str) -> None:
        assert signed_in(clinic.patient).post(own(clinic), {"text": odd}).status_code == 422
        assert not Message.objects.exists()

    def test_a_day_has_its_measure(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(messaging, "MOST_A_DAY", 2)
        assert [bool(messaging.send(relation_of(clinic), "x", from_carer=True)) for _ in range(3)] == [
            False,
            False,
            True,
        ]
        assert not messaging.send(relation_of(clinic), "x", from_carer=False)

    def test_nothing_goes_out_by_mail_and_nothing_of_it_into_the_audit(
        self, clinic: Clinic, signed_in: SignedIn
    ) -> None:
        signed_in(clinic.patient).post(own(clinic), {"text": "tingling toes"})
        assert mail.outbox == []
        assert "tingling" not in str(list(AuditRow.objects.values()))
        assert AuditRow.objects.filter(action="message_sent", person=clinic.person.id).count() == 1


class TestHowItGoes:
    def test_a_trainers_note_reaches_the_clinician_and_the_person(self, clinic: Clinic, signed_in: SignedIn) -> None:
        url = f"/people/{clinic.person.id}/notes/"
        assert signed_in(clinic.trainer).post(url, {"text": "Steadier every week"}).status_code == 302
        assert "Steadier every week" in text(signed_in(clinic.clinician), f"/people/{clinic.person.id}/")
        note = CarerNote.objects.get()
        assert (note.for_clinician, note.by_name) == (True, "Tia Trainer")

    def test_who_does_not_see_the_records_reads_no_notes(self, clinic: Clinic, signed_in: SignedIn) -> None:
        access.show(relation_of(clinic), frozenset({Scope.PLAN}), clock.now())
        assert signed_in(clinic.trainer).get(f"/people/{clinic.person.id}/notes/").status_code == 403


class TestLicences:
    def written(self, clinic: Clinic, days: int, name: str = "Licence B") -> None:
        until = clock.now().date() + timedelta(days=days)
        licences.write_down(clinic.trainer, Role.TRAINER, name, "B-7", until)

    def test_an_expired_one_is_shown_and_nobody_new_comes_in(self, clinic: Clinic, signed_in: SignedIn) -> None:
        self.written(clinic, -1)
        assert "ran out on" in text(signed_in(clinic.trainer), "/people/")
        assert "A licence of theirs has run out" in text(signed_in(clinic.patient), "/care/")
        secret = invite_carer(clinic.other_person, clinic.other_patient, Role.TRAINER, frozenset(), clock.now())
        with pytest.raises(InvitationError, match="licence"):
            accept(secret, clinic.trainer, clock.now())
        assert not clinic.other_person.care.exists()
        assert clinic.person.care.filter(carer=clinic.trainer, ended_at=None).exists(), "what runs goes on"

    def test_who_has_let_it_run_out_invites_nobody_into_their_care(self, clinic: Clinic, signed_in: SignedIn) -> None:
        self.written(clinic, -1)
        trainer, url = signed_in(clinic.trainer), "/clinic/invitations/"
        page = text(trainer, url)
        assert "ran out on" in page
        assert "Make the links" not in page
        refused = trainer.post(url, {"role": "patient:trainer", "names": "Nina"})
        assert refused.status_code == 403
        assert "Licence B" in refused.content.decode()
        access.grant(clinic.trainer, Role.OPERATOR, clock.now())
        assert trainer.post(url, {"role": "patient:trainer", "names": "Nina"}).status_code == 422
        assert not Invitation.objects.exists()
        assert trainer.post(url, {"role": "patient:", "names": "Nina"}).status_code == 200

    def test_who_comes_by_an_older_link_is_told_that_nobody_looks_after_them_yet(
        self, clinic: Clinic, signed_in: SignedIn
    ) -> None:
        secret = invite(clinic.trainer, Role.PATIENT, clock.now(), into_care_as=Role.TRAINER)
        self.written(clinic, -1)
        browser = signed_in(make_user("Nina New"))
        assert "Tia Trainer cannot take anybody new" in browser.post(f"/join/{secret}/", follow=True).content.decode()
        assert not clinic.trainer.care.filter(person__patient__user__name="Nina New").exists()

    def test_with_one_run_out_a_plan_is_read_and_not_changed(self, clinic: Clinic, signed_in: SignedIn) -> None:
        self.written(clinic, -1)
        trainer, url = signed_in(clinic.trainer), f"/people/{clinic.person.id}/plan/"
        assert trainer.get(url).status_code == 200
        for what in ("exercise", "dose", "minutes", "order", "move", "use_template"):
            assert trainer.post(url, {"what": what}).status_code == 403, what
        assert trainer.post(url, {"what": "note", "text": "Well done"}).status_code == 302
        careful = f"/people/{clinic.person.id}/careful/"
        before = dict(clinic.person.settings)
        assert trainer.post(careful, {"pain_mode": "monitored"}).status_code == 403
        clinic.person.refresh_from_db()
        assert clinic.person.settings == before

    def test_renewing_it_opens_the_way_again(self, clinic: Clinic, signed_in: SignedIn) -> None:
        self.written(clinic, -1)
        until = clock.now().date() + timedelta(days=400)
        answer = signed_in(clinic.trainer).post(
            "/account/licences/", {"role": "trainer", "name": "licence b", "number": "", "expires_on": until}
        )
        assert answer.status_code == 302
        assert licences.may_take_on(clinic.trainer, Role.TRAINER, clock.now().date())
        assert Licence.objects.count() == 2

    def test_the_last_day_still_counts(self, clinic: Clinic) -> None:
        self.written(clinic, 0)
        assert licences.may_take_on(clinic.trainer, Role.TRAINER, clock.now().date())
        assert not licences.may_take_on(clinic.trainer, Role.TRAINER, clock.now().date() + timedelta(days=1))
        assert licences.may_take_on(clinic.trainer, Role.CLINICIAN, clock.now().date() + timedelta(days=1))

    def test_the_operator_marks_it_as_seen(self, clinic: Clinic, signed_in: SignedIn) -> None:
        self.written(clinic, 10)
        operator = signed_in(clinic.operator)
        assert "Licence B" in text(operator, "/clinic/licences/")
        row = Licence.objects.get()
        assert operator.post(f"/clinic/licences/{row.id}/seen/").status_code == 302
        assert Licence.objects.get().seen_by == clinic.operator
        assert signed_in(clinic.trainer).post(f"/clinic/licences/{row.id}/seen/").status_code == 403

    def test_a_role_that_is_not_ones_own_is_refused(self, clinic: Clinic, signed_in: SignedIn) -> None:
        answer = signed_in(clinic.trainer).post("/account/licences/", {"role": "clinician", "name": "Doctor"})
        assert answer.status_code == 422
        assert not Licence.objects.exists()


@pytest.fixture
def waiting(clinic: Clinic) -> Person:
    """Somebody with a session today, who asked for reminders from 9 to 20."""
    person = cleared_person()
    make_patient("Ivy Waiting", person)
    relate(person, clinic.trainer, Role.TRAINER)
    week = week_of(standing_of(person, clock.today(person)))
    assert week is not None
    assert week.plan.days[0].sessions
    ReminderWish.objects.create(person=person)
    return person


def at(hour: int) -> datetime:
    return datetime.combine(clock.now().date(), datetime.min.time(), UTC).replace(hour=hour)


class TestReminders:
    def test_only_between_the_hours_and_once_a_day(self, waiting: Person) -> None:
        assert [reminders.is_due(waiting, at(hour)) for hour in (8, 9, 19, 20)] == [False, True, True, False]
        reminders.put_away(waiting, at(9))
        assert not reminders.is_due(waiting, at(10))

    def test_quiet_hours_are_quiet(self, waiting: Person) -> None:
        ReminderWish.objects.update(from_hour=0, until_hour=24)
        assert [reminders.is_due(waiting, at(hour)) for hour in (6, 7, 21, 22)] == [False, True, True, False]

    def test_nobody_is_reminded_who_did_not_ask(self, waiting: Person) -> None:
        ReminderWish.objects.all().delete()
        assert not reminders.is_due(waiting, at(12))

    def test_not_when_it_is_done(self, waiting: Person) -> None:
        for kind in ("cardio", "strength"):
            ElsewhereActivity.objects.create(
                person=waiting, recorded_at=clock.now(), on=clock.today(waiting), kind=kind, minutes=20
            )
        assert not reminders.is_due(waiting, at(12))

    def test_not_in_a_flare_up_unless_asked(self, waiting: Person) -> None:
        DayMark.objects.create(person=waiting, recorded_at=clock.now(), on=clock.today(waiting), mark="flare")
        assert not reminders.is_due(waiting, at(12))
        ReminderWish.objects.update(in_flare=True)
        assert reminders.is_due(waiting, at(12))

    def test_not_while_exercise_is_closed(self, waiting: Person) -> None:
        waiting.screenings.all().delete()
        assert not reminders.is_due(waiting, at(12))

    def test_the_page_keeps_what_was_wished(self, waiting: Person, signed_in: SignedIn) -> None:
        browser = signed_in(waiting.patient.user)
        url = "/settings/reminders/"
        assert browser.post(url, {"wanted": "on", "from_hour": 7, "until_hour": 12}).status_code == 302
        assert ReminderWish.objects.get().from_hour == 7
        assert browser.post(url, {"wanted": "on", "from_hour": 12, "until_hour": 7}).status_code == 422
        assert browser.post(url, {"from_hour": 7, "until_hour": 12}).status_code == 302
        assert not ReminderWish.objects.exists()
