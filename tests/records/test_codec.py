import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits, GateDecision, GateStatus
from steadyback.records.codec import RecordError, from_json, to_json
from steadyback.records.plan import Dose, LeftOut, PlannedDay, PlannedExercise, PlannedSession, Preferences, WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.records.screening import Answer, Baseline, Concern, Disposition, ScreeningAnswers, Urgency
from steadyback.records.session import Event, EventKind, PainDecision, PainOutcome

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHY = Reason("PL-05.article", {"slot": "abdominal", "tier": 1, "first": True, "mean": 2.5, "none": None})
PLANNED = PlannedExercise("bridge", "back", Dose(1, 8, 3, 60), (WHY,), (LeftOut("x", "back", (WHY,)),), "pelvic_tilt")
SESSION = PlannedSession("strength", (PLANNED,), 20)
CONCERN = {"rule": "B02", "disposition": "CLEAR", "urgency": None, "raised_on": "2026-11-23"}
RECORDS: list[Any] = [
    WHY,
    ScreeningAnswers({"A01": Answer.UNSURE}, {"year_of_birth": 1980, "note": "?"}, {"Y01": 3}),
    Concern("B02", Disposition.CLINICIAN_FIRST, Urgency.DAYS, DAY),
    Baseline(2, 1, 4, 0.5, None, (("socks", 6),), 90),
    Approval(
        ApprovalStatus.APPROVED_WITH_LIMITS,
        "Dr Ada",
        "specialist",
        DAY,
        "s1",
        frozenset({"B02", "K08"}),
        ClearanceLimits(frozenset({"bridge"}), frozenset({"prone"}), 1, 3, True, True),
        DAY,
    ),
    GateDecision(GateStatus.WAIT_CLINICIAN, (WHY,), ("B02",)),
    Preferences(2, (1, 3), "bike", 45, frozenset({"prone"}), "draw_in", False),
    WeeklyPlan(1, DAY, 1, (PlannedDay(DAY, (SESSION,)),), (WHY,), frozenset({"HTN"}), "r", "c"),
    Dose(minutes=20, effort=(3, 4)),
    PainDecision(PainOutcome.REDUCE, (WHY,), "session.less"),
    Event("s1", "tab-1", 1, NOW, "Europe/London", 1.5, EventKind.PAUSED, {"step": 3}, ("tab-1", 4)),
]  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_the_same(record: Any) -> None:
    text = json.dumps(to_json(record), sort_keys=True)
    assert from_json(type(record), json.loads(text)) == record


def test_equal_records_give_equal_bytes_whatever_the_order_of_their_sets() -> None:
    one = ClearanceLimits(frozenset(["a", "b", "c"]))
    other = ClearanceLimits(frozenset(["c", "b", "a"]))
    assert json.dumps(to_json(one)) == json.dumps(to_json(other))


@pytest.mark.parametrize(
    ("kind", "raw", "place", "message"),
    [
        (Reason, [], "", "must be an object"),
        (Reason, {}, "rule", "is missing"),
        (Reason, {"rule": 3}, "rule", "must be str"),
        (Reason, {"rule": "K01", "extra": 1}, "extra", "not known"),
        (Reason, {"rule": "K01", "values": []}, "values", "must be an object"),
        (
            Concern,
            {"rule": "B02", "disposition": "BAD", "urgency": None, "raised_on": "2026-11-23"},
            "disposition",
            "BAD",
        ),
        (
            Concern,
            {**CONCERN, "urgency": 3},
            "urgency",
            "allowed",
        ),
        (Concern, {**CONCERN, "raised_on": "soon"}, "raised_on", "ISO"),
        (Concern, {**CONCERN, "raised_on": 3}, "raised_on", "ISO"),
        (Dose, {"sets": True}, "sets", "must be int"),
        (Dose, {"effort": [3]}, "effort", "2 entries"),
        (Baseline, {"activities": [["socks", "six"]]}, "activities[0][1]", "must be int"),
        (Baseline, {"activities": "socks"}, "activities", "must be a list"),
        (Preferences, {"chair_for_floor": 1}, "chair_for_floor", "must be bool"),
        (Preferences, {"tummy_cue": None}, "tummy_cue", "must be str"),
        (ScreeningAnswers, {"answers": {"A01": "maybe"}}, "answers.A01", "allowed"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(kind: Any, raw: Any, place: str, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        from_json(kind, raw)
    assert caught.value.place == place


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400])
def test_a_number_must_be_finite(number: Any) -> None:
    with pytest.raises(RecordError, match="finite"):
        from_json(Baseline, {"settle_h": number})


def test_a_moment_needs_its_offset() -> None:
    raw = to_json(RECORDS[-1])
    with pytest.raises(RecordError, match="UTC offset"):
        from_json(Event, {**raw, "occurred_at": "2026-11-23T09:00:00"})


@dataclass(frozen=True)
class Choosy:
    """A record that refuses a value of its own accord."""

    number: int = 0
    words: Mapping[str, int | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise RecordError("number", "must not be negative")


@dataclass(frozen=True)
class Outer:
    inner: Choosy


def test_a_records_own_refusal_names_the_whole_place() -> None:
    with pytest.raises(RecordError, match="must not be negative") as caught:
        from_json(Outer, {"inner": {"number": -1}})
    assert caught.value.place == "inner.number"


def test_one_of_several_kinds() -> None:
    assert from_json(Choosy, {"words": {"a": 1, "b": "two"}}).words == {"a": 1, "b": "two"}
    with pytest.raises(RecordError, match=r"words\.a"):
        from_json(Choosy, {"words": {"a": [1]}})
    with pytest.raises(RecordError, match="must not be empty"):
        from_json(Choosy, {"words": {"a": None}})


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
)


@given(JSON, st.sampled_from([type(record) for record in RECORDS]))
def test_any_json_is_a_record_or_a_named_refusal(raw: Any, kind: Any) -> None:
    try:
        record = from_json(kind, raw)
    except RecordError:
        return
    assert isinstance(record, kind)
