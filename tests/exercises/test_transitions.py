from importlib.resources import files

import pytest

from steadyback.exercises import CatalogueError, load_transitions
from steadyback.exercises.transitions import SUPPORTS, WAYS, read_transitions

TEXT = (files("steadyback.exercises") / "transitions.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("support", SUPPORTS)
def test_the_way_down_leads_from_standing_to_lying_on_the_back(support: str) -> None:
    steps = load_transitions()["down_to_floor"][support]
    assert steps[0].position == "standing"
    assert steps[-1].position == "supine_hooklying"


@pytest.mark.parametrize("support", SUPPORTS)
def test_the_way_up_is_the_way_down_backwards(support: str) -> None:
    down = [step.position for step in load_transitions()["down_to_floor"][support]]
    up = [step.position for step in load_transitions()["up_from_floor"][support]]
    assert up == down[::-1]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("support", SUPPORTS)
def test_every_way_has_five_to_eight_calm_steps(way: str, support: str) -> None:
    steps = load_transitions()[way][support]
    assert 5 <= len(steps) <= 8
    assert all(step.seconds >= 5 for step in steps)
    assert 30 <= sum(step.seconds for step in steps) <= 90


@pytest.mark.parametrize("way", WAYS)
def test_the_own_way_asks_for_no_hands_and_knees(way: str) -> None:
    steps = load_transitions()[way]["own_way"]
    assert {step.position for step in steps} == {"standing", "side_lying", "supine_hooklying"}
    said = " ".join(step.say for step in steps).lower()
    assert "chair" in said
    assert "your time" in said
    assert not any(word in said for word in ("kneel", "all fours", "hands"))


@pytest.mark.parametrize("way", WAYS)
def test_the_chair_is_spoken_of_only_where_there_is_one(way: str) -> None:
    ways = load_transitions()[way]
    assert "chair" in " ".join(step.say for step in ways["chair"]).lower()
    assert "chair" not in " ".join(step.say for step in ways["none"]).lower()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("seconds = 6", "seconds = 600", "seconds"),
        ("seconds = 6", 'seconds = "6"', "seconds"),
        ('position = "half_kneeling"', 'position = "squatting"', "position"),
        ('position = "half_kneeling"', 'position = "side_lying"', "standing straight to side_lying"),
        ('position = "supine_hooklying"', 'position = "side_lying"', "an end in supine_hooklying"),
        ("Take a slow breath.", "Take a slow breath!", "the word '!'"),
        ("Take a slow breath.", "Take a slow breath", "full stop"),
        ("down_to_floor.own_way", "down_to_floor.any_way", "own_way"),
        ('{ position = "standing", seconds = 15', '{ position = "kneeling", seconds = 15', "kneeling"),
        ("up_from_floor.none", "up_from_floor.wall", "up_from_floor.wall"),
        ("down_to_floor.chair = [", "down_to_floor.chair = ", "valid TOML"),
    ],
)
def test_a_broken_way_is_refused_and_named(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(CatalogueError) as caught:
        read_transitions(TEXT.replace(old, new, 1))
    assert told in str(caught.value)
    assert "transitions.toml" in str(caught.value)
