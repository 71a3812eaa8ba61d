"""What the programme decided, in words: of what, which way, from what to what, and why (specification 3.8, 3.10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from steadyback.exercises import load_catalogue
from steadyback.programme.versions import Programme, differences
from steadyback.records.decisions import Change, Decision, Outcome, Referral
from steadyback.records.plan import PlannedSession, WeeklyPlan
from steadyback.records.reasons import Reason, Value
from steadyback.web import labels

SUBJECTS: Mapping[str, str] = {
    "cardio": _("Heart and lungs"),
    "strength": _("Strength and stretch"),
    "level": _("Your level"),
    "flare": _("Flare-up"),
    "week": _("Your week"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.EMERGENCY: _("help comes first"),
    Outcome.STOP_TRIAGE: _("waits until you have been seen"),
    Outcome.REFER: _("waits until somebody had a look"),
    Outcome.FLARE: _("gentle days"),
    Outcome.REGRESS: _("a step lighter"),
    Outcome.DELOAD: _("an easy week"),
    Outcome.HOLD: _("stays as it is"),
    Outcome.PROGRESS: _("a small step more"),
}
CHANGES: Mapping[str, str] = {
    "sets": _("sets: %(before)s to %(after)s"),
    "reps": _("repetitions: %(before)s to %(after)s"),
    "hold_s": _("seconds held: %(before)s to %(after)s"),
    "exercise": _("%(before)s becomes %(after)s"),
    "minutes": _("minutes: %(before)s to %(after)s"),
    "cardio_days": _("days for heart and lungs: %(before)s to %(after)s"),
    "strength_days": _("days for strength: %(before)s to %(after)s"),
    "stretch_level": _("stretches as at level %(after)s"),
    "functional": _("an exercise for daily life joins"),
    "level": _("level %(before)s to %(after)s"),
}
TO_WHOM: Mapping[str, str] = {
    "emergency": _("emergency services"),
    "clinician": _("a clinician"),
    "physiotherapist": _("a physiotherapist"),
    "trainer": _("your trainer"),
    "maternity": _("your maternity unit"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in words. `was_taken_back`: it counted before a correction and does not any more."""

    on: date
    subject: str
    outcome: str
    changes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    was_taken_back: bool = False


def decided(decision: Decision, *, was_taken_back: bool = False) -> Decided:
    return Decided(
        decision.on,
        subject_words(decision.subject),
        gettext(OUTCOMES[decision.outcome]),
        tuple(change_words(one) for one in decision.changes),
        decision.reasons,
        was_taken_back,
    )


def subject_words(subject: str) -> str:
    catalogue = load_catalogue()
    if subject in catalogue:
        return gettext(catalogue[subject].name)
    return labels.say(SUBJECTS, subject)


def change_words(change: Change) -> str:
    values = {"before": _shown(change.before), "after": _shown(change.after)}
    if change.what not in CHANGES:
        return f"{change.what}: {values['before']} → {values['after']}"
    return gettext(CHANGES[change.what]) % values


def _shown(value: Value) -> str:
    catalogue = load_catalogue()
    if isinstance(value, str) and value in catalogue:
        return gettext(catalogue[value].name)
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def referral_words(found: Referral) -> str:
    """Who should have a look, and how soon."""
    whom = labels.say(TO_WHOM, found.to)
    if found.within_h is None:
        return gettext("Show it to %(whom)s at your next chance.") % {"whom": whom}
    if found.within_h == 0:
        return gettext("Call %(whom)s now.") % {"whom": whom}
    if found.within_h <= 24:
        return gettext("Show it to %(whom)s today.") % {"whom": whom}
    days = found.within_h // 24
    return gettext("Show it to %(whom)s within %(days)d days.") % {"whom": whom, "days": days}


@dataclass(frozen=True, slots=True)
class DayChanged:
    """A day of the running week whose sessions became other."""

    on: date
    before: str
    after: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """What an entry made other. Empty in all parts when nothing follows from it."""

    decisions: tuple[Decided, ...]
    days: tuple[DayChanged, ...]
    referrals: tuple[Referral, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.decisions or self.days or self.referrals)


def followed(
    before: Programme, after: Programme, weeks: tuple[WeeklyPlan | None, WeeklyPlan | None] = (None, None)
) -> Followed:
    """From without an entry to with it. weeks: the running week without and with it, where exercise is open."""
    found: list[Decided] = []
    for one in differences(before, after):
        found += [decided(old, was_taken_back=True) for old in one.before if old not in one.after]
        found += [decided(new) for new in one.after if new not in one.before]
    known = {(one.rule, one.raised_on) for one in before.referrals}
    raised = tuple(one for one in after.referrals if (one.rule, one.raised_on) not in known)
    return Followed(tuple(found), _days(*weeks, dict(after.free_days)), raised)


def _days(before: WeeklyPlan | None, after: WeeklyPlan | None, free: Mapping[date, Reason]) -> tuple[DayChanged, ...]:
    if before is None or after is None:
        return ()
    old = {day.on: sessions_words(day.sessions) for day in before.days}
    new = {day.on: sessions_words(day.sessions) for day in after.days}
    changed = [on for on in sorted(old.keys() & new.keys()) if old[on] != new[on]]
    return tuple(DayChanged(on, old[on], new[on], (free[on],) if on in free else ()) for on in changed)


def sessions_words(sessions: Iterable[PlannedSession]) -> str:
    words = [
        gettext("%(what)s, about %(minutes)d minutes")
        % {"what": labels.say(labels.KINDS, one.kind), "minutes": one.minutes}
        for one in sessions
    ]
    return "; ".join(words) or gettext("rest")
