"""What may come over a live socket: LMK1 frames, and small JSON by a published schema."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from jsonschema import Draft202012Validator

from steadyback.pose.wire import LandmarkWireError, decode

LONGEST_TEXT = 8 * 1024


class MalformedError(ValueError):
    """A message that is neither a frame nor JSON that the schema knows; says what is wrong, for the log of a client."""


def checked_frame(message: bytes) -> bytes:
    """The message itself, once it is known to be one LMK1 frame."""
    try:
        decode(message)
    except LandmarkWireError as error:
        raise MalformedError(f"LMK1: {error}") from error
    return message


def from_person(text: str) -> dict[str, Any]:
    return _read(text, "from_person")


def from_carer(text: str) -> dict[str, Any]:
    return _read(text, "from_carer")


def as_text(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)


def _read(text: str, schema: str) -> dict[str, Any]:
    if len(text) > LONGEST_TEXT:
        raise MalformedError(f"{len(text)} characters, at most {LONGEST_TEXT}")
    try:
        message = json.loads(text, parse_constant=_refuse)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise MalformedError("not JSON") from error
    if not isinstance(message, dict) or not _validator(schema).is_valid(message):
        kind = message.get("kind") if isinstance(message, dict) else None
        raise MalformedError(f"does not fit the schema: kind {str(kind)[:32]!r}")
    return message


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


@cache
def _validator(name: str) -> Draft202012Validator:
    source = files("steadyback.clinic.live").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(source))
