"""Virtual people: every promise on every day, the same people from the same seed, and checks that can fail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from steadyback.exercises import load_catalogue
from steadyback.programme.dose_steps import Work
from steadyback.programme.versions import follow
from steadyback.records.decisions import Decision, Outcome
from steadyback.simulation.invariants import broken
from steadyback.simulation.life import Life, Lived
from steadyback.simulation.people import KINDS, VirtualPerson, population
from steadyback.simulation.report import charts, table
from steadyback.simulation.run import BEGUN_ON, live_through


def lived(kind: str, days: int) -> tuple[Life, list[Lived]]:
    person = VirtualPerson.born(next(one for one in KINDS if one.name == kind), "1/0", BEGUN_ON)
    life = Life.begun(person)
    return life, [life.live(BEGUN_ON + timedelta(days=day)) for day in range(days)]


@pytest.mark.parametrize("person", population(len(KINDS), 1, BEGUN_ON), ids=lambda person: person.kind.name)
def test_every_promise_holds_for_thirteen_weeks(person: VirtualPerson) -> None:
    outline = live_through(person, 13)
    assert outline.broken == []
    assert len(outline.levels) == 13


def test_a_steady_improver_comes_to_level_three_within_26_weeks() -> None:
    assert live_through(population(1, 1, BEGUN_ON)[0], 26).highest_level == 3


def test_one_without_change_is_referred_at_six_and_at_twelve_weeks() -> None:
    outline = live_through(population(3, 1, BEGUN_ON)[2], 13)
    assert {"R-05", "R-06"} <= set(outline.referrals)


def test_a_red_flag_closes_the_gate_on_its_day_and_nothing_is_done() -> None:
    _, days = lived("worsener with a red flag", 46)
    assert not days[45].facts.sessions
    assert not days[45].gate_after.is_open


def test_the_same_seed_gives_the_same_months() -> None:
    first, again = (live_through(population(2, 7, BEGUN_ON)[1], 8) for _ in range(2))
    assert first == again
    assert first != live_through(population(2, 8, BEGUN_ON)[1], 8)


def test_living_day_by_day_is_what_the_whole_history_gives() -> None:
    life, days = lived("flarer", 80)
    programme = follow(life.history(), days[-1].on, load_catalogue())
    assert programme.versions[-1].amounts == days[-1].amounts
    assert programme.referrals == tuple(life.course.referrals)


def test_the_checks_see_what_is_wrong() -> None:
    life, days = lived("steady improver", 10)
    assert list(broken(life, days)) == []
    _, one = next(iter(life.course.exercises.items()))
    one.work = Work(3, 12)
    life.course.decisions += [Decision(days[-1].on, "cardio", Outcome.PROGRESS, ())]
    wrong = replace(days[-1], gate=replace(days[-1].gate, status=days[-1].gate.status.LOCKED_EMERGENCY))
    found = "\n".join(broken(life, [*days[:-1], wrong]))
    for promise in ("P1:", "P12:", "P13:", "3.8:"):
        assert promise in found


def test_the_report_names_every_kind_and_draws_three_charts() -> None:
    outlines = [live_through(person, 2) for person in population(len(KINDS), 3, BEGUN_ON)]
    assert len(table(outlines)) == 1 + len(KINDS)
    pictures = charts(outlines)
    assert set(pictures) == {"dose", "pain", "level"}
    assert all(picture.startswith("<svg") and "polyline" in picture for picture in pictures.values())
