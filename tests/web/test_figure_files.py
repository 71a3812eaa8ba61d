"""What a page may have to show is there: movements and pictures in the package itself."""

from pathlib import Path

import pytest

from steadyback.exercises import Exercise, load_catalogue, load_transitions
from steadyback.exercises.transitions import SUPPORTS
from steadyback.web.session_in_page import WAYS_SHOWN

FIGURES = Path(__file__).resolve().parents[2] / "src/steadyback/web/static/figures"
BODIES = sorted(file.stem for file in (FIGURES / "bodies").glob("*.glb"))
pytestmark = pytest.mark.skipif(not BODIES, reason="no figures: make figures")


def forms(exercise: Exercise) -> list[str]:
    """The exercise itself, and every other form that a plan may choose or a page may offer."""
    others = [*exercise.positions[1:], *(variant.id for variant in exercise.variants)]
    return [exercise.id, *(f"{exercise.id}.{form}" for form in others)]


EVERY_FORM = [form for exercise in load_catalogue() for form in forms(exercise)]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_every_form_that_a_plan_may_choose_has_a_movement_on_every_body_and_pictures(form: str) -> None:
    missing = [body for body in BODIES if not (FIGURES / f"clips/{form}.{body}.json").exists()]
    assert missing == []
    pictures = ["start", "end", *(["arch"] if form.startswith("cat_camel") else [])]  # a second end
    assert [end for end in pictures if not (FIGURES / f"stills/{form}.{end}.webp").exists()] == []


@pytest.mark.parametrize(("way", "clip"), WAYS_SHOWN.items())
@pytest.mark.parametrize("support", SUPPORTS)
def test_every_guided_way_has_a_movement_on_every_body_and_a_picture_of_each_step(
    way: str, clip: str, support: str
) -> None:
    name = f"{clip}_{support}"
    assert [body for body in BODIES if not (FIGURES / f"clips/{name}.{body}.json").exists()] == []
    steps = range(1, len(load_transitions()[way][support]) + 1)
    assert [step for step in steps if not (FIGURES / f"stills/{name}.step_{step}.webp").exists()] == []
