"""Notes of carers: to the person, and about how it goes to the person's clinicians. The person reads both."""

from django.utils.translation import gettext as _

from steadyback.clinic.access import Seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import CarerNote
from steadyback.web import clock
from steadyback.web.models import Person

LONGEST = 1000


def write(seen: Seen, text: str, *, for_clinician: bool) -> str:
    """Keep a note; "" when it was kept, else what is wrong with it."""
    text = text.strip()
    if not text:
        return _("Please write something first.")
    if len(text) > LONGEST:
        return _("A note has %(longest)d letters at most; this has %(length)d.") % {
            "longest": LONGEST,
            "length": len(text),
        }
    CarerNote.objects.create(
        person=seen.person,
        carer=seen.carer,
        by_name=seen.carer.name,
        by_role=seen.role.value,
        for_clinician=for_clinician,
        written_at=clock.now(),
        text=text,
    )
    note_here("note_written", person=seen.person, detail={"to": "clinician" if for_clinician else "person"})
    return ""


def to_person(person: Person) -> list[CarerNote]:
    """Notes for the person alone, newest first."""
    return list(person.carer_notes.filter(for_clinician=False).order_by("-written_at"))


def how_it_goes(person: Person) -> list[CarerNote]:
    """Notes to the clinicians, newest first."""
    return list(person.carer_notes.filter(for_clinician=True).order_by("-written_at"))


def unread(person: Person) -> list[CarerNote]:
    """What the person has not put away yet."""
    return list(person.carer_notes.filter(read_at=None))
