"""`steadyback simulate`: virtual people live with the real rules; every promise is checked on every day."""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from steadyback.cli import CommandError, UsageError
from steadyback.simulation.people import population
from steadyback.simulation.report import charts, rules_fired, table
from steadyback.simulation.run import BEGUN_ON, Outline, live_through

_SHOWN = 20
_MOST_PEOPLE, _MOST_WEEKS = 100_000, 520


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("simulate", help="let virtual people live with the rules and check every day")
    parser.add_argument("--people", type=int, default=160, help="how many (default 160)")
    parser.add_argument("--weeks", type=int, default=26, help="for how long (default 26)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people (default 1)")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="write dose.svg, pain.svg and level.svg there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the table; CommandError (exit 1) when any promise was broken."""
    for name, value, most in (("--people", args.people, _MOST_PEOPLE), ("--weeks", args.weeks, _MOST_WEEKS)):
        if not 1 <= value <= most:
            raise UsageError(f"{name} is {value}; allowed: 1 to {most}")
    began = time.perf_counter()
    outlines = [live_through(person, args.weeks) for person in population(args.people, args.seed, BEGUN_ON)]
    took_s = time.perf_counter() - began
    print("\n".join(table(outlines)))
    weeks = args.people * args.weeks
    print(f"\nrules that changed something: {rules_fired(outlines)}")
    print(f"{weeks} person-weeks in {took_s:.1f} s: {weeks / took_s:.0f} person-weeks per second")
    if args.plots is not None:
        _write(args.plots, charts(outlines))
    return _judge(outlines)


def _judge(outlines: Sequence[Outline]) -> int:
    found = [f"{one.kind}: {what}" for one in outlines for what in one.broken]
    if not found:
        print("every promise held on every day of everybody")
        return 0
    for what, count in Counter(found).most_common(_SHOWN):
        print(f"{count:>5} x {what}")
    raise CommandError(f"{len(found)} times a promise was broken")


def _write(folder: Path, pictures: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write to {folder}: {error.strerror}. Choose another folder with --plots") from error
    print(f"charts are in {folder}")
