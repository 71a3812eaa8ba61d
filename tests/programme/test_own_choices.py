"""An exercise swapped by the person: only where it is right, never a harder one before its time."""

from datetime import timedelta

from lived_weeks import Weeks, circumstances

from steadyback.programme.dose_steps import Work
from steadyback.programme.own_choices import choices_for, take_choice, why_not_choose
from steadyback.records.clearance import ClearanceLimits


def rules(slot: str, exercise_id: str, weeks: Weeks) -> list[str]:
    return [one.rule for one in why_not_choose(weeks.course, slot, exercise_id)]


def test_what_is_offered_is_what_may_be_taken() -> None:
    lived = Weeks()
    lived.day()
    for slot in lived.course.slots:
        for exercise in lived.course.catalogue.in_slot(slot):
            offered = exercise in choices_for(lived.course, slot)
            assert offered == (why_not_choose(lived.course, slot, exercise.id) == ())
    assert "clamshell" in {one.id for one in choices_for(lived.course, "hip_lateral")}


def test_a_stretch_is_swapped_where_the_catalogue_has_another_that_suits() -> None:
    lived = Weeks()
    lived.day()
    course, slot = lived.course, "stretch_hamstring"
    now = course.standing[slot]
    (other,) = {one.id for one in course.catalogue.in_slot(slot)} - {now}
    lived.day(choices={slot: other})
    assert lived.course.standing[slot] == other
    week = [session for day in range(7) for session in lived.planned(lived.course.week.starts_on + timedelta(days=day))]
    stretches = {one.slot: one for session in week for one in session.exercises if session.kind == "strength"}
    assert stretches[slot].exercise_id == other
    assert "3.8.chosen" in {reason.rule for reason in stretches[slot].reasons}
    assert lived.course.decisions[-1].changes[0].after == other
    for _ in range(9):
        lived.day()
    assert lived.course.standing[slot] == other


def test_a_chosen_stretch_that_is_not_right_any_more_gives_way_and_comes_back() -> None:
    lived = Weeks()
    lived.day()
    slot, other = "stretch_hamstring", "hamstring_seated"
    assert lived.course.standing[slot] != other
    lived.day(choices={slot: other})
    excluded = circumstances(limits=ClearanceLimits(excluded_exercises=frozenset({other})))
    lived.day(circumstances=excluded)
    assert lived.course.standing[slot] != other
    assert rules(slot, other, lived) == ["G-03.limits"]
    lived.day(circumstances=circumstances())
    assert lived.course.standing[slot] == other


def test_one_exercise_stands_in_one_place_only() -> None:
    lived = Weeks()
    lived.day()
    mobility = lived.course.standing["mobility"]
    for slot in lived.course.catalogue[mobility].slots:
        if slot in lived.course.standing:
            assert "PL-05.taken" in rules(slot, mobility, lived)


def test_asking_changes_nothing() -> None:
    lived = Weeks()
    lived.day()
    before = (dict(lived.course.slots), list(lived.course.decisions))
    choices_for(lived.course, "back")
    assert (lived.course.slots, lived.course.decisions) == before


def test_each_refusal_names_its_rule() -> None:
    lived = Weeks(circumstances(limits=ClearanceLimits(excluded_exercises=frozenset({"clamshell"})), yes=("E01",)))
    lived.day()
    assert rules("hip_lateral", "clamshell", lived) == ["G-03.limits"]
    assert "1.6" in rules("abdominal", "curl_up_reach", lived)
    assert rules("hip_lateral", lived.course.slots["hip_lateral"], lived) == ["PL-05.taken"]
    assert "PL-05.taken" in rules("back", "clamshell", lived)
    assert rules("back", "no_such_exercise", lived) == ["P14"]
    assert rules("no_such_slot", "bridge", lived) == ["P14"]


def test_a_harder_one_waits_for_the_top_dose_and_then_begins_lower() -> None:
    lived = Weeks()
    lived.day()
    course = lived.course
    slot, wanted = "abdominal", "dead_bug_heel_tap"
    now = course.catalogue[course.slots[slot]]
    assert "PL-03.highest_tier" in rules(slot, wanted, lived)
    course.level = 2
    assert rules(slot, wanted, lived) == ["3.8.harder"]
    course.exercises[now.id].work = course.top(now)
    assert rules(slot, wanted, lived) == []
    assert take_choice(course, slot, wanted) is None
    assert course.exercises[wanted].work.volume <= Work(1, 8).volume
