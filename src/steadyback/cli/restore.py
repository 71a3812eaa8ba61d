"""`steadyback restore`: put back what `steadyback backup` wrote."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from steadyback.cli import CommandError
from steadyback.cli.backup import add_place, place


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("restore", help="put a backup back where nothing is")
    parser.add_argument("file", type=Path, metavar="FILE", help="what `steadyback backup` wrote")
    parser.add_argument("--replace", action="store_true", help="also where something is; the old folder is kept aside")
    add_place(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from steadyback.web.backup import restore
    from steadyback.web.backup_stores import BackupError, store_of

    data = place(args)
    if not args.file.is_file():
        raise CommandError(f"there is no file {args.file}")
    try:
        store = store_of(os.environ.get("STEADYBACK_DATABASE", ""), data)
        aside = restore(store, data, args.file, replace=args.replace, at=datetime.now(UTC))
    except BackupError as error:
        raise CommandError(str(error)) from error
    print(f"Restored {args.file} to {data}." + (f" What was there is in {aside}." if aside else ""))
    return 0
