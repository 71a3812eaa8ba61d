"""Causal smoothing of one angle over media time (specification, camera_defaults.angle_smoothing_ms)."""

import math
from collections import deque
from typing import Final

WINDOW_S: Final = 0.2


class WindowMean:
    """The mean of the last 200 ms, given at the mean of their times.

    So what comes out is late by half a window but not shifted: a turning point keeps its time. Works on time and not
    on frames, so 10 and 60 frames a second come out alike. The caller resets it on cuts and time jumps.
    """

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self.window_s = window_s
        self._recent: deque[tuple[float, float]] = deque()

    def reset(self) -> None:
        self._recent.clear()

    def push(self, t_s: float, value: float) -> tuple[float, float]:
        """Add a value at a later time than the last; gives (time in s, smoothed value)."""
        self._recent.append((t_s, value))
        while self._recent[0][0] < t_s - self.window_s:
            self._recent.popleft()
        count = len(self._recent)
        return (
            math.fsum(t for t, _ in self._recent) / count,
            math.fsum(v for _, v in self._recent) / count,
        )
