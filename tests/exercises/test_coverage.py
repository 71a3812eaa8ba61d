"""Whoever the person is, every slot keeps something to do (specification 1.6)."""

from itertools import combinations
from pathlib import Path

import pytest

from steadyback.exercises import load_catalogue
from steadyback.exercises.catalogue import check_folder
from steadyback.exercises.coverage import RESTING_FLAGS, SITUATIONS, check_coverage
from steadyback.exercises.vocabulary import COVERED_SLOTS, UPRIGHT_POSITIONS

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(("highest_tier", "always"), SITUATIONS, ids=["level 1", "level 0 in a flare-up"])
def test_every_combination_of_up_to_three_flags_leaves_something_in_each_slot(
    highest_tier: int, always: frozenset[str]
) -> None:
    """The plain way, without the short cuts of the check, so that each proves the other."""
    swept = sorted(set(CATALOGUE.flags) - RESTING_FLAGS)
    for count in range(4):
        for chosen in combinations(swept, count):
            excluded = always.union(chosen)
            open_slots = {
                slot
                for exercise in CATALOGUE
                if exercise.tier <= highest_tier and exercise.contra_flags.isdisjoint(excluded)
                for slot in exercise.slots
            }
            assert set(COVERED_SLOTS) <= open_slots, chosen


def test_the_check_agrees_that_nothing_is_missing() -> None:
    assert list(check_coverage(list(CATALOGUE), CATALOGUE.flags)) == []


def test_an_emptied_slot_is_found_with_the_smallest_combination(folder: Path) -> None:
    for name in ("standing_hip_extension", "sit_to_stand", "wall_squat"):
        file = folder / f"{name}.toml"
        text = file.read_text(encoding="utf-8").replace('"BALANCE", ', "").replace(', "BALANCE"', "")
        file.write_text(text.replace("contra_flags = []", 'contra_flags = ["BALANCE"]'), encoding="utf-8")
    told = [str(problem) for problem in check_folder(folder) if problem.file == "catalogue"]
    assert told
    assert all(line.startswith("catalogue: slot buttock: found no exercise of tier 0 to ") for line in told)
    assert any("with BALANCE + FLOOR_UNABLE;" in line for line in told)
    assert not any("BALANCE + FLOOR_UNABLE + " in line for line in told)


def test_a_slot_that_is_empty_for_everybody_is_found() -> None:
    rest = [exercise for exercise in CATALOGUE if "hip_lateral" not in exercise.slots]
    told = [problem for problem in check_coverage(rest, CATALOGUE.flags) if problem.key == "slot hip_lateral"]
    assert {problem.found for problem in told} == {
        "no exercise of tier 0 to 1 for anybody",
        "no exercise of tier 0 to 0 for anybody",
    }


def test_with_every_flag_at_once_upright_work_remains() -> None:
    everything = set(CATALOGUE.flags) - RESTING_FLAGS
    left = [exercise for exercise in CATALOGUE if exercise.contra_flags.isdisjoint(everything)]
    assert len(left) >= 10
    assert all(set(exercise.positions) & set(UPRIGHT_POSITIONS) for exercise in left)
