"""LMK1: landmarks as a small binary message, the same in the browser, on the socket and in files.

Little-endian. Header `<4sBBHIHH`: magic `LMK1`; flags (bits 0-1 model: 0 lite, 1 full, 2 heavy; bit 2 world landmarks
follow; bit 3 mirrored); people seen; landmarks (0 or 33); media time in ms; picture width; picture height.
Then x, y, z, visibility as float32 for each landmark, x and y as fractions of the picture, and, with bit 2,
x, y, z in metres as float32 for each landmark.
"""

import struct
from dataclasses import dataclass
from typing import Final

from steadyback.pose.frame import VALUES_PER_LANDMARK, WORLD_VALUES_PER_LANDMARK, LandmarkFrame
from steadyback.pose.landmark import LANDMARK_COUNT

MAGIC: Final = b"LMK1"
HEADER: Final = struct.Struct("<4sBBHIHH")
MODELS: Final = ("lite", "full", "heavy")
MODEL_BITS: Final = 0b0011
WORLD_BIT: Final = 0b0100
MIRRORED_BIT: Final = 0b1000
KNOWN_BITS: Final = MODEL_BITS | WORLD_BIT | MIRRORED_BIT
FLOAT_BYTES: Final = 4
LONGEST_MS: Final = 2**32 - 1
LARGEST_PX: Final = 2**16 - 1
MOST_PEOPLE: Final = 255


class LandmarkWireError(ValueError):
    """The bytes are not one LMK1 message, or the frame does not fit into one; the message says why."""


@dataclass(frozen=True, slots=True)
class WireHeader:
    """What an LMK1 message says about its frame: which model saw it, and whether the picture was mirrored."""

    model: str = "full"
    mirrored: bool = False


def encode(frame: LandmarkFrame, header: WireHeader | None = None) -> bytes:
    """One message. The time is rounded to whole milliseconds.

    Raises LandmarkWireError for an unknown model, or a time, size or number of people beyond what the header holds.
    """
    header = header or WireHeader()
    if header.model not in MODELS:
        raise LandmarkWireError(f"model {header.model!r}, expected one of {', '.join(MODELS)}")
    if not 0 <= frame.t_s * 1000 <= LONGEST_MS:
        raise LandmarkWireError(f"media time {frame.t_s} s, expected 0 to {LONGEST_MS / 1000} s")
    if frame.width_px > LARGEST_PX or frame.height_px > LARGEST_PX:
        raise LandmarkWireError(f"picture {frame.width_px}x{frame.height_px}, expected at most {LARGEST_PX} a side")
    flags = MODELS.index(header.model)
    flags |= WORLD_BIT if frame.world_values_m else 0
    flags |= MIRRORED_BIT if header.mirrored else 0
    people = min(frame.people_seen, MOST_PEOPLE)
    landmarks = LANDMARK_COUNT if frame.has_person else 0
    time_ms = round(frame.t_s * 1000)
    head = HEADER.pack(MAGIC, flags, people, landmarks, time_ms, frame.width_px, frame.height_px)
    numbers = frame.values + frame.world_values_m
    try:
        return head + struct.pack(f"<{len(numbers)}f", *numbers)
    except OverflowError as error:
        raise LandmarkWireError("a number is too large for a float32") from error


def decode(message: bytes) -> tuple[LandmarkFrame, WireHeader]:
    """The frame of one message and what the header says about it.

    Numbers that are not finite are passed on: whoever judges a frame asks `frame.is_finite`.
    Raises LandmarkWireError for anything that is not exactly one well-formed message.
    """
    if len(message) < HEADER.size:
        raise LandmarkWireError(f"{len(message)} bytes, expected at least the {HEADER.size} of the header")
    magic, flags, people, landmarks, time_ms, width_px, height_px = HEADER.unpack_from(message)
    if magic != MAGIC:
        raise LandmarkWireError(f"begins with {magic!r}, expected {MAGIC!r}")
    model_at = flags & MODEL_BITS
    if flags & ~KNOWN_BITS or model_at >= len(MODELS):
        raise LandmarkWireError(f"flags {flags:#04x} mean nothing in LMK1")
    if landmarks != (LANDMARK_COUNT if people else 0):
        raise LandmarkWireError(f"{landmarks} landmarks for {people} people, expected 33, or 0 for nobody")
    if not width_px or not height_px:
        raise LandmarkWireError(f"picture {width_px}x{height_px}, expected a size")
    picture_numbers = landmarks * VALUES_PER_LANDMARK
    world_numbers = landmarks * WORLD_VALUES_PER_LANDMARK if flags & WORLD_BIT else 0
    expected = HEADER.size + (picture_numbers + world_numbers) * FLOAT_BYTES
    if len(message) != expected:
        raise LandmarkWireError(f"{len(message)} bytes, expected {expected}")
    numbers = struct.unpack_from(f"<{picture_numbers + world_numbers}f", message, HEADER.size)
    values, world = numbers[:picture_numbers], numbers[picture_numbers:]
    frame = LandmarkFrame(time_ms / 1000, width_px, height_px, values, world, people)
    return frame, WireHeader(MODELS[model_at], bool(flags & MIRRORED_BIT))
