import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadyback.programme.session_start import StartDecision
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.records.codec import to_json
from steadyback.records.history import ChosenDose, LegSymptoms, WeeklyAnswers
from steadyback.records.outcomes import MeasuredBy, PhysicalTestResult
from steadyback.records.person import PersonalSettings
from steadyback.records.plan import Preferences, WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.records.screening import (
    Answer,
    Baseline,
    Concern,
    Disposition,
    ScreeningAnswers,
    ScreeningOutcome,
    Urgency,
)
from steadyback.records.session import (
    Event,
    EventKind,
    PainDecision,
    PainOutcome,
    SessionPosition,
    SessionRecord,
    SessionScript,
    SessionStatus,
    StartOutcome,
    StopAnswer,
)
from steadyback.web import clock
from steadyback.web.models import (
    ApprovalRecord,
    Correction,
    DayMark,
    DoseChoice,
    ElsewhereActivity,
    EmergencyVisit,
    ExerciseChoice,
    GuidedTest,
    Hold,
    MorningPain,
    MovedDay,
    OrderChoice,
    Person,
    Plan,
    ReferralReview,
    Score,
    Screening,
    Session,
    SessionCheck,
    SessionEvent,
    TeamWord,
    WeeklyCheck,
)
from steadyback.web.transfer import TABLES, TransferError, export_person, export_text, import_text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
LATER = datetime(2026, 4, 4, 5, 6, 7, tzinfo=UTC)
ON = date(2026, 3, 4)
REASONS = (Reason("G-03", {"items": "B01", "weeks": 3, "sure": False, "more": None}),)


def script() -> SessionScript:
    decision = PainDecision(PainOutcome.CONTINUE, REASONS, "carry_on")
    return SessionScript(
        schema_version=1,
        kind="strength",
        start=StartOutcome.GO,
        pain_before=2,
        pain_limit=3,
        tummy_cue="brace",
        steps=(),
        pain_table=(decision,) * 11,
        stop_table=dict.fromkeys(StopAnswer, decision),
        minutes=28,
        reasons=REASONS,
        rules_sha256="r",
        catalogue_sha256="c",
    )


def record(session_id: str) -> SessionRecord:
    return SessionRecord(session_id, SessionStatus.PAUSED, SessionPosition(), (), 0, (), 2, None, None, 12.25)


def event(session: Session, seq: int) -> Any:
    return to_json(Event(str(session.id), "c", seq, NOW, "Europe/Vienna", 1.5, EventKind.PAUSED))


