"""A dose that was chosen: within every limit, and the next step goes on from it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lived_weeks import Weeks, circumstances

from steadyback.exercises import load_catalogue, load_transitions
from steadyback.programme.amounts import DOSED_SLOTS
from steadyback.programme.course import amounts_of
from steadyback.programme.course_state import dosage_of
from steadyback.programme.dose_steps import Work, top_cardio
from steadyback.programme.own_doses import doses_for, minutes_for, take_dose, why_not_dose, why_not_order
from steadyback.programme.rules import threshold, thresholds
from steadyback.programme.strength_session import build_strength
from steadyback.programme.versions import follow
from steadyback.records.clearance import ClearanceLimits
from steadyback.records.decisions import Outcome
from steadyback.records.history import ChosenDose, Mark

SLOT = "hip_lateral"


def dose(lived: Weeks, sets: int, reps: int, slot: str = SLOT) -> ChosenDose:
    return ChosenDose(lived.course.slots[slot], sets, reps)


def rules(lived: Weeks, sets: int, reps: int) -> list[str]:
    return [one.rule for one in why_not_dose(lived.course, SLOT, dose(lived, sets, reps))]


def work(lived: Weeks, slot: str = SLOT) -> Work:
    return lived.course.exercises[lived.course.slots[slot]].work


def begun(**now: Any) -> Weeks:
    lived = Weeks(circumstances(**now))
    lived.day()
    return lived


class TestStrength:
    def test_less_is_taken_and_the_next_step_goes_on_from_it(self) -> None:
        lived = begun()
        before = work(lived)
        less = Work(1, before.reps - 2)
        lived.day(doses={SLOT: dose(lived, less.sets, less.reps)})
        assert work(lived) == less
        [said] = [one for one in lived.of(lived.course.slots[SLOT]) if one.reasons[0].rule == "3.8.dose_chosen"]
        assert said.outcome is Outcome.REGRESS
        lived.weeks(2)
        raised = [one for one in lived.of(lived.course.slots[SLOT]) if one.outcome is Outcome.PROGRESS]
        assert raised[0].changes[0].before in (less.reps, less.sets)

    def test_more_is_one_step_and_the_next_waits_until_it_was_tried(self) -> None:
        lived = begun()
        now = work(lived)
        lived.day(train=False, doses={SLOT: dose(lived, now.sets, now.reps + 1)})
        assert work(lived) == Work(now.sets, now.reps + 1)
        assert "3.8.untried" in rules(lived, now.sets, now.reps + 2)

    def test_each_refusal_names_its_rule(self) -> None:
        lived = begun()
        now = work(lived)
        assert rules(lived, now.sets, 13) == ["PL-03.range"]
        assert rules(lived, 0, now.reps) == ["PL-03.range"]
        assert "3.8.largest_step" in rules(lived, now.sets + 1, now.reps)
        assert rules(lived, now.sets, now.reps) == []
        other = ChosenDose("walk", 1, 8)
        assert [one.rule for one in why_not_dose(lived.course, SLOT, other)] == ["PL-05.slot"]
        assert [one.rule for one in why_not_dose(lived.course, "nowhere", other)] == ["P14"]

    def test_the_specialists_highest_level_is_the_end(self) -> None:
        lived = begun(limits=ClearanceLimits(highest_level=1))
        while lived.course.level_today < 1:
            lived.weeks(1)
        course = lived.course
        exercise = course.catalogue[course.slots[SLOT]]
        course.exercises[exercise.id].work = course.top(exercise)
        course.exercises[exercise.id].before = None
        top = course.top(exercise)
        assert "G-03.limits" in rules(lived, top.sets, top.reps + 1)
        course.level = 3
        assert "G-03.limits" in rules(lived, top.sets, top.reps + 1)

    @pytest.mark.parametrize(("name", "rule"), [("flare", "F-02"), ("deload", "3.8.deload"), ("morning", "N-01")])
    def test_nothing_grows_while_something_speaks_against_it(self, name: str, rule: str) -> None:
        lived = begun()
        if name == "flare":
            lived.day(train=False, marks=frozenset({Mark.FLARE}))
        elif name == "deload":
            lived.course.week.deload = True
        else:
            lived.weeks(1)
            for _ in range(7):
                lived.day(morning=8)
        now = work(lived)
        assert rule in rules(lived, now.sets, now.reps + 1)
        assert rules(lived, 1, now.reps) == [], "less, or the same, is always right"

    def test_after_two_weeks_without_the_dose_comes_back_by_sessions_only(self) -> None:
        lived = begun()
        lived.weeks(3)
        for _ in range(20):
            lived.day(train=False)
            if any(one.reasons[0].rule == "3.8.long_gap" for one in lived.course.decisions):
                break
        now = work(lived)
        assert {"3.8.gap", "3.8.long_gap"} <= set(rules(lived, now.sets, now.reps + 1))

    def test_a_third_exercise_waits(self) -> None:
        lived = begun()
        slots = sorted(lived.course.slots)[:3]
        chosen = {slot: dose(lived, work(lived, slot).sets, work(lived, slot).reps + 1, slot) for slot in slots}
        before = {slot: work(lived, slot) for slot in slots}
        lived.day(train=False, doses=chosen)
        grown = [slot for slot in slots if work(lived, slot) != before[slot]]
        assert len(grown) <= thresholds("3.8.caps")[0]
        refused = [one for one in lived.decisions if one.reasons[0].rule == "3.8.caps"]
        assert refused

    def test_what_is_offered_is_what_may_be_set(self) -> None:
        lived = begun()
        for slot in lived.course.slots:
            for one in doses_for(lived.course, slot):
                assert why_not_dose(lived.course, slot, dose(lived, one.sets, one.reps, slot)) == ()
        assert len(doses_for(lived.course, SLOT)) > 2
        assert doses_for(lived.course, "nowhere") == ()


class TestCardio:
    def test_minutes_go_down_at_once_and_up_once_a_week(self) -> None:
        lived = begun()
        now = lived.course.cardio.dose.minutes
        lived.day(train=False, doses={"cardio": ChosenDose(minutes=now - 2)})
        assert lived.course.cardio.dose.minutes == now - 2
        against = why_not_dose(lived.course, "cardio", ChosenDose(minutes=now))
        assert [one.rule for one in against] == ["P9"]
        assert [one.rule for one in why_not_dose(lived.course, "cardio", ChosenDose(minutes=1))] == ["P9"]
        assert max(minutes_for(lived.course)) == now - 2


class TestOrder:
    def test_the_session_follows_it_within_its_parts(self) -> None:
        lived = begun()
        order = tuple(reversed(tuple(lived.course.slots)))
        usual = _strength(lived)
        assert why_not_order(lived.course, order) == ()
        lived.day(train=False, order=order)
        after = _strength(lived)
        assert sorted(after) == sorted(usual)
        assert after != usual
        assert [one.rule for one in why_not_order(lived.course, order[:-1])] == ["PL-05.order"]
        assert [one.rule for one in why_not_order(lived.course, (*order, order[0]))] == ["PL-05.order"]


def _strength(lived: Weeks) -> list[str]:
    course = lived.course
    preferences = course.circumstances.preferences
    built = build_strength(
        course.level_today, course.person, preferences, course.catalogue, load_transitions(), amounts_of(course)
    )
    return [one.slot for one in built.exercises if one.slot in DOSED_SLOTS]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), highest=st.sampled_from([None, 0, 1, 2]))
def test_whatever_is_chosen_stays_within_every_cap(data: st.DataObject, highest: int | None) -> None:
    """P8, P9, P12: never above the level, the specialist, the week or a single step; and refolding gives the same."""
    lived = Weeks(circumstances(limits=ClearanceLimits(highest_level=highest)))
    lived.weeks(data.draw(st.integers(0, 3)))
    for _ in range(data.draw(st.integers(1, 10))):
        course = lived.course
        doses: dict[str, ChosenDose] = {}
        if course.slots:
            slot = data.draw(st.sampled_from(sorted(course.slots)))
            doses[slot] = ChosenDose(course.slots[slot], data.draw(st.integers(0, 4)), data.draw(st.integers(0, 15)))
        doses["cardio"] = ChosenDose(minutes=data.draw(st.integers(0, 40)))
        before = {name: one.work for _, name, one in course.dosed()}
        minutes, total, starts_on = course.cardio.dose.minutes, course.week.total, course.week.starts_on
        lived.day(train=data.draw(st.booleans()), morning=data.draw(st.integers(2, 5)), doses=doses)
        top = top_cardio(course.level_today, highest)
        assert course.cardio.dose.minutes <= top.minutes
        assert course.cardio.dose.minutes <= minutes + 5
        for _slot, name, one in course.dosed():
            most = course.top(course.catalogue[name])
            assert one.work.sets <= most.sets
            assert one.work.reps <= dosage_of(course.catalogue[name]).reps_range[1]
            if name in before and one.work.volume > before[name].volume:
                step = max(before[name].volume * threshold("3.8.largest_step"), before[name].volume + before[name].sets)
                assert one.work.volume <= step
        if course.week.starts_on == starts_on and not course.week.own_step:
            assert course.total() <= max(total * thresholds("3.8.caps")[1], sum(one.volume for one in before.values()))
    today = lived.days[-1].on
    assert follow(lived.history(), today, load_catalogue()).course.exercises == lived.course.exercises


def test_a_refused_dose_changes_nothing() -> None:
    lived = begun()
    before = work(lived)
    refused = take_dose(lived.course, SLOT, dose(lived, 3, 12))
    assert refused is not None
    assert work(lived) == before
