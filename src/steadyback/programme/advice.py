"""What people are told, by code. The English text is opaque to the core; the edge translates it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from steadyback.programme.rules import read_table


@dataclass(frozen=True, slots=True)
class Advice:
    """One message: a title, lines said one after the other, and whether the emergency number belongs beside it."""

    code: str
    title: str
    lines: tuple[str, ...]
    call_emergency: bool


@cache
def load_advice() -> Mapping[str, Advice]:
    """Every message by its code, "group.name", as in "emergency.A10"."""
    found = {}
    for group, rows in tomllib.loads(read_table("advice.toml")).items():
        for name, row in rows.items():
            code = f"{group}.{name}"
            found[code] = Advice(code, row["title"], tuple(row["lines"]), row.get("call", False))
    return MappingProxyType(found)


def advice_text(code: str) -> Advice:
    """The message for a code. KeyError names a code that is not in advice.toml."""
    return load_advice()[code]
