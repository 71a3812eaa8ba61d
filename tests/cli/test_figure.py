"""`steadyback figure` writes what was asked for, or says in one sentence what to do."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from steadyback.cli import figure, main
from steadyback.video.decoding import VideoFile


def test_a_picture_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bird_dog.png"
    assert main(["figure", "bird_dog", "--side", "left", "--body", "man_60", "--view", "front", "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"Written: {out}\n"
    with Image.open(out) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1600
    assert [file.name for file in tmp_path.iterdir()] == ["bird_dog.png"]


def test_one_phase_is_one_panel(tmp_path: Path) -> None:
    assert main(["figure", "bridge", "--phase", "hold", "-o", str(tmp_path / "hold.svg")]) == 0
    drawn = (tmp_path / "hold.svg").read_text()
    assert 'width="800"' in drawn
    assert ">Hold<" in drawn


def test_a_way_to_the_floor_shows_each_step(tmp_path: Path) -> None:
    assert main(["figure", "way_down_none", "-o", str(tmp_path / "way.svg")]) == 0
    drawn = (tmp_path / "way.svg").read_text()
    assert all(f">{step}<" in drawn for step in range(1, 7))


def test_a_film_is_written_and_can_be_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure, "FPS", 4)
    out = tmp_path / "walk.mp4"
    assert main(["figure", "walk", "-o", str(out)]) == 0
    pictures = list(VideoFile(out))
    assert len(pictures) == 4
    assert pictures[0].rgb.shape == (480, 640, 3)
    assert np.abs(pictures[0].rgb.astype(int) - pictures[2].rgb).max() > 60


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["brid_dog", "-o", "x.png"], "Did you mean bird_dog"),
        (["mcgill_curl_up.standing", "-o", "x.png"], "mcgill_curl_up.elbows_lifted"),
        (["bridge.high", "-o", "x.png"], "there is only bridge"),
        (["way_home", "-o", "x.png"], "way_down_none"),
        (["bridge", "-o", "x.gif"], ".png, .svg, .mp4"),
        (["bridge", "-o", "nowhere/x.png"], "there is no folder"),
        (["bridge", "--phase", "jump", "-o", "x.png"], "it has start, lift, hold, lower"),
        (["bridge", "--phase", "hold", "-o", "x.mp4"], "leave --phase out"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_to_do(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["figure", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_the_video_extra_it_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "steadyback.motion.stills", None)
    assert main(["figure", "bridge", "-o", str(tmp_path / "x.png")]) == 1
    assert 'pip install "steadyback[video]"' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figure, "write_whole", full)
    assert main(["figure", "bridge", "-o", str(tmp_path / "x.png")]) == 1
    assert "No space left on device" in capsys.readouterr().err
