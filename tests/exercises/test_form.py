"""Which form of an exercise is meant for a person."""

from steadyback.exercises import load_catalogue
from steadyback.exercises.form import form_of

CATALOGUE = load_catalogue()


def test_the_usual_way_has_no_name() -> None:
    assert form_of(CATALOGUE["forearm_plank"], "") == ""
    assert form_of(CATALOGUE["abdominal_brace"], "supine_hooklying", ["NECK"]) == ""


def test_another_position_is_its_own_form() -> None:
    assert form_of(CATALOGUE["abdominal_brace"], "seated") == "seated"


def test_who_is_told_to_do_it_from_the_knees_is_shown_it_from_the_knees() -> None:
    plank = CATALOGUE["forearm_plank"]
    assert plank.modify["EXT_INTOL"] == "Do it from your knees only."
    assert form_of(plank, "prone_elbow", ["NECK", "EXT_INTOL"]) == "from_knees"


def test_a_flag_that_makes_it_no_easier_changes_nothing() -> None:
    assert form_of(CATALOGUE["mcgill_curl_up"], "", ["WRIST"]) == ""
