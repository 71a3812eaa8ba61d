"""One page about a person for their clinician: clearance, what was referred with its clock, outcomes, recent weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from steadyback.clinic.clearance import current
from steadyback.clinic.clearance_rows import Row, row_of
from steadyback.programme.versions import Programme
from steadyback.records.decisions import Referral
from steadyback.records.screening import Concern, Urgency
from steadyback.web import labels
from steadyback.web.decision_words import subject_words
from steadyback.web.diary import ELSEWHERE, Entry, diary
from steadyback.web.history import programme_of
from steadyback.web.measuring import Measured, measured
from steadyback.web.result_page import concern_text
from steadyback.web.standing import Standing
from steadyback.web.summary_page import year_of_birth
from steadyback.web.testing_today import HistoryOfTest, results
from steadyback.web.why import explain

WEEK = timedelta(days=7)
WEEKS = 4
_WITHIN = {Urgency.NOW: 0, Urgency.SAME_DAY: 0, Urgency.DAYS: 7, Urgency.FOURTEEN_DAYS: 14}
"""Days in which a concern should be seen, as the person reads it too."""


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that somebody should look at. due: the last day for it, None when it is routine."""

    rule: str
    text: str
    raised_on: date
    due: date | None
    closed_on: date | None
    is_late: bool
    can_be_closed: bool

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class WeekDone:
    """Seven days up to `until`: what was done, mean pain before, the highest told, what was stopped and by what."""

    until: date
    sessions: int
    minutes: int
    pain_before: float | None
    pain_highest: int | None
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    born: int | None
    level: int | None
    clearance: Row | None
    received: tuple[Received, ...]
    measured: tuple[Measured, ...]
    tests: tuple[HistoryOfTest, ...]
    weeks: tuple[WeekDone, ...]


def sheet_of(standing: Standing) -> Sheet:
    programme = programme_of(standing)
    clearance = current(standing.person)
    return Sheet(
        born=year_of_birth(standing),
        level=programme.course.level_today if programme is not None else None,
        clearance=row_of(clearance, standing.today) if clearance is not None else None,
        received=_received(standing, programme),
        measured=measured(standing.person),
        tests=tuple(results(standing)),
        weeks=_weeks(diary(standing.person), standing.today),
    )


def open_referrals(standing: Standing) -> tuple[Referral, ...]:
    """What the weeks have referred and nobody has looked at."""
    programme = programme_of(standing)
    return tuple(programme.course.open_referrals()) if programme is not None else ()


def _received(standing: Standing, programme: Programme | None) -> tuple[Received, ...]:
    """Concerns that keep exercise closed first, then referrals; open before closed, the nearest day first."""
    found = [_of_concern(one, standing) for one in standing.concerns if one.rule in standing.gate.waiting_for]
    found += [_of_referral(one, standing.today) for one in (programme.course.referrals if programme else ())]
    return tuple(sorted(found, key=lambda one: (not one.is_open, one.due or date.max, one.raised_on)))


def _of_concern(concern: Concern, standing: Standing) -> Received:
    days = _WITHIN.get(concern.urgency) if concern.urgency is not None else None
    due = concern.raised_on + timedelta(days=days) if days is not None else None
    late = due is not None and due < standing.today
    return Received(concern.rule, concern_text(concern), concern.raised_on, due, None, late, can_be_closed=False)


def _of_referral(one: Referral, today: date) -> Received:
    due = one.raised_on + timedelta(hours=one.within_h) if one.within_h is not None else None
    late = one.is_open and due is not None and due < today
    return Received(
        one.rule, explain(one.reasons[0]), one.raised_on, due, one.closed_on, late, can_be_closed=one.is_open
    )


def _weeks(entries: list[Entry], today: date) -> tuple[WeekDone, ...]:
    """The last weeks, the newest first; weeks before anything was done are left out."""
    first = min((entry.on for entry in entries), default=None)
    ends = [today - WEEK * number for number in range(WEEKS)]
    return tuple(_week(entries, until) for until in ends if first is not None and first <= until)


def _week(entries: list[Entry], until: date) -> WeekDone:
    own = [entry for entry in entries if until - WEEK < entry.on <= until and entry.counts]
    before = [entry.pain_before for entry in own if entry.pain_before is not None]
    told = [
        pain
        for entry in own
        for pain in (entry.pain_before, entry.pain_during, entry.pain_after, entry.pain_next_morning)
        if pain is not None
    ]
    return WeekDone(
        until=until,
        sessions=sum(entry.outcome != ELSEWHERE for entry in own),
        minutes=sum(entry.minutes for entry in own),
        pain_before=round(sum(before) / len(before), 1) if before else None,
        pain_highest=max(told, default=None),
        stopped=tuple(_stopped(entry) for entry in own if entry.stop_reasons or entry.stopped_ids),
    )


def _stopped(entry: Entry) -> str:
    what = ", ".join(subject_words(one) for one in entry.stopped_ids) or labels.say(labels.KINDS, entry.kind)
    rules = ", ".join(dict.fromkeys(reason.rule for reason in entry.stop_reasons))
    return _("%(what)s (%(rules)s)") % {"what": what, "rules": rules} if rules else what
