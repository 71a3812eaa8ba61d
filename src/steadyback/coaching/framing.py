"""Whether a frame can be judged at all: somebody is there, and what is needed is in the picture."""

from collections.abc import Iterable
from typing import Final

from steadyback.pose import LandmarkFrame

EDGE_MARGIN: Final = 0.03
"""Points a little beyond the edge are still placed well; the model stays confident far beyond (design/pose.md)."""


def reason_to_abstain(frame: LandmarkFrame, needed: Iterable[int]) -> str | None:
    """The code of the first reason not to judge this frame, or None."""
    if not frame.has_person:
        return "no_person"
    if not frame.is_finite:
        return "unreadable"
    if not all(frame.is_inside(landmark, EDGE_MARGIN) for landmark in needed):
        return "out_of_picture"
    return None
