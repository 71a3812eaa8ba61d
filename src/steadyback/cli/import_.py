"""`steadyback import`: restore an export onto an empty installation. All or nothing."""

import argparse
import os
from pathlib import Path

from steadyback.cli import CommandError, UsageError

LARGEST_BYTES = 256 * 1024 * 1024


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("import", help="restore an export onto an empty installation")
    parser.add_argument("file", type=Path, metavar="FILE", help="what `steadyback export` wrote")
    parser.add_argument("--data", type=Path, help="folder for the data (default: STEADYBACK_DATA or your data folder)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    content = file_content(args.file)
    if args.data is not None:
        os.environ["STEADYBACK_DATA"] = str(args.data)
    from steadyback.web.startup import StartupError, prepare

    try:
        prepare()
    except StartupError as error:
        raise CommandError(str(error)) from error
    rows = restore(args.file, content)
    print(f"Restored {args.file}: {sum(rows.values())} entries, {rows['session']} of them sessions.")
    return 0


def restore(path: Path, content: bytes) -> dict[str, int]:
    """Put an export's content into the prepared database. Raises CommandError with the place that does not fit."""
    from django.conf import settings
    from django.db import DatabaseError

    from steadyback.web import transfer

    try:
        return transfer.import_text(content)
    except transfer.TransferError as error:
        raise CommandError(f"{path} was not imported and nothing was changed. {error}") from error
    except DatabaseError as error:
        raise CommandError(f"{path} was not imported: the database in {settings.DATA} says {error}") from error


def file_content(path: Path) -> bytes:
    """The file's bytes. A file that cannot be read, or is larger than any export, is a fault of the call."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise UsageError(f"{path} has {size // 1_000_000} MB; allowed: {LARGEST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