def someone_with_everything() -> Person:
    """A person with at least one row in every table."""
    person = Person.objects.create(
        created_at=NOW,
        zone="Europe/Vienna",
        notices_acknowledged_at=NOW,
        settings=to_json(PersonalSettings(country="AT")),
        preferences=to_json(Preferences(positions_avoided=frozenset({"prone"}))),
    )
    concern = Concern("B01", Disposition.CLINICIAN_FIRST, Urgency.DAYS, ON)
    screening = Screening.objects.create(
        person=person,
        started_at=NOW,
        changed_at=NOW,
        done_screens=["a1"],
        answers=to_json(ScreeningAnswers({"B01": Answer.YES}, {"year_of_birth": 1960}, {"Y01": 4})),
        baseline=to_json(Baseline(pain_average=4, activities=(("Gehen – länger", 5),))),
        completed_on=ON,
        outcome=to_json(
            ScreeningOutcome(
                True, Disposition.CLINICIAN_FIRST, Urgency.DAYS, (concern,), frozenset({"OSTEOPOROSIS"}), REASONS
            )
        ),
    )
    EmergencyVisit.objects.create(
        person=person, recorded_at=NOW, seen_at=NOW, seen_by="Dr Ärztin", what_they_said="fine \U0001f642\nnext line"
    )
    approval = Approval(ApprovalStatus.APPROVED, "Dr B", "GP", ON, str(screening.id), frozenset({"B01"}))
    ApprovalRecord.objects.create(person=person, recorded_at=NOW, approval=to_json(approval))
    week = WeeklyPlan(1, ON, 1, (), REASONS, frozenset(), "r", "c")
    plan = Plan.objects.create(person=person, made_at=NOW, starts_on=ON, because="new_week", plan=to_json(week))
    check = SessionCheck.objects.create(
        person=person,
        checked_at=NOW,
        on=ON,
        answers={"R1": False},
        pain_before=2,
        decision=to_json(StartDecision(StartOutcome.GO, (), (), "go")),
    )
    session = Session(
        person=person, plan=plan, check_before=check, on=ON, kind="strength", opened_at=NOW, status="paused"
    )
    session.script, session.record = to_json(script()), to_json(record(str(session.id)))
    session.save()
    for seq in (1, 2, 3):
        SessionEvent.objects.create(
            session=session,
            client_id="c",
            seq=seq,
            kind="paused",
            occurred_at=NOW,
            recorded_at=NOW,
            body=event(session, seq),
        )
    Hold.objects.create(
        person=person, raised_at=NOW, source="session", session=session, concern=to_json(concern), reasons=[]
    )
    Hold.objects.create(person=person, raised_at=NOW, source="check", concern=to_json(concern), closed_at=NOW)
    ElsewhereActivity.objects.create(person=person, recorded_at=NOW, on=ON, kind="cardio", minutes=20)
    MorningPain.objects.create(person=person, recorded_at=NOW, on=ON, pain=3)
    graver = to_json(StartDecision(StartOutcome.GENTLE, (), (), "gentle"))
    Correction.objects.create(
        person=person, recorded_at=NOW, on=ON, kind="check", entry=check.pk, pain=6, decision=graver
    )
    Correction.objects.create(person=person, recorded_at=NOW, on=ON, kind="elsewhere", entry=person.elsewhere.get().pk)
    told = {"person": person, "recorded_at": NOW, "on": ON}
    week = WeeklyAnswers(3, 5, 2.5, 7, 4, None, LegSymptoms.BETTER)
    WeeklyCheck.objects.create(**told, answers=to_json(week))
    DayMark.objects.create(**told, mark="ill", taken_back=True)
    Score.objects.create(**told, measure="activities", value=4.5, parts=[["Gehen – länger", 4], ["Tragen", 5]])
    Score.objects.create(**{**told, "on": date(2026, 3, 5)}, measure="rmdq", value=None)
    ExerciseChoice.objects.create(**told, slot="buttock", exercise_id="bridge")
    stance = PhysicalTestResult("single_leg_stance", ON, 31.0, "left", MeasuredBy.CLOCK, (31.0,), "foot_down")
    GuidedTest.objects.create(**told, test=stance.test, side=stance.side, result=to_json(stance))
    ReferralReview.objects.create(
        **told, seen_on=ON, role="clinician", seen_by="Dr Ärztin", what_they_said="fine", rules=["R-05"]
    )
    DoseChoice.objects.create(**told, slot="back", dose=to_json(ChosenDose("bird_dog", 2, 8)))
    OrderChoice.objects.create(**told, slots=["back", "buttock"])
    said = {"person": person, "written_at": NOW, "by_name": "Tia Türk", "by_role": "trainer"}
    TeamWord.objects.create(**said, kind="comment", session=session, at_s=63.5, text="chest lifted\nhere")
    TeamWord.objects.create(**said, kind="message", to_name="Ada", text="see you soon")
    MovedDay.objects.create(**told, from_on=ON, to_on=date(2026, 3, 5))
    return person


def empty_again() -> None:
    for table in reversed(TABLES):
        table.model._default_manager.all().delete()


@pytest.fixture
def exported() -> dict[str, Any]:
    """An export of somebody with everything, on a machine that is empty again."""
    found: dict[str, Any] = json.loads(export_text(someone_with_everything(), NOW))
    empty_again()
    return found


def take(value: Any) -> dict[str, int]:
    return import_text(json.dumps(value).encode())


