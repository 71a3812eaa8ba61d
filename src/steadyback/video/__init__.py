"""Recorded video to landmark frames: BlazePose behind the `PoseSource` protocol, and landmark files."""

from steadyback.video.errors import ModelMissingError, VideoError, VideoExtraMissingError
from steadyback.video.landmark_file import LandmarkFile, LandmarkWriter
from steadyback.video.lmk1_file import Lmk1File, write_lmk1
from steadyback.video.models import MODELS
from steadyback.video.source import PoseSource, open_source
from steadyback.video.trc_file import TrcWriter

__all__ = [
    "MODELS",
    "LandmarkFile",
    "LandmarkWriter",
    "Lmk1File",
    "ModelMissingError",
    "PoseSource",
    "TrcWriter",
    "VideoError",
    "VideoExtraMissingError",
    "open_source",
    "write_lmk1",
]
