"""What one answer means: disposition, urgency and flags, item by item (specification 1.3, amendments 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from steadyback.programme.dates import add_months
from steadyback.programme.rules import whole
from steadyback.programme.screening_definition import Item, ScreeningDefinition, as_date
from steadyback.records.reasons import Value
from steadyback.records.screening import Answer, Disposition, ScreeningAnswers, Urgency


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a rule may look at: the answers, what is asked, the day, and the day of the answers."""

    definition: ScreeningDefinition
    answers: ScreeningAnswers
    today: date
    began_on: date

    def counts(self, item_id: str) -> bool:
        """Whether an item was asked and has its cautious meaning (yes or not sure; for E13 no or not sure)."""
        item = self.definition.items[item_id]
        return item.asked_when(self.answers) and item.counts(self.answers)

    def says_no(self, item_id: str) -> bool:
        return self.answers.answers.get(item_id) is Answer.NO

    def fact(self, fact_id: str) -> Value:
        """A fact, or None when it is missing, odd, or not asked any more."""
        fact, value = self.definition.facts[fact_id], self.answers.facts.get(fact_id)
        return value if fact.asked_when(self.answers) and fact.accepts(value) else None

    @property
    def age(self) -> int | None:
        """Age reached in this calendar year, None when the year of birth is missing or cannot be."""
        year = self.fact("year_of_birth")
        return self.today.year - year if isinstance(year, int) and 0 <= self.today.year - year <= 120 else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an item comes to for this person."""

    disposition: Disposition
    urgency: Urgency | None = None


_EMERGENCY = Meaning(Disposition.EMERGENCY, Urgency.NOW)
_SAME_DAY = Meaning(Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY)
_DAYS = Meaning(Disposition.CLINICIAN_FIRST, Urgency.DAYS)
_CLEAR = Meaning(Disposition.CLEAR)


def _bladder_or_bowel(item: Item, asked: Asked) -> Meaning:
    """A01, A02: recent, growing or with another sign is an emergency; older and explained may go on."""
    another_sign = any(asked.counts(other) for other in asked.definition.items if other[0] == "A" and other != item.id)
    if another_sign or asked.fact(f"{item.id}.when") != "older":
        return _EMERGENCY
    return _CLEAR if asked.fact(f"{item.id}.checked") == "explained" else _SAME_DAY


def _weak_leg(item: Item, asked: Asked) -> Meaning:
    """A06: legs that give way only because of pain need a clinician today; anything else is an emergency."""
    return _SAME_DAY if asked.fact(f"{item.id}.kind") == "pain_only" else _EMERGENCY


def _injury(item: Item, asked: Asked) -> Meaning:
    """A08: recent and unchecked is an emergency; recent but checked still needs the clinician's word."""
    checked = asked.fact("A08.checked") == "yes"
    if asked.fact("A08.when") == "older":
        return _CLEAR if checked else _DAYS
    return _DAYS if checked else _EMERGENCY


def _swollen_calf(item: Item, asked: Asked) -> Meaning:
    """A12: to be seen today; with breathlessness or chest pain an emergency."""
    return _SAME_DAY if asked.fact("A12.breathless") == "no" and not asked.counts("A10") else _EMERGENCY


def _spine_operation(item: Item, asked: Asked) -> Meaning:
    """E03: an operation that turns out to be under 3 months old is B08."""
    on = as_date(asked.fact("spine_operation_on"))
    recent = on is not None and asked.today < add_months(on, whole("E03.operation_months"))
    return _DAYS if recent else Meaning(Disposition.CAUTION)


_SPECIAL: dict[str, Callable[[Item, Asked], Meaning]] = {
    "A01": _bladder_or_bowel,
    "A02": _bladder_or_bowel,
    "A06": _weak_leg,
    "A08": _injury,
    "A12": _swollen_calf,
    "E03": _spine_operation,
}


def meaning(item: Item, asked: Asked) -> Meaning:
    """What an item that counts comes to. The general case is what the table says for yes."""
    special = _SPECIAL.get(item.id)
    return special(item, asked) if special else Meaning(item.disposition, item.urgency)


def flags_of(item: Item, asked: Asked) -> frozenset[str]:
    """The caution flags of an item that counts. Tick boxes narrow them; without a tick all of them count."""
    if item.id == "C07":
        return frozenset(item.flags) if asked.answers.answers.get("C07") is Answer.YES else frozenset()
    if item.id == "E17" and (asked.today - asked.began_on).days >= whole("E17.postpone_days"):
        return frozenset()
    ticked = frozenset(flag for flag in item.flags if asked.answers.facts.get(f"{item.id}.{flag}") is True)
    return ticked or frozenset(item.flags)
