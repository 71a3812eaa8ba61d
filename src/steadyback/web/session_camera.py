"""What the session page needs so that a camera can watch: which exercises it can see, and what its coach may say."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from steadyback.coaching import NotCountableError, motion_of
from steadyback.coaching.remedies import load_remedies
from steadyback.exercises import Exercise, load_catalogue, spoken
from steadyback.records.session import ScriptStep, SessionScript
from steadyback.web.coach_parts import camera_place, coach_urls


def coach_payload(script: SessionScript) -> dict[str, Any] | None:
    """None where a camera can see nothing of this session, or the coach's parts were not built."""
    urls = coach_urls()
    exercises = {
        exercise_id: entry
        for exercise_id in dict.fromkeys(step.exercise_id for step in _exercises(script))
        if (entry := camera_entry(load_catalogue()[exercise_id], script.tummy_cue)) is not None
    }
    if not urls or not exercises:
        return None
    return {
        "urls": urls,
        "exercises": exercises,
        "remedies": {code: _(text) for code, text in load_remedies().items()},
    }


def _exercises(script: SessionScript) -> Iterator[ScriptStep]:
    """Every exercise that may come up, the easier ones too."""
    for step in script.steps:
        for one in (step, step.easier):
            if one is not None and one.kind == "exercise":
                yield one


def camera_entry(exercise: Exercise, tummy_cue: str) -> dict[str, Any] | None:
    """The camera entry of an exercise file with its cues in the person's words; None where the timer leads."""
    try:
        motion = motion_of(exercise)
    except NotCountableError:
        return None
    return {
        **camera_place(exercise),
        "held": motion.held is not None,
        "cues": {rule.id: spoken(_(rule.cue), tummy_cue) for rule in exercise.faults if rule.measurable != "no"},
    }
