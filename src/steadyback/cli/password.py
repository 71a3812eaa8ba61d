"""`steadyback password ADDRESS`: a one-time link for somebody of a clinic who forgot their password."""

import argparse
from pathlib import Path

from steadyback.cli import CommandError
from steadyback.cli.audit import open_clinic


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("password", help="print a link with which somebody of a clinic sets a new password")
    parser.add_argument("address", help="the e-mail address of their account")
    parser.add_argument("--data", type=Path, help="the clinic's data folder (default: as for up --clinic)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    open_clinic(args.data)
    from steadyback.clinic.forgotten import link_for_new_password
    from steadyback.clinic.models import User

    found = User.objects.filter(email__iexact=args.address.strip(), is_active=True).first()
    if found is None:
        raise CommandError(f"no account here has the address {args.address}")
    print(f"Hand this to {found.name} yourself; it works once, for a day:\n  {link_for_new_password(found)}")
    return 0
