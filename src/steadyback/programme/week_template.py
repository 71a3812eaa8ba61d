"""Which day brings heart and which brings strength (PL-04): the standard week, or the days a person chose."""

from collections.abc import Iterable
from itertools import combinations

from steadyback.records.reasons import Reason

CARDIO, STRENGTH, REST = "C", "S", "-"

_TEMPLATES = {
    (3, 2): ("C", "S", "C", "-", "S", "C", "-"),
    (3, 3): ("C", "S", "C", "S", "C", "S", "-"),
    (4, 2): ("C", "S", "C", "C", "S", "C", "-"),
    (4, 3): ("C", "S", "C", "S", "C", "CS", "-"),
    (5, 2): ("C", "S", "C", "C", "CS", "C", "-"),
    (5, 3): ("C", "S", "C", "CS", "C", "CS", "-"),
}
TEMPLATE_COUNTS = tuple(_TEMPLATES)


def template_for(
    cardio_days: int, strength_days: int, *, start_weekday: int = 0, training_days: tuple[int, ...] = ()
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """The kind of each weekday, Monday first: "C", "S", "CS" (cardio first) or "-", and why.

    Without training_days it is the PL-04 template begun on start_weekday. With them the sessions are fitted onto
    those days: strength never on two days in a row, also across the week end, at least one day of rest, and cardio
    joins a strength day only when there are not enough days. Weekdays outside 0-6 are ignored.
    """
    template = _TEMPLATES.get((cardio_days, strength_days))
    if template is None:
        raise ValueError(f"no week has {cardio_days} cardio and {strength_days} strength days: {TEMPLATE_COUNTS}")
    days = tuple(dict.fromkeys(day for day in training_days if day in range(7)))
    if days:
        return _fitted(cardio_days, strength_days, start_weekday % 7, days, template)
    week = tuple(template[(day - start_weekday) % 7] for day in range(7))
    return week, (Reason("PL-04", {"cardio": cardio_days, "strength": strength_days}),)


def _fitted(
    cardio_days: int, strength_days: int, start: int, chosen: tuple[int, ...], template: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    days = sorted(chosen, key=lambda day: (day - start) % 7)[:6]
    strength = _spread(days, strength_days, start, neighbours=False)
    free = [day for day in days if day not in strength]
    cardio = set(_spread(free, min(cardio_days, len(free)), start, neighbours=True))
    cardio |= set(sorted(strength, key=lambda day: (day - start) % 7)[: cardio_days - len(cardio)])
    week = tuple((CARDIO * (day in cardio) + STRENGTH * (day in strength)) or REST for day in range(7))
    needed = 7 - template.count(REST)
    values = {"days_chosen": len(chosen), "days_needed": needed, "cardio": len(cardio), "strength": len(strength)}
    return week, (Reason("PL-04.days", values),)


def _spread(days: list[int], count: int, start: int, *, neighbours: bool) -> tuple[int, ...]:
    """As many of the days as fit up to `count`, as far apart as the week allows; ties go to the later first day."""
    for size in range(min(count, len(days)), 0, -1):
        options = [one for one in combinations(days, size) if neighbours or _gap(one) >= 2]
        if options:
            return max(options, key=lambda one: (_gap(one), [(day - start) % 7 for day in one]))
    return ()


def _gap(days: Iterable[int]) -> int:
    """The smallest distance between two of the days round the week; 7 for a single one."""
    ordered = sorted(days)
    if len(ordered) < 2:
        return 7
    return min((later - day - 1) % 7 + 1 for day, later in zip(ordered, ordered[1:] + ordered[:1], strict=True))
