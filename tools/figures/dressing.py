"""A body with clothes, hair and eyes, from the base mesh of MakeHuman: T-shirt, leggings, bare feet and forearms.

Clothes are the mesh's own close-fitting shell, cut by planes; hair is the scalp pushed outwards. Metres, x to the
body's left, y up, z to the front, floor at y = 0.
"""

from __future__ import annotations

import numpy as np
from mesh import Mesh, triangulated, turn_between
from skeleton_of_anny import ARM_BONES, FINGERS, Skeleton

BODY_VERTICES = 13380
SLEEVE = 0.52
IRIS_M = 0.006
DOWN = np.array([0.0, -1.0, 0.0])

Groups = dict[str, list[list[tuple[int, int]]]]


class Dresser:
    """Cuts the parts of one body. `places` (N,3) and `joints` {bone: (3,)} at rest, floor already at zero."""

    def __init__(
        self,
        places: np.ndarray,
        weights: np.ndarray,
        joints: dict[str, np.ndarray],
        skeleton: Skeleton,
        groups: Groups,
        uv: np.ndarray,
    ) -> None:
        self.places, self.weights, self.joints = places, weights, joints
        self.skeleton, self.groups, self.uv = skeleton, groups, uv
        self.waist = joints["spine5"][1] * 0.45 + joints["spine4"][1] * 0.55
        self.hem = joints["thigh.L"][1] + 0.30 * (self.waist - joints["thigh.L"][1])
        self.ankle = joints["foot.L"][1] + 0.045

    def parts(self) -> dict[str, Mesh]:
        skin = self._skin()
        eyes, iris = self._eyes()
        return {
            "skin": self._bare(skin),
            "shirt": self._shirt(),
            "leggings": self._leggings(),
            "hair": self._hair(skin),
            "eyes": eyes,
            "iris": iris,
        }

    def _group(self, *names: str) -> Mesh:
        polygons = [[corner[0] for corner in polygon] for name in names for polygon in self.groups[name]]
        return Mesh(self.places, self.weights, triangulated(polygons)).compact()

    def _skin(self) -> Mesh:
        """The body's own surface; a vertex is split where its texture places differ."""
        number: dict[tuple[int, int], int] = {}
        polygons = []
        for polygon in self.groups["body"]:
            polygons.append([number.setdefault(corner, len(number)) for corner in polygon])
        corners = np.array(list(number))
        return Mesh(
            self.places[corners[:, 0]], self.weights[corners[:, 0]], triangulated(polygons), self.uv[corners[:, 1]]
        )

    def _arm_share(self, weights: np.ndarray) -> np.ndarray:
        first = ("upperarm", "forearm", "hand", "finger")
        return weights[:, [at for at, name in enumerate(self.skeleton.names) if name.startswith(first)]].sum(1)

    def _above_hem(self, places: np.ndarray) -> np.ndarray:
        return places[:, 1] - self.hem

    def _inside_sleeve(self, places: np.ndarray, weights: np.ndarray) -> np.ndarray:
        found = np.full(len(places), 1.0)
        for side, sign in (("L", 1), ("R", -1)):
            shoulder, elbow = self.joints[f"upperarm.{side}"], self.joints[f"forearm.{side}"]
            on_arm = (places[:, 0] * sign > abs(shoulder[0]) * 0.75) & (self._arm_share(weights) > 0.35)
            along = ((places[on_arm] - shoulder) @ (elbow - shoulder)) / ((elbow - shoulder) @ (elbow - shoulder))
            found[on_arm] = SLEEVE - along
        return found

    def _below_collar(self, places: np.ndarray) -> np.ndarray:
        slope = np.array([0.0, 1.0, 0.55]) / np.hypot(1.0, 0.55)
        return 0.008 - (places - self.joints["neck"]) @ slope

    def _shirt(self) -> Mesh:
        shirt = self._group("helper-tights")
        shirt = shirt.cut(self._above_hem(shirt.places))
        shirt = shirt.cut(self._inside_sleeve(shirt.places, shirt.weights))
        shirt = shirt.cut(self._below_collar(shirt.places))
        loose = 0.006 + 0.012 * np.clip((self.waist + 0.06 - shirt.places[:, 1]) / 0.15, 0, 1)
        shirt.places = shirt.places + shirt.normals() * loose[:, None]
        return shirt

    def _leggings(self) -> Mesh:
        cloth = self._group("helper-tights")
        cloth = cloth.cut(self.waist + 0.005 - cloth.places[:, 1])
        cloth = cloth.cut(cloth.places[:, 1] - self.ankle)
        cloth = cloth.only(self._arm_share(cloth.weights)[cloth.triangles].max(1) < 0.3)
        cloth.places = cloth.places + cloth.normals() * 0.002
        return cloth

    def _bare(self, skin: Mesh) -> Mesh:
        """Skin without what the clothes hide, so that it cannot show through."""
        shirt = (
            (self._above_hem(skin.places) > 0.0)
            & (self._inside_sleeve(skin.places, skin.weights) > 0.12)
            & (self._below_collar(skin.places) > 0.02)
        )
        legs = (skin.places[:, 1] < self.waist) & (skin.places[:, 1] > self.ankle + 0.02)
        hidden = shirt | (legs & (self._arm_share(skin.weights) < 0.3))
        return skin.only(~hidden[skin.triangles].all(1))

    def _hair(self, skin: Mesh) -> Mesh:
        on_head = skin.weights[:, self.skeleton.names.index("head")]
        scalp = skin.only(on_head[skin.triangles].min(1) > 0.35)
        top = self.places[:BODY_VERTICES, 1].max()
        centre = np.array([0.0, top - 0.105, self.joints["head"][2] + 0.005])

        def above_hairline(places: np.ndarray) -> np.ndarray:
            out = places - centre
            degrees = np.degrees(np.arctan2(out[:, 2], np.abs(out[:, 0])))  # 90 in front, -90 behind
            line = np.interp(
                degrees,
                [-90, -40, -15, 5, 25, 45, 65, 90],
                [-0.085, -0.080, -0.055, -0.005, 0.030, 0.058, 0.062, 0.066],
            )
            return out[:, 1] - line

        hair = scalp.cut(above_hairline(scalp.places))
        height = np.maximum(above_hairline(hair.places), 0)
        outward = hair.places - centre
        outward /= np.linalg.norm(outward, axis=1, keepdims=True)
        push = hair.normals() + outward
        push /= np.linalg.norm(push, axis=1, keepdims=True)
        hair.places = hair.places + push * (0.002 + 0.014 * (1 - np.exp(-height / 0.03)))[:, None]
        hair.uv = None
        return hair

    def _eyes(self) -> tuple[Mesh, Mesh]:
        eyes = self._group("helper-l-eye", "helper-r-eye")
        left = eyes.places[:, 0] > 0
        centres = np.where(left[:, None], eyes.places[left].mean(0), eyes.places[~left].mean(0))
        radius = np.hypot(*(eyes.places - centres)[:, :2].T) + (eyes.places[:, 2] <= centres[:, 2])
        iris = eyes.cut(IRIS_M - radius)
        iris.places = iris.places + np.array([0, 0, 0.0003])
        return eyes.cut(radius - IRIS_M), iris


