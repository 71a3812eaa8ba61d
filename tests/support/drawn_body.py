"""A person drawn from an exercise's own target angles, seen as its camera entry asks: no footage, only geometry."""

import math
from collections.abc import Mapping

from steadyback.exercises import Exercise, target_angles
from steadyback.pose import Landmark, LandmarkFrame

Vector = tuple[float, float]
TORSO, THIGH, SHIN, ARM, FOREARM = 0.16, 0.136, 0.136, 0.10, 0.09
WIDTH_PX, HEIGHT_PX = 1280, 720
USUAL: Mapping[str, Mapping[str, float]] = {
    "standing": {"trunk_incl": 88, "hip_flex": 2, "knee_flex": 4},
    "seated": {"trunk_incl": 88, "hip_flex": 88, "knee_flex": 90},
    "half": {"trunk_incl": 90, "hip_flex": 5, "knee_flex": 90, "hip_flex.s": 85, "knee_flex.s": 90},
    "supine": {"trunk_incl": 0, "hip_flex": 50, "knee_flex": 90},
    "prone": {"trunk_incl": 0, "hip_flex": 0, "knee_flex": 3},
    "quadruped": {"trunk_incl": 13, "hip_flex": 78, "knee_flex": 90, "shoulder_flex": 80},
    "kneeling": {"trunk_incl": 13, "hip_flex": 78, "knee_flex": 90, "shoulder_flex": 80},
}


def film(exercise: Exercise, moving: str = "left", count: int = 3, hz: float = 30.0) -> list[LandmarkFrame]:
    """So many repetitions at the exercise's own tempo, with a second of rest before and after."""
    phases = target_angles(exercise)
    kinds = [phase.kind for phase in exercise.phases]
    rest = phases[kinds.index("ready")] if "ready" in kinds else phases[-1]
    way = [(rest, 1.0)]
    for _ in range(count):
        way += [
            (angles, duration(exercise, at)) for at, angles in enumerate(phases) if kinds[at] not in ("ready", "steady")
        ]
        back = at_rest({**phases[-1], **rest}, rest)
        way += [(back, 1.0), (back, 0.7)]
    frames, before, t_s = [], way[0][0], 0.0
    for angles, length_s in way:
        for step in range(max(1, round(length_s * hz))):
            share = (1 - math.cos(math.pi * (step + 1) / max(1, round(length_s * hz)))) / 2
            mixed = {
                name: before.get(name, value) + (value - before.get(name, value)) * share
                for name, value in angles.items()
            }
            frames.append(draw(exercise, {**before, **mixed}, moving, t_s))
            t_s += 1 / hz
        before = {**before, **angles}
    return frames


def at_rest(angles: Mapping[str, float], rest: Mapping[str, float]) -> dict[str, float]:
    """Everything back where it began; what the start says of both sides holds for the one that moved."""
    return {name: rest.get(name, rest.get(f"{name.partition('.')[0]}.b", value)) for name, value in angles.items()}


def duration(exercise: Exercise, at: int) -> float:
    return min(max(exercise.phases[at].duration_s.target, 1.0), 4.0)


def draw(exercise: Exercise, angles: Mapping[str, float], moving: str, t_s: float) -> LandmarkFrame:
    view = exercise.camera.view
    if view == "side":
        places = from_the_side(exercise, angles, moving)
    elif view == "front":
        places = from_the_front(exercise, angles, moving)
    else:
        places = from_the_feet(angles)
    rows = []
    for landmark in Landmark:
        x, y, z = places.get(landmark.name, places["LEFT_EAR"])
        rows.append((0.5 + x * HEIGHT_PX / WIDTH_PX, 0.5 - y, z, 0.95))
    return LandmarkFrame.from_points(t_s, (WIDTH_PX, HEIGHT_PX), rows)


def of_leg(angles: Mapping[str, float], name: str, is_moving: bool, position: str) -> float:
    for suffix in ("m" if is_moving else "s", "b"):
        if f"{name}.{suffix}" in angles and (suffix != "b" or f"{name}.m" not in angles or not is_moving):
            return angles[f"{name}.{suffix}"]
    usual = USUAL[position]
    return usual.get(f"{name}.s", usual[name]) if not is_moving else usual[name]


