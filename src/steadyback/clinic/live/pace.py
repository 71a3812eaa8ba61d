"""How much one socket may send: ten frames a second are passed on, and two hundred messages a second end it."""

FRAMES_PER_S = 10
MOST_PER_S = 200
_BURST_S = 0.15


class FramePace:
    """Lets a frame through at most ten times a second; a little unevenness of the network is evened out."""

    def __init__(self) -> None:
        self._due_s = float("-inf")

    def lets_through(self, now_s: float) -> bool:
        if now_s < self._due_s - _BURST_S:
            return False
        self._due_s = max(self._due_s, now_s - _BURST_S) + 1 / FRAMES_PER_S
        return True


class Flood:
    """Counts messages in windows of a second."""

    def __init__(self) -> None:
        self._from_s = float("-inf")
        self._count = 0

    def is_too_much(self, now_s: float) -> bool:
        if now_s - self._from_s >= 1:
            self._from_s, self._count = now_s, 0
        self._count += 1
        return self._count > MOST_PER_S
