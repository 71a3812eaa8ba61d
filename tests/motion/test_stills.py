"""Pictures and drawings of a movement: somebody is seen, in colour and in grey, with arrows where it begins."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from steadyback.exercises import load_catalogue
from steadyback.motion.outline import drawing
from steadyback.motion.picture import PAPER, Picture
from steadyback.motion.recorded import RecordedClip, read_clip
from steadyback.motion.stills import (
    FINER,
    PANEL,
    Moment,
    View,
    film_pictures,
    film_plan,
    start_and_end,
    still,
    view_of,
)

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"
SMALL = (PANEL[0] // 2, PANEL[1] // 2)
TEAL = (14, 124, 134)


@cache
def clip(name: str) -> RecordedClip:
    return read_clip((CLIPS / f"{name}.woman_45.json").read_text())


@cache
def view(name: str, side: str = "right", size: tuple[int, int] = PANEL) -> View:
    return view_of(clip(name), side, "", (size[0] * FINER, size[1] * FINER), stays=False)


@cache
def picture(name: str) -> Picture:
    return still(view(name), start_and_end(load_catalogue()[name]))


def test_start_and_end_stand_side_by_side() -> None:
    shown = picture("bird_dog")
    assert shown.shape[1] == 2 * PANEL[0]
    start, end = shown[:, : PANEL[0]], shown[:, PANEL[0] :]
    assert (np.abs(start.astype(int) - end).max(-1) > 40).mean() > 0.03
    for half in (start, end):
        assert 0.1 < (np.abs(half.astype(int) - PAPER).max(-1) > 20).mean() < 0.7


def test_arrows_are_drawn_at_the_start_only() -> None:
    teal = (np.abs(picture("bird_dog").astype(int) - TEAL).max(-1) < 4).astype(int)
    assert teal[:, : PANEL[0]].sum() > 20 * teal[:, PANEL[0] :].sum() + 500


def test_printed_in_grey_the_body_stands_out_from_mat_and_paper() -> None:
    grey = picture("bird_dog") @ [0.299, 0.587, 0.114]
    body, light = grey[grey < 150], grey[grey > 200]
    assert len(body) + len(light) > 0.95 * grey.size
    assert len(body) > 0.08 * grey.size


def test_the_left_side_is_the_picture_turned_round() -> None:
    moment = Moment("End", "hold", 1.0)
    right, left = (still(view("side_lying_hip_abduction", side, SMALL), (moment,)) for side in ("right", "left"))
    rows = min(len(right), len(left)) - 60
    difference = np.abs(right[:rows].astype(int) - left[:rows, ::-1]).max(-1)
    assert (difference > 60).mean() < 0.02


def parts(svg: str) -> Iterator[str]:
    return (one.tag.rpartition("}")[2] for one in ElementTree.fromstring(svg).iter())


def test_a_drawing_is_made_of_paths_and_words_alone() -> None:
    svg = drawing(view("sit_to_stand", size=SMALL), start_and_end(load_catalogue()["sit_to_stand"]), "Sit & stand")
    found = list(parts(svg))
    assert set(found) <= {"svg", "title", "clipPath", "rect", "g", "path", "text"}
    assert found.count("path") > 12
    assert "Sit &amp; stand" in svg
    assert ">Start<" in svg
    assert ">End<" in svg
    assert "nan" not in svg
    assert len(svg) < 150_000


def test_a_film_lasts_as_long_as_its_phases_and_ends_where_it_begins() -> None:
    seconds = {phase.id: phase.duration_s.target for phase in load_catalogue()["bridge"].phases}
    plan = film_plan(clip("bridge"), seconds, 10)
    assert len(plan) == pytest.approx(10 * sum(seconds.values()), abs=1)
    shown = view("bridge")
    first, last = (shown.clip.posed(shown.body, *plan[at]).heads for at in (0, -1))
    assert np.abs(first - last).max() < 0.03


def test_what_goes_round_and_round_is_filmed_for_one_round() -> None:
    plan = film_plan(clip("walk"), {"warm_up": 300.0, "work": 600.0, "cool_down": 300.0}, 10)
    assert {phase for phase, _ in plan} == {"warm_up"}
    assert len(plan) == round(clip("walk").phases[0].cycle_s * 10)


def test_the_pictures_of_a_hold_are_drawn_once() -> None:
    shown = view("bridge", size=SMALL)
    first, second, third = film_pictures(shown, [("hold", 0.2), ("hold", 0.4), ("lower", 0.5)])
    assert first is second
    assert first is not third
    assert first.shape == (SMALL[1], SMALL[0], 3)
