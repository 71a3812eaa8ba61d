"""Landmarks as a pose model gives them: each point wanders about its place."""

import random
from collections.abc import Iterable

from steadyback.coaching.wander import kept_after
from steadyback.pose import LANDMARK_COUNT, LandmarkFrame


def wandering(frames: Iterable[LandmarkFrame], by_px: float, seed: int = 1) -> list[LandmarkFrame]:
    """Each point goes about its place, by an error that lasts a third of a second."""
    dice = random.Random(seed)
    off = [dice.gauss(0, by_px) for _ in range(2 * LANDMARK_COUNT)]
    found = []
    for frame in frames:
        kept = kept_after(1 / 30)
        off = [one * kept + dice.gauss(0, by_px) * (1 - kept * kept) ** 0.5 for one in off]
        values = list(frame.values)
        for at in range(LANDMARK_COUNT):
            values[4 * at] += off[2 * at] / frame.width_px
            values[4 * at + 1] += off[2 * at + 1] / frame.height_px
        found.append(LandmarkFrame(frame.t_s, frame.width_px, frame.height_px, tuple(values), frame.world_values_m, 1))
    return found
