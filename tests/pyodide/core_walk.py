"""Import every core module, then let the rules decide one known case; print the result as JSON."""

import importlib
import json
import pkgutil
import sys
from datetime import date

import steadyback

CORE = ("pose", "kinematics", "exercises", "records", "coaching", "programme", "outcomes")


def core_modules() -> list[str]:
    names = []
    for room in CORE:
        package = importlib.import_module(f"steadyback.{room}")
        names.append(package.__name__)
        names += [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in names:
        importlib.import_module(name)
    return sorted(names)


def decisions() -> dict[str, object]:
    from steadyback.exercises import load_catalogue
    from steadyback.programme.rules import rules_sha256
    from steadyback.programme.weekly_plan import build_week
    from steadyback.records.codec import to_json
    from steadyback.records.plan import Preferences
    from steadyback.records.screening import Baseline

    catalogue = load_catalogue()
    weeks = [
        build_week(
            starts_on=date(2026, 11, 23),
            level=level,
            flags=frozenset(flags),
            baseline=Baseline(),
            preferences=Preferences(),
            limits=None,
            catalogue=catalogue,
        )
        for level, flags in [
            (0, {"ACUTE_HIGH_IRRIT"}),
            (1, set()),
            (2, {"OSTEOPOROSIS", "BALANCE"}),
            (3, {"KNEE_KNEEL"}),
        ]
    ]
    return {"catalogue": catalogue.sha256, "rules": rules_sha256(), "weeks": to_json(weeks)}


print(json.dumps({"python": list(sys.version_info[:2]), "modules": core_modules(), **decisions()}, sort_keys=True))
assert steadyback.__version__
