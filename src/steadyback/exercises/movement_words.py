"""The words that the `[motion]` part of an exercise file may use."""

from typing import Final

SIDES: Final = ("work", "rest", "both")
JOINTS: Final = {
    "root": ("x", "y", "z", "turn", "pitch", "roll", "spin"),
    "lumbar": ("flex", "side", "rot"),
    "thoracic": ("flex", "side", "rot"),
    "neck": ("flex", "side", "rot"),
    "scapula": ("protract", "raise"),
    "shoulder": ("flex", "abd", "rot"),
    "elbow": ("flex",),
    "forearm": ("sup",),
    "wrist": ("flex", "dev"),
    "fingers": ("curl",),
    "thumb": ("flex",),
    "hip": ("flex", "abd", "rot"),
    "knee": ("flex",),
    "ankle": ("dorsi", "inv"),
    "toes": ("ext",),
}
"""Joint and its movements; the first direction is positive: flexion, abduction, turning inwards, to the working side.

`root` places the body: metres for x, y, z; degrees for `turn` (which way it faces), `pitch` (+ face down),
`roll` (+ onto the rest side) and `spin` (about its own length).
"""
MIDDLE_JOINTS: Final = ("root", "lumbar", "thoracic", "neck")
SIDED_JOINTS: Final = tuple(joint for joint in JOINTS if joint not in MIDDLE_JOINTS)


def _with_sides(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}.{side}" for name in names for side in SIDES)


JOINT_NAMES: Final = (*MIDDLE_JOINTS, *_with_sides(SIDED_JOINTS))
SIDED_PARTS: Final = (
    "shoulder",
    "upperarm",
    "elbow",
    "forearm",
    "hand",
    "palm",
    "fingers",
    "fist",
    "thigh",
    "knee",
    "shank",
    "foot",
    "heel",
    "forefoot",
    "toes",
    "instep",
    "foot_edge",
)
MIDDLE_PARTS: Final = ("head", "forehead", "upper_back", "chest", "belly", "low_back", "pelvis", "buttocks")
PART_NAMES: Final = (*MIDDLE_PARTS, *_with_sides(SIDED_PARTS))
SIDED_BONES: Final = ("clavicle", "upperarm", "forearm", "hand", "thigh", "shank", "foot", "toes")
MIDDLE_BONES: Final = ("pelvis", "spine5", "spine4", "spine3", "spine2", "spine1", "neck", "head")
BONE_NAMES: Final = (*MIDDLE_BONES, *_with_sides(SIDED_BONES))
AXES: Final = ("up", "down", "front", "back", "in", "out", "left", "right")
DIRECTIONS: Final = ("up", "down", "ahead", "behind", "near", "far")
"""In the room: `ahead` is x, where a standing person looks; `near` is z, towards the camera at the side."""
FACES: Final = ("front", "back", "in", "out")
SURFACES: Final = ("floor", "seat", "wall", "chair_back", "chair_seat", "shelf")
PROPS: Final = ("mat", "chair", "wall", "strap", "stick", "bike", "pool", "path", "pillow")
MUSCLES: Final = (
    "abdominals",
    "obliques",
    "back_extensors",
    "gluteals",
    "hip_abductors",
    "hip_flexors",
    "hamstrings",
    "quadriceps",
    "calves",
    "shoulders",
    "upper_back",
    "chest",
)