def nothing_is_stored() -> bool:
    return not any(table.model._default_manager.exists() for table in TABLES)


def test_every_model_of_the_product_is_in_the_file() -> None:
    assert {table.model for table in TABLES} == set(apps.get_app_config("web").get_models())


def test_every_field_of_every_model_is_in_the_file(exported: dict[str, Any]) -> None:
    for table in TABLES:
        rows = exported["tables"][table.name]
        assert rows, f"{table.name}: the test person has no row"
        for row in rows:
            assert list(row) == [stored.name for stored in table.model._meta.concrete_fields]


def test_export_import_export_is_the_same_but_for_its_moment() -> None:
    first = export_text(someone_with_everything(), NOW)
    empty_again()
    counts = import_text(first.encode())
    second = export_text(Person.objects.get(), LATER)
    assert json.loads(first)["exported_at"] != json.loads(second)["exported_at"]
    assert second.replace(LATER.isoformat(), NOW.isoformat()) == first
    assert counts["sessionevent"] == 3


def test_the_file_names_its_format_and_versions(exported: dict[str, Any]) -> None:
    from steadyback import __version__

    assert {key: exported[key] for key in ("format", "schema_version", "product_version", "exported_at")} == {
        "format": "steadyback-export",
        "schema_version": 5,
        "product_version": __version__,
        "exported_at": NOW.isoformat(),
    }


def test_what_another_person_has_is_not_in_the_file() -> None:
    mine, other = someone_with_everything(), someone_with_everything()
    text = json.dumps(export_person(mine, NOW))
    assert str(mine.id) in text
    assert str(other.id) not in text
    assert len(export_person(mine, NOW)["tables"]["sessionevent"]) == 3


def test_a_file_of_version_1_is_taken_over_without_what_was_not_told_then(exported: dict[str, Any]) -> None:
    exported["schema_version"] = 1
    for name in (
        "weeklycheck",
        "daymark",
        "score",
        "exercisechoice",
        "dosechoice",
        "orderchoice",
        "movedday",
        "guidedtest",
        "referralreview",
        "correction",
        "teamword",
    ):
        del exported["tables"][name]
    counts = take(exported)
    assert counts["morningpain"] == 1
    assert counts["weeklycheck"] == 0
    assert json.loads(export_text(Person.objects.get(), NOW))["schema_version"] == 5


def test_a_file_of_version_2_is_taken_over_without_corrections(exported: dict[str, Any]) -> None:
    exported["schema_version"] = 2
    for name in ("correction", "dosechoice", "orderchoice", "teamword"):
        del exported["tables"][name]
    counts = take(exported)
    assert (counts["weeklycheck"], counts["correction"]) == (1, 0)


def test_a_file_of_version_4_is_taken_over_without_a_teams_words(exported: dict[str, Any]) -> None:
    exported["schema_version"] = 4
    with pytest.raises(TransferError, match=r"tables\.teamword: is not known"):
        take(exported)
    del exported["tables"]["teamword"]
    counts = take(exported)
    assert (counts["orderchoice"], counts["teamword"]) == (1, 0)


def test_a_person_who_only_opened_the_first_page_is_replaced(exported: dict[str, Any]) -> None:
    Person.objects.create(created_at=LATER, zone="UTC", notices_acknowledged_at=LATER)
    take(exported)
    assert [str(person.id) for person in Person.objects.all()] == [exported["tables"]["person"][0]["id"]]


@pytest.mark.parametrize("what", ["settings", "preferences", "morning"])
def test_an_installation_with_something_in_it_is_never_overwritten(exported: dict[str, Any], what: str) -> None:
    person = Person.objects.create(created_at=LATER)
    if what == "settings":
        person.settings = to_json(PersonalSettings(country="AU"))
    elif what == "preferences":
        person.preferences = to_json(Preferences())
    else:
        MorningPain.objects.create(person=person, recorded_at=NOW, on=ON, pain=3)
    person.save()
    with pytest.raises(TransferError, match="already something here"):
        take(exported)
    assert Person.objects.get() == person


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def apply(export: dict[str, Any]) -> None:
        *parents, last = path.split("/")
        spot: Any = export
        for part in parents:
            spot = spot[int(part) if isinstance(spot, list) else part]
        spot[int(last) if isinstance(spot, list) else last] = value

    return apply


