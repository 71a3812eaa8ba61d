"""What can be wrong with a recording, in words for the person who gave it."""


class VideoError(Exception):
    """A recording cannot be read; the message says what, where, and what to do."""


class ModelMissingError(VideoError):
    """The pose model files have not been built."""


class VideoExtraMissingError(VideoError):
    """The optional packages or system libraries that read video are not installed."""
