"""Where one stands to look at a movement: the same named views as on the pages, and where a place is in the picture."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from steadyback.motion.body import Body
from steadyback.motion.joints import Floats
from steadyback.motion.recorded import RecordedClip

VIEWS: Final = ("side", "front", "top")
ELEVATION_DEG: Final = {"side": 9.0, "front": 12.0, "top": 72.0}
OFF_THE_AXIS: Final = 0.22
"""A little off the axis, so that depth is seen."""
FIELD_OF_VIEW_DEG: Final = 24.0
FLESH_M: Final = 0.14
"""So far does the surface reach beyond the joints."""
MARGIN: Final = 1.04
NEAREST_M: Final = 0.5


@dataclass(frozen=True)
class Camera:
    """`axes`: rows right, down, away from the camera. `focal_px` for a picture of `size` width, height."""

    place: Floats
    axes: Floats
    focal_px: float
    size: tuple[int, int]

    def seen(self, places: Floats) -> tuple[Floats, Floats]:
        """Pixels (...,2) and one over the distance (...), which is 0 for what is behind the camera."""
        from_camera = (places - self.place) @ self.axes.T
        away = from_camera[..., 2]
        nearness = np.where(away > 0.05, 1 / np.maximum(away, 0.05), 0.0)
        pixels = from_camera[..., :2] * (nearness * self.focal_px)[..., None]
        return pixels + np.array(self.size) / 2, nearness

    def rays(self, pixels: Floats) -> Floats:
        """Directions (N,3) through pixels (N,2), one metre away from the camera along its own axis."""
        flat = (pixels - np.array(self.size) / 2) / self.focal_px
        return np.asarray(flat @ self.axes[:2] + self.axes[2])


def camera_of(
    clip: RecordedClip, body: Body, view: str, size: tuple[int, int], views: RecordedClip | None = None
) -> Camera:
    """The named view of all of a movement. `views`: whose directions count, where that is not this clip."""
    directions = (views or clip).views
    best = (views or clip).best_view
    level = best if view == "top" else view
    main, other = (directions["front"], directions["side"]) if level == "front" else (
        directions["side"], directions["front"])  # fmt: skip
    towards = main if view == "top" else main + other * OFF_THE_AXIS
    up = np.radians(ELEVATION_DEG[view])
    flat = towards * [1, 0, 1]
    back = flat / np.linalg.norm(flat) * np.cos(up) + np.array([0, np.sin(up), 0])
    return standing(reach_of(clip, body), back, size, FIELD_OF_VIEW_DEG)


def standing(places: Floats, back: Floats, size: tuple[int, int], field_of_view_deg: float) -> Camera:
    """A camera in the direction `back` of these places (N,3), just far enough away to see all of them."""
    right = np.cross([0.0, 1.0, 0.0], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    high = np.tan(np.radians(field_of_view_deg / 2))
    wide = high * size[0] / size[1]
    centre = (places.min(0) + places.max(0)) / 2
    away = places - centre
    needed = np.maximum((np.abs(away @ right) + FLESH_M) / wide, (np.abs(away @ up) + FLESH_M) / high)
    distance = max(NEAREST_M, float((needed * MARGIN + away @ back).max()))
    return Camera(centre + back * distance, np.stack([right, -up, -back]), size[1] / 2 / high, size)


def reach_of(clip: RecordedClip, body: Body) -> Floats:
    """Every place (N,3) that a joint or the crown of the head comes to."""
    found = []
    for phase in clip.phases:
        for progress in (0.0, 0.5, 1.0):
            heads = clip.posed(body, phase.id, progress).heads[0]
            neck, head = heads[body.at["neck"]], heads[body.at["head"]]
            crown = head + (head - neck) / np.linalg.norm(head - neck) * 0.1
            found.append(np.vstack([heads, crown]))
    return np.concatenate(found)
