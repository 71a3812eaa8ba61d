"""How much of everything a person does on a day, as their weeks have made it. What it does not name takes PL-03."""

from collections.abc import Mapping
from dataclasses import dataclass

from steadyback.exercises import CardioDosage, Exercise
from steadyback.programme.dose_steps import Work
from steadyback.programme.dosing import dose_for, strength_dose
from steadyback.records.plan import Dose
from steadyback.records.reasons import Reason

DOSED_SLOTS = ("abdominal", "buttock", "hip_lateral", "back", "functional")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one day. Equal amounts make equal plans.

    work: sets and repetitions by exercise, easy weeks and flare-ups already taken off. single: repetitions when an
    exercise had one set less, for a plan that must be shorter. slots: which exercise stands where. left_out: slots
    that come with a later step. order: the slots as somebody wants them, empty for the usual order. because: the
    decisions that made the amounts, by exercise id or "cardio"; reasons: what holds for the whole day.
    """

    level: int
    cardio_minutes: int
    cardio_days: int
    strength_days: int
    stretch_level: int
    work: tuple[tuple[str, Work], ...] = ()
    single: tuple[tuple[str, int], ...] = ()
    slots: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    flare: bool = False
    because: tuple[tuple[str, tuple[Reason, ...]], ...] = ()
    reasons: tuple[Reason, ...] = ()

    def dose(self, exercise: Exercise, slot: str, flags: frozenset[str]) -> Dose:
        """The dose of an exercise for the slot that it fills."""
        work = self.work_of(exercise.id)
        if slot in DOSED_SLOTS and work is not None and not isinstance(exercise.dosage, CardioDosage):
            return strength_dose(exercise, work.sets, work.reps, flags)
        if slot.startswith("stretch_"):
            return dose_for(exercise, slot, self.stretch_level, flags)
        return dose_for(exercise, slot, self.level, flags)

    def work_of(self, exercise_id: str) -> Work | None:
        return next((work for name, work in self.work if name == exercise_id), None)

    def single_reps(self, exercise_id: str) -> int | None:
        return next((reps for name, reps in self.single if name == exercise_id), None)

    def reasons_for(self, subject: str) -> tuple[Reason, ...]:
        return next((reasons for name, reasons in self.because if name == subject), ())

    @property
    def pinned(self) -> Mapping[str, str]:
        return dict(self.slots)
