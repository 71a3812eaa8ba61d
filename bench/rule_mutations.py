"""Every value and outcome of the rule table, changed one at a time: `python bench/rule_mutations.py --table`.

First the behavioural tests of the programme run once, and it is noted which of them read which rule. Then, for each
change, only the tests that read that rule run against the changed table, the quickest first and for 8 s at most,
each time in a process of its own; one of them has to fail. Tests that compare the table with itself or with the
clinical sources beside the repository are left out, so they kill nothing, and so are those whose cases chance makes.
Ends with 1 when a change survives.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

# What every test needs is read once, before the processes part.
from steadyback.programme import decision_order, referral, rules, session_script, versions  # noqa: F401
from steadyback.records.decisions import Outcome

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "tests" / "programme"
NOT_BEHAVIOUR = frozenset({"test_rules.py"})
FROM_OUTSIDE = frozenset({"reference", "source", "shared"})
_LONGEST_S = 8.0
_OUTCOMES = {"PROGRESS": "HOLD", "HOLD": "PROGRESS"}


@dataclass(frozen=True)
class Mutation:
    """One change: of a threshold's value at a place, of a condition's outcome, or of whom and when of a referral."""

    table: str
    rule: str
    place: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.rule}[{self.place}] {self.before} -> {self.after}"


# What is looked at once a day or once a week changes by that much.
_STEPS = {("F-01.pain", 1): 24, ("F-05.pain", 1): 24, ("3.8.level_up", 0): 7}
# Changes that nobody can notice, and why.
_SAME = {
    ("PL-03.sets", 0): "an exercise's own range has at least one set",
    ("PL-03.sets", 1): "an exercise's own range has at least one set",
    ("3.8.cardio", 2): "a tenth of 30 minutes is 3, so that 5 at most is a bound that is never reached",
}


def mutations() -> Iterator[Mutation]:
    for rule in rules.load_rules().values():
        for place, value in enumerate(rule.values):
            step = _STEPS.get((rule.id, place), _step(value))
            for after in (value + step, value - step):
                if (rule.id, place) not in _SAME or (rule.id == "PL-03.sets" and after > value):
                    yield Mutation("rule", rule.id, place, str(value), repr(round(after, 6)))
    for name, outcome in rules.load_conditions().items():
        yield Mutation("condition", name, 0, outcome.value, _OUTCOMES.get(outcome.value, "PROGRESS"))
    for name, row in rules.load_referrals().items():
        yield Mutation("referral", name, 0, row.to, "nobody")
        yield Mutation("referral", name, 1, str(row.within_h), "999")


def _step(value: float) -> float:
    return 1 if isinstance(value, int) else max(0.05, round(value * 0.1, 3))


def _put(table: str, rows: Mapping[str, Any]) -> None:
    """Let the programme read these rows instead of its own."""
    name = {"rule": "load_rules", "condition": "load_conditions", "referral": "load_referrals"}[table]
    for module in (rules, decision_order, referral):
        if hasattr(module, name):
            setattr(module, name, lambda: rows)


def change(mutation: Mutation) -> None:
    """Change the table of this process."""
    if mutation.table == "rule":
        row = rules.load_rules()[mutation.rule]
        values = list(row.values)
        values[mutation.place] = json.loads(mutation.after)
        _put("rule", MappingProxyType({**rules.load_rules(), mutation.rule: replace(row, values=tuple(values))}))
    elif mutation.table == "condition":
        changed = {**rules.load_conditions(), mutation.rule: Outcome(mutation.after)}
        _put("condition", MappingProxyType(changed))
    else:
        known = rules.load_referrals()[mutation.rule]
        other = replace(known, to=mutation.after) if mutation.place == 0 else replace(known, within_h=999)
        _put("referral", MappingProxyType({**rules.load_referrals(), mutation.rule: other}))


class _Noting(Mapping[str, Any]):
    """A table that notes each row that is read."""

    def __init__(self, table: str, rows: Mapping[str, Any], read: set[str]) -> None:
        self.table, self.rows, self.read = table, rows, read

    def __getitem__(self, rule: str) -> Any:
        self.read.add(f"{self.table}|{rule}")
        return self.rows[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(eq=False)
class Trial:
    """A pytest plugin: reads the tests once, runs them once to see what they read, then tries each change on some."""

    wanted: Sequence[Mutation]
    read: set[str] = field(default_factory=set)
    noticed: dict[Mutation, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            item
            for item in items
            if not FROM_OUTSIDE & {*getattr(item, "fixturenames", ())}
            and not getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self.outcomes[report.nodeid] = report.outcome

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise SystemExit("the tests could not be read; see `pytest tests/programme`")
        items = {item.nodeid: item for item in session.items}
        by_row = self._readers(items)
        for mutation in self.wanted:
            chosen = [items[test] for test in by_row.get(f"{mutation.table}|{mutation.rule}", ())]
            self.noticed[mutation] = str(_apart(lambda mutation=mutation, chosen=chosen: self._try(mutation, chosen)))
            if not self.noticed[mutation]:
                print(f"survives: {mutation}", flush=True)
        return True

    def _run(self, item: pytest.Item) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def _readers(self, items: Mapping[str, pytest.Item]) -> dict[str, list[str]]:
        """By row of a table, the tests that read it, the quickest first, as many as fit into the time."""
        found: dict[str, list[Any]] = _apart(lambda: self._note(items))
        wrong = [test for test, (_, _, outcome) in found.items() if outcome == "failed"]
        if wrong or not found:
            raise SystemExit(f"the tests have to pass before anything is changed: {wrong or 'none ran'}")
        by_row: dict[str, list[str]] = {}
        took_s: dict[str, float] = {}
        for test, (seconds, read, _) in sorted(found.items(), key=lambda one: one[1][0]):
            for row in read:
                took_s[row] = took_s.get(row, 0.0) + seconds
                if took_s[row] <= _LONGEST_S:
                    by_row.setdefault(row, []).append(test)
        return by_row

    def _note(self, items: Mapping[str, pytest.Item]) -> dict[str, list[Any]]:
        """For each test how long it took, which rows it read, and whether it passed."""
        loaded = {"rule": rules.load_rules, "condition": rules.load_conditions, "referral": rules.load_referrals}
        for table, load in loaded.items():
            _put(table, _Noting(table, load(), self.read))
        found = {}
        for test, item in items.items():
            self.read.clear()
            began = time.perf_counter()
            self._run(item)
            found[test] = [time.perf_counter() - began, sorted(self.read), self.outcomes.get(test, "skipped")]
        return found

    def _try(self, mutation: Mutation, chosen: Sequence[pytest.Item]) -> str:
        """The test that failed, "" when the change survives them all."""
        change(mutation)
        for item in chosen:
            self._run(item)
            if self.outcomes.get(item.nodeid) == "failed":
                return item.nodeid
        return ""


def _apart(work: Callable[[], object]) -> Any:
    """What `work` gives, done in a process of its own that leaves nothing behind."""
    with tempfile.NamedTemporaryFile("w+") as answer:
        child = os.fork()
        if child == 0:
            status = 1
            with suppress(BaseException):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                Path(answer.name).write_text(json.dumps(work()))
                status = 0
            os._exit(status)
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise SystemExit("the tests did not run; see `pytest tests/programme`")
        return json.loads(Path(answer.name).read_text())


def tried(wanted: Sequence[Mutation]) -> dict[Mutation, str]:
    """By change the test that noticed it, "" for none."""
    sys.path.insert(0, str(REPOSITORY / "tests" / "support"))
    quiet = ["-s", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:django"]
    own = ["-c", os.devnull, f"--rootdir={REPOSITORY}", "--import-mode=importlib", "-W", "ignore"]
    files = [str(path) for path in sorted(FOLDER.glob("test_*.py")) if path.name not in NOT_BEHAVIOUR]
    trial = Trial(wanted)
    pytest.main([*quiet, *own, *files], plugins=[trial])
    if len(trial.noticed) < len(wanted):
        raise SystemExit("not every change was tried; see `pytest tests/programme`")
    return trial.noticed


def main() -> int:
    parser = argparse.ArgumentParser(description="Change every row of the rule table and see a test fail.")
    parser.add_argument("--only", help="rule ids that begin so")
    parser.add_argument("--table", action="store_true", help="print a line for each rule with a test that noticed")
    args = parser.parse_args()
    began = time.monotonic()
    noticed = tried([one for one in mutations() if not args.only or one.rule.startswith(args.only)])
    rows = dict.fromkeys((one.table, one.rule) for one in noticed)
    for table, rule in rows if args.table else ():
        by = [test for one, test in noticed.items() if (one.table, one.rule) == (table, rule)]
        first = next((test for test in by if test), "")
        print(f"{rule:<24}{table:<10}{sum(map(bool, by))} of {len(by)}  {first.rpartition('/')[2]}")
    survivors = [one for one, by in noticed.items() if not by]
    names = {one.rule for one in noticed}
    print(
        f"{len(noticed)} changes of {len(names)} rules: {len(survivors)} survive; "
        f"{len(names - {one.rule for one in survivors})} rules have none; {time.monotonic() - began:.0f} s"
    )
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
