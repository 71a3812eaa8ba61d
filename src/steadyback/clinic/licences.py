"""Licences and competences of carers, with the day on which they end.

An expired one is shown to everybody who works with the carer. Until it is renewed the carer invites nobody into their
care, no new care relation begins in that role, and nothing opens, loosens or changes in what they decide: clearance,
limits, the plan. What looks after the person goes on: reading, watching along, pausing and stopping, an easier
exercise, "not yet", taking a clearance back, words. Ending the role is the operator's. The latest word on a name
counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from steadyback.clinic.audit import note_here
from steadyback.clinic.models import Licence, User
from steadyback.clinic.roles import Role
from steadyback.web import clock

SOON = timedelta(days=60)
MOST = 30


class RunOutError(Exception):
    """What was asked for needs a licence that has run out; `rows`: what to renew."""

    def __init__(self, rows: list[Licence]) -> None:
        super().__init__(", ".join(row.name for row in rows))
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Held:
    """One that counts. state: "expired", "soon" (within 60 days) or "valid"."""

    row: Licence
    state: str


def held_by(user: User, today: date) -> list[Held]:
    """The latest row of each role and name."""
    latest = {(row.role, row.name.casefold()): row for row in _rows(user)}
    return [Held(row, _state(row, today)) for row in latest.values()]


def expired_for(user: User, role: Role, today: date) -> list[Licence]:
    """What has run out for this role and was not renewed."""
    return [one.row for one in held_by(user, today) if one.row.role == role.value and one.state == "expired"]


def may_take_on(user: User, role: Role, today: date) -> bool:
    """Whether new care relations may begin in this role."""
    return not expired_for(user, role, today)


def need_valid(user: User, role: Role) -> None:
    """For what only somebody decides whose licences count today. Raises RunOutError."""
    rows = expired_for(user, role, clock.now().date())
    if rows:
        raise RunOutError(rows)


def write_down(user: User, role: Role, name: str, number: str, expires_on: date | None) -> None:
    """Keep one, or its renewal: the earlier rows of the same name stay as they were."""
    Licence.objects.create(
        user=user, role=role.value, name=name, number=number, expires_on=expires_on, written_at=clock.now()
    )
    note_here("licence_written", detail={"role": role.value})


def mark_seen(row: Licence, by: User) -> None:
    """An operator has seen the paper."""
    row.seen_at, row.seen_by = clock.now(), by
    row.save(update_fields=["seen_at", "seen_by"])
    note_here("licence_seen", detail={"of": str(row.user_id)})


def take_away(row: Licence) -> None:
    """A row that should not be there."""
    note_here("licence_removed", detail={"of": str(row.user_id)})
    row.delete()


def _rows(user: User) -> "QuerySet[Licence]":
    return user.licences.select_related("seen_by").order_by("written_at")


def _state(row: Licence, today: date) -> str:
    if row.expires_on is None or row.expires_on - today > SOON:
        return "valid"
    return "soon" if row.expires_on >= today else "expired"
