"""What is written is what the page is promised (docs/figure.md), and the mirror image is a mirror image."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from steadyback.exercises import load_catalogue
from steadyback.motion.body import BODIES, Body, load_body
from steadyback.motion.clip import clip_of, skeleton_of
from steadyback.motion.joints import Floats
from steadyback.motion.performance import Performance, perform

FIGURES = Path(__file__).parents[2] / "src/steadyback/web/static/figures"


@pytest.fixture(scope="module")
def lift() -> Performance:
    return perform(load_catalogue()["side_lying_hip_abduction"], "woman_45", keys_only=True)


def played(body: Body, clip: dict, phase: dict, frame: int, *, mirror: bool = False) -> Floats:  # type: ignore[type-arg]
    """The bones' places (B,3) as a page would work them out from the clip alone."""
    turns = {bone: np.array([0.0, 0, 0, 1]) for bone in body.bones}
    turns |= {bone: np.array(turn) for bone, turn in clip["still"].items()}
    raw = np.frombuffer(base64.b64decode(phase["rotation"]), "<i2").reshape(phase["frames"], -1, 4) / 32767
    turns |= dict(zip(clip["bones"], raw[frame], strict=True))
    root = np.frombuffer(base64.b64decode(phase["translation"]), "<f4").reshape(-1, 3)[frame]
    if mirror:
        swap = skeleton_of()["mirror_bones"]
        turns = {swap.get(bone, bone): turn * [1, -1, -1, 1] for bone, turn in turns.items()}
        root = root * [-1, 1, 1]
    places, frames = np.zeros((len(body.bones), 3)), np.zeros((len(body.bones), 3, 3))
    for at, parent in enumerate(body.parents):
        own = Rotation.from_quat(turns[body.bones[at]]).as_matrix()
        frames[at] = own if parent < 0 else frames[parent] @ own
        places[at] = root if parent < 0 else places[parent] + frames[parent] @ body.offsets[at]
    return places


def test_a_clip_brings_every_bone_where_the_solver_had_it(lift: Performance) -> None:
    clip = json.loads(json.dumps(clip_of(lift)))
    for phase, solved in zip(clip["phases"], lift.phases, strict=True):
        there = lift.body.pose(solved.frames[-1:]).heads[0]
        assert np.abs(played(lift.body, clip, phase, -1) - there).max() < 0.002


def test_the_mirrored_clip_is_the_mirror_image(lift: Performance) -> None:
    clip = clip_of(lift)
    swap = skeleton_of()["mirror_bones"]
    own = played(lift.body, clip, clip["phases"][1], -1)
    other = played(lift.body, clip, clip["phases"][1], -1, mirror=True)
    for bone, at in lift.body.at.items():
        counterpart = lift.body.at[swap.get(bone, bone)]
        assert np.allclose(own[at] * [-1, 1, 1], other[counterpart], atol=0.002), bone


def test_the_skeleton_on_disk_is_that_of_the_bodies() -> None:
    assert json.loads((FIGURES / "skeleton.json").read_text()) == json.loads(json.dumps(skeleton_of()))


@pytest.mark.parametrize("path", sorted((FIGURES / "clips").glob("*.json")), ids=lambda path: path.name)
def test_a_clip_on_disk_fits_its_exercise(path: Path) -> None:
    clip = json.loads(path.read_text())
    assert clip["schema_version"] == 1
    assert path.name == ".".join(filter(None, (clip["exercise"], clip["variant"], clip["body"], "json")))
    bones = set(load_body(clip["body"]).bones)
    assert bones.issuperset(clip["bones"])
    assert bones.issuperset(clip["still"])
    for phase in clip["phases"]:
        assert len(base64.b64decode(phase["translation"])) == phase["frames"] * 12
        assert len(base64.b64decode(phase["rotation"])) == phase["frames"] * len(clip["bones"]) * 8
    if clip["exercise"] in load_catalogue():
        exercise = load_catalogue()[clip["exercise"]]
        assert [phase["id"] for phase in clip["phases"]] == [phase.id for phase in exercise.phases]


def test_the_bodies_are_small() -> None:
    for name in BODIES:
        assert (FIGURES / "bodies" / f"{name}.glb").stat().st_size <= 130_000


def test_all_figures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FIGURES.rglob("*") if path.is_file()) < 4_000_000
