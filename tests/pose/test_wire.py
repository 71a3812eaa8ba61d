import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.pose import LandmarkFrame, LandmarkWireError, WireHeader, decode, encode

number = st.floats(width=32, allow_nan=False)
sizes = st.integers(1, 65535)


@st.composite
def frames(draw: st.DrawFn) -> LandmarkFrame:
    t_s = draw(st.integers(0, 2**32 - 1)) / 1000
    size = draw(st.tuples(sizes, sizes))
    if draw(st.booleans()):
        return LandmarkFrame.nobody(t_s, *size)
    row = st.tuples(number, number, number, number)
    points = [draw(row)] * 32 + [draw(row)]
    world = [draw(st.tuples(number, number, number))] * 33 if draw(st.booleans()) else []
    return LandmarkFrame.from_points(t_s, size, points, world, people_seen=draw(st.integers(1, 255)))


@given(frames(), st.sampled_from(["lite", "full", "heavy"]), st.booleans())
def test_what_is_encoded_is_decoded(frame: LandmarkFrame, model: str, mirrored: bool) -> None:
    header = WireHeader(model, mirrored)
    assert decode(encode(frame, header)) == (frame, header)


@given(st.binary(max_size=1200))
def test_any_bytes_are_one_message_or_refused(message: bytes) -> None:
    try:
        frame, header = decode(message)
    except LandmarkWireError:
        return
    if frame.is_finite:
        assert encode(frame, header) == message


def message(**changes: object) -> bytes:
    head = {"magic": b"LMK1", "flags": 1, "people": 1, "landmarks": 33, "ms": 40, "width": 640, "height": 360} | changes
    return struct.pack("<4sBBHIHH", *head.values()) + bytes(33 * 16)


def test_a_hand_made_message_reads_as_the_table_says() -> None:
    frame, header = decode(message(flags=0b1010))
    assert (frame.t_s, frame.width_px, frame.height_px, frame.people_seen) == (0.04, 640, 360, 1)
    assert header == WireHeader("heavy", mirrored=True)


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        (b"", "0 bytes"),
        (b"LMK1", "4 bytes"),
        (message(magic=b"LMK2"), "expected b'LMK1'"),
        (message(flags=3), "flags 0x03"),
        (message(flags=0x11), "flags 0x11"),
        (message(landmarks=34), "34 landmarks"),
        (message(landmarks=65535), "65535 landmarks"),
        (message(people=0), "33 landmarks for 0 people"),
        (message(width=0), "expected a size"),
        (message(flags=5), "expected 940"),
        (message()[:-1], "543 bytes, expected 544"),
        (message() + b"\0", "545 bytes, expected 544"),
    ],
)
def test_a_hostile_message_is_refused_in_words(hostile: bytes, said: str) -> None:
    with pytest.raises(LandmarkWireError, match=said):
        decode(hostile)


@pytest.mark.parametrize(
    ("frame", "header", "said"),
    [
        (LandmarkFrame.nobody(-0.1, 10, 10), WireHeader(), "media time"),
        (LandmarkFrame.nobody(float("nan"), 10, 10), WireHeader(), "media time"),
        (LandmarkFrame.nobody(5e6, 10, 10), WireHeader(), "media time"),
        (LandmarkFrame.nobody(0, 70000, 10), WireHeader(), "70000x10"),
        (LandmarkFrame.nobody(0, 10, 10), WireHeader("huge"), "'huge'"),
        (LandmarkFrame(0, 10, 10, (1e300,) * 132, (), 1), WireHeader(), "too large for a float32"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused_in_words(frame: LandmarkFrame, header: WireHeader, said: str) -> None:
    with pytest.raises(LandmarkWireError, match=said):
        encode(frame, header)
