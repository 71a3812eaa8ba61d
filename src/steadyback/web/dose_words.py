"""A dose as people say it: "2 sets of 8 each side, hold for 2 seconds"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from steadyback.exercises import Exercise
from steadyback.records.plan import Dose

ONE_SIDED = ("one_side_at_a_time", "alternate")


def dose_words(exercise: Exercise, dose: Dose) -> str:
    """How much of an exercise, in one phrase. Repetitions are per side (amendments 4)."""
    if dose.minutes:
        return _cardio(dose)
    sides = _(" on each side") if exercise.sides in ONE_SIDED else ""
    if exercise.category == "stretch":
        return _stretch(dose, sides)
    return _repetitions(dose, sides)


def _cardio(dose: Dose) -> str:
    minutes = ngettext("%(count)d minute", "%(count)d minutes", dose.minutes) % {"count": dose.minutes}
    if dose.effort is None:
        return minutes
    low, high = dose.effort
    return _("%(minutes)s at an effort of %(low)d to %(high)d of 10") % {"minutes": minutes, "low": low, "high": high}


def _stretch(dose: Dose, sides: str) -> str:
    hold = _hold(dose.hold_s)
    times = ngettext("once", "%(count)d times", dose.reps) % {"count": dose.reps}
    text = _("%(hold)s, %(times)s%(sides)s") % {"hold": hold, "times": times, "sides": sides}
    return text[0].upper() + text[1:]


def _repetitions(dose: Dose, sides: str) -> str:
    reps = ngettext("%(count)d repetition", "%(count)d repetitions", dose.reps) % {"count": dose.reps}
    if dose.sets > 1:
        reps = _("%(sets)d sets of %(reps)d") % {"sets": dose.sets, "reps": dose.reps}
    text = f"{reps}{sides}"
    return _("%(what)s, %(hold)s") % {"what": text, "hold": _hold(dose.hold_s)} if dose.hold_s else text


def _hold(seconds: int) -> str:
    return ngettext("hold for %(count)d second", "hold for %(count)d seconds", seconds) % {"count": seconds}