def without(path: str) -> Callable[[dict[str, Any]], None]:
    def apply(export: dict[str, Any]) -> None:
        *parents, last = path.split("/")
        spot: Any = export
        for part in parents:
            spot = spot[int(part) if isinstance(spot, list) else part]
        del spot[last]

    return apply


def again(table: str) -> Callable[[dict[str, Any]], None]:
    return lambda export: export["tables"][table].append(copy.deepcopy(export["tables"][table][0]))


STRANGER = "5cf2ed4e-3f2a-4c1c-8f8e-0d6f6a3b2c1d"
DAMAGE = {
    "another format": (change("format", "garmin"), "format: "),
    "no format": (without("format"), "format: "),
    "a newer schema": (change("schema_version", 6), "schema_version: is 6, but this SteadyBack reads up to 5"),
    "a schema that is no number": (change("schema_version", "1"), "schema_version: is '1'"),
    "a schema that is a truth value": (change("schema_version", True), "schema_version: is True"),
    "schema nought": (change("schema_version", 0), "schema_version: is 0"),
    "an unknown key": (change("extra", 1), "extra: is not known"),
    "no tables": (without("tables"), "tables: is missing"),
    "a version that is no text": (change("product_version", 1), "product_version: must be str"),
    "a moment of export that is none": (change("exported_at", "yesterday"), "exported_at: is not a datetime"),
    "tables as a list": (change("tables", []), "tables: must be an object"),
    "a missing table": (without("tables/hold"), "tables.hold: is missing"),
    "an unknown table": (change("tables/pets", []), "tables.pets: is not known"),
    "a table that is no list": (change("tables/hold", {}), "tables.hold: must be a list"),
    "a row that is no object": (change("tables/hold/0", 7), r"tables.hold\[0\]: must be an object"),
    "a missing field": (without("tables/hold/0/source"), r"tables.hold\[0\].source: is missing"),
    "an unknown field": (change("tables/hold/0/colour", "red"), r"tables.hold\[0\].colour: is not known"),
    "an id that is none": (change("tables/plan/0/id", "one"), r"tables.plan\[0\].id: must be an id"),
    "a number as id": (change("tables/plan/0/id", 1), r"tables.plan\[0\].id: must be an id"),
    "a day that does not exist": (
        change("tables/plan/0/starts_on", "2026-02-30"),
        r"plan\[0\].starts_on: is not a date",
    ),
    "a moment without offset": (
        change("tables/hold/0/raised_at", "2026-01-01T00:00:00"),
        r"hold\[0\].raised_at: lacks its UTC offset",
    ),
    "a moment that is a number": (change("tables/hold/0/raised_at", 0), r"raised_at: must be a datetime"),
    "text that is a number": (change("tables/hold/0/source", 3), r"source: must be text, found 3"),
    "text that is empty": (change("tables/hold/0/source", ""), r"source: must not be empty"),
    "text that is too long": (
        change("tables/hold/0/source", "x" * 33),
        r"source: has 33 characters; allowed: at most 32",
    ),
    "text with half a character": (change("tables/hold/0/source", "\ud800"), r"hold\[0\].source: holds a character"),
    "text with a NUL in a record": (
        change("tables/emergencyvisit/0/what_they_said", "a\0b"),
        r"what_they_said: holds a character",
    ),
    "nothing where something must be": (change("tables/hold/0/raised_at", None), r"raised_at: must not be empty"),
    "a number that is text": (change("tables/morningpain/0/pain", "3"), r"pain: must be a whole number, found '3'"),
    "a number that is a truth value": (change("tables/morningpain/0/pain", True), r"pain: must be a whole number"),
    "a number with a fraction": (change("tables/morningpain/0/pain", 3.5), r"pain: must be a whole number"),
    "a number below nought": (change("tables/morningpain/0/pain", -1), r"pain: is -1; allowed: 0 to"),
    "a number beyond the database": (change("tables/morningpain/0/pain", 2**70), r"pain: is \d+; allowed"),
    "a row of nobody": (change("tables/plan/0/person", STRANGER), r"plan\[0\].person: names 5cf2ed4e"),
    "a session without its plan": (change("tables/session/0/plan", STRANGER), r"session\[0\].plan: names 5cf2ed4e"),
    "a session without its check": (change("tables/session/0/check_before", STRANGER), r"check_before: names"),
    "an event of no session": (change("tables/sessionevent/1/session", STRANGER), r"sessionevent\[1\].session: names"),
    "an event twice": (
        change("tables/sessionevent/1/seq", 1),
        r"sessionevent\[1\]: has the same session_id and client",
    ),
    "an id twice": (again("morningpain"), r"morningpain\[1\]: has the same id"),
    "two persons": (change("tables/person", []), r"tables\.\w+(\[0\]\.person)?: "),
    "settings outside their words": (change("tables/person/0/settings/policy", "lax"), r"settings.policy: is 'lax'"),
    "preferences with a wrong type": (change("tables/person/0/preferences/start_weekday", "Monday"), r"start_weekday"),
    "an answer outside its words": (change("tables/screening/0/answers/answers/B01", "perhaps"), r"answers.B01"),
    "an outcome without its disposition": (without("tables/screening/0/outcome/disposition"), r"outcome.disposition"),
    "an approval that is no object": (
        change("tables/approvalrecord/0/approval", "yes"),
        r"approval: must be an object",
    ),
    "a plan of another shape": (without("tables/plan/0/plan/level"), r"plan\[0\].plan.level: is missing"),
    "a script of another shape": (change("tables/session/0/script/steps", 5), r"script.steps: must be a list"),
    "a record of another shape": (change("tables/session/0/record/status", "asleep"), r"record.status: is 'asleep'"),
    "an event of another shape": (change("tables/sessionevent/2/body/kind", "sung"), r"sessionevent\[2\].body.kind"),
    "an event of a newer version": (
        change("tables/sessionevent/2/body/schema_version", 9),
        r"\[2\].body.schema_version",
    ),
    "a decision of another shape": (without("tables/sessioncheck/0/decision/outcome"), r"decision.outcome: is missing"),
    "weekly answers of another shape": (
        change("tables/weeklycheck/0/answers/pain_average", "much"),
        r"weeklycheck\[0\].answers.pain_average",
    ),
    "a weekly answer outside its range": (
        change("tables/weeklycheck/0/answers/pain_worst", 11),
        r"weeklycheck\[0\]: answers.pain_worst is 11; allowed: 0 to 10",
    ),
    "a mark that is no mark": (
        change("tables/daymark/0/mark", "lazy"),
        r"daymark\[0\]: mark is 'lazy'; allowed: flare",
    ),
    "a mark taken back by a word": (change("tables/daymark/0/taken_back", "yes"), r"taken_back: must be true or false"),
    "a score of an unknown measure": (change("tables/score/0/measure", "mood"), r"score\[0\]: 'mood' is not known"),
    "a score outside its range": (
        change("tables/score/0/value", 11),
        r"score\[0\]: activities is 11; allowed: 0 to 10",
    ),
    "a word of nobody's": (change("tables/teamword/0/by_role", "operator"), r"teamword\[0\]: by_role is 'operator'"),
    "a word of no kind": (change("tables/teamword/0/kind", "gossip"), r"teamword\[0\]: kind is 'gossip'"),
    "a moment before the session": (change("tables/teamword/0/at_s", -1.0), r"teamword\[0\]: at_s is -1"),
    "a score that is text": (change("tables/score/0/value", "4"), r"score\[0\].value: must be a number"),
    "parts of another shape": (change("tables/score/0/parts", [["Tragen"]]), r"score\[0\].parts"),
    "a test that is none": (change("tables/guidedtest/0/test", "sprint"), r"guidedtest\[0\]: test is 'sprint'"),
    "a result outside its range": (change("tables/guidedtest/0/result/value", 99), r"is 99 s; allowed: 0 to 45"),
    "a result of another shape": (without("tables/guidedtest/0/result/value"), r"guidedtest\[0\].result.value"),
    "a table of version 2 in version 1": (change("schema_version", 1), r"tables.\w+: is not known"),
    "a concern of another shape": (
        change("tables/hold/1/concern/disposition", "FINE"),
        r"hold\[1\].concern.disposition",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_refused_with_its_place_and_nothing_is_written(exported: dict[str, Any], name: str) -> None:
    damage, message = DAMAGE[name]
    damage(exported)
    with pytest.raises(TransferError, match=message):
        take(exported)
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1"),
        (b"{", "line 1"),
        (b"[]", "format"),
        (b"null", "format"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"format": "a", "format": "b"}', "'format' stands twice"),
        (b'{"format": NaN}', "NaN is not a number"),
        (b'{"format": 1e999}', "format: is too large a number"),
        (b'{"format": ' + b"9" * 5000 + b"}", "not an export"),
        (b"[" * 200_000, "nested too deeply"),
        (b"PK\x03\x04", "line 1"),
    ],
)
def test_a_file_that_is_no_export_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(TransferError, match=message):
        import_text(content)
    assert nothing_is_stored()


