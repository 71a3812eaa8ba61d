"""`steadyback clearance verify FILE`: whether a clearance passport is genuine and still counts, without a network."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from steadyback.cli import CommandError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EXIT_CODES = {"valid": 0, "expired": 3, "forged": 4, "other_key": 5, "no_clearance": 6}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("clearance", help="check a clearance passport without asking the clinic")
    parser.add_argument("task", choices=["verify"], help="what to do")
    parser.add_argument("file", type=Path, metavar="FILE", help="the passport (.json)")
    parser.add_argument("--key", type=Path, help="the clinic's public key (PEM); default: of the data folder")
    parser.add_argument("--data", type=Path, help="the clinic's data folder (default: as for up --clinic)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        from steadyback.clinic.passport import PassportError, verify
    except ImportError as error:
        raise CommandError("checking a passport needs more parts: pip install 'steadyback[clinic]'") from error
    try:
        key = _public_key(args)
        checked = verify(_read(args.file), key, datetime.now(UTC).date())
    except PassportError as error:
        raise CommandError(str(error)) from error
    code = EXIT_CODES[checked.standing.value]
    document, approval = checked.document, checked.approval
    if approval is None:
        reason = (
            f"it was signed with another key ({str(document.get('key'))[:32]})"
            if code == EXIT_CODES["other_key"]
            else "its signature does not fit what it says: it was changed or made up"
        )
        print(f"NOT GENUINE: {reason}.", file=sys.stderr)
        return code
    words = {
        "valid": "VALID until the day before",
        "expired": "GENUINE, BUT IT DOES NOT COUNT TODAY: it counts up to the day before",
        "no_clearance": "GENUINE, BUT NO CLEARANCE. Decided for review by",
    }
    print(f"{words[checked.standing.value]} {document['expires_on']}.")
    print(
        f"{approval.status.value.replace('_', ' ')} by {approval.by_name} ({approval.by_role}), {approval.decided_on}"
    )
    print(f"version {document['version']}, for {document['person']['name']}, screening of {document['screened_on']}")
    print(f"Whether it was taken back or replaced since: {document['status_at']}")
    return code


def _public_key(args: argparse.Namespace) -> "Ed25519PublicKey":
    from steadyback.clinic.passport import read_public
    from steadyback.clinic.signing_key import NAME, SigningKeyError, signing_key
    from steadyback.web.data_folder import clinic_folder

    if args.key is not None:
        return read_public(_read(args.key))
    folder = args.data or Path(os.environ.get("STEADYBACK_DATA") or clinic_folder())
    if not (folder / NAME).exists():
        raise CommandError(f"there is no signing key in {folder}. Name the clinic's public key with --key")
    try:
        return signing_key(folder).public_key()
    except SigningKeyError as error:
        raise CommandError(str(error)) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error
