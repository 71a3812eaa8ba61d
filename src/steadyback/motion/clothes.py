"""Colours of the figures, the same on the pages and in drawn pictures. sRGB bytes."""

from collections.abc import Mapping
from typing import Final

Colour = tuple[int, int, int]
CLOTHES: Final[Mapping[str, Mapping[str, Colour]]] = {
    "woman_45": {"skin": (204, 152, 122), "shirt": (38, 116, 140), "leggings": (40, 44, 62), "hair": (52, 36, 28)},
    "man_40": {"skin": (222, 176, 148), "shirt": (96, 112, 158), "leggings": (52, 52, 58), "hair": (92, 66, 40)},
    "woman_70": {"skin": (226, 184, 160), "shirt": (150, 84, 112), "leggings": (44, 46, 60), "hair": (170, 168, 165)},
    "man_60": {"skin": (120, 78, 56), "shirt": (190, 146, 72), "leggings": (40, 44, 56), "hair": (40, 38, 38)},
}
EYES: Final[Mapping[str, Colour]] = {"eyes": (242, 240, 236), "iris": (62, 42, 28)}
