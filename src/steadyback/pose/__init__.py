"""Where a person's body is, frame by frame: landmarks, the skeleton, and their form on the wire."""

from steadyback.pose.frame import LandmarkFrame
from steadyback.pose.landmark import LANDMARK_COUNT, Landmark
from steadyback.pose.skeleton import BONES, opposite
from steadyback.pose.wire import LandmarkWireError, WireHeader, decode, encode

__all__ = [
    "BONES",
    "LANDMARK_COUNT",
    "Landmark",
    "LandmarkFrame",
    "LandmarkWireError",
    "WireHeader",
    "decode",
    "encode",
    "opposite",
]
