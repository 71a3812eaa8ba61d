"""The clinic's signing key: a file in the data folder that only its owner can read (0600), made once.

A new one can take its place. The public halves of those before stay in a second file, so that what they signed still
verifies; their private halves are gone. Several machines of one clinic need both files; a backup holds them.
"""

from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from steadyback.clinic.passport import PassportError, fingerprint, public_pem, read_publics
from steadyback.web.data_folder import DataFolderError, write_anew, write_once

NAME = "signing.key"
EARLIER = "signing.earlier.pem"


class SigningKeyError(Exception):
    """The signing key cannot be used; the text says why and what to do."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key of this data folder, made where there is none. Raises SigningKeyError for a file that is no such key."""
    path = folder / NAME
    if not path.exists():
        try:
            write_once(path, _new_key())
        except DataFolderError as error:
            raise SigningKeyError(str(error)) from error
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(f"{path} cannot be read as a signing key; put its backup back: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"{path} holds no Ed25519 key; put its backup back")
    return key


def public_keys(folder: Path) -> tuple[Ed25519PublicKey, ...]:
    """Every key with which documents of this clinic verify, the one that signs now first. Raises SigningKeyError."""
    now = signing_key(folder).public_key()
    return (now, *(key for key in _earlier(folder) if fingerprint(key) != fingerprint(now)))


def renew(folder: Path) -> tuple[str, str]:
    """A new key signs from now on; the fingerprints of the one before and of the new one. Raises SigningKeyError."""
    before = signing_key(folder).public_key()
    # First what verifies, then what signs: at no moment is a document without its key.
    _keep_earlier(folder, public_keys(folder))
    _write(folder / NAME, _new_key())
    return fingerprint(before), fingerprint(signing_key(folder).public_key())


def drop(folder: Path, name: str) -> None:
    """Documents signed with this earlier key verify no more. Raises SigningKeyError where there is no such key."""
    now, *earlier = public_keys(folder)
    if name == fingerprint(now):
        raise SigningKeyError(f"{name} signs now; make a new key first: steadyback clearance key --new")
    kept = [key for key in earlier if fingerprint(key) != name]
    if len(kept) == len(earlier):
        raise SigningKeyError(f"there is no key {name} in {folder}; steadyback clearance key lists them")
    _keep_earlier(folder, kept)


def _earlier(folder: Path) -> tuple[Ed25519PublicKey, ...]:
    path = folder / EARLIER
    try:
        return read_publics(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, PassportError) as error:
        raise SigningKeyError(f"{path} cannot be read; put its backup back: {error}") from error


def _keep_earlier(folder: Path, keys: Sequence[Ed25519PublicKey]) -> None:
    if keys:
        _write(folder / EARLIER, b"".join(map(public_pem, keys)))
    else:
        (folder / EARLIER).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    try:
        write_anew(path, content)
    except DataFolderError as error:
        raise SigningKeyError(str(error)) from error


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