def neutral_turns(joints: dict[str, np.ndarray], skeleton: Skeleton) -> np.ndarray:
    """For each bone (B,3,3) the rotation from the rest pose to hanging straight down: anatomical zero."""
    turns = np.tile(np.eye(3), (len(skeleton.names), 1, 1))

    def set_turn(bones: tuple[str, ...], side: str, start: str, end: str) -> None:
        turn = turn_between(joints[f"{end}.{side}"] - joints[f"{start}.{side}"], DOWN)
        for bone in bones:
            turns[skeleton.names.index(f"{bone}.{side}")] = turn

    for side in "LR":
        set_turn(("upperarm",), side, "upperarm", "forearm")
        set_turn(ARM_BONES, side, "forearm", "hand")
        hand = _flat_hand(joints, side)
        for bone in ("hand", *FINGERS):
            turns[skeleton.names.index(f"{bone}.{side}")] = hand
        set_turn(("thigh",), side, "thigh", "shank")
        set_turn(("shank",), side, "shank", "foot")
    return turns


def _flat_hand(joints: dict[str, np.ndarray], side: str) -> np.ndarray:
    """The rotation of a hand at rest to hanging with its fingers down, its palm to the body and its thumb in front."""
    fingers = joints[f"finger3-1.{side}"] - joints[f"hand.{side}"]
    across = joints[f"finger2-1.{side}"] - joints[f"finger5-1.{side}"]
    up = -fingers / np.linalg.norm(fingers)
    front = across - up * (across @ up)
    front /= np.linalg.norm(front)
    return np.stack([np.cross(up, front), up, front])
