"""Where BlazePose would put its 33 landmarks on a body: joint centres for limbs, surface points for head and feet."""

from functools import cache
from typing import Final

import numpy as np

from steadyback.motion.body import Body, Posed, load_body
from steadyback.motion.joints import Floats
from steadyback.pose import Landmark

JOINT_OF: Final = {
    "SHOULDER": "upperarm",
    "ELBOW": "forearm",
    "WRIST": "hand",
    "PINKY": "finger5-1",
    "INDEX": "finger2-1",
    "THUMB": "finger1-2",
    "HIP": "thigh",
    "KNEE": "shank",
    "ANKLE": "foot",
}
EYE_SPREAD_M: Final = 0.012
MOUTH_BELOW_EYES_M: Final = 0.068


@cache
def landmark_places(body_name: str) -> tuple[tuple[int, ...], Floats]:
    """The bone of each landmark, and its place from that bone's joint at rest (33,3)."""
    body = load_body(body_name)
    bones: list[int] = []
    places = np.zeros((33, 3))
    for landmark in Landmark:
        bone, place = _at_rest(body, landmark)
        bones.append(body.at[bone])
        places[landmark] = place - body.joints[body.at[bone]]
    return tuple(bones), places


def landmarks_m(body: Body, posed: Posed) -> Floats:
    """(K,33,3) in the room."""
    bones, places = landmark_places(body.name)
    chosen = np.array(bones)
    found: Floats = posed.heads[:, chosen] + np.einsum("knij,nj->kni", posed.turns[:, chosen], places)
    return found


def _at_rest(body: Body, landmark: Landmark) -> tuple[str, Floats]:
    name = landmark.name
    side = "L" if "LEFT" in name else "R"
    sign = 1.0 if side == "L" else -1.0
    kind = name.removeprefix("LEFT_").removeprefix("RIGHT_").removesuffix("_LEFT").removesuffix("_RIGHT")
    if kind in JOINT_OF:
        bone = f"{JOINT_OF[kind]}.{side}"
        return bone, body.joints[body.at[bone]]
    if kind in ("HEEL", "FOOT_INDEX"):
        return _of_foot(body, kind, side)
    return "head", _of_head(body, kind, sign)


def _of_foot(body: Body, kind: str, side: str) -> tuple[str, Floats]:
    owner = body.vertex_bones[:, 0]
    bone = f"foot.{side}" if kind == "HEEL" else f"toes.{side}"
    own = body.rest[owner == body.at[bone]]
    tip = own[:, 2].argmin() if kind == "HEEL" else own[:, 2].argmax()
    return bone, np.array([own[tip, 0], own[tip, 1], own[tip, 2]])


def _of_head(body: Body, kind: str, sign: float) -> Floats:
    eyes = body.parts["eyes"].places
    eye = eyes[eyes[:, 0] * sign > 0].mean(0)
    skin = body.rest[body.vertex_bones[:, 0] == body.at["head"]]
    if kind == "NOSE":
        return np.asarray(skin[skin[:, 2].argmax()])
    if kind == "EAR":
        level = skin[(np.abs(skin[:, 1] - eye[1]) < 0.03) & (skin[:, 0] * sign > 0)]
        return np.asarray(level[np.abs(level[:, 0]).argmax()])
    if kind == "MOUTH":
        return np.array([sign * 0.024, eye[1] - MOUTH_BELOW_EYES_M, eye[2] + 0.01])
    along = {"EYE_INNER": -EYE_SPREAD_M, "EYE": 0.0, "EYE_OUTER": EYE_SPREAD_M}[kind]
    return np.asarray(eye + np.array([sign * along, 0, 0.012]))
