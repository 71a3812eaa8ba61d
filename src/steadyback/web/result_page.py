"""What the result page says: the next step for where a person stands, and the findings behind it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from steadyback.programme.advice import Advice, load_advice
from steadyback.programme.screening import NOT_EXAMINED_FLAG, load_screening
from steadyback.records.clearance import GateStatus
from steadyback.records.reasons import Reason
from steadyback.records.screening import Concern, Urgency
from steadyback.web.standing import Standing, is_resting
from steadyback.web.why import explain


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at: in words, with its id, how soon, and whether an approval covers it."""

    rule: str
    text: str
    soon: str
    raised_on: date
    waiting: bool

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer to one question, and not a rule that puts several together."""
        return self.rule in load_screening().items


@dataclass(frozen=True, slots=True)
class Result:
    """kind is open, wait, ask_again or rest; the template says the rest of it."""

    kind: str
    soon: str
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[Advice, ...]


def build_result(standing: Standing) -> Result:
    """The result for today, from the gate alone: no page decides for itself."""
    return Result(
        kind=_kind(standing),
        soon=soonest(standing.concerns),
        findings=findings(standing),
        reasons=(*standing.gate.reasons, *_taken_back(standing)),
        notes=_notes(standing),
    )


def _taken_back(standing: Standing) -> tuple[Reason, ...]:
    """What the screening before said and this one does not (1.8)."""
    return tuple(reason for reason in standing.outcome.reasons if reason.rule == "1.8") if standing.outcome else ()


def _kind(standing: Standing) -> str:
    if standing.is_open:
        return "open"
    if is_resting(standing):
        return "rest"
    return "ask_again" if standing.gate.status is GateStatus.SCREENING_NEEDED else "wait"


def findings(standing: Standing) -> tuple[Finding, ...]:
    """Every concern in words; `waiting` are those that keep the gate closed."""
    return tuple(
        Finding(
            one.rule, concern_text(one), how_soon(one.urgency), one.raised_on, one.rule in standing.gate.waiting_for
        )
        for one in standing.concerns
    )


def concern_text(concern: Concern) -> str:
    """The question that was answered, or for other rules the sentence that says what was found."""
    item = load_screening().items.get(concern.rule)
    return _(item.question) if item else explain(Reason(concern.rule, {"disposition": concern.disposition.value}))


def how_soon(urgency: Urgency | None) -> str:
    """How soon somebody should be seen, in words."""
    if urgency is None:
        return ""
    return {
        Urgency.NOW: _("now"),
        Urgency.SAME_DAY: _("today"),
        Urgency.DAYS: _("within a week"),
        Urgency.FOURTEEN_DAYS: _("within 2 weeks"),
    }[urgency]


def soonest(concerns: tuple[Concern, ...]) -> str:
    order = tuple(Urgency)
    found = [one.urgency for one in concerns if one.urgency is not None]
    return how_soon(min(found, key=order.index)) if found else ""


def _notes(standing: Standing) -> tuple[Advice, ...]:
    """Advice that goes with the answers. What sends somebody to a clinician soon comes first."""
    known = load_advice()
    codes = list(standing.outcome.notes) if standing.outcome else []
    if NOT_EXAMINED_FLAG in standing.flags and "K08" not in standing.gate.waiting_for:
        codes.insert(0, "K08")
    return tuple(known[f"note.{code}"] for code in codes if f"note.{code}" in known)
