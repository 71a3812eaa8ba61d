"""Recorded video to landmark frames: BlazePose behind the `PoseSource` protocol, and landmark files."""

from steadyback.video.errors import ModelMissingError, VideoError, VideoExtraMissingError
from steadyback.video.landmark_file import LandmarkFile, LandmarkWriter
from steadyback.video.models import MODELS
from steadyback.video.source import PoseSource, open_source

__all__ = [
    "MODELS",
    "LandmarkFile",
    "LandmarkWriter",
    "ModelMissingError",
    "PoseSource",
    "VideoError",
    "VideoExtraMissingError",
    "open_source",
]
