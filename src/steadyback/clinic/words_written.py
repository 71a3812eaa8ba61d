"""All that was written between a person and their team here, for the person's own file.

Messages of every relation, also of those that have ended; notes, comments, sign-offs and who changed the plan. All of
it is what the person can read on their own pages; carers write nothing about somebody that stays hidden from them.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from steadyback.clinic.models import CarerNote, Message, PlanEdit, SessionComment, SignOff
from steadyback.web import told
from steadyback.web.entry_words import entry_words
from steadyback.web.models import Person, TeamWord


def words_written(person: Person) -> Iterator[TeamWord]:
    """As rows that are not stored, with the ids that they have here."""
    return chain(_messages(person), _notes(person), _said_of_sessions(person), _plan_changes(person))


def _messages(person: Person) -> Iterator[TeamWord]:
    for one in Message.objects.filter(relation__person=person).select_related(
        "relation__carer", "relation__person__patient__user"
    ):
        own, carer = one.relation.person.patient.user.name, one.relation.carer.name
        by, to = (carer, own) if one.from_carer else (own, carer)
        role = one.relation.role if one.from_carer else "patient"
        yield _word(person, one, "message", one.sent_at, by_name=by, by_role=role, to_name=to, text=one.text)


def _notes(person: Person) -> Iterator[TeamWord]:
    for one in CarerNote.objects.filter(person=person):
        yield _word(person, one, "note", one.written_at, by_name=one.by_name, by_role=one.by_role, text=one.text)


def _said_of_sessions(person: Person) -> Iterator[TeamWord]:
    for one in SessionComment.objects.filter(session__person=person):
        by = {"by_name": one.by_name, "by_role": one.by_role, "session_id": one.session_id}
        yield _word(person, one, "comment", one.written_at, **by, at_s=one.at_s, text=one.text)
    for signed in SignOff.objects.filter(session__person=person):
        by = {"by_name": signed.by_name, "by_role": signed.by_role, "session_id": signed.session_id}
        yield _word(
            person, signed, "sign_off", signed.signed_at, **by, exercise_id=signed.exercise_id, text=signed.note
        )


def _plan_changes(person: Person) -> Iterator[TeamWord]:
    for one in PlanEdit.objects.filter(person=person):
        entry = told.TABLES[one.kind]._default_manager.filter(pk=one.entry, person=person).first()
        text = entry_words(entry) if entry is not None else ""
        yield _word(person, one, "plan_change", one.made_at, by_name=one.by_name, by_role=one.by_role, text=text)


def _word(
    person: Person,
    one: Message | CarerNote | SessionComment | SignOff | PlanEdit,
    kind: str,
    at: datetime,
    **more: object,
) -> TeamWord:
    return TeamWord(id=one.id, person=person, kind=kind, written_at=at, **more)
