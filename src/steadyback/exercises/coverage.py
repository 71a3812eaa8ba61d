"""Whoever the person is, every slot keeps something to do: the sweep over combinations of flags.

Source: specification 1.6 and 2.6. Too slow for every start, so `steadyback exercises --check` and the tests run it.
"""

from collections.abc import Collection, Iterator
from itertools import combinations

from steadyback.exercises.model import Exercise
from steadyback.exercises.problem import Problem
from steadyback.exercises.vocabulary import COVERED_SLOTS

MOST_FLAGS_TOGETHER = 3
# With these the person rests altogether (specification 1.3), so no slot has to be filled.
RESTING_FLAGS = frozenset({"FEVER_ILL", "MEMBRANES_RUPTURED"})
# Highest tier, and the flags that everybody at that tier is taken to have.
SITUATIONS = (
    (1, frozenset({"NO_CLINICIAN_OK"})),
    (0, frozenset({"NO_CLINICIAN_OK", "ACUTE_HIGH_IRRIT"})),
)


def check_coverage(exercises: Collection[Exercise], flags: Collection[str]) -> Iterator[Problem]:
    """A problem for every slot that some combination of up to three flags leaves empty.

    A combination is not named again with a further flag added.
    """
    swept = sorted(set(flags) - RESTING_FLAGS)
    for highest_tier, always in SITUATIONS:
        for slot in COVERED_SLOTS:
            excluding = [
                exercise.contra_flags
                for exercise in exercises
                if slot in exercise.slots and exercise.tier <= highest_tier and not exercise.contra_flags & always
            ]
            for gap in _gaps(excluding, swept):
                who = f"with {' + '.join(gap)}" if gap else "for anybody"
                found = f"no exercise of tier 0 to {highest_tier} {who}"
                yield Problem("catalogue", f"slot {slot}", found, "at least one exercise")


def _gaps(excluding: list[frozenset[str]], flags: list[str]) -> Iterator[tuple[str, ...]]:
    """The smallest combinations of flags that exclude every one of these exercises.

    Only flags that exclude at least one of them can matter, which keeps the sweep small.
    """
    relevant = [flag for flag in flags if any(flag in contra for contra in excluding)]
    named: list[frozenset[str]] = []
    for count in range(MOST_FLAGS_TOGETHER + 1):
        for chosen in combinations(relevant, count):
            combination = frozenset(chosen)
            if any(gap <= combination for gap in named):
                continue
            if all(contra & combination for contra in excluding):
                named.append(combination)
                yield chosen
