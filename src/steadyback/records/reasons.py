"""Why something was decided: a rule id and the values that fired it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired. `rule` is its id in the specification (G-03, PL-02, K07, A01); `values` are what it saw."""

    rule: str
    values: Mapping[str, Value] = field(default_factory=dict)
