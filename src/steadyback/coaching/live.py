"""The engine as a live camera uses it: one LMK1 message in, JSON out; exercises and rests follow each other.

The browser's page talks to this (frontend/src/coach); so may any other source of landmarks.
"""

import json
import re
from dataclasses import asdict
from typing import Final

from steadyback.coaching.counter import WantedSide
from steadyback.coaching.engine import Engine
from steadyback.coaching.events import CoachEvent, GateClosed, Hold, PersonLeft
from steadyback.coaching.motion import NotCountableError
from steadyback.coaching.remedies import remedy
from steadyback.coaching.trial import TestSide, Trial, TrialReading
from steadyback.coaching.trials import TRIALS
from steadyback.exercises import Exercise, load_catalogue
from steadyback.pose import decode

BETWEEN_WORDS: Final = re.compile(r"(?<!^)(?=[A-Z])")


class LiveCoach:
    """Watches one exercise, or one try of a guided test, after the other. Between them frames pass unread."""

    def __init__(self) -> None:
        self._catalogue = load_catalogue()
        self._exercise: Exercise | None = None
        self._engine: Engine | Trial | None = None
        self._expected = True

    def watch(self, exercise_id: str, side: WantedSide, model: str) -> bool:
        """Begin with an exercise anew. False where it is led by a timer: then nothing is watched.

        Raises KeyError for an exercise that the catalogue does not have.
        """
        self.rest()
        exercise = self._catalogue[exercise_id]
        try:
            self._engine = Engine(exercise, side, model)
        except NotCountableError:
            return False
        self._engine.expect(self._expected)
        self._exercise = exercise
        return True

    def try_test(self, test: str, side: TestSide, model: str) -> bool:
        """Begin one try of a guided test. False where the camera does not take it over."""
        self.rest()
        if test not in TRIALS:
            return False
        trial = TRIALS[test](side, model)
        self._engine, self._exercise = trial, self._catalogue[trial.exercise_id]
        return True

    def go(self) -> None:
        """The time of a try that does not begin by itself begins with the next frame."""
        if isinstance(self._engine, Trial):
            self._engine.go()

    def rest(self) -> None:
        """Judge nothing from here on."""
        self._exercise = self._engine = None

    def expect(self, present: bool) -> None:
        """Whether the person is meant to be in the picture. Only then it is news that they are not."""
        self._expected = present
        if self._engine is not None:
            self._engine.expect(present)

    def push(self, message: bytes) -> str:
        """The events of one LMK1 message as a JSON list; "" where there are none.

        Raises LandmarkWireError for bytes that are no message.
        """
        if self._engine is None or self._exercise is None:
            return ""
        frame, _header = decode(message)
        events = self._engine.push(frame)
        view = self._exercise.camera.view
        return json.dumps([as_json(event, view) for event in events]) if events else ""


def as_json(event: CoachEvent | TrialReading, view: str) -> dict[str, object]:
    """`type` is the event's name in snake_case; a closed gate carries what to do about it, as a source text."""
    values: dict[str, object] = {
        "type": BETWEEN_WORDS.sub("_", type(event).__name__).lower(),
        **asdict(event),
    }
    if isinstance(event, GateClosed):
        values["remedy"] = remedy(event.code, view)
    if isinstance(event, PersonLeft):
        values["remedy"] = remedy("person_left", view)
    if isinstance(event, Hold):
        values["hold_s"] = event.hold_s
    return values
