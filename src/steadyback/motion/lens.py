"""The camera that films a drawn person: where it stands, and as far away as it has to be to see all of a movement."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from steadyback.exercises import Exercise
from steadyback.kinematics.body import HIPS
from steadyback.motion.body import Body
from steadyback.motion.joints import Floats
from steadyback.motion.measure import picture_axes

SIZE_PX: Final = {"landscape": (1280, 720), "portrait": (720, 1280)}
FIELD_OF_VIEW_DEG: Final = 62.0
ROOM_AROUND: Final = 1.15
NEAREST_M: Final = 2.5


@dataclass(frozen=True)
class Lens:
    """`axes` (3,3): rows right, down, away. It is level with `middle` (3,), `distance_m` before it."""

    axes: Floats
    middle: Floats
    distance_m: float
    focal_px: float
    size_px: tuple[int, int]
    raised_m: float

    @classmethod
    def of(
        cls, exercise: Exercise, places: Floats, to_camera: Floats, turned_deg: float = 0.0, raised_m: float = 0.0
    ) -> Self:
        """For landmarks in the room (K,33,3), of which all have to be in the picture."""
        width, height = SIZE_PX[exercise.camera.orientation or "landscape"]
        turn = np.radians(turned_deg)
        about = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
        axes = picture_axes(about @ to_camera)
        middle = (places.min((0, 1)) + places.max((0, 1))) / 2
        seen = (places - middle) @ axes.T
        focal_px = max(width, height) / 2 / np.tan(np.radians(FIELD_OF_VIEW_DEG / 2))
        reach = np.abs(seen[..., :2]).max((0, 1)) * ROOM_AROUND
        distance_m = max(NEAREST_M, focal_px * reach[0] / (width / 2), focal_px * reach[1] / (height / 2))
        distance_m += float(np.abs(seen[..., 2]).max())
        return cls(axes, middle, float(distance_m), float(focal_px), (width, height), raised_m)

    def seen(self, places: Floats) -> tuple[Floats, Floats]:
        """Of places (K,33,3): x, y in shares of the picture and z beside the hips, and metres along the axes."""
        seen = (places - self.middle) @ self.axes.T
        width, height = self.size_px
        depth = seen[..., 2] + self.distance_m
        x = seen[..., 0] / depth * self.focal_px / width + 0.5
        y = (
            (seen[..., 1] + self.raised_m) / depth * self.focal_px / height
            - self.raised_m / self.distance_m * self.focal_px / height
            + 0.5
        )
        z = (seen[..., 2] - seen[:, HIPS, 2].mean(1)[:, None]) / self.distance_m * self.focal_px / width
        return np.stack([x, y, z], -1), seen


def direction_of_camera(exercise: Exercise, body: Body, ready: Floats) -> Floats:
    """Where the camera of the coach stands, along an axis of the room: the right side, the front, or the feet."""
    if exercise.camera.view not in ("front", "foot_end"):
        return np.array([0.0, 0.0, 1.0])
    frame = body.pose(ready[None]).frames[0, body.at["pelvis"]]
    wanted = frame[:, 2] if exercise.camera.view == "front" else -frame[:, 1]
    found = np.zeros(3)
    axis = 0 if abs(wanted[0]) >= abs(wanted[2]) else 2
    found[axis] = 1.0 if wanted[axis] > 0 else -1.0
    return found
