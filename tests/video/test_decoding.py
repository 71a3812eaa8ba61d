from fractions import Fraction
from pathlib import Path

import pytest

av = pytest.importorskip("av")
np = pytest.importorskip("numpy")

from steadyback.video import VideoError  # noqa: E402
from steadyback.video.decoding import PictureClock, VideoFile  # noqa: E402


def write_video(path: Path, *, count: int = 6, stamps: list[int] | None = None, aspect: Fraction | None = None) -> Path:
    """Pictures of 64x32 whose left half is white, one every 100 ms unless `stamps` (ms) say otherwise."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        stream.codec_context.time_base = stream.time_base = Fraction(1, 1000)
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        pixels = np.zeros((32, 64, 3), np.uint8)
        pixels[:, :32] = 255
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = (stamps[number] if stamps else number * 100), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_pictures_come_with_their_own_times(tmp_path: Path) -> None:
    stamps = [0, 40, 300, 310, 900, 2000]
    times = [picture.t_s for picture in VideoFile(write_video(tmp_path / "v.mkv", stamps=stamps))]
    assert times == pytest.approx([stamp / 1000 for stamp in stamps], abs=0.002)


def test_pixels_lie_in_memory_as_the_landmarker_reads_them(side_leg_lift: Path) -> None:
    picture = next(iter(VideoFile(side_leg_lift)))
    assert picture.rgb.shape == (480, 854, 3)
    assert picture.rgb.flags["C_CONTIGUOUS"]


def test_a_large_picture_is_made_smaller_but_keeps_its_size_on_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steadyback.video.decoding.LONGEST_SIDE_PX", 32)
    picture = next(iter(VideoFile(write_video(tmp_path / "v.mp4"))))
    assert picture.rgb.shape == (16, 32, 3)
    assert (picture.width_px, picture.height_px) == (64, 32)


def test_pixels_that_are_not_square_are_shown_as_meant(tmp_path: Path) -> None:
    picture = next(iter(VideoFile(write_video(tmp_path / "v.mkv", aspect=Fraction(2, 1)))))
    assert (picture.width_px, picture.height_px) == (128, 32)


@pytest.mark.parametrize(("degrees", "bright"), [(90, "bottom"), (180, "right"), (270, "top")])
def test_a_turned_picture_is_set_upright(
    tmp_path: Path, degrees: int, bright: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = VideoFile(write_video(tmp_path / "v.mp4"))
    frame = next(av.open(str(tmp_path / "v.mp4")).decode(video=0))

    class Turned:
        """The frame, with the display matrix of a phone held another way."""

        width, height, rotation = frame.width, frame.height, degrees
        to_ndarray = frame.to_ndarray

    picture = video._picture(Turned(), 0.0, None)
    height, width = picture.rgb.shape[:2]
    assert (picture.width_px, picture.height_px) == (width, height) == ((32, 64) if degrees != 180 else (64, 32))
    place = {"bottom": (-1, 0), "top": (0, 0), "right": (0, -1)}[bright]
    assert picture.rgb[place].mean() > 200


def test_broken_pictures_are_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = bytearray(write_video(tmp_path / "v.avi", count=60).read_bytes())
    at = len(whole) // 3
    whole[at : at + 400] = b"\xff" * 400
    (tmp_path / "broken.avi").write_bytes(whole)
    video = VideoFile(tmp_path / "broken.avi")
    assert 10 < len(list(video)) <= 60


def test_a_picture_without_a_stamp_follows_the_last() -> None:
    clock = PictureClock(100, Fraction(1, 1000), 10.0)
    assert [clock.time_of(stamp) for stamp in (100, None, 300, None)] == pytest.approx([0, 0.1, 0.2, 0.3])


@pytest.mark.parametrize("content", [b"not a video at all", b"\x00" * 4096, b"RIFF\x00\x00\x00\x00AVI "])
def test_what_is_no_video_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v.mp4").write_bytes(content)
    with pytest.raises(VideoError, match=r"v\.mp4: .*Give a video file"):
        VideoFile(tmp_path / "v.mp4")
