"""`steadyback erase ADDRESS`: destroy a patient of a clinic who asked for it and cannot do it themselves."""

import argparse
from pathlib import Path

from steadyback.cli import CommandError, UsageError
from steadyback.cli.audit import open_clinic


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("erase", help="destroy everything of a patient of a clinic, for good")
    parser.add_argument("address", help="the e-mail address of their account")
    parser.add_argument("--yes", action="store_true", help="really do it; without this nothing is erased")
    parser.add_argument("--data", type=Path, help="the clinic's data folder (default: as for up --clinic)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    open_clinic(args.data)
    from steadyback.clinic.erasure import erase
    from steadyback.clinic.models import Patient

    found = Patient.objects.select_related("person", "user").filter(user__email__iexact=args.address.strip()).first()
    if found is None:
        raise CommandError(f"no patient here has the address {args.address}")
    if not args.yes:
        raise UsageError(f"this destroys everything of {found.user.name}, for good. Add --yes to do it")
    erase(found)
    print("Erased. Backups that were made before still hold them.")
    return 0
