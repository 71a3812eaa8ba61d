"""A trainer who asks for more nearly every day, and for odd doses: every promise still holds on every day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from steadyback.records.decisions import Outcome
from steadyback.records.history import ChosenDose, DayFacts
from steadyback.simulation.invariants import broken
from steadyback.simulation.life import Life, Lived
from steadyback.simulation.people import VirtualPerson, population

BEGUN = date(2028, 2, 7)
DAYS = 8 * 7


class Pushed(Life):
    """A life whose trainer chooses doses at random, more often more than less."""

    def _morning(self, on: date, *, away: bool) -> DayFacts:
        facts = super()._morning(on, away=away)
        chance = Random(f"{self.person.kind.name} {on}")
        doses = {
            slot: ChosenDose(name, one.work.sets + chance.choice((0, 0, 1, -1)), one.work.reps + chance.randint(-2, 4))
            for slot, name, one in self.course.dosed()
            if chance.random() < 0.3
        }
        if chance.random() < 0.3:
            doses["cardio"] = ChosenDose(minutes=self.course.cardio.dose.minutes + chance.choice((-5, 1, 3, 5, 8)))
        return replace(facts, doses=doses)


def lived(person: VirtualPerson) -> Iterator[tuple[Life, list[Lived]]]:
    life = Pushed.begun(person)
    days: list[Lived] = []
    for offset in range(DAYS):
        days = [*days[-14:], life.live(person.begun_on + timedelta(days=offset))]
        yield life, days


@pytest.mark.parametrize("place", range(0, 20, 2))
def test_every_promise_holds_whatever_is_asked_for(place: int) -> None:
    person = population(20, 3, BEGUN)[place]
    grown = 0
    for life, days in lived(person):
        assert list(broken(life, days)) == [], (person.kind.name, days[-1].facts.on)
        chosen = [one for one in life.course.decisions if one.reasons[0].rule == "3.8.dose_chosen"]
        grown += sum(one.outcome is Outcome.PROGRESS for one in chosen)
    if person.kind.name == "steady improver":
        assert grown > 3, "what is right is taken"
