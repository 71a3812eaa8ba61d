"""Doses as people say them."""

import pytest

from steadyback.exercises import load_catalogue
from steadyback.records.plan import Dose
from steadyback.web.dose_words import dose_words

CASES = [
    ("walk", Dose(minutes=20, effort=(3, 4)), "20 minutes at an effort of 3 to 4 of 10"),
    ("walk", Dose(minutes=1), "1 minute"),
    ("curl_up_reach", Dose(sets=1, reps=8, hold_s=3), "8 repetitions, hold for 3 seconds"),
    ("curl_up_reach", Dose(sets=1, reps=1), "1 repetition"),
    (
        "side_lying_hip_abduction",
        Dose(sets=2, reps=8, hold_s=2),
        "2 sets of 8 on each side, hold for 2 seconds",
    ),
    ("side_lying_hip_abduction", Dose(sets=1, reps=8, hold_s=1), "8 repetitions on each side, hold for 1 second"),
    ("hamstring_supine", Dose(sets=1, reps=2, hold_s=20), "Hold for 20 seconds, 2 times on each side"),
    ("hamstring_supine", Dose(sets=1, reps=1, hold_s=30), "Hold for 30 seconds, once on each side"),
]


@pytest.mark.parametrize(("exercise_id", "dose", "words"), CASES)
def test_a_dose_is_said_in_words(exercise_id: str, dose: Dose, words: str) -> None:
    assert dose_words(load_catalogue()[exercise_id], dose) == words


@pytest.mark.parametrize("exercise_id", load_catalogue().ids)
def test_every_exercise_can_say_a_dose(exercise_id: str) -> None:
    exercise = load_catalogue()[exercise_id]
    sided = exercise.sides in ("one_side_at_a_time", "alternate")
    said = dose_words(exercise, Dose(sets=2, reps=6, hold_s=4))
    assert ("each side" in said) is sided
