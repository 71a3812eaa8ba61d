from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from steadyback.pose import LandmarkFrame  # noqa: E402
from steadyback.video import LandmarkFile, LandmarkWriter, VideoError, open_source  # noqa: E402


def good(**changes: Any) -> dict[str, Any]:
    n = 3
    held = {"t": np.arange(n) / 10, "xy": np.full((n, 33, 2), 50.0), "width": 200, "height": 100, "fps": 10.0}
    held |= {"z": np.zeros((n, 33)), "visibility": np.ones((n, 33)), "world": np.zeros((n, 33, 3))}
    return held | changes


def save(path: Path, **held: Any) -> Path:
    np.savez(path, **held)
    return path


def test_frames_are_read_as_fractions_of_the_picture(tmp_path: Path) -> None:
    source = LandmarkFile(save(tmp_path / "a.npz", **good()))
    frames = list(source)
    assert (source.fps, source.frames_expected, source.model) == (10.0, 3, "recorded")
    assert [frame.t_s for frame in frames] == pytest.approx([0, 0.1, 0.2])
    assert frames[0].values[:4] == (0.25, 0.5, 0.0, 1.0)
    assert len(frames[0].world_values_m) == 99


def test_nan_means_nobody_and_optional_keys_may_be_absent(tmp_path: Path) -> None:
    held = good()
    held["xy"][1] = np.nan
    for key in ("z", "visibility", "world", "fps"):
        del held[key]
    source = LandmarkFile(save(tmp_path / "a.npz", **held))
    assert [frame.has_person for frame in source] == [True, False, True]
    assert source.fps is None


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    points = [(0.25, 0.5, -0.5, 0.75)] * 33
    frames = [
        LandmarkFrame.from_points(0.0, (640, 360), points, [(0.5, 0.25, 1.0)] * 33),
        LandmarkFrame.nobody(0.5, 640, 360),
        LandmarkFrame.from_points(1.0, (640, 360), points),
    ]
    writer = LandmarkWriter()
    for frame in frames:
        writer.add(frame)
    with (tmp_path / "a.npz").open("wb") as file:
        writer.save(file, fps=2.0)
    assert list(open_source(tmp_path / "a.npz", model="full")) == frames


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"xy": np.zeros((3, 17, 2))}, r"`xy` has the shape \(3, 17, 2\), expected \(3, 33, 2\)"),
        ({"visibility": np.ones((2, 33))}, "`visibility` has the shape"),
        ({"width": 0}, "picture of 0x100"),
        ({"width": [1, 2]}, "a.npz: "),
        ({"t": np.array([0, np.nan, 1])}, "times that are no numbers"),
        ({"xy": np.full((3, 33, 2), "x")}, "a.npz: "),
    ],
)
def test_a_wrong_landmark_file_is_refused_in_words(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(VideoError, match=said):
        LandmarkFile(save(tmp_path / "a.npz", **good(**changes)))


def test_missing_keys_and_other_content_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="has no `xy`"):
        LandmarkFile(save(tmp_path / "a.npz", t=[0.0]))
    (tmp_path / "b.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(VideoError, match="is not a landmark file"):
        LandmarkFile(tmp_path / "b.npz")
    with pytest.raises(VideoError, match="is not a landmark file"):
        LandmarkFile(save(tmp_path / "c.npz", **good(xy=np.array([object()]))))


@pytest.mark.parametrize(
    ("name", "said"), [("none.mp4", "no such file"), ("empty.mp4", "is empty"), ("folder", "is a folder")]
)
def test_a_recording_that_cannot_be_opened_is_refused_in_words(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(VideoError, match=said):
        open_source(tmp_path / name, model="full")
