"""The command line: one module per command, each with `add_parser` and `run`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from steadyback import __version__

COMMANDS = (
    "exercises",
    "analyse",
    "up",
    "export",
    "password",
    "import_",
    "explain",
    "simulate",
    "figure",
    "audit",
    "clearance",
    "erase",
    "backup",
    "restore",
)


class UsageError(Exception):
    """The command was called wrongly: exit code 2."""


class CommandError(Exception):
    """The command could not do its work: exit code 1."""


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="steadyback", description="Guided exercise for people with back pain.")
    parser.add_argument("--version", action="version", version=f"steadyback {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"steadyback.cli.{name}").add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; usage faults end with 2, failures with 1, both with one clear sentence on stderr."""
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except UsageError as error:
        print(f"steadyback {args.command}: {error}", file=sys.stderr)
        return 2
    except CommandError as error:
        print(f"steadyback {args.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
