"""A day moved by the person: what is planned changes places, never into strength on two days running (PL-04)."""

from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest
from lived_weeks import DAY, MONDAY, Weeks

from steadyback.exercises import load_catalogue
from steadyback.programme.moved_days import kind_of, move_kinds, why_not_move
from steadyback.programme.versions import follow, week_of
from steadyback.programme.week_template import TEMPLATE_COUNTS, template_for
from steadyback.records.clearance import GateDecision, GateStatus
from steadyback.records.history import MovedDay
from steadyback.records.plan import WeeklyPlan

OPEN = GateDecision(GateStatus.OPEN, ())


def on(day: int) -> date:
    return MONDAY + DAY * day


def planned(*moves: tuple[int, MovedDay], upto: int = 6) -> WeeklyPlan:
    """The first week (C S C - S C -), with moves told on days of it."""
    lived = Weeks()
    for day in range(upto + 1):
        lived.day(train=False, moved=tuple(move for told, move in moves if told == day))
    week = week_of(follow(lived.history(), on(upto), load_catalogue()), gate=OPEN)
    assert week is not None
    return week


def kinds(week: WeeklyPlan) -> str:
    return " ".join(kind_of(day) for day in week.days)


def reasons(week: WeeklyPlan) -> list[tuple[str, Any]]:
    return [(one.rule, one.values.get("because")) for one in week.reasons if one.rule in ("PL-04.moved", "PL-04.stays")]


def test_two_days_change_places_and_the_plan_says_so() -> None:
    assert kinds(planned()) == "C S C - S C -"
    week = planned((0, MovedDay(on(4), on(3))))
    assert kinds(week) == "C S C S - C -"
    assert reasons(week) == [("PL-04.moved", None)]


def test_the_next_week_is_as_it_was_meant_to_be() -> None:
    week = planned((0, MovedDay(on(4), on(3))), upto=7)
    assert kinds(week).startswith("C S C - S")
    assert reasons(week) == []


def test_telling_it_again_moves_it_back() -> None:
    move = MovedDay(on(4), on(3))
    assert kinds(planned((0, move), (1, move))) == kinds(planned())


@pytest.mark.parametrize(
    ("told", "move", "because"),
    [
        (0, MovedDay(on(1), on(3)), "strength"),
        (0, MovedDay(on(4), on(2)), "strength"),
        (0, MovedDay(on(4), on(7)), "week"),
        (0, MovedDay(on(0), on(2)), "same"),
        (0, MovedDay(on(0), on(0)), "same"),
    ],
)
def test_what_pl_04_does_not_allow_stays_and_says_why(told: int, move: MovedDay, because: str) -> None:
    week = planned((told, move))
    assert kinds(week) == kinds(planned())
    assert reasons(week) == [("PL-04.stays", because)]
    found = why_not_move(planned().days, move, on(told))
    assert found is not None
    assert found.values["because"] == because


def test_a_day_that_is_over_is_not_moved() -> None:
    assert kinds(planned((4, MovedDay(on(1), on(5))))) == kinds(planned())
    found = why_not_move(planned().days, MovedDay(on(1), on(5)), on(4))
    assert found is not None
    assert found.values["because"] == "past"


def test_strength_is_not_moved_to_the_day_after_it_was_really_done() -> None:
    move = MovedDay(on(4), on(3))
    assert why_not_move(planned().days, move, on(0)) is None
    found = why_not_move(planned().days, move, on(3), last_strength_on=on(2))
    assert found is not None
    assert found.values["because"] == "strength"


def test_no_move_of_any_week_brings_more_strength_together_or_takes_a_day_of_rest() -> None:
    for counts, start in product(TEMPLATE_COUNTS, range(7)):
        week = list(template_for(*counts, start_weekday=start)[0])
        for one, other in product(range(7), range(7)):
            moved, (said,) = move_kinds(week, MONDAY, (MovedDay(on(one), on(other)),))
            assert sorted(moved) == sorted(week)
            assert not any("S" in day and "S" in after for day, after in pairwise((*moved, week[0])))
            assert (moved == week) == (said.rule == "PL-04.stays")


def test_the_next_week_begins_as_this_one_was_meant_to_whatever_was_moved_before() -> None:
    week = ["S", "-", "C", "S", "-", "C", "C"]
    there = MovedDay(on(0), on(1))
    to_the_end = MovedDay(on(3), on(6))
    moved, said = move_kinds(week, MONDAY, (there, to_the_end))
    assert [one.rule for one in said] == ["PL-04.moved", "PL-04.stays"]
    assert moved == ["-", "S", "C", "S", "-", "C", "C"]
