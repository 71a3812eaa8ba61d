"""3.8: every condition that is true is collected, the most serious decides; nothing true keeps the dose.

One small function for each condition. What a condition leads to is a row of the rule table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from steadyback.programme.pain_course import Finding
from steadyback.programme.rules import load_conditions, threshold, thresholds
from steadyback.records.decisions import Outcome
from steadyback.records.reasons import Reason

EFFORTS = range(11)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against more of one exercise, or of cardio. `met` is W-02 or, in quota mode, a met quota.

    stops: sessions at this dose in which it was stopped; stopped: in the last one. effort None is not told.
    """

    emergency: bool = False
    neuro_sign: bool = False
    referral: str = ""
    flare: bool = False
    returning: float | None = None
    morning: Finding | None = None
    week: Finding | None = None
    stops: int = 0
    stopped: bool = False
    effort: int | None = None
    form: float | None = None
    deload: bool = False
    missed_days: int = 0
    met: Reason | None = None
    missing: str = ""


def _red(e: Evidence) -> Reason | None:
    return Reason("RED") if e.emergency else None


def _neuro(e: Evidence) -> Reason | None:
    return Reason("M-02") if e.neuro_sign else None


def _refer(e: Evidence) -> Reason | None:
    return Reason("REFER", {"referral": e.referral}) if e.referral else None


def _flare(e: Evidence) -> Reason | None:
    return Reason("F-02") if e.flare else None


def _morning(e: Evidence) -> Reason | None:
    return e.morning[1] if e.morning else None


def _week(e: Evidence) -> Reason | None:
    return e.week[1] if e.week else None


def _stopped_again(e: Evidence) -> Reason | None:
    return Reason("3.8.stopped_again", {"stops": e.stops}) if e.stops >= thresholds("3.8.stops")[0] else None


def _stopped(e: Evidence) -> Reason | None:
    once = e.stops >= thresholds("3.8.stops")[1]
    return Reason("3.8.stopped", {"stops": e.stops}) if e.stopped and once else None


def _very_hard(e: Evidence) -> Reason | None:
    hard = e.effort is not None and e.effort >= thresholds("3.8.effort")[0]
    return Reason("3.8.effort_very_hard", {"effort": e.effort}) if hard else None


def _hard(e: Evidence) -> Reason | None:
    hard = e.effort is not None and e.effort >= thresholds("3.8.effort")[1]
    return Reason("3.8.effort_hard", {"effort": e.effort}) if hard else None


def _unsteady(e: Evidence) -> Reason | None:
    low = e.form is not None and not e.form >= threshold("3.8.form")
    return Reason("3.8.form", {"form": e.form}) if low else None


def _long_gap(e: Evidence) -> Reason | None:
    long = e.missed_days >= thresholds("3.8.gap")[1]
    return Reason("3.8.long_gap", {"days": e.missed_days}) if long else None


def _gap(e: Evidence) -> Reason | None:
    long = e.missed_days >= thresholds("3.8.gap")[0]
    return Reason("3.8.gap", {"days": e.missed_days}) if long else None


def _deload(e: Evidence) -> Reason | None:
    return Reason("3.8.deload") if e.deload else None


def _returning(e: Evidence) -> Reason | None:
    return Reason("F-04", {"share": e.returning}) if e.returning is not None else None


def _missing(e: Evidence) -> Reason | None:
    odd = e.effort is not None and e.effort not in EFFORTS
    return Reason("P14", {"missing": e.missing or "effort"}) if e.missing or odd else None


def _met(e: Evidence) -> Reason | None:
    return e.met


CONDITIONS: tuple[Callable[[Evidence], Reason | None], ...] = (
    _red, _neuro, _refer, _flare, _morning, _week, _stopped_again, _very_hard, _long_gap, _deload,
    _stopped, _hard, _unsteady, _gap, _returning, _missing, _met,
)  # fmt: skip


def decide(evidence: Evidence) -> tuple[Outcome, tuple[Reason, ...]]:
    """The most serious outcome, with every reason that leads to it; without any condition HOLD."""
    found = [reason for condition in CONDITIONS if (reason := condition(evidence)) is not None]
    outcomes = [(load_conditions()[reason.rule], reason) for reason in found]
    if not outcomes:
        return Outcome.HOLD, (Reason("3.8.nothing"),)
    first = min((outcome for outcome, _ in outcomes), key=lambda one: one.rank)
    return first, tuple(reason for outcome, reason in outcomes if outcome is first)
