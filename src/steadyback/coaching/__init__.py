"""From joint angles to what a person did: repetitions and holds, each with its times and side."""

from steadyback.coaching.counter import RepetitionCounter
from steadyback.coaching.events import Abstained, Event, Hold, Repetition
from steadyback.coaching.motion import CountedMotion, NotCountableError, motion_of

__all__ = [
    "Abstained",
    "CountedMotion",
    "Event",
    "Hold",
    "NotCountableError",
    "Repetition",
    "RepetitionCounter",
    "motion_of",
]