def test_a_file_with_a_byte_order_mark_is_read(exported: dict[str, Any]) -> None:
    assert import_text(b"\xef\xbb\xbf" + json.dumps(exported).encode())["person"] == 1


def test_an_end_in_the_middle_leaves_nothing_behind(exported: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr(MorningPain.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="went away"):
        take(exported)
    assert nothing_is_stored()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_change_anywhere_is_taken_over_or_refused_never_a_crash(
    exported: dict[str, Any], data: st.DataObject
) -> None:
    changed = copy.deepcopy(exported)
    spot: Any = changed
    while True:
        key = data.draw(st.sampled_from(list(range(len(spot))) if isinstance(spot, list) else list(spot)))
        inner = spot[key]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
            break
        spot = inner
    spot[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just([{}])
    )
    try:
        take(changed)
    except TransferError:
        assert nothing_is_stored()
    else:
        after = export_person(Person.objects.get(), NOW)
        assert after["tables"] == changed["tables"]
        empty_again()


def test_a_person_who_really_exercised_is_restored_as_they_were(cleared: Person, client: Client) -> None:
    """Through the pages: a check, a session with its events, a morning, something done elsewhere."""
    today = clock.today(cleared).isoformat()
    client.get("/week/")
    client.post(f"/session/check/{today}/strength/", {"none": "yes", "pain": "2"})
    client.post(f"/session/check/{today}/cardio/", {"none": "yes", "pain": "2"})
    session = Session.objects.latest("opened_at")
    head = {"session_id": str(session.id), "client_id": "tab", "occurred_at": NOW.isoformat(), "zone": "UTC"}
    first = {**head, "seq": 1, "media_time_s": 0.0, "kind": "session_opened", "data": {}}
    address = f"/api/sessions/{session.id}/"
    client.post(f"{address}lease/", {"client_id": "tab"}, content_type="application/json")
    posted = client.post(
        f"{address}events/",
        {"client_id": "tab", "events": [{**first, "schema_version": 1, "supersedes": None}]},
        content_type="application/json",
    )
    assert posted.status_code == 200, posted.content
    client.post("/progress/morning/", {"pain": "3"})
    before = export_text(cleared, NOW)
    assert all(json.loads(before)["tables"][name] for name in ("plan", "sessioncheck", "sessionevent", "morningpain"))
    empty_again()
    import_text(before.encode())
    assert export_text(Person.objects.get(), NOW) == before
    assert client.get("/progress/").status_code == 200
    assert client.get(address).json()["record"] == json.loads(before)["tables"]["session"][-1]["record"]
