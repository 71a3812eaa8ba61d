"""What carers sign off and say of a session. The person reads it on the page of that session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from steadyback.clinic.access import Seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.models import SessionComment, SignOff, User
from steadyback.clinic.words import role_words
from steadyback.exercises import load_catalogue
from steadyback.records.codec import from_json
from steadyback.records.session import SessionScript
from steadyback.web import clock
from steadyback.web.labels import clock_words
from steadyback.web.models import Session

LONGEST = 500
LATEST_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Said:
    """A comment or a sign-off in words; `when`: the moment of the session that it is about, "" for the whole.

    `at_s`: the same moment in seconds, None for the whole.
    """

    by: str
    role: str
    at: datetime
    about: str
    text: str
    when: str = ""
    at_s: float | None = None


def sign_off(seen: Seen, session: Session, step: int, note: str) -> str:
    """This carer looked at one exercise; "" when it was kept, else what is wrong."""
    script = from_json(SessionScript, session.script)
    planned = next((one for one in script.steps if one.index == step and one.kind != "transition"), None)
    if planned is None:
        return _("This exercise is not in the session.")
    if len(note) > LONGEST:
        return _("A note has %(longest)d letters at most.") % {"longest": LONGEST}
    SignOff.objects.create(
        session=session,
        step=step,
        exercise_id=planned.exercise_id,
        carer=seen.carer,
        by_name=seen.carer.name,
        by_role=seen.role.value,
        signed_at=clock.now(),
        note=note.strip(),
    )
    note_here("session_signed_off", person=seen.person)
    return ""


def comment(seen: Seen, session: Session, text: str, at_s: float | None) -> str:
    """A word about a moment; "" when it was kept, else what is wrong."""
    text = text.strip()
    if not text:
        return _("Please write something first.")
    if len(text) > LONGEST:
        return _("A comment has %(longest)d letters at most.") % {"longest": LONGEST}
    if at_s is not None and not 0 <= at_s <= LATEST_S:
        return _("This moment is not in the session.")
    SessionComment.objects.create(
        session=session,
        carer=seen.carer,
        by_name=seen.carer.name,
        by_role=seen.role.value,
        written_at=clock.now(),
        at_s=at_s,
        text=text,
    )
    note_here("session_commented", person=seen.person)
    return ""


def comments_on(session: Session) -> list[Said]:
    """By their moment, those about the whole first."""
    rows = sorted(session.comments.all(), key=lambda one: (one.at_s is not None, one.at_s or 0.0, one.written_at))
    return [
        Said(row.by_name, role_words(row.by_role), row.written_at, "", row.text, _when(row.at_s), row.at_s)
        for row in rows
    ]


def sign_offs_on(session: Session) -> dict[int, list[Said]]:
    """By step, the latest of each carer."""
    latest = {(row.step, row.by_name, row.by_role): row for row in session.sign_offs.all()}
    found: dict[int, list[Said]] = {}
    for row in latest.values():
        said = Said(row.by_name, role_words(row.by_role), row.signed_at, _name(row.exercise_id), row.note)
        found.setdefault(row.step, []).append(said)
    return found


def signed_by(carer: User, sessions: Iterable[str]) -> set[str]:
    """Which of these sessions this carer has looked at: what they needed somebody for is settled for them."""
    rows = SignOff.objects.filter(carer=carer, session__in=set(sessions)).values_list("session_id", flat=True)
    return {str(one) for one in rows}


def _name(exercise_id: str) -> str:
    catalogue = load_catalogue()
    return _(catalogue[exercise_id].name) if exercise_id in catalogue else exercise_id


def _when(at_s: float | None) -> str:
    return "" if at_s is None else clock_words(at_s)
