"""What of a moving figure is kept, and that nothing else is."""

import pytest
from skeletons import frame, frames

from steadyback.clinic.skeleton_frames import KEPT_LANDMARKS, FrameError, pack, to_keep, unpack
from steadyback.pose.landmark import Landmark
from steadyback.pose.wire import decode


def test_only_trunk_limbs_nose_and_ears_stay() -> None:
    kept = to_keep(frame(500), 0)
    assert kept is not None
    before, after = decode(frame(500))[0], decode(kept.messages[0])[0]
    for mark in Landmark:
        told = after.values[mark * 4 : mark * 4 + 4]
        if mark in KEPT_LANDMARKS:
            assert told == pytest.approx(before.values[mark * 4 : mark * 4 + 4], abs=0.04)
            assert told[:2] == pytest.approx(before.values[mark * 4 : mark * 4 + 2], abs=1 / 4096)
        else:
            assert told == (0.0, 0.0, 0.0, 0.0)
    assert not {Landmark.LEFT_EYE, Landmark.MOUTH_LEFT, Landmark.RIGHT_THUMB} & KEPT_LANDMARKS


def test_no_more_than_ten_a_second_and_nothing_twice() -> None:
    kept = to_keep(frames(1000, 60, every_ms=33), 0)
    assert kept is not None
    assert 18 <= len(kept.messages) <= 21
    assert to_keep(frames(1000, 60, every_ms=33), kept.to_ms) is None
    later = to_keep(frames(1000, 30), 2500)
    assert later is not None
    assert (later.from_ms, later.to_ms) == (2600, 3900)


def test_nobody_in_the_picture_is_kept_as_nobody() -> None:
    kept = to_keep(frame(100, nobody=True), 0)
    assert kept is not None
    assert not decode(kept.messages[0])[0].has_person


def test_it_comes_back_from_much_less_than_it_was() -> None:
    kept = to_keep(frames(100, 100), 0)
    assert kept is not None
    whole = b"".join(kept.messages)
    assert unpack(pack(kept.messages)) == whole
    assert len(pack(kept.messages)) < len(whole) / 3


@pytest.mark.parametrize(
    "body",
    [b"x", b"JPEG" * 40, frame(100)[:-1], frame(100) + b"more", frame(100)[:16] + b"\x00\x00\xc0\x7f" * 132],
    ids=["short", "foreign", "cut", "more", "not a number"],
)
def test_what_is_no_figure_is_refused(body: bytes) -> None:
    with pytest.raises(FrameError):
        to_keep(body, 0)