def from_the_side(
    exercise: Exercise, angles: Mapping[str, float], moving: str
) -> dict[str, tuple[float, float, float]]:
    position = exercise.positions[0].split("_")[0]
    legs = {
        side: [of_leg(angles, name, side == moving, position) for name in ("hip_flex", "knee_flex")]
        for side in ("left", "right")
    }
    turn = trunk_turn(exercise, angles, legs["right"], position)
    u = (math.cos(math.radians(turn)), math.sin(math.radians(turn)))
    v = (u[1], -u[0])
    places: dict[str, tuple[float, float, float]] = {}
    for side in ("left", "right"):
        # The right side is nearer: whoever faces right shows it.
        z, shift = (-0.1, 0.0) if side == "right" else (0.1, 0.012)
        hip = (shift, shift)
        shoulder = along(hip, u, TORSO)
        thigh, thigh_front = swing(u, v, legs[side][0])
        shin, shin_front = swing_back(thigh, thigh_front, legs[side][1])
        knee = along(hip, thigh, THIGH)
        ankle = along(knee, shin, SHIN)
        arm_deg = angles.get("shoulder_flex.m" if side == moving else "shoulder_flex.s", angles.get("shoulder_flex.b"))
        arm, arm_front = swing(u, v, USUAL[position].get("shoulder_flex", 10) if arm_deg is None else arm_deg)
        elbow = along(shoulder, arm, ARM)
        forearm = swing_on(arm, arm_front, angles.get("elbow_flex.b", 10))
        head = swing_on(u, v, angles.get("neck_delta", 0.0))
        named = {
            "SHOULDER": shoulder, "HIP": hip, "KNEE": knee, "ANKLE": ankle, "HEEL": ankle, "ELBOW": elbow,
            "FOOT_INDEX": along(ankle, shin_front, 0.05), "WRIST": along(elbow, forearm, FOREARM),
            "EAR": along(shoulder, head, 0.06),
        }  # fmt: skip
        places |= {f"{side.upper()}_{name}": (x, y, z) for name, (x, y) in named.items()}
    return anchored(places, exercise, moving)


def trunk_turn(exercise: Exercise, angles: Mapping[str, float], leg: list[float], position: str) -> float:
    """Where the trunk points, in degrees anticlockwise from the right."""
    trunk = angles.get("trunk_incl", USUAL[position]["trunk_incl"])
    if exercise.id in ("sit_to_stand",):
        return 90 + leg[1] - leg[0]  # upright shins: hip and knee say where the trunk is
    if position == "kneeling":
        return 13 + (leg[1] - 90) - (leg[0] - 78)  # shins on the floor
    if "bridge" in exercise.id:
        hip = angles.get("hip_flex.b", angles.get("hip_flex.s", 50.0))
        trunk = -0.6 * (50 - hip)
    return 180 - trunk if position == "supine" else trunk


def anchored(
    places: dict[str, tuple[float, float, float]], exercise: Exercise, moving: str
) -> dict[str, tuple[float, float, float]]:
    """What carries the body stays where it is: the other foot standing or bridging, the other knee on all fours."""
    other = "RIGHT" if moving == "left" else "LEFT"
    position = exercise.positions[0].split("_")[0]
    point, at = "", (0.0, 0.0)
    if position in ("standing", "seated") or "bridge" in exercise.id:
        point, at = f"{other}_ANKLE", (0.0, -0.3)
    elif position == "quadruped":
        point, at = f"{other}_KNEE", (0.0, -0.2)
    if not point:
        return places
    right, up = at[0] - places[point][0], at[1] - places[point][1]
    return {name: (x + right, y + up, z) for name, (x, y, z) in places.items()}


