"""A clip read again is what was recorded, and its mirror image is one."""

import json
from pathlib import Path

import numpy as np
import pytest

from steadyback.motion.body import load_body
from steadyback.motion.recorded import ClipError, RecordedClip, mirrored, other_bone, read_clip

CLIPS = Path(__file__).parents[2] / "src/steadyback/web/static/figures/clips"


def clip(name: str) -> RecordedClip:
    return read_clip((CLIPS / f"{name}.woman_45.json").read_text())


def test_every_clip_of_the_package_can_be_read_and_stands_on_the_floor() -> None:
    body = load_body("woman_45")
    for file in sorted(CLIPS.glob("*.woman_45.json")):
        read = read_clip(file.read_text())
        posed = read.posed(body, read.phases[0].id, 1.0)
        lowest = body.all_vertices.places(posed)[0][:, 1].min()
        in_the_air = any(prop["kind"] in ("pool", "bike", "chair") for prop in read.props)
        assert lowest > -0.016, file.name
        assert in_the_air or lowest < 0.02, file.name


def test_a_phase_begins_where_the_one_before_it_ends_and_the_last_leads_back() -> None:
    body, read = load_body("woman_45"), clip("bird_dog")
    for before, after in zip(read.phases, [*read.phases[1:], read.phases[0]], strict=True):
        end = read.posed(body, before.id, 1.0).heads
        assert np.abs(end - read.posed(body, after.id, 0.0).heads).max() < 0.002


def test_the_mirror_image_has_every_joint_of_the_other_side_at_the_same_place_across_the_mat() -> None:
    body, read = load_body("woman_45"), clip("hamstring_supine")
    own = read.posed(body, "hold", 1.0).heads[0]
    other = mirrored(read).posed(body, "hold", 1.0).heads[0]
    for bone, at in body.at.items():
        assert np.allclose(own[at] * [1, 1, -1], other[body.at[other_bone(bone)]], atol=0.003), bone


def test_mirrored_twice_it_is_itself_again() -> None:
    body, read = load_body("woman_45"), clip("hamstring_supine")
    again = mirrored(mirrored(read))
    assert np.allclose(read.posed(body, "hold", 0.3).heads, again.posed(body, "hold", 0.3).heads)
    assert list(again.props) == [{"turn_deg": 0.0, **prop} for prop in read.props]
    assert again.side == read.side == "right"


def test_a_phase_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        clip("bird_dog").posed(load_body("woman_45"), "jump", 0.5)


@pytest.mark.parametrize("spoil", ["not json", "version", "missing", "short"])
def test_a_damaged_clip_is_refused_and_the_message_says_why(spoil: str) -> None:
    raw = json.loads((CLIPS / "bird_dog.woman_45.json").read_text())
    if spoil == "version":
        raw["schema_version"] = 2
    elif spoil == "missing":
        del raw["phases"][0]["rotation"]
    elif spoil == "short":
        raw["phases"][0]["frames"] += 1
    text = "{" if spoil == "not json" else json.dumps(raw)
    words = {"not json": "not a clip", "version": "version 2", "missing": "rotation", "short": "do not fit"}
    with pytest.raises(ClipError, match=words[spoil]):
        read_clip(text)
