"""Events of older versions, lifted to the present one before they are read (architecture, "settled early").

Every version that was ever written keeps a golden file in tests/records/golden/. A change of the event's shape adds
one function here, from its version to the next.
"""

from collections.abc import Callable, Mapping
from typing import Any

from steadyback.records.codec import RecordError
from steadyback.records.session import EVENT_SCHEMA_VERSION

_LIFTS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def upcast(raw: dict[str, Any]) -> dict[str, Any]:
    """The same event in the present version; `raw` stays as it is.

    Raises RecordError for a version that is no whole number, is newer than this program, or has no way up.
    """
    version = raw.get("schema_version", EVENT_SCHEMA_VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise RecordError("schema_version", f"must be a whole number, found {version!r}")
    if version > EVENT_SCHEMA_VERSION:
        raise RecordError("schema_version", f"is {version}; this program knows up to {EVENT_SCHEMA_VERSION}")
    event = dict(raw)
    while version < EVENT_SCHEMA_VERSION:
        lift = _LIFTS.get(version)
        if lift is None:
            raise RecordError("schema_version", f"is {version}; no version before {EVENT_SCHEMA_VERSION} is known")
        event, version = lift(event), version + 1
    return event
