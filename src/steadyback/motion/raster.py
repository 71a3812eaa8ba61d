"""Which triangle is seen in each pixel: a depth buffer in numpy, for pictures without a graphics card."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from steadyback.motion.body import Indices
from steadyback.motion.joints import Floats

SAMPLES_AT_ONCE: Final = 1_000_000
NOTHING: Final = -1


@dataclass(frozen=True)
class Seen:
    """For each pixel: `triangle` (H,W), NOTHING where there is none, and `nearness` (H,W), 0 for nothing."""

    triangle: NDArray[np.int32]
    nearness: NDArray[np.float32]


def seen_triangles(corners: Floats, nearness: Floats, size: tuple[int, int]) -> Seen:
    """`corners` (T,3,2) in pixels, `nearness` (T,3) larger for what is nearer and straight across the picture
    (one over the distance); `size` width, height."""
    width, height = size
    triangle = np.full(height * width, NOTHING, np.int32)
    depth = np.zeros(height * width, np.float32)
    low = np.clip(np.floor(corners.min(1)), 0, [width, height]).astype(np.intp)
    high = np.clip(np.ceil(corners.max(1)), 0, [width, height]).astype(np.intp)
    reach = (high - low).max(1)
    worth = np.flatnonzero(((high - low).min(1) > 0) & (np.abs(_area(corners)) > 1e-9) & (nearness.min(1) > 0))
    steps = [2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256, 512, 1024, 4096]
    for least, most in zip([0, *steps[:-1]], steps, strict=True):
        group = worth[(reach[worth] > least) & (reach[worth] <= most)]
        spans = (high - low)[group].max(0) if len(group) else np.array([1, 1])
        at_once = max(1, SAMPLES_AT_ONCE // int(spans[0] * spans[1]))
        for begin in range(0, len(group), at_once):
            chosen = group[begin : begin + at_once]
            _draw(chosen, corners[chosen], nearness[chosen], low[chosen], (int(spans[0]), int(spans[1])), size,
                  triangle, depth)  # fmt: skip
    return Seen(triangle.reshape(height, width), depth.reshape(height, width))


def shares_in(corners: Floats, points: Floats) -> Floats:
    """How much each corner (N,3,2) counts at a point (N,2): barycentric (N,3), which add up to 1."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    whole = _area(corners)
    second = ((points - a)[:, 0] * (c - a)[:, 1] - (points - a)[:, 1] * (c - a)[:, 0]) / whole
    third = ((b - a)[:, 0] * (points - a)[:, 1] - (b - a)[:, 1] * (points - a)[:, 0]) / whole
    return np.stack([1 - second - third, second, third], 1)


def _area(corners: Floats) -> Floats:
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])


def _draw(
    names: Indices,
    corners: Floats,
    nearness: Floats,
    low: Indices,
    spans: tuple[int, int],
    size: tuple[int, int],
    triangle: NDArray[np.int32],
    depth: NDArray[np.float32],
) -> None:
    """Triangles of about one size at a time: every pixel of the box around each is tried."""
    width, height = size
    across, down = np.meshgrid(np.arange(spans[0]), np.arange(spans[1]))
    x = low[:, 0, None] + across.ravel()
    y = low[:, 1, None] + down.ravel()
    whole = _area(corners)[:, None]
    ax, ay = corners[:, 0, 0, None], corners[:, 0, 1, None]
    px, py = x + 0.5 - ax, y + 0.5 - ay
    bx, by = corners[:, 1, 0, None] - ax, corners[:, 1, 1, None] - ay
    cx, cy = corners[:, 2, 0, None] - ax, corners[:, 2, 1, None] - ay
    second = (px * cy - py * cx) / whole
    third = (bx * py - by * px) / whole
    inside = (second >= 0) & (third >= 0) & (second + third <= 1) & (x < width) & (y < height)
    rows, columns = np.nonzero(inside)
    second, third = second[rows, columns], third[rows, columns]
    near = nearness[rows, 0] * (1 - second - third) + nearness[rows, 1] * second + nearness[rows, 2] * third
    near = near.astype(np.float32)
    pixels = y[rows, columns] * width + x[rows, columns]
    np.maximum.at(depth, pixels, near)
    wins = depth[pixels] == near
    triangle[pixels[wins]] = names[rows[wins]]
