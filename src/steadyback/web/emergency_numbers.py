"""The emergency number of the person's country: on every page that sends somebody for help (specification 6.3, 4)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ANYWHERE = "INT"


@dataclass(frozen=True, slots=True)
class Country:
    """code: ISO 3166-1 alpha-2 or "INT". name: English, translated where it is shown. number: brings an ambulance."""

    code: str
    name: str
    number: str


@cache
def countries() -> Mapping[str, Country]:
    """Every country of the table by code, "another country" first."""
    text = files("steadyback.web").joinpath("emergency_numbers.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    return MappingProxyType({code: Country(code, row["name"], row["number"]) for code, row in rows.items()})


def emergency_number(country: str) -> str:
    """The number to call in this country; 112, the one for anywhere, when the code is not in the table."""
    return countries().get(country.upper(), countries()[ANYWHERE]).number
