"""Records to plain JSON values and back, strictly: what does not fit is refused with the place named."""

import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Record = TypeVar("Record")


class RecordError(ValueError):
    """A value does not fit its record. `place` is a dotted path, the text says what was found and what is allowed."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place or 'value'}: {message}")
        self.place = place


def to_json(value: Any) -> Any:
    """Turn a record into dicts, lists, strings and numbers. Sets are sorted, so equal records give equal bytes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(to_json(key)): to_json(item) for key, item in value.items()}
    return _list_to_json(value)


def _list_to_json(value: Any) -> Any:
    if isinstance(value, (frozenset, set)):
        return sorted(to_json(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    return value


def from_json(kind: type[Record], data: Any, place: str = "") -> Record:
    """Build a record of `kind` from plain JSON values.

    Raises RecordError for a missing or unknown key, a wrong type, or a word outside an enumeration.
    """
    return typing.cast(Record, _read(kind, data, place))


def _read(kind: Any, data: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    if kind is Any:
        return data
    if origin in (typing.Union, types.UnionType):
        return _read_union(typing.get_args(kind), data, place)
    if origin is not None:
        return _read_container(origin, typing.get_args(kind), data, place)
    if is_dataclass(kind):
        return _read_dataclass(kind, data, place)
    return _read_scalar(kind, data, place)


def _read_union(options: tuple[Any, ...], data: Any, place: str) -> Any:
    if data is None:
        if types.NoneType in options:
            return None
        raise RecordError(place, "must not be empty")
    problem: RecordError | None = None
    for option in options:
        if option is types.NoneType:
            continue
        try:
            return _read(option, data, place)
        except RecordError as error:
            problem = problem or error
    raise problem or RecordError(place, f"does not fit: {data!r}")


def _read_container(origin: Any, args: tuple[Any, ...], data: Any, place: str) -> Any:
    if issubclass(origin, Mapping):
        if not isinstance(data, dict):
            raise RecordError(place, f"must be an object, found {type(data).__name__}")
        key_kind, item_kind = args
        return {_read(key_kind, k, f"{place}.{k}"): _read(item_kind, v, f"{place}.{k}") for k, v in data.items()}
    if not isinstance(data, (list, tuple)):
        raise RecordError(place, f"must be a list, found {type(data).__name__}")
    if origin is tuple and (len(args) != 2 or args[1] is not Ellipsis):
        if len(data) != len(args):
            raise RecordError(place, f"must have {len(args)} entries, found {len(data)}")
        return tuple(_read(arg, item, f"{place}[{i}]") for i, (arg, item) in enumerate(zip(args, data, strict=True)))
    return origin(_read(args[0], item, f"{place}[{i}]") for i, item in enumerate(data))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read_dataclass(kind: Any, data: Any, place: str) -> Any:
    if not isinstance(data, dict):
        raise RecordError(place, f"must be an object, found {type(data).__name__}")
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    for key in data:
        if key not in known:
            raise RecordError(f"{place}.{key}".lstrip("."), f"is not known; allowed: {', '.join(known)}")
    values = {}
    for name, field in known.items():
        where = f"{place}.{name}".lstrip(".")
        if name in data:
            values[name] = _read(hints[name], data[name], where)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise RecordError(where, "is missing")
    try:
        return kind(**values)
    except RecordError as error:
        raise RecordError(f"{place}.{error.place}".strip("."), str(error).partition(": ")[2]) from error


def _read_scalar(kind: Any, data: Any, place: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(data)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in kind)
            raise RecordError(place, f"is {data!r}; allowed: {allowed}") from None
    if kind in (date, datetime):
        return _read_moment(kind, data, place)
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool):
        return _read_number(data, place)
    if isinstance(data, bool) is not (kind is bool) or not isinstance(data, kind):
        raise RecordError(place, f"must be {kind.__name__}, found {data!r}")
    return data


def _read_number(data: int | float, place: str) -> float:
    try:
        number = float(data)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise RecordError(place, "must be a finite number")
    return number


def _read_moment(kind: Any, data: Any, place: str) -> Any:
    if not isinstance(data, str):
        raise RecordError(place, f"must be a {kind.__name__} in ISO form, found {data!r}")
    try:
        moment = kind.fromisoformat(data)
    except ValueError:
        raise RecordError(place, f"is not a {kind.__name__} in ISO form: {data!r}") from None
    if kind is datetime and moment.tzinfo is None:
        raise RecordError(place, f"lacks its UTC offset: {data!r}")
    return moment
