"""What to say when the gate is closed: a source text for each code, to be translated above."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def load_remedies() -> Mapping[str, str]:
    """All remedies by code, as they stand in `remedies.toml`."""
    text = resources.files(__package__).joinpath("remedies.toml").read_text("utf-8")
    return {code: str(said) for code, said in tomllib.loads(text).items()}


def remedy(code: str, view: str) -> str:
    """What to do about a gate code in an exercise seen from `view`. Raises KeyError for an unknown code."""
    remedies = load_remedies()
    return remedies.get(f"{code}_{view}") or remedies[code]
