"""What comes in over the wire as events, checked against the published schema before anything is stored."""

import json
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from steadyback.records.codec import RecordError, from_json
from steadyback.records.session import Event
from steadyback.records.upcasters import upcast
from steadyback.web.session_log import RefusedError

MOST_EVENTS = 500


@cache
def event_schema() -> Draft202012Validator:
    text = files("steadyback.records").joinpath("event.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def read_events(raw: Any, *, session_id: str, client_id: str) -> list[Event]:
    """The events of one post. Raises RefusedError 422 `invalid` with the place of the first that does not fit."""
    if not isinstance(raw, list):
        raise _invalid("events", _("must be a list"))
    if len(raw) > MOST_EVENTS:
        raise _invalid("events", _("has %(count)s entries; at most 500 fit in one post") % {"count": len(raw)})
    events = [_read(f"events[{place}]", one) for place, one in enumerate(raw)]
    for place, event in enumerate(events):
        if event.session_id != session_id:
            raise _invalid(f"events[{place}].session_id", _("belongs to another session"))
        if event.client_id != client_id:
            raise _invalid(f"events[{place}].client_id", _("is not the client that sends it"))
    return events


def _read(place: str, raw: Any) -> Event:
    if not isinstance(raw, dict):
        raise _invalid(place, _("must be an object"))
    problem = next(iter(sorted(event_schema().iter_errors(raw), key=lambda error: list(map(str, error.path)))), None)
    if problem is not None:
        raise _invalid(".".join((place, *map(str, problem.path))), problem.message[:300])
    try:
        event = from_json(Event, upcast(raw), place)
        event.occurred_at.astimezone(UTC)
    except RecordError as error:
        raise _invalid(error.place, str(error).partition(": ")[2]) from error
    except OverflowError:
        raise _invalid(f"{place}.occurred_at", _("is outside the calendar")) from None
    return event


def _invalid(place: str, what: str) -> RefusedError:
    return RefusedError(422, "invalid", f"{place}: {what}", place=place)
