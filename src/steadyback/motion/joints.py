"""The movements that the figure's joints can do, read from `joints.toml`, as one flat list of numbers per pose."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from steadyback.exercises.movement_words import JOINTS, SIDED_JOINTS

Floats: TypeAlias = NDArray[np.float64]
Hand: TypeAlias = Literal["L", "R"]
METRES: Final = ("root.x", "root.y", "root.z")
UNEVEN: Final = (
    "root.turn",
    "root.roll",
    "root.spin",
    *(f"{joint}.{way}" for joint in ("lumbar", "thoracic", "neck") for way in ("side", "rot")),
)
AXES: Final = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True, slots=True)
class Degree:
    """One degree of freedom. `turns`: (bone, signed share) that turn about `axis`, none for the root."""

    name: str
    axis: int
    turns: tuple[tuple[str, float], ...]
    low: float
    high: float
    stiff: float
    fixed: bool


@cache
def degrees_of_freedom() -> tuple[Degree, ...]:
    """In the order in which a joint's rotations are composed; root first. Root x, y, z are metres, all else degrees."""
    raw = tomllib.loads((files("steadyback.motion") / "joints.toml").read_text("utf-8"))
    found: list[Degree] = []
    for joint, movements in JOINTS.items():
        for side in ("L", "R") if joint in SIDED_JOINTS else ("",):
            found += [_degree(raw[joint], joint, side, movement) for movement in movements]
    return tuple(found)


def _degree(raw: Mapping[str, dict[str, Any]], joint: str, side: str, movement: str) -> Degree:
    entry = raw[movement]
    axis = AXES[str(entry.get("axis", movement if movement in AXES else "x"))]
    low, high = (float(limit) for limit in entry["limits"])
    sign = float(entry.get("sign", 1)) * (-1 if side == "R" and axis != 0 else 1)
    dot = f".{side}" if side else ""
    turns = tuple((f"{bone}{dot}", sign * share) for bone, share in raw.get("bones", {}).items())
    return Degree(
        f"{joint}{dot}.{movement}",
        axis,
        turns,
        low,
        high,
        float(entry.get("stiff", 1)),
        bool(entry.get("fixed")),
    )


@cache
def index_of() -> Mapping[str, int]:
    """`hip.L.flex` -> its place in the vector of a pose."""
    return {degree.name: at for at, degree in enumerate(degrees_of_freedom())}


def sides_of(side: str, working: Hand) -> tuple[Hand, ...]:
    """The body sides that `work`, `rest` or `both` means."""
    other: Hand = "L" if working == "R" else "R"
    known: dict[str, tuple[Hand, ...]] = {"work": (working,), "rest": (other,), "both": ("L", "R")}
    return known[side]


def set_pose(vector: Floats, pose: Mapping[str, Mapping[str, float]], working: Hand) -> None:
    """Write the joint angles of an exercise file into the vector of a pose (in place).

    Sideways movements of the middle are written towards the working side; that is positive to the left here.
    """
    places = index_of()
    for name, movements in pose.items():
        joint, _, side = name.partition(".")
        for movement, degrees in movements.items():
            if joint not in SIDED_JOINTS:
                sideways = movement in ("side", "rot", "roll", "spin")
                vector[places[f"{joint}.{movement}"]] = -degrees if sideways and working == "R" else degrees
                continue
            for hand in sides_of(side, working):
                vector[places[f"{joint}.{hand}.{movement}"]] = degrees


@cache
def even_basis() -> Floats:
    """How the joints that are solved (F) move together in an even pose (F,E): both sides alike, the middle straight."""
    free = [degree for degree in degrees_of_freedom() if not degree.fixed]
    names = [degree.name for degree in free]
    columns = []
    for at, name in enumerate(names):
        if ".R." in name or name in UNEVEN:
            continue
        column = np.zeros(len(free))
        column[at] = 1.0
        if ".L." in name:
            column[names.index(name.replace(".L.", ".R."))] = 1.0
        columns.append(column)
    return np.stack(columns, 1)


def is_even(pose: Floats) -> bool:
    """Whether both sides of a pose (D,) are alike and its middle is straight."""
    places = index_of()
    alike = all(
        abs(pose[at] - pose[places[name.replace(".L.", ".R.")]]) < 1e-9 for name, at in places.items() if ".L." in name
    )
    return alike and all(abs(pose[places[name]]) < 1e-9 for name in UNEVEN if name != "root.turn")
