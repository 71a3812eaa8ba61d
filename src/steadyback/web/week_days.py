"""A kept week laid out for pages: seven days with what is planned, what was done, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _

from steadyback.exercises import Exercise, load_catalogue
from steadyback.exercises.form import form_of
from steadyback.records.history import Mark
from steadyback.records.plan import LeftOut, PlannedExercise, PlannedSession
from steadyback.records.reasons import Reason
from steadyback.web import labels
from steadyback.web.diary import DONE, ELSEWHERE, STOPPED, Entry
from steadyback.web.dose_words import dose_words
from steadyback.web.figure_assets import still_url
from steadyback.web.planning import Week

# After these a session of the kind is not begun once more on the same day.
_OVER = (DONE, STOPPED, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise of a session as a line: what, how much, where, why, and what it stands in for.

    still: address of the picture of the form that is planned; "" where there is none.
    """

    exercise: Exercise
    part: str
    dose: str
    position: str
    reasons: tuple[Reason, ...]
    replaces: tuple["AbsentLine", ...]
    cautions: tuple[str, ...]
    shortened: bool
    still: str
    slot: str = ""

    @property
    def can_swap(self) -> bool:
        return self.slot not in ("", "warm_up", "cardio")


@dataclass(frozen=True, slots=True)
class AbsentLine:
    """An exercise that is not in the session, the part of the body it works, and why."""

    name: str
    exercise_id: str
    part: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    kind: str
    title: str
    minutes: int
    exercises: tuple[ExerciseLine, ...]
    left_out: tuple[AbsentLine, ...]
    done: Entry | None
    can_start: bool


@dataclass(frozen=True, slots=True)
class DayView:
    on: date
    is_today: bool
    is_past: bool
    sessions: tuple[SessionView, ...]
    others: tuple[Entry, ...]
    free: Reason | None = None

    @property
    def can_move(self) -> bool:
        """Whether there is something on it that may still change places with another day."""
        return bool(self.sessions or self.free_mark) and not self.is_past and not any(one.done for one in self.sessions)

    @property
    def free_reasons(self) -> tuple[Reason, ...]:
        return (self.free,) if self.free else ()

    @property
    def free_mark(self) -> str:
        """The mark that keeps the day free, "" where none does."""
        return {"3.8.away": Mark.AWAY.value, "S-03": Mark.ILL.value}.get(self.free.rule if self.free else "", "")


NOBODY_FREE: Mapping[date, Reason] = MappingProxyType({})


def week_days(
    week: Week, entries: Sequence[Entry], today: date, free: Mapping[date, Reason] = NOBODY_FREE
) -> tuple[DayView, ...]:
    """The seven days in their order, each with what of it was done. `free`: days without sessions, and why."""
    return tuple(day_view(week, day.on, entries, today, free) for day in week.plan.days)


def day_view(
    week: Week, on: date, entries: Sequence[Entry], today: date, free: Mapping[date, Reason] = NOBODY_FREE
) -> DayView:
    """One day; a day outside the week has nothing planned."""
    day = week.day(on)
    own = [entry for entry in entries if entry.on == on]
    planned = day.sessions if day else ()
    views = tuple(session_view(session, own, is_today=on == today) for session in planned)
    shown = {view.done.id for view in views if view.done}
    return DayView(
        on, on == today, on < today, views, tuple(entry for entry in own if entry.id not in shown), free.get(on)
    )


def planned_views(sessions: Sequence[PlannedSession]) -> tuple[SessionView, ...]:
    """Sessions as they were planned, without what was done of them."""
    return tuple(session_view(session, (), is_today=False) for session in sessions)


def session_view(session: PlannedSession, own: Sequence[Entry], *, is_today: bool) -> SessionView:
    kept = {planned.exercise_id for planned in session.exercises}
    replaced = {absent.exercise_id for planned in session.exercises for absent in planned.replaces}
    done = _best([entry for entry in own if entry.kind == session.kind])
    return SessionView(
        kind=session.kind,
        title=labels.say(labels.KINDS, session.kind),
        minutes=session.minutes,
        exercises=tuple(
            exercise_line(planned, [one for one in session.left_out if one.exercise_id == planned.exercise_id])
            for planned in session.exercises
        ),
        left_out=tuple(_absent(one) for one in session.left_out if one.exercise_id not in replaced | kept),
        done=done,
        can_start=is_today and (done is None or done.outcome not in _OVER),
    )


def exercise_line(planned: PlannedExercise, shortened: Sequence[LeftOut] = ()) -> ExerciseLine:
    """`shortened`: what was left out of this very exercise, such as a second set."""
    catalogue = load_catalogue()
    exercise = catalogue[planned.exercise_id]
    sentences = [catalogue.caution(exercise, flag) for flag in planned.modify]
    return ExerciseLine(
        exercise=exercise,
        part=labels.say(labels.SLOTS, planned.slot),
        dose=dose_words(exercise, planned.dose),
        position=labels.say(labels.POSITIONS, planned.position or exercise.positions[0]),
        reasons=(*planned.reasons, *(reason for one in shortened for reason in one.reasons)),
        shortened=bool(shortened),
        slot=planned.slot,
        replaces=tuple(_absent(absent) for absent in planned.replaces),
        cautions=tuple(dict.fromkeys(_(sentence) for sentence in sentences if sentence)),
        still=still_url(exercise.id, form_of(exercise, planned.position, planned.modify)),
    )


def _absent(absent: LeftOut) -> AbsentLine:
    name = _(load_catalogue()[absent.exercise_id].name)
    return AbsentLine(name, absent.exercise_id, labels.say(labels.SLOTS, absent.slot), absent.reasons)


def _best(entries: list[Entry]) -> Entry | None:
    """Of several attempts on one day the one that was finished, else the latest."""
    finished = [entry for entry in entries if entry.outcome == DONE]
    candidates = finished or entries
    return candidates[-1] if candidates else None
