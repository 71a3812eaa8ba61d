"""Measured outcomes: a total or score with its day and where it came from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Measurement:
    """One score. measure is an id of `outcomes/measures.toml`; source names who or what gave it, in free words."""

    measure: str
    on: date
    value: float
    source: str = ""
