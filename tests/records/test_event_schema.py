"""The published schema of events, the codec and the golden file say the same."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from steadyback.records.codec import from_json, to_json
from steadyback.records.session import EVENT_SCHEMA_VERSION, Event, EventKind, StopAnswer

GOLDEN = Path(__file__).parent / "golden" / "events_v1.jsonl"
SCHEMA: dict[str, Any] = json.loads(files("steadyback.records").joinpath("event.schema.json").read_text("utf-8"))
LINES: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]


def valid(raw: Any) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(raw)


def test_it_is_a_schema_that_knows_every_kind() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["kind"]["enum"] == [kind.value for kind in EventKind]
    answers = SCHEMA["$defs"]["stop_answered"]["properties"]["answer"]["enum"]
    assert answers == [answer.value for answer in StopAnswer]
    assert SCHEMA["properties"]["schema_version"]["const"] == EVENT_SCHEMA_VERSION


def test_the_golden_file_has_every_kind() -> None:
    assert [line["kind"] for line in LINES] == [kind.value for kind in EventKind]


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["kind"]))
def test_a_stored_event_still_fits(line: dict[str, Any]) -> None:
    assert valid(line)
    event = from_json(Event, line)
    assert valid(to_json(event))
    assert from_json(Event, to_json(event)) == event


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["kind"]))
def test_an_unknown_key_or_a_wrong_type_is_refused(line: dict[str, Any]) -> None:
    assert not valid({**line, "extra": 1})
    assert not valid({**line, "data": {**line["data"], "extra": 1}})
    for key, value in line["data"].items():
        assert not valid({**line, "data": {**line["data"], key: {"odd": value}}})


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0},
        {"seq": 1.5},
        {"media_time_s": -1},
        {"media_time_s": 1e9},
        {"schema_version": 2},
        {"kind": "invented"},
        {"client_id": ""},
        {"client_id": "x" * 65},
        {"supersedes": ["tab-1"]},
        {"supersedes": ["tab-1", 0]},
        {"supersedes": ["tab-1", 1, 2]},
    ],
)
def test_odd_values_are_refused(change: dict[str, Any]) -> None:
    assert valid(LINES[0])
    assert not valid({**LINES[0], **change})


def test_a_correction_must_name_what_it_corrects() -> None:
    line = next(line for line in LINES if line["kind"] == "corrected")
    assert not valid({**line, "supersedes": None})
    assert not valid({key: value for key, value in line.items() if key != "supersedes"})
    assert not valid({**line, "data": {}})


def test_no_event_can_hold_pictures_or_landmarks() -> None:
    """Every field of every kind is one number, one flag or one short word: nothing that a body could be drawn from."""
    definitions = SCHEMA["$defs"]
    for kind in EventKind:
        data = definitions[kind.value]
        assert data["additionalProperties"] is False, kind
        assert len(data["properties"]) <= 8, kind
        for name, field in data["properties"].items():
            assert is_scalar(field, definitions), (kind, name)


def is_scalar(field: dict[str, Any], definitions: dict[str, Any]) -> bool:
    if "$ref" in field:
        return is_scalar(definitions[field["$ref"].rpartition("/")[2]], definitions)
    if "oneOf" in field:
        return all(is_scalar(one, definitions) for one in field["oneOf"])
    if "enum" in field:
        return all(isinstance(value, str) and len(value) <= 32 for value in field["enum"])
    if field["type"] == "string":
        return field["maxLength"] <= 64
    return field["type"] in ("number", "integer", "boolean", "null")


@pytest.mark.parametrize("landmarks", [[0.1] * 99, {"x": 1}, "A" * 4000])
def test_landmarks_put_into_any_field_are_refused(landmarks: Any) -> None:
    for line in LINES:
        for key in (*line["data"], "landmarks"):
            assert not valid({**line, "data": {**line["data"], key: landmarks}}), (line["kind"], key)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("repetition_completed", {"counted_by": "camera", "range_deg": 44.5, "duration_s": 6.1}),
        ("repetition_completed", {"counted_by": "timer"}),
        ("hold_completed", {"seen_s": 2.4}),
    ],
)
def test_what_a_camera_adds_is_optional(kind: str, more: dict[str, Any]) -> None:
    line = next(line for line in LINES if line["kind"] == kind)
    assert valid({**line, "data": {**line["data"], **more}})
    assert not valid({**line, "data": {**line["data"], "counted_by": "guess"}})
    assert not valid({**line, "data": {**line["data"], "range_deg": -1}})


def test_pain_is_a_whole_number_from_0_to_10_or_nothing() -> None:
    line = next(line for line in LINES if line["kind"] == "pain_reported")
    for pain, fits in ((0, True), (10, True), (None, True), (11, False), (-1, False), (2.5, False), (True, False)):
        assert valid({**line, "data": {**line["data"], "pain": pain}}) == fits
