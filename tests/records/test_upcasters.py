import json
from pathlib import Path
from typing import Any

import pytest

from steadyback.records import upcasters
from steadyback.records.codec import RecordError, from_json
from steadyback.records.session import EVENT_SCHEMA_VERSION, Event
from steadyback.records.upcasters import upcast

GOLDEN = Path(__file__).parent / "golden"


def test_every_version_ever_written_has_a_golden_file_and_comes_up_to_the_present() -> None:
    for version in range(1, EVENT_SCHEMA_VERSION + 1):
        lines = (GOLDEN / f"events_v{version}.jsonl").read_text("utf-8").splitlines()
        assert lines
        for line in lines:
            assert from_json(Event, upcast(json.loads(line))).schema_version == EVENT_SCHEMA_VERSION


def test_the_present_version_stays_as_it_is() -> None:
    raw = {"schema_version": EVENT_SCHEMA_VERSION, "kind": "paused"}
    assert upcast(raw) == raw
    assert upcast(raw) is not raw
    assert upcast({"kind": "paused"}) == {"kind": "paused"}


@pytest.mark.parametrize(
    ("version", "message"),
    [("1", "whole number"), (True, "whole number"), (99, "knows up to"), (0, "no version before"), (-3, "no version")],
)
def test_a_version_that_cannot_be_read_is_named(version: Any, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        upcast({"schema_version": version})
    assert caught.value.place == "schema_version"


def test_an_older_event_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def lift(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "schema_version": 1, "data": {"step": raw["data"]["index"]}}

    monkeypatch.setattr(upcasters, "_LIFTS", {0: lift})
    old = {"schema_version": 0, "data": {"index": 3}}
    assert upcast(old) == {"schema_version": 1, "data": {"step": 3}}
    assert old == {"schema_version": 0, "data": {"index": 3}}
