"""What a camera needs of a session, for when it is turned on: which exercises it can see, and all that it may say."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from steadyback.coaching import NotCountableError, motion_of
from steadyback.coaching.remedies import load_remedies
from steadyback.exercises import Exercise, load_catalogue, spoken
from steadyback.exercises.cue_parts import part_of
from steadyback.records.session import SessionScript
from steadyback.web.coach_parts import camera_place, coach_urls


def offers_camera(script: SessionScript) -> bool:
    """Whether a camera can see anything of this session, and the coach's parts were built."""
    return bool(coach_urls()) and any(_is_countable(exercise) for exercise in _exercises(script))


def coach_payload(script: SessionScript) -> dict[str, Any] | None:
    """The `CoachPage` of frontend/src/session/script.ts; None where no camera is offered."""
    if not offers_camera(script):
        return None
    entries = {exercise.id: camera_entry(exercise, script.tummy_cue) for exercise in _exercises(script)}
    return {
        "urls": coach_urls(),
        "exercises": {exercise_id: entry for exercise_id, entry in entries.items() if entry is not None},
        "remedies": {code: _(text) for code, text in load_remedies().items()},
        "texts": {key: _(text) for key, text in camera_texts().items()},
    }


@cache
def camera_texts() -> dict[str, str]:
    """The English source of what is said and shown only while a camera is on, by key."""
    source = files("steadyback.web").joinpath("session_camera_texts.json").read_text(encoding="utf-8")
    return dict(json.loads(source))


def _exercises(script: SessionScript) -> Iterator[Exercise]:
    """Every exercise that may come up, each once, the easier ones too."""
    steps = (one for step in script.steps for one in (step, step.easier) if one is not None)
    found = dict.fromkeys(step.exercise_id for step in steps if step.kind == "exercise")
    return (load_catalogue()[exercise_id] for exercise_id in found)


def camera_entry(exercise: Exercise, tummy_cue: str) -> dict[str, Any] | None:
    """The camera entry of an exercise file, its cues in the person's words and the part each is about.

    None where the timer leads.
    """
    if not _is_countable(exercise):
        return None
    said = [rule for rule in exercise.faults if rule.measurable != "no"]
    return {
        **camera_place(exercise),
        "held": motion_of(exercise).held is not None,
        "cues": {rule.id: spoken(_(rule.cue), tummy_cue) for rule in said},
        "parts": {rule.id: part_of(rule) for rule in said},
    }


def _is_countable(exercise: Exercise) -> bool:
    try:
        motion_of(exercise)
    except NotCountableError:
        return False
    return True
