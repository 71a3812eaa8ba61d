"""The clinic's signing key: a file in the data folder that only its owner can read (0600), made once.

Several machines of one clinic need the same file; a backup holds it.
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "signing.key"


class SigningKeyError(Exception):
    """The signing key cannot be used; the text says why and what to do."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key of this data folder, made where there is none. Raises SigningKeyError for a file that is no such key."""
    path = folder / NAME
    if not path.exists():
        _make(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(f"{path} cannot be read as a signing key; put its backup back: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"{path} holds no Ed25519 key; put its backup back")
    return key


def _make(path: Path) -> None:
    """Write it whole under another name first: two processes that start at once then use the same key."""
    fresh = path.with_name(f".{NAME}.{secrets.token_hex(8)}")
    text = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(fresh)
    except FileExistsError:
        return
    except OSError as error:
        raise SigningKeyError(f"cannot write {path}: {error.strerror}") from error
    finally:
        fresh.unlink(missing_ok=True)
