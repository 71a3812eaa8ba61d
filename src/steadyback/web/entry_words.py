"""One entry that a person made, in words: of which day, and what was said."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steadyback.exercises import load_catalogue
from steadyback.outcomes.measures import load_measures
from steadyback.programme.screening_definition import load_screening
from steadyback.records.codec import from_json
from steadyback.records.history import ChosenDose, Mark, WeeklyAnswers
from steadyback.web import clock, labels, told
from steadyback.web.models import (
    Correction,
    DayMark,
    DoseChoice,
    ElsewhereActivity,
    ExerciseChoice,
    MorningPain,
    MovedDay,
    OrderChoice,
    Score,
    SessionCheck,
    WeeklyCheck,
)

# What makes two entries say something of the same thing, beside their day.
_SAME = {
    DayMark: "mark",
    Score: "measure",
    ExerciseChoice: "slot",
    DoseChoice: "slot",
    MovedDay: "pk",
    ElsewhereActivity: "pk",
}


def mark_words(mark: str) -> str:
    words = {Mark.FLARE: _("a flare-up"), Mark.ILL: _("ill"), Mark.AWAY: _("away")}
    return words[Mark(mark)] if mark in set(Mark) else mark


def entry_words(row: Model) -> str:
    """The entry as one short sentence."""
    for model, words in _WORDS.items():
        if isinstance(row, model):
            return words(row)
    raise TypeError(f"no words for {type(row).__name__}")


def earlier_entry(row: Model) -> Model | None:
    """The entry about the same thing that counted before this one."""
    if isinstance(row, Correction):
        return _corrected(row)
    model = type(row)
    same = _SAME.get(model)
    found = None
    for other in told.rows_of(model, row.person):  # type: ignore[attr-defined]
        if other.pk == row.pk:
            return found
        if other.on == row.on and (same is None or getattr(other, same) == getattr(row, same)):  # type: ignore[attr-defined]
            found = other
    return None


def _corrected(row: Correction) -> Model | None:
    """What a correction spoke of: the correction before it, else the entry itself; None where that is not there."""
    spoken_of = [one for one in told.rows_of(Correction, row.person) if one.entry == row.entry]
    before = [one for one in spoken_of if one.recorded_at < row.recorded_at]
    if before:
        return before[-1]
    model: type[Model] = SessionCheck if row.kind == "check" else ElsewhereActivity
    return model._default_manager.filter(pk=row.entry, person=row.person).first()


def needs_support(row: Model) -> bool:
    """Whether worry or low mood is over its threshold (Y04): a support line is named, nothing is worked out of it."""
    if not isinstance(row, WeeklyCheck):
        return False
    low = from_json(WeeklyAnswers, row.answers).low_or_worried
    return low is not None and load_screening().sliders["Y04"].is_over(low)


def _morning(row: MorningPain) -> str:
    return _("On the morning of %(day)s your pain was %(pain)d of 10.") % {"day": _day(row), "pain": row.pain}


def _weekly(row: WeeklyCheck) -> str:
    said = from_json(WeeklyAnswers, row.answers)
    values = {"day": _day(row), "average": said.pain_average, "worst": said.pain_worst}
    return _("On %(day)s: pain %(average)s of 10 on average, %(worst)s at its worst.") % values


def _mark(row: DayMark) -> str:
    values = {"day": _day(row), "mark": mark_words(row.mark)}
    if row.taken_back:
        return _("On %(day)s: not %(mark)s after all.") % values
    return _("On %(day)s: %(mark)s.") % values


def _score(row: Score) -> str:
    measure = load_measures().get(row.measure)
    name = _(measure.name) if measure else row.measure
    value = _("taken back") if row.value is None else f"{round(row.value, 1):g}"
    return _("%(day)s: %(name)s: %(value)s") % {"day": _day(row), "name": name, "value": value}


def _choice(row: ExerciseChoice) -> str:
    catalogue = load_catalogue()
    name = _(catalogue[row.exercise_id].name) if row.exercise_id in catalogue else row.exercise_id
    values = {"day": _day(row), "slot": labels.say(labels.SLOTS, row.slot), "name": name}
    return _("From %(day)s on, for %(slot)s: %(name)s.") % values


def _dose(row: DoseChoice) -> str:
    dose, catalogue = from_json(ChosenDose, row.dose), load_catalogue()
    name = _(catalogue[dose.exercise_id].name) if dose.exercise_id in catalogue else labels.say(labels.SLOTS, row.slot)
    values = {"day": _day(row), "name": name, "sets": dose.sets, "reps": dose.reps, "minutes": dose.minutes}
    if row.slot == "cardio":
        return _("From %(day)s on: %(name)s, %(minutes)d minutes.") % values
    return _("From %(day)s on: %(name)s, %(sets)d sets of %(reps)d.") % values


def _order(row: OrderChoice) -> str:
    slots = labels.joined(labels.say(labels.SLOTS, slot) for slot in row.slots)
    return _("From %(day)s on, in this order: %(slots)s.") % {"day": _day(row), "slots": slots}


def _moved(row: MovedDay) -> str:
    values = {"one": date_format(row.from_on, "l j F"), "other": date_format(row.to_on, "l j F")}
    return _("%(one)s and %(other)s change places.") % values


def _elsewhere(row: ElsewhereActivity) -> str:
    values = {"day": _day(row), "kind": labels.say(labels.KINDS, row.kind), "minutes": row.minutes}
    return _("On %(day)s: %(kind)s elsewhere, %(minutes)d minutes.") % values


def _check(row: SessionCheck) -> str:
    return _before(row, row.pain_before)


def _before(check: SessionCheck, pain: int | None) -> str:
    at = date_format(check.checked_at.astimezone(clock.zone_of(check.person)), "H:i")
    values = {"day": _day(check), "at": at, "pain": pain}
    if pain is None:
        return _("On %(day)s at %(at)s, before exercise: no pain was told.") % values
    return _("On %(day)s at %(at)s, before exercise: pain %(pain)d of 10.") % values


def _correction(row: Correction) -> str:
    if row.kind == "check":
        check = SessionCheck.objects.filter(pk=row.entry, person=row.person).first()
        return _before(check, row.pain) if check is not None else _day(row)
    entry = ElsewhereActivity.objects.filter(pk=row.entry, person=row.person).first()
    return _("%(said)s Taken back.") % {"said": entry_words(entry) if entry is not None else _day(row)}


def _day(row: Model) -> str:
    return date_format(row.on, "j F")  # type: ignore[attr-defined]


_WORDS: Mapping[type[Model], Callable[[Any], str]] = {
    MorningPain: _morning,
    WeeklyCheck: _weekly,
    DayMark: _mark,
    Score: _score,
    ExerciseChoice: _choice,
    DoseChoice: _dose,
    OrderChoice: _order,
    MovedDay: _moved,
    ElsewhereActivity: _elsewhere,
    SessionCheck: _check,
    Correction: _correction,
}
