"""A pytest plugin for `bench/rule_mutations.py`: the rule table with one value changed, before any test is read."""

import os
from dataclasses import replace
from types import MappingProxyType

from steadyback.programme import rules
from steadyback.records.decisions import Outcome


def _mutate(table: str, rule: str, place: int, after: str) -> None:
    if table == "rule":
        rows = dict(rules.load_rules())
        values = list(rows[rule].values)
        values[place] = float(after) if "." in after else int(after)
        rows[rule] = replace(rows[rule], values=tuple(values))
        changed_rules = MappingProxyType(rows)
        rules.load_rules = lambda: changed_rules
    elif table == "condition":
        changed = MappingProxyType({**rules.load_conditions(), rule: Outcome(after)})
        _everywhere("load_conditions", lambda: changed)
    else:
        row = rules.load_referrals()[rule]
        row = replace(row, to=after) if place == 0 else replace(row, within_h=int(after))
        others = MappingProxyType({**rules.load_referrals(), rule: row})
        _everywhere("load_referrals", lambda: others)


def _everywhere(name: str, function: object) -> None:
    from steadyback.programme import decision_order, referral

    for module in (rules, decision_order, referral):
        if hasattr(module, name):
            setattr(module, name, function)


if os.environ.get("STEADYBACK_MUTATION"):
    _table, _rule, _place, _after = os.environ["STEADYBACK_MUTATION"].split("|")
    _mutate(_table, _rule, int(_place), _after)
