"""One stored value to plain JSON and back, by the kind of its field. What does not fit is refused with its place."""

import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, models

from steadyback.records.codec import RecordError, from_json

Field: TypeAlias = "models.Field[Any, Any]"


class TransferError(ValueError):
    """The file cannot be taken over. The text says where in the file, what was found and what is allowed."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


def plain(value: Any) -> Any:
    """A value as Django gives it, as JSON holds it: ids and moments as text, the rest as it is."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def parse(text: bytes) -> Any:
    """The JSON value in a file. Refuses text that is not UTF-8 or not JSON, double keys and numbers beyond JSON."""
    try:
        value = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_number)
        _refuse_unstorable(value, "")
    except UnicodeDecodeError:
        raise TransferError("", "this is not an export: it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise TransferError(f"line {error.lineno}", f"the file is damaged or not JSON ({error.msg})") from None
    except RecursionError:
        raise TransferError("", "this is not an export: it is nested too deeply") from None
    except ValueError as error:
        if isinstance(error, TransferError):
            raise
        raise TransferError("", f"this is not an export: {error}") from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise TransferError("", f"the key {twice!r} stands twice in one object; allowed: once")
    return found


def _no_number(word: str) -> float:
    raise TransferError("", f"{word} is not a number that JSON allows")


def _refuse_unstorable(value: Any, place: str) -> None:
    """Text that no database keeps (NUL, half a character) and numbers that overflowed."""
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key, place)
            _refuse_unstorable(item, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_unstorable(item, f"{place}[{index}]")
    elif isinstance(value, str) and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
        raise TransferError(place, "holds a character that cannot be stored")
    elif isinstance(value, float) and not math.isfinite(value):
        raise TransferError(place, "is too large a number")


def read(field: Field, value: Any, place: str) -> Any:
    """The value that a field takes, from JSON. Raises TransferError where the type or the range does not fit."""
    if value is None:
        if field.null:
            return None
        raise TransferError(place, "must not be empty")
    if isinstance(field, models.ForeignKey):
        return read(field.target_field, value, place)
    if isinstance(field, models.JSONField):
        return value
    for kinds, reader in _READERS:
        if isinstance(field, kinds):
            return reader(field, value, place)
    raise TypeError(f"{place}: no reader for {type(field).__name__}")  # a new kind of field: give it one


def _uuid(_field: Field, value: Any, place: str) -> UUID:
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise TransferError(place, f"must be an id like 0b7c1e1e-6a53-4c57-9a5e-0d3d6a4b8f10, found {_short(value)}")
    return found


def _moment(kind: type[date]) -> Callable[[Field, Any, str], Any]:
    def reader(_field: Field, value: Any, place: str) -> Any:
        try:
            return from_json(kind, value, place)
        except RecordError as error:
            raise TransferError(error.place, str(error).removeprefix(f"{error.place}: ")) from None

    return reader


def _text(field: Field, value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise TransferError(place, f"must be text, found {_short(value)}")
    if not value and not field.blank:
        raise TransferError(place, "must not be empty")
    longest = getattr(field, "max_length", None)
    if longest is not None and len(value) > longest:
        raise TransferError(place, f"has {len(value)} characters; allowed: at most {longest}")
    return value


def _whole(field: Field, value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TransferError(place, f"must be a whole number, found {_short(value)}")
    low, high = connection.ops.integer_field_range(field.get_internal_type())
    if (low is not None and value < low) or (high is not None and value > high):
        raise TransferError(place, f"is {_short(value)}; allowed: {low} to {high}")
    return value


def _truth(_field: Field, value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise TransferError(place, f"must be true or false, found {_short(value)}")
    return value


def _number(_field: Field, value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > _LARGEST:
        raise TransferError(place, f"must be a number, found {_short(value)}")
    return float(value)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


# Beyond it whole numbers are no longer exact in the database, and no score is anywhere near.
_LARGEST = 2**53
_READERS: tuple[tuple[tuple[type[Any], ...], Callable[[Field, Any, str], Any]], ...] = (
    ((models.UUIDField,), _uuid),
    ((models.DateTimeField,), _moment(datetime)),  # before DateField, whose subclass it is
    ((models.DateField,), _moment(date)),
    ((models.CharField, models.TextField), _text),
    ((models.IntegerField, models.AutoField), _whole),
    ((models.BooleanField,), _truth),
    ((models.FloatField,), _number),
)
