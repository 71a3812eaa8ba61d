import io
import struct
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from steadyback.pose import LandmarkFrame, WireHeader
from steadyback.video import Lmk1File, VideoError, open_source, write_lmk1


def frames() -> list[LandmarkFrame]:
    rows = [(at / 40, 0.5, -0.1, 0.9) for at in range(33)]
    world = [(0.01 * at, 0.5, 0.25) for at in range(33)]
    return [
        LandmarkFrame.from_points(0.0, (640, 360), rows, world),
        LandmarkFrame.nobody(0.04, 640, 360),
        LandmarkFrame.from_points(0.08, (640, 360), rows),
    ]


def written(path: Path) -> Path:
    with path.open("wb") as file:
        assert write_lmk1(file, frames(), WireHeader("lite")) == 3
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    source = open_source(written(tmp_path / "film.lmk1"), model="full")
    assert source.model == "lite"
    assert list(source) == frames()
    assert list(source) == frames()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (struct.pack("<I", 2**32 - 1), "message 1 claims 4294967295 bytes"),
        (struct.pack("<I", 3) + b"abc", "message 1 claims 3 bytes"),
        (b"\x10", "message 1 is cut off"),
        (struct.pack("<I", 100) + b"LMK1", "message 1 is cut off"),
        (struct.pack("<I", 16) + b"x" * 16, "message 1: begins with b'xxxx'"),
    ],
)
def test_a_hostile_beginning_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.lmk1"
    path.write_bytes(content)
    with pytest.raises(VideoError, match=said) as raised:
        Lmk1File(path)
    assert "bad.lmk1" in str(raised.value)


def test_a_file_that_is_cut_off_says_where(tmp_path: Path) -> None:
    path = written(tmp_path / "film.lmk1")
    path.write_bytes(path.read_bytes()[:-10])
    source = Lmk1File(path)
    with pytest.raises(VideoError, match="message 3 is cut off"):
        list(source)


def test_an_empty_file_holds_no_message(tmp_path: Path) -> None:
    path = tmp_path / "empty.lmk1"
    path.touch()
    with pytest.raises(VideoError, match="holds no message"):
        Lmk1File(path)


def test_writing_gives_each_message_its_length() -> None:
    file = io.BytesIO()
    write_lmk1(file, [LandmarkFrame.nobody(1.0, 640, 360)])
    assert file.getvalue()[:4] == struct.pack("<I", 16)
    assert len(file.getvalue()) == 20
