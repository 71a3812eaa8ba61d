"""Each person's recordings are enciphered with a key of their own; with the key they are gone, wherever copies are.

The key is kept in the database, itself enciphered with a key made of the installation's secret, which is a file beside
the database: neither of the two alone reads anything. AES-256 in GCM; what a part belongs to is bound to it.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from steadyback.clinic.models import SkeletonKeeping
from steadyback.web.models import Person

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class UnreadableError(Exception):
    """What is kept cannot be read: its key is gone, is another installation's, or it was changed."""


def keeping_of(person: Person) -> SkeletonKeeping:
    """The person's key and how long their recordings are kept, made at the first use."""
    found = SkeletonKeeping.objects.filter(person=person).first()
    if found is not None:
        return found
    sealed = _seal(AESGCM(_of_installation()), AESGCM.generate_key(_KEY_BYTES * 8), _name(person))
    return SkeletonKeeping.objects.get_or_create(person=person, defaults={"sealed_key": sealed})[0]


def seal(keeping: SkeletonKeeping, content: bytes, belongs_to: str) -> bytes:
    """Encipher for this person. belongs_to: what it is, without which it does not open again."""
    return _seal(_key(keeping), content, belongs_to)


def unseal(keeping: SkeletonKeeping, sealed: bytes, belongs_to: str) -> bytes:
    """Raises UnreadableError."""
    return _unseal(_key(keeping), sealed, belongs_to)


def _key(keeping: SkeletonKeeping) -> AESGCM:
    return AESGCM(_unseal(AESGCM(_of_installation()), bytes(keeping.sealed_key), _name(keeping.person_id)))


def _of_installation() -> bytes:
    made = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"steadyback skeleton keys")
    return made.derive(settings.SECRET_KEY.encode())


def _name(person: object) -> str:
    return f"key of {person}"


def _seal(key: AESGCM, content: bytes, belongs_to: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, content, belongs_to.encode())


def _unseal(key: AESGCM, sealed: bytes, belongs_to: str) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], belongs_to.encode())
    except (InvalidTag, ValueError) as error:
        raise UnreadableError(belongs_to) from error
