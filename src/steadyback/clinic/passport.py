"""The clearance passport: a specialist's answer as a signed document that can be checked without this clinic.

Pure: bytes in, bytes out; keys are handed in. Ed25519 (RFC 8032) over the canonical form of the document: JSON with
sorted keys, no blanks between, UTF-8. A document says whom it is about, which screening it answers and which concerns
it covers, until when, and which earlier one it replaces. Whether it was taken back since, only the clinic knows.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from steadyback.records.clearance import Approval
from steadyback.records.codec import RecordError, from_json

KIND = "steadyback-clearance"
FORMAT = 1
LARGEST_BYTES = 256 * 1024
_PEM_END = b"-----END PUBLIC KEY-----"


class PassportError(ValueError):
    """This is no clearance passport or no key; the text says what is wrong."""


class Standing(StrEnum):
    """What a document is worth by itself on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    NO_CLEARANCE = "no_clearance"
    FORGED = "forged"
    OTHER_KEY = "other_key"


@dataclass(frozen=True, slots=True)
class Checked:
    """approval: what the document says, None when its signature does not hold. `document`: as it was read."""

    standing: Standing
    document: Mapping[str, Any]
    approval: Approval | None


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one form of a document that is signed."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """The document with its signature, as the text of a file."""
    named = {**document, "kind": KIND, "format": FORMAT, "key": fingerprint(key.public_key())}
    signature = base64.b64encode(key.sign(canonical(named))).decode()
    return json.dumps({"document": named, "signature": signature}, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def verify(text: bytes | str, keys: Iterable[Ed25519PublicKey], today: date) -> Checked:
    """Check a file with the keys of one clinic, of which the document names one.

    Raises PassportError for what is no passport at all.
    """
    document, signature = _parts(text)
    key = next((one for one in keys if fingerprint(one) == document.get("key")), None)
    if key is None:
        return Checked(Standing.OTHER_KEY, document, None)
    try:
        key.verify(signature, canonical(document))
        approval = from_json(Approval, document["approval"])
        begins, ends = approval.decided_on, date.fromisoformat(str(document["expires_on"]))
    except (InvalidSignature, RecordError, KeyError, ValueError):
        return Checked(Standing.FORGED, document, None)
    if approval.status.value not in ("approved", "approved_with_limits"):
        return Checked(Standing.NO_CLEARANCE, document, approval)
    return Checked(Standing.VALID if begins <= today < ends else Standing.EXPIRED, document, approval)


def _parts(text: bytes | str) -> tuple[dict[str, Any], bytes]:
    if len(text) > LARGEST_BYTES:
        raise PassportError("the file is too large for a clearance passport")
    try:
        whole = json.loads(text)
        document, signature = whole["document"], base64.b64decode(whole["signature"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise PassportError("the file is not a clearance passport as SteadyBack writes it") from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise PassportError("the file is not a clearance passport as SteadyBack writes it")
    if document.get("format") != FORMAT:
        raise PassportError(f"the passport has format {document.get('format')!r}; this version reads {FORMAT}")
    return document, signature


def fingerprint(key: Ed25519PublicKey) -> str:
    """A short name of a public key: 16 digits of its SHA-256."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def read_publics(text: bytes) -> tuple[Ed25519PublicKey, ...]:
    """The public keys of a PEM file, in its order; at least one. Raises PassportError."""
    blocks = [block + _PEM_END for block in text.split(_PEM_END) if block.strip()]
    if not blocks:
        raise PassportError("the file holds no public key in PEM form")
    return tuple(_read_public(block) for block in blocks)


def _read_public(block: bytes) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(block)
    except ValueError:
        raise PassportError("the key is not a public key in PEM form") from None
    if not isinstance(key, Ed25519PublicKey):
        raise PassportError("the key is not an Ed25519 public key")
    return key
