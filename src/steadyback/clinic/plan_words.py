"""What carers changed of a plan, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from steadyback.clinic.plan_templates import Misfit
from steadyback.clinic.words import role_words
from steadyback.exercises import load_catalogue
from steadyback.records.reasons import Reason
from steadyback.web import labels, told
from steadyback.web.entry_words import entry_words
from steadyback.web.models import Person

LATEST = 10


@dataclass(frozen=True, slots=True)
class Edited:
    at: datetime
    by: str
    role: str
    what: str


def edits_said(person: Person, *, since: datetime | None = None) -> list[Edited]:
    """The latest changes of a person's plan by their carers, newest first."""
    rows = person.plan_edits.order_by("-made_at")
    if since is not None:
        rows = rows.filter(made_at__gt=since)
    found = []
    for row in rows[:LATEST]:
        entry = told.TABLES[row.kind]._default_manager.filter(pk=row.entry, person=person).first()
        if entry is not None:
            found.append(Edited(row.made_at, row.by_name, role_words(row.by_role), entry_words(entry)))
    return found


def exercise_name(exercise_id: str) -> str:
    catalogue = load_catalogue()
    return _(catalogue[exercise_id].name) if exercise_id in catalogue else _("This exercise")


def misfits_said(misfits: Iterable[Misfit]) -> list[tuple[str, tuple[Reason, ...]]]:
    return [
        (exercise_name(one.exercise_id) if one.exercise_id else labels.say(labels.SLOTS, one.slot), one.reasons)
        for one in misfits
    ]
