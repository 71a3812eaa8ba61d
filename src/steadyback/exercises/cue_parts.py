"""Which part of the body each cue speaks of, for the figure to show while it is said.

A rule's metric gives the part; where the cue speaks of another one, the rule's own id does. Names are those of the
figure's regions (frontend/src/figure/body/regions.ts). `.both` means both sides and `.other` the side that does not
work; without either it is the working side. "": the cue is about pace or effort, and speaks of no part.
"""

from collections.abc import Mapping
from typing import Final

from steadyback.exercises.model import FaultRule

PARTS: Final = (
    "ankle", "back", "chest", "elbow", "foot", "gluteals", "hand", "head", "heel", "hip", "knee", "low_back", "neck",
    "pelvis", "shoulder", "thigh", "trunk", "tummy",
)  # fmt: skip
WHOLE_MOVEMENT: Final = ""

_BY_METRIC: Final[Mapping[str, str]] = {
    "ankle_gap": "foot.both",
    "ankle_rise": "foot.both",
    "body_line": "pelvis",
    "descent_time": "pelvis",
    "elbow_flex": "elbow",
    "elbow_shoulder_offset": "elbow",
    "foot_incl": "foot",
    "heel_rise": "heel.both",
    "hip_abd": "thigh",
    "hip_flex": "hip",
    "hip_flex_delta": "pelvis",
    "hip_line_vertical_ratio": "hip",
    "hold_oscillation": WHOLE_MOVEMENT,
    "knee_flex": "knee",
    "knee_gap_ratio": "knee.both",
    "knee_open": "knee",
    "knee_over_toe": "knee.both",
    "knee_roll": "knee.both",
    "leg_length_ratio": "thigh",
    "leg_pain_or_numbness_increase": "thigh.both",
    "leg_symptom_distal_increase": "thigh.both",
    "mid_hip_rise": "pelvis",
    "mid_hip_shift": "pelvis",
    "neck_delta": "neck",
    "peak_angular_speed": WHOLE_MOVEMENT,
    "pelvis_list": "pelvis",
    "pelvis_list_delta": "pelvis",
    "pelvis_roll_delta": "pelvis",
    "rpe": WHOLE_MOVEMENT,
    "self_report_back_arch_pain": "low_back",
    "self_report_back_gap_grew": "low_back",
    "self_report_breath_hold": "chest",
    "self_report_stretch_side": "gluteals",
    "self_report_tingling": "thigh",
    "shoulder_flex": "shoulder",
    "shoulder_rise": "shoulder.both",
    "stick_contact_lost": "back",
    "trunk_incl": "trunk",
    "trunk_incl_delta": "trunk",
    "trunk_lat_lean": "trunk",
    "wrist_on_thigh": "hand.both",
}

_BY_RULE: Final[Mapping[str, str]] = {
    "head_lift": "head",
    "hip_drop": "back",
    "jerk": "hand.both",
    "knees_past_toes": "foot.both",
    "lean_forward": "chest",
    "leg_not_straight": "heel",
    "leg_too_low": "thigh",
    "lumbar_overextension": "thigh",
    "no_lift": "shoulder.both",
    "off_wall": "back",
    "overarch": "pelvis",
    "sag": "knee.both",
    "shoulders_lift": "shoulder.both",
    "sit_up": "chest",
    "support_leg_drifts": "thigh.other",
    "thigh_drops": "thigh",
    "trunk_roll": "chest",
}


def part_of(rule: FaultRule) -> str:
    """The part that the rule's cue speaks of. KeyError for a metric that nobody has given one."""
    own = _BY_RULE.get(rule.id)
    return _BY_METRIC[_bare(rule.metric)] + _sides(rule.metric) if own is None else own


def _bare(metric: str) -> str:
    return metric.partition(".")[0]


def _sides(metric: str) -> str:
    """`.s` is the side that does not work, `.b` both, in the catalogue's names."""
    part = _BY_METRIC[_bare(metric)]
    suffix = {"s": ".other", "b": ".both"}.get(metric.partition(".")[2], "")
    return "" if "." in part or not part else suffix
