"""The measures by id, read from `measures.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Measure:
    """error: of one measurement. meaningful: the least change that matters; share: as a part of the first score.

    own_wording: the question is ours; otherwise only a total is entered by hand.
    """

    id: str
    name: str
    lowest: float
    highest: float
    lower_is_better: bool
    error: float
    meaningful: float
    own_wording: bool
    evidence: str
    share: float | None = None


def _data() -> dict[str, list[dict[str, object]]]:
    text = files("steadyback.outcomes").joinpath("measures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_measures() -> Mapping[str, Measure]:
    return MappingProxyType({str(row["id"]): Measure(**row) for row in _data()["measure"]})  # type: ignore[arg-type]
