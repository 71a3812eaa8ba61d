"""The rule table: every threshold with its id, so that a plan can name the table that made it."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from steadyback.records.decisions import Outcome

Number = int | float
_TABLES = ("rules.toml", "screening.toml")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line of the table. evidence is E, C, B or D; default marks a value that awaits a clinician's signature."""

    id: str
    values: tuple[Number, ...]
    unit: str
    evidence: str
    default: bool


def read_table(name: str) -> str:
    """The text of one of the programme's own data files, with plain line ends."""
    return files("steadyback.programme").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def load_rules() -> Mapping[str, Threshold]:
    """Every threshold by id. A threshold given twice is an error of the table."""
    table: dict[str, Threshold] = {}
    for row in tomllib.loads(read_table("rules.toml"))["rule"]:
        value = row["value"]
        values = tuple(value) if isinstance(value, list) else (value,)
        if row["id"] in table:
            raise ValueError(f"rules.toml: {row['id']} is given twice")
        table[row["id"]] = Threshold(row["id"], values, row["unit"], row["evidence"], row["default"])
    return MappingProxyType(table)


def threshold(rule_id: str) -> Number:
    """The one value of a rule, for example `threshold("X-01.rescreen_days")` is 28."""
    (value,) = load_rules()[rule_id].values
    return value


def whole(rule_id: str) -> int:
    """The one value of a rule that counts something."""
    return int(threshold(rule_id))


def thresholds(rule_id: str) -> tuple[Number, ...]:
    """Several values of a rule, in the order that its unit explains."""
    return load_rules()[rule_id].values


def at_level(rule_id: str, level: int) -> int:
    """The value of a PL-03 rule for a level 0-3; a level outside takes the nearest, so that nothing gets harder."""
    values = load_rules()[rule_id].values
    return int(values[max(0, min(level, len(values) - 1))])


@cache
def rules_sha256() -> str:
    """Hash of the rule table and the screening, the same on every platform. Wording of advice is not part of it."""
    digest = hashlib.sha256()
    for name in _TABLES:
        digest.update(name.encode() + b"\0" + read_table(name).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ReferralRule:
    """To whom, and within how many hours; None is routine."""

    rule: str
    to: str
    within_h: int | None


@cache
def load_conditions() -> Mapping[str, Outcome]:
    """What each condition of 3.8 leads to, by its rule id."""
    rows = tomllib.loads(read_table("rules.toml"))["condition"]
    return MappingProxyType({row["rule"]: Outcome(row["outcome"]) for row in rows})


@cache
def load_referrals() -> Mapping[str, ReferralRule]:
    """To whom each referral goes (3.10), by its rule id."""
    rows = tomllib.loads(read_table("rules.toml"))["referral"]
    return MappingProxyType({row["rule"]: ReferralRule(row["rule"], row["to"], row.get("within_h")) for row in rows})
