"""The steps that a dose takes, one variable at a time (specification 3.8, amendments 4). Arithmetic only.

Work is sets x repetitions of one exercise, repetitions as PL-03 counts them. An exercise's own ranges always win.
"""

import math
from dataclasses import dataclass

from steadyback.exercises import RepetitionDosage
from steadyback.programme.rules import at_level, threshold, thresholds, whole

_HIGHEST_LEVEL = 3


@dataclass(frozen=True, slots=True, order=True)
class Work:
    sets: int
    reps: int

    @property
    def volume(self) -> int:
        return self.sets * self.reps

    def at_most(self, other: "Work") -> "Work":
        return Work(min(self.sets, other.sets), min(self.reps, other.reps))


@dataclass(frozen=True, slots=True)
class Cardio:
    """Minutes in total of one session, and days a week."""

    minutes: int
    days: int


def base_work(dosage: RepetitionDosage, level: int) -> Work:
    """PL-03 within the exercise's own ranges."""
    return Work(
        _within(at_level("PL-03.sets", level), dosage.sets_range),
        _within(at_level("PL-03.reps", level), dosage.reps_range),
    )


def top_work(dosage: RepetitionDosage, level: int, highest_level: int | None = None) -> Work:
    """The most at a level: PL-03 of the next one, at the last 3 x 12. A specialist's highest level ends at its own."""
    if highest_level is not None and level >= highest_level:
        return base_work(dosage, max(0, highest_level))
    if level < _HIGHEST_LEVEL:
        return base_work(dosage, level + 1)
    _, most_reps, _, most_sets = (int(value) for value in thresholds("3.8.steps"))
    return Work(_within(most_sets, dosage.sets_range), _within(most_reps, dosage.reps_range))


def step_up(work: Work, dosage: RepetitionDosage, top: Work, room: int | None = None) -> Work | None:
    """+2 repetitions to 12, else one more set at 8 or fewer; None where the top is reached or `room` (volume) is too
    small for any step. No step is larger than 3.8 allows, unless it is a single repetition.
    """
    step, most_reps, _, _ = (int(value) for value in thresholds("3.8.steps"))
    highest = min(most_reps, dosage.reps_range[1])
    largest = math.floor(work.volume * threshold("3.8.largest_step"))
    if room is not None:
        largest = min(largest, room)
    ceiling = highest if work.sets < top.sets else min(highest, top.reps)
    if work.reps < ceiling:
        least = work.sets * (work.reps + 1)
        if room is not None and least > room:
            return None
        return Work(work.sets, min(ceiling, work.reps + step, max(largest // work.sets, work.reps + 1)))
    return _one_set_more(work, top, largest)


def _one_set_more(work: Work, top: Work, largest: int) -> Work | None:
    _, _, with_new_set, _ = (int(value) for value in thresholds("3.8.steps"))
    if work.sets >= top.sets:
        return None
    sets = work.sets + 1
    reps = min(with_new_set, work.reps, largest // sets)
    if sets == top.sets:
        reps = min(reps, top.reps)
    found = Work(sets, reps)
    return found if reps > 0 and found.volume >= work.volume else None


def is_top(work: Work, dosage: RepetitionDosage, top: Work) -> bool:
    return step_up(work, dosage, top) is None


def step_down(work: Work, dosage: RepetitionDosage) -> Work | None:
    """One set less, else 2 repetitions less; None where only an easier exercise is left."""
    if work.sets > 1:
        return Work(work.sets - 1, work.reps)
    floor = max(whole("3.8.floor"), dosage.reps_range[0])
    if work.reps > floor:
        return Work(1, max(floor, work.reps - int(thresholds("3.8.steps")[0])))
    return None


def easy_week(work: Work) -> Work:
    """A deload: one set less, else three quarters of the repetitions."""
    if work.sets > 1:
        return Work(work.sets - 1, work.reps)
    reps = max(whole("3.8.floor"), math.ceil(work.reps * thresholds("3.8.deload")[1]))
    return Work(1, min(work.reps, reps))


def share_of(work: Work, share: float) -> Work:
    """At most this share of the volume, sets going first; at least one repetition."""
    volume = work.volume * share
    sets = max(1, math.floor(work.sets * share))
    return Work(sets, max(1, min(work.reps, math.floor(volume / sets))))


def as_work(repetitions: int, most: Work) -> Work:
    """A quota of repetitions as sets of equal length, never more than the quota or `most`."""
    repetitions = max(1, min(repetitions, most.volume))
    sets = min(most.sets, max(1, math.ceil(repetitions / most.reps)))
    return Work(sets, min(most.reps, max(1, repetitions // sets)))


def base_cardio(level: int) -> Cardio:
    return Cardio(at_level("PL-03.cardio_minutes", level), at_level("PL-03.cardio_days", level))


def top_cardio(level: int, highest_level: int | None = None) -> Cardio:
    if highest_level is not None and level >= highest_level:
        return base_cardio(max(0, highest_level))
    return base_cardio(min(level + 1, _HIGHEST_LEVEL))


def cardio_up(cardio: Cardio, top: Cardio) -> Cardio | None:
    """More minutes to the top, then a day more; None at the top. Never both at once."""
    least, share, most, highest, most_days = thresholds("3.8.cardio")
    ceiling = min(int(highest), top.minutes)
    if cardio.minutes < ceiling:
        step = min(int(most), max(int(least), round(cardio.minutes * share)))
        return Cardio(min(ceiling, cardio.minutes + step), cardio.days)
    if cardio.days < min(int(most_days), top.days):
        return Cardio(cardio.minutes, cardio.days + 1)
    return None


def cardio_down(minutes: int) -> int:
    less, fewest = (int(value) for value in thresholds("3.8.cardio_down"))
    return min(minutes, max(fewest, minutes - less))


def cardio_share(minutes: int, share: float) -> int:
    fewest = int(thresholds("3.8.cardio_down")[1])
    return min(minutes, max(fewest, math.floor(minutes * share + 1e-9)))


def first_quota(tolerated: tuple[int, ...]) -> int:
    """PL-06: four fifths of the mean of what was tolerated, at least 1."""
    share, _, least = thresholds("PL-06.quota")
    return max(int(least), math.floor(share * sum(tolerated) / len(tolerated) + 1e-9))


def quota_met(quota: int) -> int:
    share, least = thresholds("PL-06.met")
    return quota + max(int(least), math.floor(quota * share + 1e-9))


def quota_missed(quota: int) -> int:
    return max(int(thresholds("PL-06.quota")[2]), math.floor(quota * thresholds("PL-06.missed")[1] + 1e-9))


def _within(value: int, allowed: tuple[int, int]) -> int:
    return max(allowed[0], min(value, allowed[1]))
