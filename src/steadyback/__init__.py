"""SteadyBack: guided, cleared and supervised exercise for people with back pain."""

__version__ = "0.1.0"
