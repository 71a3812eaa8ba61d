"""Every value and outcome of the rule table, changed one at a time: `python bench/rule_mutations.py [--only ID]`.

For each change the behavioural tests of the programme run in a process of their own with the changed table; at least
one has to fail. Tests that read the table's text (its hash, its form) see it unchanged, so they kill nothing. The files
that name the rule run first, then all others. Ends with 1 when a change survives.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from steadyback.programme.rules import load_conditions, load_referrals, load_rules

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "tests" / "programme"
NOT_BEHAVIOUR = frozenset({"test_rules.py"})
_OUTCOMES = {"PROGRESS": "HOLD", "HOLD": "PROGRESS"}


@dataclass(frozen=True)
class Mutation:
    """One change: of a threshold's value at a place, of a condition's outcome, or of whom and when of a referral."""

    table: str
    rule: str
    place: int
    before: str
    after: str


def mutations() -> Iterator[Mutation]:
    for rule in load_rules().values():
        for place, value in enumerate(rule.values):
            for after in (value + _step(value), value - _step(value)):
                yield Mutation("rule", rule.id, place, str(value), repr(round(after, 6)))
    for name, outcome in load_conditions().items():
        yield Mutation("condition", name, 0, outcome.value, _OUTCOMES.get(outcome.value, "PROGRESS"))
    for name, row in load_referrals().items():
        yield Mutation("referral", name, 0, row.to, "nobody")
        yield Mutation("referral", name, 1, str(row.within_h), "999")


def _step(value: float) -> float:
    return 1 if isinstance(value, int) else max(0.05, round(value * 0.1, 3))


def survives(mutation: Mutation) -> tuple[Mutation, bool]:
    """Whether no test noticed."""
    env = {
        **os.environ,
        "STEADYBACK_MUTATION": "|".join((mutation.table, mutation.rule, str(mutation.place), mutation.after)),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "mutated_rules",
        "-p",
        "no:cacheprovider",
        "--no-header",
    ]
    found = subprocess.run(  # noqa: S603
        [*command, *_files(mutation.rule)], cwd=REPOSITORY, env=env, capture_output=True, check=False
    )
    if found.returncode not in (0, 1):
        raise SystemExit(f"the tests did not run for {mutation}:\n{found.stdout.decode()[-2000:]}")
    return mutation, found.returncode == 0


def _files(rule: str) -> list[str]:
    head = rule.partition(".")[0] if not rule.startswith("3.8") else rule
    files = sorted(path for path in FOLDER.glob("test_*.py") if path.name not in NOT_BEHAVIOUR)
    naming = [path for path in files if head.lower().replace("-", "") in path.read_text().lower().replace("-", "")]
    return [str(path) for path in (*naming, *(path for path in files if path not in naming))]


def main() -> int:
    parser = argparse.ArgumentParser(description="Change every row of the rule table and see a test fail.")
    parser.add_argument("--only", help="rule ids that begin so")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    wanted = [one for one in mutations() if not args.only or one.rule.startswith(args.only)]
    survivors = []
    with ThreadPoolExecutor(args.jobs) as pool:
        for mutation, lives in pool.map(survives, wanted):
            if lives:
                survivors.append(mutation)
                print(f"survives: {mutation.rule}[{mutation.place}] {mutation.before} -> {mutation.after}", flush=True)
    rules = {one.rule for one in wanted}
    noticed = rules - {one.rule for one in survivors}
    print(f"{len(wanted)} changes of {len(rules)} rules; {len(survivors)} survive; {len(noticed)} rules have none")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
