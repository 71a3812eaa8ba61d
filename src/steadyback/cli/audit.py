"""`steadyback audit verify`: whether a clinic's audit is whole."""

import argparse
import os
from pathlib import Path

from steadyback.cli import CommandError, UsageError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("audit", help="check that no row of a clinic's audit was changed or removed")
    parser.add_argument("task", choices=["verify"], help="what to do")
    parser.add_argument("--data", type=Path, help="the clinic's data folder (default: as for up --clinic)")
    parser.add_argument("--head", metavar="NUMBER:HASH", help="an end that was printed before and kept elsewhere")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from steadyback.clinic.audit_anchor import AnchorError, kept_anchor, read_anchor

    try:
        given = read_anchor(args.head) if args.head else None
    except AnchorError as error:
        raise UsageError(f"--head: {error}") from error
    open_clinic(args.data)
    from steadyback.clinic.audit_check import check

    try:
        kept = kept_anchor()
    except (AnchorError, OSError) as error:
        raise CommandError(f"the file audit.head in the data folder is damaged: {error}") from error
    verdict = check(anchor for anchor in (kept, given) if anchor is not None)
    if verdict.broken:
        raise CommandError(f"the audit is broken: {verdict.broken}. {verdict.rows} rows before it are whole")
    print(f"The audit is whole: {verdict.rows} rows." + (f" It ends with {verdict.head}" if verdict.head else ""))
    if kept is None and verdict.rows:
        print("There is no file audit.head in this data folder, so rows cut off the end would not be found.")
    return 0


def open_clinic(folder: Path | None) -> None:
    """Make the storage of an existing clinic ready for a command. Raises CommandError where there is none."""
    from steadyback.web.data_folder import clinic_folder
    from steadyback.web.startup import StartupError

    data = folder or Path(os.environ.get("STEADYBACK_DATA") or clinic_folder())
    if not os.environ.get("STEADYBACK_DATABASE") and not (data / "steadyback.sqlite3").exists():
        raise CommandError(f"there is no clinic in {data}. Choose its folder with --data")
    os.environ["STEADYBACK_DATA"] = str(data)
    from steadyback.clinic.startup import prepare

    try:
        prepare()
    except StartupError as error:
        raise CommandError(str(error)) from error
