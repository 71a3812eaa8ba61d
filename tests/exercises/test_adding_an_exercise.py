"""The guide docs/adding-an-exercise.md is true: its example loads, and it leaves no key out."""

import re
from pathlib import Path

from steadyback.exercises import schema
from steadyback.exercises.catalogue import check_folder, read_catalogue
from steadyback.exercises.wording import LONGEST_CUE, LONGEST_SETUP_SENTENCES, MOST_WORDS_WHILE_MOVING

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "adding-an-exercise.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_of_the_guide_can_be_added_as_it_stands(folder: Path) -> None:
    assert EXAMPLE is not None
    (folder / "standing_calf_raise.toml").write_text(EXAMPLE.group(1), encoding="utf-8")
    assert check_folder(folder) == ()
    assert read_catalogue(folder)["standing_calf_raise"].name == "Standing calf raise"


def test_the_guide_names_every_key() -> None:
    keys = [*schema.EXERCISE.required, *schema.EXERCISE.optional]
    assert [key for key in keys if not re.search(rf"\b{key}\b", GUIDE)] == []


def test_the_numbers_of_the_guide_are_those_of_the_code() -> None:
    assert (LONGEST_CUE, LONGEST_SETUP_SENTENCES, MOST_WORDS_WHILE_MOVING) == (90, 3, 10)
    assert f"Cues: {LONGEST_CUE} characters at most" in GUIDE
    assert "three sentences at most" in GUIDE
    assert "ten words at most" in GUIDE
