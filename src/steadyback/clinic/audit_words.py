"""The rows of the audit as the person whom they are about reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.clinic.models import AuditRow, User
from steadyback.clinic.roles import Scope
from steadyback.clinic.words import SCOPES, role_words

_PAGES: Mapping[str, Promise] = {
    "person": gettext_lazy("your first page"),
    "person_clearance": gettext_lazy("the clearance form, with your health answers"),
    "person_clearance_pdf": gettext_lazy("your clearance, as PDF"),
    "person_clearance_json": gettext_lazy("your clearance, as a file"),
    "person_sheet": gettext_lazy("your page for the clinician"),
    "careful": gettext_lazy("how careful your programme is"),
    "person_plan": gettext_lazy("your plan"),
    "person_sessions": gettext_lazy("your sessions"),
    "person_session": gettext_lazy("one of your sessions"),
    "person_notes": gettext_lazy("notes about how it goes"),
    "person_messages": gettext_lazy("your messages with them"),
    "person_live": gettext_lazy("your exercise while it went on"),
    "person_skeleton": gettext_lazy("your moving figure of one of your sessions"),
    "person_skeleton_part": gettext_lazy("your moving figure of one of your sessions"),
}
"""What a page is called for its owner; an area adds a line for each page about a person."""

_ACTIONS: Mapping[str, Promise] = {
    "relation_began": gettext_lazy("began to be in contact: %(carer)s"),
    "relation_ended": gettext_lazy("ended the contact: %(carer)s"),
    "shown": gettext_lazy("opened to %(carer)s: %(scopes)s"),
    "hidden": gettext_lazy("closed to %(carer)s: %(scopes)s"),
    "looked_by_link": gettext_lazy("looked at your page for a clinician, by the link that you made"),
    "clearance_asked": gettext_lazy("asked for a clearance: %(carer)s"),
    "clearance_link_made": gettext_lazy("made a link for a clinician without an account"),
    "clearance_ask_cancelled": gettext_lazy("took a request for a clearance back"),
    "clearance_given": gettext_lazy("answered about your clearance"),
    "alert_raised": gettext_lazy("told your clinician of it"),
    "alert_seen": gettext_lazy("has seen what they were told about your clearance"),
    "emergency_visit_written": gettext_lazy("wrote down that you were seen"),
    "referrals_seen": gettext_lazy("looked at what your weeks showed, and wrote an answer"),
    "clearance_ended": gettext_lazy("ended your clearance"),
    "watched": gettext_lazy("watched you exercise, as a moving stick figure"),
    "stopped_session": gettext_lazy("stopped your session from afar"),
    "invited": gettext_lazy("made an invitation (%(role)s)"),
    "invitation_accepted": gettext_lazy("took your invitation"),
    "careful_changed": gettext_lazy("changed how careful your programme is"),
    "plan_changed": gettext_lazy("changed your plan"),
    "session_signed_off": gettext_lazy("looked at an exercise of a session and signed it off"),
    "session_commented": gettext_lazy("left a comment on a session"),
    "message_sent": gettext_lazy("sent a message"),
    "note_written": gettext_lazy("wrote a note"),
    "password_link_made": gettext_lazy("made a link for a new password"),
    "address_changed": gettext_lazy("changed the e-mail address by which you sign in"),
    "skeleton_kept": gettext_lazy("began to keep your moving figure of a session"),
    "skeleton_stopped": gettext_lazy("kept no more of your moving figure of a session"),
    "skeleton_deleted": gettext_lazy("deleted your moving figure of sessions"),
    "invitation_cancelled": gettext_lazy("took an invitation back"),
}


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    what: str


def told(rows: Sequence[AuditRow]) -> list[Told]:
    """Each row in words. Accounts that are gone are told of as such."""
    ids = {row.actor for row in rows} | {_id(row.detail.get("carer")) for row in rows}
    names = {user.id: user.name for user in User.objects.filter(id__in=[one for one in ids if one is not None])}
    return [Told(row.at, _who(row.actor, names), _what(row, names)) for row in rows]


def _who(account: UUID | None, names: Mapping[UUID, str]) -> str:
    if account is None:
        return _("the program itself, or somebody without an account")
    return names.get(account) or _("an account that is gone")


def _what(row: AuditRow, names: Mapping[UUID, str]) -> str:
    if row.action == "looked":
        page = str(row.detail.get("page", ""))
        return _("looked at %(page)s") % {"page": _PAGES.get(page) or _("a page about you (%(name)s)") % {"name": page}}
    template = _ACTIONS.get(row.action)
    if template is None:
        return row.action.replace("_", " ")
    scopes = row.detail.get("scopes", [])
    return str(template) % {
        "carer": _who(_id(row.detail.get("carer")), names),
        "role": role_words(str(row.detail.get("role", ""))),
        "scopes": ", ".join(str(SCOPES[Scope(one)][0]) for one in scopes if one in set(Scope)),
    }


def _id(text: object) -> UUID | None:
    return UUID(text) if isinstance(text, str) else None
