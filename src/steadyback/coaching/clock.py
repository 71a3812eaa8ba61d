"""Whether a frame's time goes on from the last one: a clock that leaps for a moment suspends, it does not cut.

A leap is only believed once time has gone on steadily from there. Frames are kept back until then; where time comes
back to where it was, they are dropped, as frames that were never seen. Its limits: `limits.toml`, room `clock`.
"""

import math
from collections import deque
from typing import Final

from steadyback.coaching.limits import limit
from steadyback.kinematics.continuity import LONGEST_GAP_S
from steadyback.pose import LandmarkFrame

USUAL_STEP_S: Final = limit("clock.usual_step")
USUAL_STEPS: Final = limit("clock.usual_steps")
CAUGHT_UP_AFTER_S: Final = limit("clock.caught_up_after")
BELIEVED_AFTER_S: Final = limit("clock.believed_after")
FEWEST_FRAMES: Final = int(limit("clock.fewest_frames"))
MOST_KEPT: Final = int(limit("clock.most_kept"))


class Clock:
    """`admit(frame)` gives the frames whose time can be relied on now, oldest first: usually the one that came.

    After a pause shorter than a cut, time has to go on for a third of a second; after a leap back or far ahead for a
    second and a half. A time that is no number is dropped at once.
    """

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._step_s = 0.0
        self._kept: deque[LandmarkFrame] = deque()
        self._kept_step_s = 0.0
        self._lost_from_s: float | None = None

    def admit(self, frame: LandmarkFrame) -> tuple[LandmarkFrame, ...]:
        if not math.isfinite(frame.t_s):
            self._drop()
            return ()
        if self._last_s is None or 0 < frame.t_s - self._last_s <= usual(self._step_s):
            self._drop()
            return self._go_on(frame)
        if frame.t_s == self._last_s or (self._kept and frame.t_s == self._kept[-1].t_s):
            return ()
        self._keep(frame)
        return self.flush() if self._is_believed() else ()

    def flush(self) -> tuple[LandmarkFrame, ...]:
        """Whatever is being kept back: the recording ends, or its new time is believed."""
        kept = tuple(self._kept)
        self._kept.clear()
        return tuple(frame for each in kept for frame in self._go_on(each))

    def lost_before(self, t_s: float) -> float | None:
        """The last good time, where frames were dropped for more than a usual step before this one; told once."""
        from_s, self._lost_from_s = self._lost_from_s, None
        return from_s if from_s is not None and t_s - from_s > USUAL_STEP_S else None

    def _drop(self) -> None:
        if self._kept and self._lost_from_s is None:
            self._lost_from_s = self._last_s
        self._kept.clear()

    def _go_on(self, frame: LandmarkFrame) -> tuple[LandmarkFrame, ...]:
        if self._last_s is not None:
            self._step_s = max(0.0, min(frame.t_s - self._last_s, LONGEST_GAP_S))
        self._last_s = frame.t_s
        return (frame,)

    def _keep(self, frame: LandmarkFrame) -> None:
        step_s = frame.t_s - self._kept[-1].t_s if self._kept else 0.0
        longest_s = usual(self._kept_step_s) if len(self._kept) > 1 else LONGEST_GAP_S
        if not 0 < step_s <= longest_s:
            self._drop()
            step_s = 0.0
        self._kept.append(frame)
        self._kept_step_s = step_s

    def _is_believed(self) -> bool:
        first_s, now_s = self._kept[0].t_s, self._kept[-1].t_s
        paused = self._last_s is not None and 0 < first_s - self._last_s <= LONGEST_GAP_S
        wanted_s = CAUGHT_UP_AFTER_S if paused else BELIEVED_AFTER_S
        return len(self._kept) >= MOST_KEPT or (len(self._kept) >= FEWEST_FRAMES and now_s - first_s >= wanted_s)


def usual(step_s: float) -> float:
    return min(max(USUAL_STEP_S, USUAL_STEPS * step_s), LONGEST_GAP_S)
