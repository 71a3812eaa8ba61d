"""`steadyback backup`: everything of an installation, one person's or a clinic's, in one file."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from steadyback.cli import CommandError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("backup", help="write a whole installation, with its keys, into one file")
    parser.add_argument("file", type=Path, metavar="FILE", help="file to write; one that exists is replaced")
    add_place(parser)
    parser.set_defaults(run=run)


def add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder of the data (default: STEADYBACK_DATA or your data folder)")
    parser.add_argument("--clinic", action="store_true", help="the default data folder of a clinic, not a person's")


def place(args: argparse.Namespace) -> Path:
    """The data folder that is meant, absolute. Raises nothing: it need not exist."""
    from steadyback.web.data_folder import clinic_folder, data_folder

    if args.data is not None:
        return Path(args.data).expanduser().resolve()
    chosen = os.environ.get("STEADYBACK_DATA")
    folder = clinic_folder() if args.clinic and not chosen else data_folder()
    return folder.resolve()


def run(args: argparse.Namespace) -> int:
    from steadyback.web.backup import back_up
    from steadyback.web.backup_stores import BackupError, store_of

    data = place(args)
    if args.file.is_dir():
        raise CommandError(f"{args.file} is a folder; name a file")
    try:
        store = store_of(os.environ.get("STEADYBACK_DATABASE", ""), data)
        manifest = back_up(store, data, args.file, datetime.now(UTC))
    except BackupError as error:
        raise CommandError(str(error)) from error
    size = args.file.stat().st_size / 1000
    print(
        f"Wrote {args.file} ({size:.0f} kB, {len(manifest['parts'])} parts, {manifest['database']}). "
        "It holds health data and keys: keep it where only you can read it."
    )
    return 0
