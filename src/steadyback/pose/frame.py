"""One picture's landmarks: the value that everything after the camera works on."""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from steadyback.pose.landmark import LANDMARK_COUNT

VALUES_PER_LANDMARK: Final = 4
WORLD_VALUES_PER_LANDMARK: Final = 3


def as_float32(numbers: Iterable[float]) -> tuple[float, ...]:
    """The same numbers as the wire carries them, so that every host reckons with the same bits."""
    return tuple(array("f", numbers))


@dataclass(frozen=True, slots=True)
class LandmarkFrame:
    """The landmarks of the one person in a picture, at one media time; `people_seen` is 0 where nobody was found.

    `values` holds x, y, z, visibility of each landmark in turn (132 float32, or none). x and y are fractions of the
    picture's width and height (right and down), z is in the scale of x with smaller nearer to the camera, visibility
    is 0 to 1. `world_values_m` holds x, y, z in metres from mid-hip (99 float32, or none).
    Width and height are those of the picture as it is shown, so that equal lengths look equal.

    Raises ValueError where the sizes do not fit together.
    """

    t_s: float
    width_px: int
    height_px: int
    values: tuple[float, ...] = ()
    world_values_m: tuple[float, ...] = ()
    people_seen: int = 0

    def __post_init__(self) -> None:
        if len(self.values) not in (0, LANDMARK_COUNT * VALUES_PER_LANDMARK):
            raise ValueError(
                f"a frame has {LANDMARK_COUNT * VALUES_PER_LANDMARK} values or none, not {len(self.values)}"
            )
        if len(self.world_values_m) not in (0, LANDMARK_COUNT * WORLD_VALUES_PER_LANDMARK):
            raise ValueError(f"world landmarks are 99 values or none, not {len(self.world_values_m)}")
        if self.world_values_m and not self.values:
            raise ValueError("world landmarks need picture landmarks beside them")
        if bool(self.values) != (self.people_seen > 0):
            raise ValueError(f"{self.people_seen} people seen does not fit {len(self.values)} values")
        if self.width_px <= 0 or self.height_px <= 0:
            raise ValueError(f"a picture has a size, not {self.width_px}x{self.height_px}")

    @classmethod
    def nobody(cls, t_s: float, width_px: int, height_px: int) -> Self:
        """A picture in which nobody was found."""
        return cls(t_s, width_px, height_px)

    @classmethod
    def from_points(
        cls,
        t_s: float,
        size_px: tuple[int, int],
        points: Iterable[Sequence[float]],
        world_m: Iterable[Sequence[float]] = (),
        *,
        people_seen: int = 1,
    ) -> Self:
        """From 33 rows (x, y, z, visibility), x and y as fractions of the picture, and 33 rows (x, y, z) in metres."""
        values = as_float32(number for point in points for number in point)
        world = as_float32(number for point in world_m for number in point)
        return cls(t_s, size_px[0], size_px[1], values, world, people_seen if values else 0)

    @property
    def has_person(self) -> bool:
        return self.people_seen > 0

    @property
    def is_finite(self) -> bool:
        """Whether the time and every number is one that can be reckoned with."""
        return math.isfinite(self.t_s) and all(map(math.isfinite, self.values))

    def point_px(self, landmark: int) -> tuple[float, float]:
        """Where a landmark is in the picture, in pixels right and down, so that angles come out true."""
        at = landmark * VALUES_PER_LANDMARK
        return self.values[at] * self.width_px, self.values[at + 1] * self.height_px

    def z(self, landmark: int) -> float:
        """Depth relative to the hips, smaller nearer to the camera."""
        return self.values[landmark * VALUES_PER_LANDMARK + 2]

    def visibility(self, landmark: int) -> float:
        return self.values[landmark * VALUES_PER_LANDMARK + 3]

    def are_inside(self, landmarks: Iterable[int], margin: float = 0.0) -> bool:
        """Whether landmarks are in the picture, or beyond its edge by no more than `margin` of its width or height."""
        values, low, high = self.values, -margin, 1.0 + margin
        places = (landmark * VALUES_PER_LANDMARK for landmark in landmarks)
        return all(low <= values[at] <= high and low <= values[at + 1] <= high for at in places)
