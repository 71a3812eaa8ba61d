"""`steadyback export`: everything a person has, as one readable JSON file."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from steadyback.cli import CommandError
from steadyback.cli.only_person import only_person


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("export", help="write everything you have entered and done into one JSON file")
    parser.add_argument("--data", type=Path, help="folder of the data (default: STEADYBACK_DATA or your data folder)")
    parser.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        help="file to write; one that exists is replaced; - writes to the screen "
        "(default: steadyback-export-DATE-TIME.json in the current folder)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.data is not None:
        os.environ["STEADYBACK_DATA"] = str(args.data)
    text, default_name = everything()
    if args.output == "-":
        sys.stdout.write(text)
        return 0
    path = Path(args.output or default_name)
    write_private(path, text)
    print(
        f"Wrote {path} ({len(text.encode()) / 1000:.0f} kB). It holds health data: keep it where only you can read it."
    )
    return 0


def everything() -> tuple[str, str]:
    """The export as text, and the file name that its moment gives. Raises CommandError where nobody has begun."""
    person = only_person("export")
    from steadyback.web import clock, transfer

    now = clock.now()
    return transfer.export_text(person, now), f"steadyback-export-{now:%Y-%m-%d-%H%M%S}.json"


def write_private(path: Path, text: str) -> None:
    """Write the whole file or nothing, readable by its owner only (0600)."""
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise CommandError(f"cannot write {path}: {error.strerror}. Choose another place with -o") from error
