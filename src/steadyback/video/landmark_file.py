"""Landmark files (`.npz`): what a model saw in a recording, so that it can be judged again without the pictures.

Keys: `t` s (n), `xy` pixels (n, 33, 2), `z` (n, 33), `visibility` (n, 33), `world` m (n, 33, 3), `width`, `height`,
`fps`; NaN where nobody was found. Other keys are ignored; `world`, `z` and `visibility` may be left out when reading.
"""

import math
import zipfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from steadyback.pose import LANDMARK_COUNT, LandmarkFrame
from steadyback.pose.frame import VALUES_PER_LANDMARK
from steadyback.video.errors import VideoError, VideoExtraMissingError

NEEDED: Final = ("t", "xy", "width", "height")
KEY_HELP: Final = "A landmark file has the keys t, xy, z, visibility, world, width, height and fps."


def import_numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise VideoExtraMissingError('landmark files need numpy: pip install "steadyback[video]"') from error
    return numpy


class LandmarkFile:
    """A landmark file as a PoseSource. Raises VideoError when it is opened and is not one."""

    def __init__(self, path: Path) -> None:
        self._np = import_numpy()
        held = self._read(path)
        self._held = held
        self.width_px, self.height_px = held["width"], held["height"]
        self.model = "recorded"
        self.fps: float | None = held["fps"]
        self.frames_expected: int | None = len(held["t"])
        self.duration_s: float | None = None

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            with path.open("rb") as raw, self._np.load(raw, allow_pickle=False) as file:
                if missing := [key for key in NEEDED if key not in file.files]:
                    raise VideoError(f"{path}: has no `{missing[0]}`. {KEY_HELP}")
                found = {key: file[key] for key in file.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise VideoError(f"{path}: is not a landmark file. {KEY_HELP}") from error
        try:
            return self._checked(found)
        except (TypeError, ValueError, KeyError) as error:
            raise VideoError(f"{path}: {error}. {KEY_HELP}") from error

    def _checked(self, found: dict[str, Any]) -> dict[str, Any]:
        np = self._np
        count = len(np.atleast_1d(found["t"]))
        shapes = {"t": (count,), "xy": (count, LANDMARK_COUNT, 2), "world": (count, LANDMARK_COUNT, 3)}
        shapes |= dict.fromkeys(("z", "visibility"), (count, LANDMARK_COUNT))
        for key, shape in shapes.items():
            if key in found and found[key].shape != shape:
                raise ValueError(f"`{key}` has the shape {found[key].shape}, expected {shape}")
        checked = {key: found[key].astype("float64") for key in shapes if key in found}
        size = {key: int(found[key]) for key in ("width", "height")}
        if not all(1 <= side <= 65535 for side in size.values()):
            raise ValueError(f"a picture of {size['width']}x{size['height']} pixels")
        if not np.isfinite(checked["t"]).all():
            raise ValueError("`t` holds times that are no numbers")
        fps = float(found["fps"]) if "fps" in found else math.nan
        return checked | size | {"fps": fps if math.isfinite(fps) and fps > 0 else None}

    def __iter__(self) -> Iterator[LandmarkFrame]:
        np, held = self._np, self._held
        scale = np.array([self.width_px, self.height_px], dtype="float64")
        for at, t_s in enumerate(held["t"].tolist()):
            xy = held["xy"][at]
            if not np.isfinite(xy).all():
                yield LandmarkFrame.nobody(t_s, self.width_px, self.height_px)
                continue
            values = np.zeros((LANDMARK_COUNT, VALUES_PER_LANDMARK), dtype="float32")
            values[:, :2] = xy / scale
            values[:, 2] = np.nan_to_num(held["z"][at]) if "z" in held else 0.0
            values[:, 3] = np.nan_to_num(held["visibility"][at]) if "visibility" in held else 1.0
            world = held["world"][at].astype("float32") if "world" in held else np.zeros(0)
            has_world = world.size > 0 and bool(np.isfinite(world).all())
            yield LandmarkFrame(
                t_s,
                self.width_px,
                self.height_px,
                tuple(values.ravel().tolist()),
                tuple(world.ravel().tolist()) if has_world else (),
                1,
            )


class LandmarkWriter:
    """Collects frames in the form of a landmark file; `save` writes it whole."""

    def __init__(self) -> None:
        self._np = import_numpy()
        self._t_s = array("d")
        self._values = array("f")
        self._world = array("f")
        self._size_px = (0, 0)

    def add(self, frame: LandmarkFrame) -> None:
        """Keep one frame; the picture's size is that of the last frame."""
        self._t_s.append(frame.t_s)
        nothing = (math.nan,)
        self._values.extend(frame.values or nothing * (LANDMARK_COUNT * 4))
        self._world.extend(frame.world_values_m or nothing * (LANDMARK_COUNT * 3))
        self._size_px = frame.width_px, frame.height_px

    def save(self, file: Any, *, fps: float | None) -> None:
        """Write to an open binary file."""
        np = self._np
        values = np.array(self._values, dtype="float32").reshape(-1, LANDMARK_COUNT, 4)
        np.savez_compressed(
            file,
            t=np.array(self._t_s),
            xy=values[:, :, :2] * np.array(self._size_px, dtype="float32"),
            z=values[:, :, 2],
            visibility=values[:, :, 3],
            world=np.array(self._world, dtype="float32").reshape(-1, LANDMARK_COUNT, 3),
            width=self._size_px[0],
            height=self._size_px[1],
            fps=fps if fps is not None else math.nan,
        )
