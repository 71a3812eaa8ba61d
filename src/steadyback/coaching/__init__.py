"""From joint angles to what a person did: repetitions and holds, each with its times and side."""

from steadyback.coaching.counter import RepetitionCounter
from steadyback.coaching.engine import Engine
from steadyback.coaching.events import (
    Abstained,
    CoachEvent,
    Cue,
    Event,
    Fault,
    GateClosed,
    GateOpened,
    Hold,
    PersonLeft,
    Repetition,
    RepetitionStarted,
)
from steadyback.coaching.motion import CountedMotion, NotCountableError, motion_of
from steadyback.coaching.remedies import load_remedies, remedy

__all__ = [
    "Abstained",
    "CoachEvent",
    "CountedMotion",
    "Cue",
    "Engine",
    "Event",
    "Fault",
    "GateClosed",
    "GateOpened",
    "Hold",
    "NotCountableError",
    "PersonLeft",
    "Repetition",
    "RepetitionCounter",
    "RepetitionStarted",
    "load_remedies",
    "motion_of",
    "remedy",
]
