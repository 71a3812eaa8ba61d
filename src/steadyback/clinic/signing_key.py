"""The clinic's signing key: a file in the data folder that only its owner can read (0600), made once.

Several machines of one clinic need the same file; a backup holds it.
"""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from steadyback.web.data_folder import DataFolderError, write_once

NAME = "signing.key"


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


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
