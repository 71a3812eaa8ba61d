"""The pain and effort that were told in a session, as they count by now, each with what may be corrected."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from steadyback.records.codec import from_json
from steadyback.records.session import Event, EventKind, SessionScript
from steadyback.web.models import Session
from steadyback.web.session_log import stored_events

_KEYS = {EventKind.PAIN_REPORTED: "pain", EventKind.EFFORT_REPORTED: "effort"}


@dataclass(frozen=True, slots=True)
class ToldScore:
    """One number. key is "pain" or "effort"; client_id and seq name its event."""

    client_id: str
    seq: int
    key: str
    value: int
    where: str

    @property
    def words(self) -> str:
        values = {"where": self.where, "value": self.value}
        if self.key == "pain":
            return _("%(where)s: pain %(value)d of 10") % values
        return _("%(where)s: effort %(value)d of 10") % values


def told_scores(session: Session) -> list[ToldScore]:
    """In the order in which they were told; a question that was left out has no number."""
    if not session.script.get("steps"):
        return []
    script = from_json(SessionScript, session.script)
    names = {step.index: _(step.name) for step in script.steps}
    events = stored_events(session)
    corrected = {one.supersedes: one.data for one in events if one.kind is EventKind.CORRECTED and one.supersedes}
    found = []
    for event in events:
        key = _KEYS.get(event.kind)
        value = corrected.get((event.client_id, event.seq), event.data).get(key or "", event.data.get(key or ""))
        if key is not None and isinstance(value, int):
            found.append(ToldScore(event.client_id, event.seq, key, value, _where(event, names)))
    return found


def _where(event: Event, names: dict[int, str]) -> str:
    step: Any = event.data.get("step")
    if isinstance(step, int) and step in names:
        return names[step]
    return _("At the end") if event.data.get("when") == "end" else _("At the stop")