def swing(u: Vector, v: Vector, degrees: float) -> tuple[Vector, Vector]:
    """A limb bent forward by so much from hanging along the trunk, and the direction that bending leads it."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (-u[0] * c + v[0] * s, -u[1] * c + v[1] * s), (u[0] * s + v[0] * c, u[1] * s + v[1] * c)


def swing_back(limb: Vector, front: Vector, degrees: float) -> tuple[Vector, Vector]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (limb[0] * c - front[0] * s, limb[1] * c - front[1] * s), (
        front[0] * c + limb[0] * s,
        front[1] * c + limb[1] * s,
    )


def swing_on(limb: Vector, front: Vector, degrees: float) -> Vector:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return limb[0] * c + front[0] * s, limb[1] * c + front[1] * s


def along(start: Vector, direction: Vector, length: float) -> Vector:
    return start[0] + direction[0] * length, start[1] + direction[1] * length


def from_the_front(
    exercise: Exercise, angles: Mapping[str, float], moving: str
) -> dict[str, tuple[float, float, float]]:
    """Upright first, the person's left at the right of the picture; then laid on the side that does not move."""
    body_line = angles.get("body_line", 0.0)
    places: dict[str, tuple[float, float, float]] = {}
    for side, out in (("left", 1.0), ("right", -1.0)):
        lead = side == moving
        hip_x = out * 0.037
        spread = angles.get("hip_abd.m", 0.0) if lead else angles.get("hip_abd.s", 0.0)
        open_up = THIGH * math.sin(math.radians(angles.get("knee_open", 0.0))) * out if lead else 0.0
        way = (out * math.sin(math.radians(spread)), -math.cos(math.radians(spread)))
        hip = (hip_x, 0.0)
        knee, ankle = along(hip, way, THIGH), along(hip, way, THIGH + SHIN)
        if "knee_open" in angles:
            knee, ankle = (hip_x + open_up, -0.09), (hip_x, -0.18)
        named = {
            "SHOULDER": (out * 0.05, TORSO), "HIP": hip, "KNEE": knee, "ANKLE": ankle, "HEEL": ankle,
            "FOOT_INDEX": (ankle[0] + out * 0.01, ankle[1] - 0.02), "ELBOW": (out * 0.06, TORSO - 0.09),
            "WRIST": (out * 0.06, TORSO - 0.17), "EAR": (out * 0.02, TORSO + 0.06),
        }  # fmt: skip
        places |= {f"{side.upper()}_{name}": (x, y, 0.0) for name, (x, y) in named.items()}
    if exercise.positions[0].startswith("standing"):
        return places
    turned = 1.0 if moving == "left" else -1.0
    lain = {name: (-turned * y, turned * x, z) for name, (x, y, z) in places.items()}
    # The line shoulder, hip, ankle bends at the hip: the hips hang below it by half of the angle on either side.
    drop = math.sin(math.radians(body_line / 2)) * TORSO
    return {
        name: (x, y + (drop if name.endswith("HIP") else -drop * 0.7 if name.endswith(("ANKLE", "KNEE")) else 0.0), z)
        for name, (x, y, z) in lain.items()
    }


def from_the_feet(angles: Mapping[str, float]) -> dict[str, tuple[float, float, float]]:
    roll = math.radians(angles.get("knee_roll", 0.0))
    places: dict[str, tuple[float, float, float]] = {}
    for side, out in (("LEFT", 1.0), ("RIGHT", -1.0)):
        knee = (out * 0.03 + math.sin(roll) * 0.2, math.cos(roll) * 0.2)
        named = {
            "SHOULDER": (out * 0.08, 0.08), "HIP": (out * 0.04, 0.0), "KNEE": knee, "ANKLE": (out * 0.04, -0.02),
            "HEEL": (out * 0.04, -0.03), "FOOT_INDEX": (out * 0.04, 0.0), "ELBOW": (out * 0.15, 0.05),
            "WRIST": (out * 0.2, 0.02), "EAR": (out * 0.03, 0.12),
        }  # fmt: skip
        places |= {f"{side}_{name}": (x, y, 0.0) for name, (x, y) in named.items()}
    return places
