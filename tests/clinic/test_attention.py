"""Who needs somebody first: the order, the reasons, and what a trainer may not learn."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from cleared_people import FACTS, cleared_person, screened
from clinic_people import ALL, Clinic, SignedIn, make_patient, relate
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from steadyback.clinic import access
from steadyback.clinic.attention import Form, Kind, Known, Need, Stop, in_order, needs_of, visible
from steadyback.clinic.attention_store import needs_of_all, needs_of_one
from steadyback.clinic.models import AttentionSummary, User
from steadyback.clinic.role_view import HIDDEN, may_know, reasons_for
from steadyback.clinic.roles import Role, Scope
from steadyback.programme.screening import load_screening
from steadyback.records.clearance import GateDecision, GateStatus
from steadyback.records.decisions import Decision, Outcome, Referral
from steadyback.records.reasons import Reason
from steadyback.web import clock
from steadyback.web.models import ApprovalRecord, MorningPain, Person
from steadyback.web.planning import week_of
from steadyback.web.standing import standing_of

TODAY = date(2028, 2, 7)
DAY = timedelta(days=1)
OPEN = GateDecision(GateStatus.OPEN, (Reason("G-05"),))
BOTH = frozenset({Scope.PLAN, Scope.RECORDS})


def known(**facts: Any) -> Known:
    return Known(**{"today": TODAY, "gate": OPEN, "begun": True, **facts})


def kinds(**facts: Any) -> list[str]:
    return [need.kind.value for need in needs_of(known(**facts))]


class TestWhatNeedsAttention:
    def test_nothing_when_all_is_well(self) -> None:
        assert kinds() == []

    def test_a_stop_counts_for_a_week_and_names_its_rule(self) -> None:
        stop = Stop(TODAY - DAY * 7, "s", "M-04", "bridge")
        [need] = needs_of(known(stops=(stop,)))
        assert (need.kind, need.rule, need.session) == (Kind.STOP, "M-04", "s")
        assert kinds(stops=(Stop(TODAY - DAY * 8, "s", "M-04"),)) == []

    def test_pain_that_rises_is_said_once_for_each_rule_with_its_newest_values(self) -> None:
        def said(back: int, morning: int) -> Decision:
            return Decision(TODAY - DAY * back, "bridge", Outcome.REGRESS, (Reason("N-01", {"morning": morning}),))

        [need] = needs_of(known(decisions=(said(9, 9), said(2, 5), said(1, 6))))
        assert (need.kind, dict(need.values), need.on) == (Kind.PAIN, {"morning": 6}, TODAY - DAY)
        assert kinds(decisions=(said(4, 6),)) == []

    def test_form_counts_below_six_tenths(self) -> None:
        assert kinds(forms=(Form(TODAY, "s", "bridge", 0.6),)) == []
        assert kinds(forms=(Form(TODAY, "s", "bridge", 0.59),)) == ["form"]

    def test_a_clearance_is_said_three_weeks_before_its_end(self) -> None:
        assert kinds(clearance_ends=TODAY + DAY * 22) == []
        assert kinds(clearance_ends=TODAY + DAY * 21) == ["expiring"]
        assert kinds(clearance_ends=TODAY - DAY) == []

    def test_missed_sessions_count_from_two_and_a_gap_from_a_week_on(self) -> None:
        assert kinds(missed=1) == []
        assert kinds(missed=2) == ["missed"]
        [need] = needs_of(known(missed=5, gap_days=7))
        assert need.rule == "3.8.gap"
        assert kinds(missed=5, flare_since=TODAY) == ["flare"], "strength is not missed in a flare-up"

    def test_a_closed_referral_is_not_said(self) -> None:
        open_one = Referral("R-04", "clinician", 168, TODAY, ())
        closed = Referral("R-05", "physiotherapist", None, TODAY, (), closed_on=TODAY)
        assert kinds(referrals=(open_one, closed)) == ["urgent_referral"]

    def test_the_most_pressing_comes_first(self) -> None:
        gate = GateDecision(GateStatus.LOCKED_EMERGENCY, (Reason("G-01"),))
        found = kinds(
            gate=gate,
            stops=(Stop(TODAY, "s", "M-03"),),
            forms=(Form(TODAY, "s", "bridge", 0.1),),
            referrals=(
                Referral("R-05", "physiotherapist", None, TODAY, ()),
                Referral("R-04", "clinician", 48, TODAY, ()),
            ),
        )
        assert found == ["emergency", "urgent_referral", "stop", "referral", "form"]

    @given(st.permutations([Need(kind, TODAY, "M-04") for kind in Kind]))
    def test_the_order_does_not_depend_on_how_it_was_found(self, needs: list[Need]) -> None:
        assert [one.kind for one in in_order(needs)] == list(Kind)


def every_rule() -> list[str]:
    definition = load_screening()
    health = [*definition.items, *definition.sliders, "K01", "K07", "K08", "R1", "R3", "R7", "1.6", "1.8"]
    return [*health, "PL-02.caution", "PL-06", "PL-06.quota", "R-01", "R-02", "R-07", "R-10", "R-11", "M-01", "M-02"]


class TestWhatATrainerMayKnow:
    def test_no_rule_of_health_answers(self) -> None:
        for rule in every_rule():
            assert not may_know(Role.TRAINER, rule), rule
            assert may_know(Role.CLINICIAN, rule)
            shown = reasons_for(Role.TRAINER, [Reason(rule, {"flag": "PREG"}), Reason("PL-03")])
            assert shown == (Reason("PL-03"), HIDDEN), rule

    def test_no_need_with_it(self) -> None:
        needs = [Need(kind, TODAY, rule, {"item": "pregnant"}) for kind in Kind for rule in every_rule()]
        for shown in visible(needs, Role.TRAINER, frozenset(Scope)):
            assert (shown.rule, dict(shown.values)) == ("", {})

    def test_why_the_gate_is_closed_is_not_said_but_that_it_is(self) -> None:
        gate = GateDecision(GateStatus.WAIT_CLINICIAN, (Reason("G-03", {"item": "B02"}),))
        needs = needs_of(known(gate=gate))
        assert [one.rule for one in visible(needs, Role.CLINICIAN, BOTH)] == ["G-03"]
        assert visible(needs, Role.TRAINER, BOTH) == (Need(Kind.HELD, TODAY),)

    def test_without_consent_nothing_of_it(self) -> None:
        needs = [Need(kind, TODAY, "M-04") for kind in Kind]
        for role in (Role.TRAINER, Role.CLINICIAN):
            assert visible(needs, role, frozenset()) == ()
            assert {one.kind for one in visible(needs, role, frozenset({Scope.MESSAGES}))} == {Kind.MESSAGE}
            plan_only = visible(needs, role, frozenset({Scope.PLAN}))
            assert not {Kind.STOP, Kind.PAIN, Kind.FORM, Kind.MISSED, Kind.REFERRAL, Kind.LOOK} & {
                one.kind for one in plan_only
            }


@pytest.fixture
def training(clinic: Clinic) -> Person:
    """A person in the trainer's care with a running week."""
    person = cleared_person()
    make_patient("Ivy Training", person)
    for carer, role in ((clinic.trainer, Role.TRAINER), (clinic.clinician, Role.CLINICIAN)):
        relate(person, carer, role)
    week_of(standing_of(person, clock.today(person)))
    return person


