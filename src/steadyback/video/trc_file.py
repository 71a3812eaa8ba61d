"""OpenSim marker files (TRC): the 33 landmarks in metres, as BlazePose's world landmarks give them.

OpenSim wants x forward, y up, z to the right; the model gives x to the right, y down, z away from the camera, from
mid-hip. So y and z are turned over: x to the right in the picture, y up, z towards the camera. The origin moves with
the hips, since one camera does not see where a person stands.
"""

import math
from array import array
from typing import IO, Final

from steadyback.pose import LANDMARK_COUNT, Landmark, LandmarkFrame

USUAL_FPS: Final = 30.0
VALUES: Final = LANDMARK_COUNT * 3


class TrcWriter:
    """Collects frames; `save` writes them whole. Frames without a person leave their coordinates empty."""

    def __init__(self) -> None:
        self._t_s = array("d")
        self._world_m = array("f")

    def add(self, frame: LandmarkFrame) -> None:
        """Keep one frame. Raises ValueError for one that has a person but only pixels."""
        if frame.has_person and not frame.world_values_m:
            raise ValueError(
                "holds landmarks in pixels only. A TRC file is in metres, and pixels cannot be turned into metres; "
                "analyse the video itself, or landmarks kept with `world`"
            )
        self._t_s.append(frame.t_s)
        self._world_m.extend(frame.world_values_m or (math.nan,) * VALUES)

    def save(self, file: IO[bytes], *, name: str, fps: float | None) -> None:
        """Write to an open binary file; `name` is what the header calls it."""
        rate = f"{fps or self._measured_fps():.6g}"
        count = len(self._t_s)
        names = [landmark.name.title().replace("_", "") for landmark in Landmark]
        axes = [f"{axis}{number}" for number in range(1, LANDMARK_COUNT + 1) for axis in "XYZ"]
        header = (
            f"PathFileType\t4\t(X/Y/Z)\t{' '.join(name.split())}\n"
            "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
            f"{rate}\t{rate}\t{count}\t{LANDMARK_COUNT}\tm\t{rate}\t1\t{count}\n"
            "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t\n"
            "\t\t" + "\t".join(axes) + "\n\n"
        )
        file.write(header.encode())
        for number, t_s in enumerate(self._t_s):
            row = self._world_m[number * VALUES : (number + 1) * VALUES]
            cells = [self._cell(value, at % 3) for at, value in enumerate(row)]
            file.write(("\t".join([str(number + 1), f"{t_s:.6f}", *cells]) + "\n").encode())

    def _cell(self, value: float, axis: int) -> str:
        if not math.isfinite(value):
            return ""
        return f"{value if axis == 0 else -value:.6f}"

    def _measured_fps(self) -> float:
        span_s = self._t_s[-1] - self._t_s[0] if len(self._t_s) > 1 else 0.0
        return (len(self._t_s) - 1) / span_s if span_s > 0 else USUAL_FPS
