"""Clearances as the pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.clinic import clearance
from steadyback.clinic.clearance import State
from steadyback.clinic.models import Clearance
from steadyback.programme.gate import approval_expires_on
from steadyback.records.clearance import Approval, ApprovalStatus
from steadyback.web.clearance_form import EASING_WORDS, limits_in_words, role_words

_STATES: dict[State, Promise] = {
    State.COUNTS: gettext_lazy("counts now"),
    State.EXPIRED: gettext_lazy("has run out"),
    State.REVOKED: gettext_lazy("taken back"),
    State.REPLACED: gettext_lazy("replaced by a newer one"),
    State.DECLINED: gettext_lazy("no agreement to exercise"),
}
_ENDED: dict[str, Promise] = {
    clearance.BY_CLINICIAN: gettext_lazy("by the clinician"),
    "new_concern": gettext_lazy("because a new answer needs a clinician first"),
    "hold": gettext_lazy("because something serious was found after it"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One clearance in words. `counts`: it opens the gate for what it covers. by_link: nobody checked who answered."""

    clearance: Clearance
    counts: bool
    result: str
    state: str
    by: str
    by_link: bool
    ends_on: date
    limits: list[str]
    eases: str
    note: str
    covers: list[str]
    ended_at: datetime | None
    ended_because: str
    ended_words: str


def rows_of(clearances: list[Clearance], today: date) -> list[Row]:
    return [row_of(one, today) for one in clearances]


def row_of(one: Clearance, today: date) -> Row:
    approval, state = clearance.approval_of(one), clearance.state_of(one, today)
    ended = getattr(one, "ended", None)
    return Row(
        clearance=one,
        counts=state is State.COUNTS,
        result=result_words(approval),
        state=str(_STATES[state]),
        by=signed_by(approval),
        by_link=clearance.came_by_link(one),
        ends_on=approval_expires_on(approval),
        limits=limits_in_words(approval.limits),
        eases=str(EASING_WORDS[approval.eases.value]) if approval.eases else "",
        note=approval.note,
        covers=sorted(approval.covers),
        ended_at=ended.at if ended else None,
        ended_because=str(_ENDED.get(ended.because, ended.because)) if ended else "",
        ended_words=ended.words if ended else "",
    )


def result_words(approval: Approval) -> str:
    if approval.status is ApprovalStatus.DECLINED:
        return _("Not yet") if approval.review_on else _("No")
    limited = approval.status is ApprovalStatus.APPROVED_WITH_LIMITS
    return _("May start, with limits") if limited else _("May start")


def signed_by(approval: Approval) -> str:
    return f"{approval.by_name} ({role_words().get(approval.by_role, approval.by_role)})"
