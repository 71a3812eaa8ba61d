"""`steadyback clearance verify FILE`: whether a clearance passport is genuine and still counts, without a network.

`steadyback clearance key`: with which keys those of a clinic verify; `--new`: another key signs from now on.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from steadyback.cli import CommandError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EXIT_CODES = {"valid": 0, "expired": 3, "forged": 4, "other_key": 5, "no_clearance": 6}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("clearance", help="check a clearance passport, or renew the key that signs them")
    parser.add_argument("task", choices=["verify", "key"], help="check a file; or list, renew and drop a clinic's keys")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="verify: the passport (.json)")
    parser.add_argument("--key", type=Path, help="verify: the clinic's public keys (PEM); default: of the data folder")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--new", action="store_true", help="key: another key signs; the earlier ones verify")
    change.add_argument("--drop", metavar="KEY", help="key: what this earlier key signed verifies no more")
    parser.add_argument("--data", type=Path, help="the clinic's data folder (default: as for up --clinic)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    wrong = [
        word
        for word, given in (("--key", args.key), ("FILE", args.file), ("--new", args.new), ("--drop", args.drop))
        if given and (word in ("--key", "FILE")) != (args.task == "verify")
    ]
    if wrong:
        raise UsageError(f"{wrong[0]} does not go with clearance {args.task}")
    if args.task == "verify" and args.file is None:
        raise UsageError("clearance verify needs the FILE to check")
    try:
        from steadyback.clinic import passport as _needed  # noqa: F401
    except ImportError as error:
        raise CommandError("a passport needs more parts: pip install 'steadyback[clinic]'") from error
    return _verify(args) if args.task == "verify" else _keys(args)


def _keys(args: argparse.Namespace) -> int:
    from steadyback.clinic.passport import fingerprint
    from steadyback.clinic.signing_key import SigningKeyError, drop, public_keys, renew

    folder = _folder(args)
    try:
        if args.new:
            _open(args)
            before, now = renew(folder)
            _note("signing_key_new", now)
            print(f"{now} signs from now on; what {before} signed verifies still.")
            print(f"Other machines of this clinic need {folder / 'signing.key'} and signing.earlier.pem too.")
        elif args.drop:
            _open(args)
            drop(folder, args.drop)
            _note("signing_key_dropped", args.drop)
            print(f"What {args.drop} signed verifies no more.")
        else:
            for at, key in enumerate(public_keys(folder)):
                print(f"{fingerprint(key)}  {'signs now' if at == 0 else 'verifies what it signed'}")
    except SigningKeyError as error:
        raise CommandError(str(error)) from error
    return 0


def _open(args: argparse.Namespace) -> None:
    """The clinic of the data folder, whose audit tells of the change."""
    from steadyback.cli.audit import open_clinic

    open_clinic(args.data)


def _note(action: str, key: str) -> None:
    from steadyback.clinic.audit import note

    note(action, actor=None, detail={"key": key})


def _verify(args: argparse.Namespace) -> int:
    from steadyback.clinic.passport import PassportError, verify

    try:
        checked = verify(_read(args.file), _public_keys(args), datetime.now(UTC).date())
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
    if not document.get("signed_in_account"):
        print("It came by a one-time link: who answered is as they typed it, and was not checked.")
    print(f"version {document['version']}, for {document['person']['name']}, screening of {document['screened_on']}")
    print(f"Whether it was taken back or replaced since: {document['status_at']}")
    return code


def _public_keys(args: argparse.Namespace) -> "tuple[Ed25519PublicKey, ...]":
    from steadyback.clinic.passport import read_publics
    from steadyback.clinic.signing_key import SigningKeyError, public_keys

    if args.key is not None:
        return read_publics(_read(args.key))
    try:
        return public_keys(_folder(args))
    except SigningKeyError as error:
        raise CommandError(str(error)) from error


def _folder(args: argparse.Namespace) -> Path:
    """The data folder, where it has a signing key: asking after one never makes one."""
    from steadyback.clinic.signing_key import NAME
    from steadyback.web.data_folder import clinic_folder

    folder: Path = args.data or Path(os.environ.get("STEADYBACK_DATA") or clinic_folder())
    if not (folder / NAME).exists():
        more = ". Name the clinic's public key with --key" if args.task == "verify" else ""
        raise CommandError(f"there is no signing key in {folder}{more}")
    return folder


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error
