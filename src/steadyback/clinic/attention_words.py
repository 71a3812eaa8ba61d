"""What needs attention, in a sentence for the one who looks after the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from steadyback.clinic.attention import Kind, Need
from steadyback.exercises import load_catalogue
from steadyback.web.decision_words import TO_WHOM

_URGENT = (Kind.EMERGENCY, Kind.HELD, Kind.URGENT_REFERRAL, Kind.STOP)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the list. tone: "stop", "care" or "" for calm ones."""

    text: str
    rule: str
    on: date
    tone: str
    kind: str
    session: str


def said(need: Need) -> Said:
    tone = "stop" if need.kind in _URGENT else "care" if need.kind.rank <= Kind.LOOK.rank else ""
    return Said(_text(need), need.rule, need.on, tone, need.kind.value, need.session)


def _text(need: Need) -> str:
    found = _SENTENCES.get(need.kind)
    if found is not None:
        return _(found) % need.values
    return _OWN[need.kind](need)


_SENTENCES: Mapping[Kind, str] = {
    Kind.EMERGENCY: gettext_noop("A warning sign: exercise is shut until they have been seen."),
    Kind.HELD: gettext_noop("Exercise is paused until they, or a clinician, have done the next step."),
    Kind.FLARE: gettext_noop("Flare-up, day %(days)s."),
    Kind.REQUEST: gettext_noop("They ask for an answer about exercise."),
    Kind.LOOK: gettext_noop("A clinician has been asked to have a look."),
}
_CLOSED_BY: Mapping[str, str] = {
    "G-02": gettext_noop("The agreement to exercise is missing, declined or has run out."),
    "G-03": gettext_noop("Something in their answers needs a clinician before they begin."),
    "G-04": gettext_noop("No agreement to exercise is recorded yet."),
    "X-01": gettext_noop("The health questions are due again."),
    "P14": gettext_noop("The health questions are not all answered."),
}


def _waiting(need: Need) -> str:
    return _(_CLOSED_BY.get(need.rule, gettext_noop("Exercise is paused until this has been looked at.")))


def _form(need: Need) -> str:
    values = {**need.values, "what": _exercise(need.values.get("exercise"))}
    return _("Form at %(percent)s %% in %(what)s.") % values


def _message(need: Need) -> str:
    count = int(need.values.get("count") or 1)
    return ngettext("%(count)d new message.", "%(count)d new messages.", count) % {"count": count}


def _referral(need: Need) -> str:
    to = _(TO_WHOM.get(str(need.values.get("to")), "")) or _("a clinician")
    hours = need.values.get("within_h")
    if hours is None:
        return _("Should be seen by %(to)s at the next chance.") % {"to": to}
    return _("Should be seen by %(to)s within %(hours)s hours.") % {"to": to, "hours": hours}


def _stop(need: Need) -> str:
    exercise = need.values.get("exercise")
    if not need.rule:
        return _("A session was stopped. Why is for a clinician to look at.")
    if exercise:
        return _("Stopped: %(what)s.") % {"what": _exercise(exercise)}
    return _("A session was stopped.")


def _pain(need: Need) -> str:
    values = need.values
    if values.get("morning") is not None and values.get("usual") is not None:
        return _("Pain was %(morning)s on the morning after, usually %(usual)s.") % values
    if values.get("before") is not None and values.get("now") is not None:
        return _("Average pain went from %(before)s to %(now)s in a week.") % values
    return _("Pain is rising.")


def _missed(need: Need) -> str:
    values = need.values
    if values.get("days") is not None:
        return _("Nothing done for %(days)s days.") % values
    return _("%(missed)s planned sessions missed in the last seven days.") % values


def _days(need: Need) -> str:
    days = int(need.values.get("days") or 0)
    if days == 0:
        return _("The agreement to exercise ends today.")
    return ngettext(
        "The agreement to exercise ends in %(days)d day.", "The agreement to exercise ends in %(days)d days.", days
    ) % {"days": days}


def _exercise(exercise_id: object) -> str:
    catalogue = load_catalogue()
    return _(catalogue[str(exercise_id)].name) if exercise_id in catalogue else _("an exercise")


_OWN: Mapping[Kind, Callable[[Need], str]] = {
    Kind.URGENT_REFERRAL: _referral,
    Kind.REFERRAL: _referral,
    Kind.STOP: _stop,
    Kind.PAIN: _pain,
    Kind.WAITING: _waiting,
    Kind.FORM: _form,
    Kind.EXPIRING: _days,
    Kind.MISSED: _missed,
    Kind.MESSAGE: _message,
}
