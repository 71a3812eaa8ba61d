import io
from pathlib import Path

import pytest

av = pytest.importorskip("av")
np = pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("PIL")

from steadyback.pose import LandmarkFrame  # noqa: E402
from steadyback.video import VideoError  # noqa: E402
from steadyback.video.annotated import BONE, Caption, Drawing, SeenPoints, Story, wrapped, write_annotated  # noqa: E402
from steadyback.video.decoding import Picture, VideoFile  # noqa: E402


def seen_in(film: Path) -> SeenPoints:
    seen = SeenPoints()
    for number, picture in enumerate(VideoFile(film)):
        size = picture.width_px, picture.height_px
        rows = [(0.2 + at / 60, 0.3 + at / 60, 0.0, 1.0) for at in range(33)]
        somebody = LandmarkFrame.from_points(picture.t_s, size, rows)
        seen.add(somebody if number % 5 else LandmarkFrame.nobody(picture.t_s, *size), 42.0 if number % 5 else None)
    return seen


STORY = Story("Side-lying leg lift", (3.0,), (Caption(2.0, 2.1, "Keep your leg straight."),), "Hip bending")


def test_the_copy_has_the_same_pictures_at_the_same_times(side_leg_lift: Path) -> None:
    file = io.BytesIO()
    seen = seen_in(side_leg_lift)
    write_annotated(file, side_leg_lift, seen, STORY)
    file.seek(0)
    with av.open(file) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        times = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
    assert times == pytest.approx(list(seen.t_s), abs=0.002)


def picture(t_s: float) -> Picture:
    return Picture(t_s, np.full((480, 640, 3), 128, np.uint8), 640, 480)


def drawn(t_s: float, *, somebody: bool) -> np.ndarray:
    rows = [(0.2 + at / 60, 0.3 + at / 60, 0.0, 1.0) for at in range(33)]
    frame = LandmarkFrame.from_points(t_s, (640, 480), rows) if somebody else LandmarkFrame.nobody(t_s, 640, 480)
    seen = SeenPoints()
    seen.add(frame, 42.0 if somebody else None)
    return np.asarray(Drawing(STORY).on(picture(t_s), seen, 0))


def test_a_skeleton_is_drawn_only_where_somebody_is() -> None:
    assert (drawn(0.0, somebody=True) == BONE).all(-1).any()
    assert not (drawn(0.0, somebody=False) == BONE).all(-1).any()


def test_a_moment_to_adjust_stays_long_enough_to_be_read() -> None:
    bottom = {t_s: bool((drawn(t_s, somebody=False)[400:] != 128).any()) for t_s in (1.9, 2.05, 4.4, 4.6)}
    assert bottom == {1.9: False, 2.05: True, 4.4: True, 4.6: False}


def test_the_counter_changes_when_a_repetition_ends() -> None:
    before, after, later = (drawn(t_s, somebody=False)[:120, :300] for t_s in (1.0, 3.0, 1.5))
    assert (before != after).any()
    assert (before == later).all()


def test_landmarks_far_outside_and_tiny_pictures_do_not_stop_it() -> None:
    seen = SeenPoints()
    seen.add(LandmarkFrame.from_points(0.0, (32, 16), [(1e30, -1e30, 0.0, 1.0)] * 33), 1.0)
    rgb = Drawing(STORY).on(Picture(2.0, np.zeros((16, 32, 3), np.uint8), 32, 16), seen, 0)
    assert rgb.shape == (16, 32, 3)


def test_a_recording_that_changed_meanwhile_is_refused(side_leg_lift: Path) -> None:
    with pytest.raises(VideoError, match="changed while it was analysed"):
        write_annotated(io.BytesIO(), side_leg_lift, SeenPoints(), STORY)


def test_long_words_go_onto_several_lines() -> None:
    assert wrapped("Keep both hip bones level.", 14) == ["Keep both hip", "bones level."]
    assert wrapped("", 10) == [""]
