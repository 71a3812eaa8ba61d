"""What the pages say to the figure."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from steadyback.web import figure_assets
from steadyback.web.figure_assets import WORDS

pytestmark = pytest.mark.django_db
FILES = (
    "bodies/woman_45.glb",
    "bodies/man_60.glb",
    "clips/bridge.man_60.json",
    "clips/bridge.woman_45.json",
    "clips/bridge.woman_70.json",
    "clips/walk.brisk.woman_45.json",
    "stills/bridge.start.webp",
    "stills/bridge.end.webp",
    "stills/walk.end.webp",
    "stills/way_up_none.step_1.webp",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Iterator[Path]:
    """An installation with these figures and no others."""
    for name in FILES:
        file = tmp_path / "figures" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    figure_assets.clips.cache_clear()
    figure_assets.stills.cache_clear()


def test_a_clip_is_offered_on_the_bodies_that_are_there_in_a_fixed_order() -> None:
    assert figure_assets.clips() == {"bridge": ["woman_45", "man_60"], "walk.brisk": ["woman_45"]}


def test_stills_need_both_ends() -> None:
    assert figure_assets.stills() == {"bridge", "way_up_none"}
    assert figure_assets.still_url("bridge") == "/static/figures/stills/bridge.end.webp"
    assert figure_assets.still_url("walk") == ""
    assert figure_assets.still_url("bridge", "seated") == ""


def test_an_exercise_page_says_where_its_figure_is_and_has_its_picture(client: Client) -> None:
    page = client.get("/exercises/bridge/").content.decode()
    found = re.search(r'<script id="figure-assets" type="application/json">(.*?)</script>', page)
    assert found is not None
    said = json.loads(found[1])
    assert said["url"] == "/static/figures/"
    assert said["bodies"] == ["woman_45", "man_60"]
    assert said["clips"] == {"bridge": 1, "walk.brisk": ["woman_45"]}
    assert said["words"].keys() == WORDS.keys()
    assert '<img src="/static/figures/stills/bridge.end.webp" alt="">' in page


def test_the_library_shows_pictures_where_it_has_them_and_lines_elsewhere(client: Client) -> None:
    page = client.get("/exercises/").content.decode()
    assert 'src="/static/figures/stills/bridge.end.webp"' in page
    assert 'exercise="bridge"' not in page
    assert 'exercise="walk"' in page


def test_a_page_that_shows_some_names_only_those_with_their_variants() -> None:
    assert figure_assets.figure_assets({"walk"})["clips"] == {"walk.brisk": ["woman_45"]}
    assert figure_assets.figure_assets({"walk"})["stills"] == []
    assert figure_assets.figure_assets({"bridge"})["stills"] == ["bridge"]
    assert figure_assets.figure_assets({"bridge"})["words"].keys() == set(figure_assets.SHORT)
    assert figure_assets.figure_assets()["words"].keys() == WORDS.keys()


def test_every_body_has_a_name() -> None:
    assert set(figure_assets.BODIES) <= WORDS.keys()
