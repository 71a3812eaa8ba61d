"""Whether a frame can be judged at all: somebody is there, in the right view, and what is needed is in the picture.

Limits: `limits.toml`, room `framing`. The model stays confident far beyond the edge
(design/pose.md), so it is not asked.
"""

from collections.abc import Iterable
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.kinematics import Trunk
from steadyback.pose import LandmarkFrame

EDGE_MARGIN: Final = limit("framing.edge_margin")

WIDEST_SHOULDERS_FROM_SIDE: Final = limit("framing.widest_shoulders_from_side")
TURNED_IN_A_MOVEMENT: Final = limit("framing.turned_in_a_movement")
WIDEST_HIPS_FROM_SIDE: Final = limit("framing.widest_hips_from_side")
NARROWEST_SHOULDERS_FROM_FRONT: Final = limit("framing.narrowest_shoulders_from_front")

FARTHEST_OUTSIDE: Final = limit("framing.farthest_outside")
NARROWEST_SHOULDERS_FROM_FEET: Final = limit("framing.narrowest_shoulders_from_feet")


def is_readable(frame: LandmarkFrame, trunk: Trunk) -> bool:
    """Whether the numbers can be a body in or near the picture: finite, not all in one place, not far outside."""
    if not frame.is_finite or trunk.torso_px <= 0:
        return False
    widest, highest = FARTHEST_OUTSIDE * frame.width_px, FARTHEST_OUTSIDE * frame.height_px
    return all(-widest < x < widest and -highest < y < highest for x, y in trunk.shoulders + trunk.hips)


def reason_to_abstain(
    frame: LandmarkFrame, trunk: Trunk, view: str, needed: Iterable[int], is_under_way: bool
) -> str | None:
    """Why not to judge a frame with a person in the exercise's view (side, front, foot_end); None if nothing forbids.

    `is_under_way`: a movement was begun in this view and is not over. The codes are those of `Abstained`.
    """
    if frame.people_seen > 1:
        return "several_people"
    if not frame.are_inside(needed, EDGE_MARGIN):
        return "out_of_picture"
    if not is_seen_from(trunk, view, TURNED_IN_A_MOVEMENT if is_under_way else 1.0):
        return "wrong_view"
    return None


def is_seen_from(trunk: Trunk, view: str, turned: float) -> bool:
    """Whether shoulders and hips are as wide in the picture as they are from this view; other views are not checked.

    They may be `turned` times wider from the side, or narrower from elsewhere.
    """
    shoulders, hips = trunk.width_ratios
    if view == "side":
        return shoulders < turned * WIDEST_SHOULDERS_FROM_SIDE and hips < turned * WIDEST_HIPS_FROM_SIDE
    if view == "front":
        return turned * shoulders > NARROWEST_SHOULDERS_FROM_FRONT
    if view == "foot_end":
        return turned * shoulders > NARROWEST_SHOULDERS_FROM_FEET
    return True
