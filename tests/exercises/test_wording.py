"""What people hear: the article's corrections are in, the unkind words are not."""

import pytest

from steadyback.exercises import Exercise, load_catalogue, spoken
from steadyback.exercises.wording import LONGEST_CUE, texts_for_people, tummy_cues

CATALOGUE = load_catalogue()
# Amendments 6, spelt out here once more so that the list in the code cannot quietly lose one.
NEVER_SEEN = (
    "fault",
    "failed",
    "regress",
    "locked",
    "form score",
    "non-responder",
    "back sags",
    "sinking",
    "terrible",
    "dead bug",
    "superman",
)


def _everything_for_people(exercise: Exercise) -> str:
    return " ".join(text for _key, text in texts_for_people(exercise))


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.id)
def test_nobody_sees_an_unkind_word(exercise: Exercise) -> None:
    seen = _everything_for_people(exercise).lower()
    assert [word for word in (*NEVER_SEEN, "!") if word in seen] == []


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.id)
@pytest.mark.parametrize("choice", ["brace", "draw_in"])
def test_every_text_can_be_spoken_with_either_tummy_cue(exercise: Exercise, choice: str) -> None:
    for _key, text in texts_for_people(exercise):
        assert "{" not in spoken(text, choice)
    assert all(len(spoken(fault.cue, choice)) <= LONGEST_CUE for fault in exercise.faults)


def test_nothing_claims_to_see_the_back_or_the_muscles() -> None:
    """The camera sees neither pelvic tilt nor the curve of the back nor a muscle at work (specification 2.3)."""
    for exercise in CATALOGUE:
        for fault in exercise.faults:
            cue = fault.cue.lower()
            assert not any(word in cue for word in ("pelvic tilt", "lordosis", "transvers", "activat", "pelvis is"))


def test_the_tummy_cue_is_the_persons_choice_at_the_start_and_within_a_sentence() -> None:
    assert spoken("{Tummy}.", "brace") == "Brace your tummy gently all the way round."
    assert spoken("Now {tummy}.", "draw_in") == "Now draw your belly button gently in."
    assert spoken("Lift.", "brace") == "Lift."


def test_an_unknown_tummy_cue_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown tummy cue 'hollow'; allowed: brace, draw_in"):
        spoken("{Tummy}.", "hollow")


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.id)
def test_no_exercise_chooses_the_tummy_cue_for_the_person(exercise: Exercise) -> None:
    for key, text in texts_for_people(exercise):
        if key != "article_note":
            assert "belly button" not in text
            assert not any(cue in text.lower() for cue in tummy_cues().values())


def test_the_curl_up_has_knees_and_hands_shoulder_width_apart() -> None:
    setup = " ".join(CATALOGUE["curl_up_reach"].setup)
    assert "knees bent and shoulder-width apart" in setup
    assert "hands shoulder-width apart" in setup


def test_the_figure_4_is_felt_on_the_crossed_side() -> None:
    figure4 = CATALOGUE["figure4_supine"]
    assert "the buttock of the crossed leg" in " ".join(phase.say for phase in figure4.phases)
    assert "buttock of the left leg" in (figure4.article_note or "")


def test_the_side_leg_lift_has_the_toes_forward() -> None:
    side = CATALOGUE["side_lying_hip_abduction"]
    assert "toes facing forward" in " ".join(side.setup)
    assert "toes facing forward" in next(phase.say for phase in side.phases if phase.id == "lift")


@pytest.mark.parametrize(
    "exercise_id",
    [
        "abdominal_brace",
        "curl_up_reach",
        "quadruped_hip_extension",
        "figure4_supine",
        "side_lying_hip_abduction",
        "hamstring_supine",
        "prone_chest_lift",
        "superman_full",
    ],
)
def test_where_the_article_was_corrected_the_exercise_says_so(exercise_id: str) -> None:
    assert "article" in (CATALOGUE[exercise_id].article_note or "").lower()


def test_names_that_put_people_off_can_still_be_searched_for() -> None:
    assert CATALOGUE["dead_bug"].name == "Opposite arm-and-leg lowering"
    assert "dead bug" in CATALOGUE["dead_bug"].synonyms
    assert CATALOGUE["superman_alternate"].name == "Prone arm-and-leg lift"