class TestList:
    def test_a_new_concern_is_on_the_list_at_once(self, clinic: Clinic, training: Person, signed_in: SignedIn) -> None:
        assert needs_of_one(training) == ()
        screened(training, clock.now(), {**FACTS, "pregnancy_gate": "yes", "weeks_pregnant": 20} | {"pain_average": 9})
        screening = training.screenings.order_by("changed_at").last()
        assert screening is not None
        screening.outcome["disposition"] = "EMERGENCY"
        screening.save()
        ApprovalRecord.objects.all().delete()
        assert needs_of_one(training)[0].kind in (Kind.EMERGENCY, Kind.WAITING)

    def test_the_trainer_reads_no_more_than_paused(self, clinic: Clinic, training: Person, signed_in: SignedIn) -> None:
        screening = training.screenings.get()
        screening.outcome["concerns"] = [
            {"rule": "B02", "disposition": "CLINICIAN_FIRST", "urgency": "days", "raised_on": "2099-01-01"}
        ]
        screening.outcome["disposition"] = "CLINICIAN_FIRST"
        screening.changed_at = clock.now()
        screening.save()
        theirs = signed_in(clinic.trainer).get("/people/").content.decode()
        assert "Exercise is paused" in theirs
        assert "B02" not in theirs
        assert "G-03" not in theirs
        assert "G-03" in signed_in(clinic.clinician).get("/people/").content.decode()

    def test_who_shows_nothing_appears_without_detail(self, clinic: Clinic, signed_in: SignedIn) -> None:
        page = signed_in(clinic.lapsed).get("/people/").content.decode()
        assert "Ada Patient" in page
        assert "shows nothing yet" in page
        assert not AttentionSummary.objects.exists()

    def test_a_withdrawn_consent_takes_the_needs_off_the_list(
        self, clinic: Clinic, training: Person, signed_in: SignedIn
    ) -> None:
        MorningPain.objects.create(person=training, recorded_at=clock.now(), on=clock.today(training), pain=2)
        training.plans.update(starts_on=clock.today(training) - DAY * 9)
        browser = signed_in(clinic.trainer)
        assert "3.8.gap" in browser.get("/people/").content.decode()
        relation = clinic.trainer.care.get(person=training)
        access.show(relation, frozenset({Scope.MESSAGES}), clock.now())
        assert "3.8.gap" not in browser.get("/people/").content.decode()


def in_care_of(carer: User, count: int = 40) -> list[Person]:
    people = []
    for number in range(count):
        person = Person.objects.create(created_at=clock.now())
        make_patient(f"{carer.name} {number:02}", person)
        relate(person, carer, Role.TRAINER, ALL)
        people.append(person)
    return people


def test_forty_people_cost_no_more_questions_than_four(
    clinic: Clinic, signed_in: SignedIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    people = in_care_of(clinic.trainer)
    needs_of_all(people, find_for_s=60)
    with django_assert_max_num_queries(4):
        found = needs_of_all(people)
    assert not any(one.is_old for one in found.values())
    few, many = signed_in(clinic.other_trainer), signed_in(clinic.trainer)
    in_care_of(clinic.other_trainer, 2)
    questions = []
    for browser in (few, many):
        browser.get("/people/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/people/")
        questions.append(len(asked))
    assert questions[1] <= questions[0] + 1, "one more for what was signed off, none for each person"


def test_what_does_not_fit_into_the_time_is_said_to_be_old(clinic: Clinic, signed_in: SignedIn) -> None:
    people = in_care_of(clinic.trainer)[:3]
    found = needs_of_all(people, find_for_s=0)
    assert sorted(one.is_old for one in found.values()) == [False, True, True]
    assert [sum(one.is_old for one in needs_of_all(people, find_for_s=0).values()) for _ in range(2)] == [1, 0]
