"""What a session says about an exercise in the terms of the programme (2.4, W-02, R-08)."""

from steadyback.exercises import Exercise
from steadyback.programme.rules import threshold
from steadyback.records.session import StepSummary

_NOT_FORM = "info"


def form_of(step: StepSummary, exercise: Exercise) -> float | None:
    """Form from 0 to 1: the share of the seen repetitions with nothing to correct or stop (2.4).

    None when a camera saw none, or too small a part of what was led to speak for the whole. A hint that is only
    information does not count; a code that the exercise does not know does.
    """
    seen = step.repetitions_seen
    if seen <= 0 or seen < step.repetitions * threshold("2.4.seen"):
        return None
    only_told = {fault.id for fault in exercise.faults if fault.severity == _NOT_FORM}
    to_correct = sum(not only_told.issuperset(codes) for codes in step.adjusted)
    return max(0, seen - to_correct) / seen
