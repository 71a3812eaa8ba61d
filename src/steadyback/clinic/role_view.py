"""What of the programme's reasons a role may know (specification 6: data minimisation by role).

A trainer learns about training: pain as it was told, effort, form, doses, limits of the plan. Screening answers and
what follows from them, pregnancy, mood and nerve signs are the clinician's alone; the name of such a rule too.
"""

from collections.abc import Iterable

from steadyback.clinic.roles import Role
from steadyback.records.reasons import Reason

HIDDEN = Reason("hidden")
"""Stands for reasons that a role may not know: that there is one, and who knows it."""

# fmt: off
_TRAINER_RULES = frozenset({
    "M-03", "M-04", "M-05", "M-06", "FALL", "S-04", "S-05", "S-06", "N-01", "N-02", "W-01", "W-01.worse", "W-02",
    "F-01", "F-02", "F-03", "F-04", "F-05", "R-03", "R-04", "R-05", "R-06", "R-08", "X-02", "G-03.limits",
    "PL-03", "PL-04", "PL-05", "3.8", "4.2", "REFER", "P9",
})
# fmt: on
_NEVER = frozenset({"PL-05.position"})


def may_know(role: Role, rule: str) -> bool:
    """Whether this role may read this rule. A rule of a family (PL-04.moved) is known with its family (PL-04)."""
    if role is not Role.TRAINER:
        return True
    if rule in _NEVER:
        return False
    return rule in _TRAINER_RULES or any(rule.startswith(f"{one}.") for one in _TRAINER_RULES)


def reasons_for(role: Role, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that a role may read; all others together are one that says so."""
    known = list(reasons)
    shown = [one for one in known if may_know(role, one.rule)]
    return (*shown, HIDDEN) if len(shown) < len(known) else tuple(shown)
