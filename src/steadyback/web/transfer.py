"""Everything a person has as one JSON value, and back onto an empty installation or into an empty account.

The file: `format`, `schema_version`, `product_version`, `exported_at` and `tables`, each table a list of rows with all
their fields in the order of the model. Records stand in it as the JSON that is stored.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from steadyback import __version__
from steadyback.outcomes.change import MeasureError, checked
from steadyback.outcomes.measures import load_measures
from steadyback.outcomes.physical_results import checked_result
from steadyback.outcomes.physical_tests import load_physical_tests
from steadyback.programme.session_start import StartDecision
from steadyback.records.clearance import Approval
from steadyback.records.codec import RecordError, from_json
from steadyback.records.history import ChosenDose, Mark, WeeklyAnswers
from steadyback.records.outcomes import Measurement, PhysicalTestResult
from steadyback.records.person import PersonalSettings
from steadyback.records.plan import Preferences, WeeklyPlan
from steadyback.records.reasons import Reason
from steadyback.records.screening import Baseline, Concern, ScreeningAnswers, ScreeningOutcome
from steadyback.records.session import Event, SessionRecord, SessionScript
from steadyback.records.upcasters import upcast
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
from steadyback.web.team_words import no_team_word, words_of
from steadyback.web.transfer_values import Field, TransferError, parse, plain, read
from steadyback.web.turns import at_one_moment, writing_about

FORMAT = "steadyback-export"
SCHEMA_VERSION = 5
HEAD = ("format", "schema_version", "product_version", "exported_at", "tables")
OF_THE_CARERS = ("policy", "pain_mode")
"""Settings that a person makes for themselves at home, and their carers in a clinic."""
Row = dict[str, Any]

__all__ = [
    "TABLES",
    "Table",
    "TransferError",
    "export_person",
    "export_text",
    "holds_something",
    "import_text",
    "only_person",
]


@dataclass(frozen=True, slots=True)
class Table:
    """One model in the file. owner: the path from a row to its person. records: what a JSON field must hold.

    refuses: what is wrong with the values of a row, None when nothing is.
    """

    model: type[models.Model]
    owner: str = "person"
    records: Mapping[str, Any] = field(default_factory=dict)
    refuses: Callable[[Row], str | None] = lambda _values: None

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def fields(self) -> Sequence[Field]:
        return self.model._meta.concrete_fields


def _no_answers(values: Row) -> str | None:
    """Numbers outside 0 to 10; that the record has its shape is known by then."""
    told = values["answers"]
    numbers = {name: value for name, value in told.items() if name != "leg" and value is not None}
    odd = [name for name, value in numbers.items() if not 0 <= value <= 10]
    return f"answers.{odd[0]} is {numbers[odd[0]]:g}; allowed: 0 to 10" if odd else None


def _no_correction(values: Row) -> str | None:
    kind, pain = values["kind"], values["pain"]
    if kind not in ("check", "elsewhere"):
        return f"kind is {kind!r}; allowed: check, elsewhere"
    fits = pain in range(11) if kind == "check" else pain is None
    return None if fits else f"pain is {pain!r}; allowed: {'0 to 10' if kind == 'check' else 'null'}"


def _no_mark(values: Row) -> str | None:
    return None if values["mark"] in set(Mark) else f"mark is {values['mark']!r}; allowed: {', '.join(Mark)}"


def _no_score(values: Row) -> str | None:
    if values["value"] is None and values["measure"] in load_measures():
        return None
    try:
        checked(Measurement(values["measure"], values["on"], values["value"] or 0.0, values["source"]))
    except MeasureError as error:
        return str(error)
    return None


def _no_result(values: Row) -> str | None:
    if values["test"] not in load_physical_tests():
        return f"test is {values['test']!r}; allowed: {', '.join(load_physical_tests())}"
    try:
        found = from_json(PhysicalTestResult | None, values["result"])  # type: ignore[arg-type]
        if found is not None:
            checked_result(found)
    except (MeasureError, RecordError) as error:
        return str(error)
    return None


# Parents before children, so that every reference points at a row already read.
TABLES = (
    Table(Person, "pk", {"settings": PersonalSettings, "preferences": Preferences | None}),
    Table(
        Screening,
        records={"answers": ScreeningAnswers, "baseline": Baseline, "outcome": ScreeningOutcome | None},
    ),
    Table(EmergencyVisit),
    Table(ApprovalRecord, records={"approval": Approval}),
    Table(Plan, records={"plan": WeeklyPlan}),
    Table(SessionCheck, records={"decision": StartDecision}),
    Table(Session, records={"script": SessionScript, "record": SessionRecord}),
    Table(SessionEvent, "session__person", {"body": Event}),
    Table(Hold, records={"concern": Concern, "reasons": tuple[Reason, ...]}),
    Table(ElsewhereActivity),
    Table(Correction, records={"decision": StartDecision | None}, refuses=_no_correction),
    Table(MorningPain),
    Table(WeeklyCheck, records={"answers": WeeklyAnswers}, refuses=_no_answers),
    Table(DayMark, refuses=_no_mark),
    Table(Score, records={"parts": tuple[tuple[str, int], ...]}, refuses=_no_score),
    Table(ExerciseChoice),
    Table(DoseChoice, records={"dose": ChosenDose}),
    Table(OrderChoice, records={"slots": tuple[str, ...]}),
    Table(MovedDay),
    Table(GuidedTest, records={"result": PhysicalTestResult | None}, refuses=_no_result),
    Table(ReferralReview, records={"rules": tuple[str, ...]}),
    Table(TeamWord, refuses=no_team_word),
)
# Tables that a version of the file added: in an older file they are not there, and nothing was told of them.
_ADDED = {
    2: (WeeklyCheck, DayMark, Score, ExerciseChoice, MovedDay, GuidedTest, ReferralReview),
    3: (Correction,),
    4: (DoseChoice, OrderChoice),
    5: (TeamWord,),
}


def export_person(person: Person, exported_at: datetime) -> dict[str, Any]:
    """Everything that is kept of a person, read at one moment."""
    with at_one_moment():
        tables = {table.name: list(_rows_of(table, person)) for table in TABLES}
    return {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "product_version": __version__,
        "exported_at": exported_at.isoformat(),
        "tables": tables,
    }


def export_text(person: Person, exported_at: datetime) -> str:
    return json.dumps(export_person(person, exported_at), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _rows_of(table: Table, person: Person) -> Iterator[Row]:
    rows: Iterable[models.Model]
    if table.model is TeamWord:
        rows = words_of(person)
    else:
        kept = table.model._default_manager.filter(**{table.owner: person.pk})
        rows = kept.order_by(*(table.model._meta.ordering or ()), "pk")
    for row in rows:
        yield {field.name: plain(field.value_from_object(row)) for field in table.fields}


def only_person() -> Person | None:
    """The one person of a personal installation, or None where nobody has begun."""
    return Person.objects.order_by("created_at").first()


def read_file(text: bytes) -> dict[str, Any]:
    """The tables of an export, its head checked. Raises TransferError."""
    found = parse(text)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise TransferError("format", f"this is not a SteadyBack export; its format should be {FORMAT!r}")
    version = found.get("schema_version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise TransferError("schema_version", f"is {version!r}; allowed: 1 to {SCHEMA_VERSION}")
    if version > SCHEMA_VERSION:
        raise TransferError(
            "schema_version",
            f"is {version}, but this SteadyBack reads up to {SCHEMA_VERSION}. Install the newer version, then import",
        )
    _refuse_other_keys(found, HEAD, "")
    _refuse_wrong_record(str, found["product_version"], "product_version")
    _refuse_wrong_record(datetime, found["exported_at"], "exported_at")
    tables: dict[str, Any] = found["tables"]
    if not isinstance(tables, dict):
        raise TransferError("tables", "must be an object with one list for each table")
    later = {str(model._meta.model_name) for since, added in _ADDED.items() if since > version for model in added}
    _refuse_other_keys(tables, [table.name for table in TABLES if table.name not in later], "tables")
    return {**tables, **{name: [] for name in later}}


def import_tables(tables: Mapping[str, Any], into: Person | None = None) -> dict[str, int]:
    """Write the tables of `read_file` onto an empty installation, all or nothing; how many rows of each came in.

    into: the person of an account in a clinic, who must be empty; see `_as_account`.
    Raises TransferError when something does not fit or when there is already something here.
    """
    read_rows = _Reading()
    objects = {table.name: list(read_rows.table(table, tables[table.name])) for table in TABLES}
    if len(objects["person"]) != 1:
        raise TransferError("tables.person", f"has {len(objects['person'])} rows; allowed: exactly 1")
    with writing_about(into):
        _refuse_unless_empty(into)
        if into is None:
            Person.objects.all().delete()
        else:
            _as_account(objects, into)
        for table in TABLES:
            table.model._default_manager.bulk_create(objects[table.name], batch_size=500)
    return {name: len(rows) for name, rows in objects.items()}


def import_text(text: bytes, into: Person | None = None) -> dict[str, int]:
    """`read_file` and `import_tables` in one."""
    return import_tables(read_file(text), into)


def holds_something(person: Person | None = None) -> bool:
    """Whether somebody, or this person, has already answered, chosen or done anything. Opening a page is nothing."""
    for table in TABLES:
        whose = {} if person is None else {table.owner: person.pk}
        if table.model is not Person and table.model._default_manager.filter(**whose).exists():
            return True
    people = Person.objects.all() if person is None else Person.objects.filter(pk=person.pk)
    return people.exclude(settings={}, preferences__isnull=True).exists() or people.count() > 1


def _refuse_unless_empty(into: Person | None) -> None:
    if holds_something(into):
        what = "Choose an empty data folder" if into is None else "It needs an account in which nothing was entered yet"
        raise TransferError("", f"there is already something here, and an import never overwrites. {what}")


def _as_account(objects: dict[str, list[Any]], person: Person) -> None:
    """Make the rows of a file those of an account.

    What a person wrote down themselves opens no gate in a clinic: a specialist's answer stays behind, and so do the two
    settings that belong to carers there. Rows that are somebody's already are refused.
    """
    (brought,) = objects["person"]
    for name in ("zone", "preferences", "notices_acknowledged_at", "rehearsed_at"):
        setattr(person, name, getattr(brought, name))
    person.settings = {key: value for key, value in brought.settings.items() if key not in OF_THE_CARERS}
    person.save()
    objects["person"] = []
    objects[ApprovalRecord._meta.model_name or ""] = []
    for table in TABLES:
        rows = objects[table.name]
        if isinstance(table.model._meta.pk, models.AutoField):
            for row in rows:
                row.pk = None
        elif table.model._default_manager.filter(pk__in=[row.pk for row in rows]).exists():
            raise TransferError(f"tables.{table.name}", "is already in another account; a file can be brought in once")
        if table.owner == "person":
            for row in rows:
                row.person = person


def _refuse_other_keys(found: Mapping[str, Any], allowed: Sequence[str], place: str) -> None:
    for key in allowed:
        if key not in found:
            raise TransferError(f"{place}.{key}".lstrip("."), "is missing")
    for key in found:
        if key not in allowed:
            raise TransferError(f"{place}.{key}".lstrip("."), f"is not known; allowed: {', '.join(allowed)}")


class _Reading:
    """Reads rows table by table and remembers what must be unique and what may be referred to."""

    def __init__(self) -> None:
        self.ids: dict[type[models.Model], set[Any]] = {}
        self.taken: set[tuple[Any, ...]] = set()

    def table(self, table: Table, rows: Any) -> Iterator[models.Model]:
        place = f"tables.{table.name}"
        if not isinstance(rows, list):
            raise TransferError(place, f"must be a list of rows, found {type(rows).__name__}")
        ids = self.ids.setdefault(table.model, set())
        for index, row in enumerate(rows):
            made = self._row(table, row, f"{place}[{index}]")
            ids.add(made.pk)
            yield made

    def _row(self, table: Table, row: Any, place: str) -> models.Model:
        if not isinstance(row, dict):
            raise TransferError(place, f"must be an object, found {type(row).__name__}")
        _refuse_other_keys(row, [field.name for field in table.fields], place)
        values: Row = {}
        for stored in table.fields:
            where = f"{place}.{stored.name}"
            value = read(stored, row[stored.name], where)
            self._refuse_dangling(stored, value, where)
            _refuse_wrong_record(table.records.get(stored.name), row[stored.name], where)
            values[stored.attname] = value
        self._refuse_doubles(table, values, place)
        wrong = table.refuses(values)
        if wrong is not None:
            raise TransferError(place, wrong)
        return table.model(**values)

    def _refuse_dangling(self, stored: Field, value: Any, where: str) -> None:
        if isinstance(stored, models.ForeignKey) and value is not None:
            parent: Any = stored.related_model
            if value not in self.ids[parent]:
                raise TransferError(where, f"names {value}, which is not among the rows of {parent._meta.model_name}")

    def _refuse_doubles(self, table: Table, values: Row, place: str) -> None:
        meta = table.model._meta
        groups: list[tuple[str, ...]] = [(stored.attname,) for stored in table.fields if stored.unique]
        for constraint in meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                groups.append(tuple(stored.attname for stored in table.fields if stored.name in constraint.fields))
        for group in groups:
            key = (table.name, group, *(values[name] for name in group))
            if key in self.taken:
                raise TransferError(place, f"has the same {' and '.join(group)} as an earlier row")
            self.taken.add(key)


def _refuse_wrong_record(kind: Any, value: Any, where: str) -> None:
    if kind is None:
        return
    try:
        if kind is Event and isinstance(value, dict):
            value = upcast(value)
        from_json(kind, value, where)
    except RecordError as error:
        text = str(error)
        raise TransferError("", text if text.startswith(where) else f"{where}.{text}") from None
