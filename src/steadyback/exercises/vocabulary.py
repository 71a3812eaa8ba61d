"""The words that a catalogue file may use. Everything else is refused, with these as what is allowed."""

ORIGINS = ("article", "series", "added")
CATEGORIES = ("cardio", "strength", "motor_control", "mobility", "stretch")
HIGHEST_TIER = 4
SLOTS = (
    "cardio",
    "abdominal",
    "buttock",
    "hip_lateral",
    "back",
    "functional",
    "mobility",
    "stretch_buttock",
    "stretch_hamstring",
    "stretch_back",
    "stretch_hip_flexor",
)
# Slots that must never be empty, whoever the person is (specification 1.6).
COVERED_SLOTS = ("cardio", "abdominal", "buttock", "hip_lateral", "back", "stretch_buttock", "stretch_hamstring")

UPRIGHT_POSITIONS = ("standing", "standing_wall", "seated", "seated_to_standing", "water")
FLOOR_POSITIONS = (
    "supine",
    "supine_hooklying",
    "supine_tabletop",
    "supine_one_knee_bent",
    "quadruped",
    "side_lying",
    "side_lying_elbow",
    "prone",
    "prone_elbow",
    "kneeling_flexed",
    "half_kneeling",
)
POSITIONS = UPRIGHT_POSITIONS + FLOOR_POSITIONS
# Who cannot take which positions (specification 1.6). An exercise that has no other position excludes them.
POSITIONS_RULED_OUT = {
    "FLOOR_UNABLE": frozenset(FLOOR_POSITIONS),
    "KNEE_KNEEL": frozenset({"quadruped", "kneeling_flexed", "half_kneeling"}),
    "PREG_T2T3": frozenset(
        {"supine", "supine_hooklying", "supine_tabletop", "supine_one_knee_bent", "prone", "prone_elbow"}
    ),
}
# The positions of the guided ways, each next to the ones it can be reached from.
TRANSITION_POSITIONS = ("standing", "half_kneeling", "kneeling", "quadruped", "side_lying", "supine_hooklying")
SPINE_LOADS = (
    "neutral",
    "flexion_small",
    "flexion_mild",
    "flexion_unloaded",
    "flexion_endrange_unloaded",
    "flexion_loaded",
    "extension_small",
    "extension_passive",
    "extension_passive_endrange",
    "extension_loaded",
    "extension_loaded_high",
    "flexion_extension_unloaded",
    "rotation_unloaded",
)
SIDES = ("none", "bilateral", "one_side_at_a_time", "alternate")

VIEWS = ("none", "side", "front", "foot_end")
# Where a drawn figure can be looked at from.
DRAWN_VIEWS = ("side", "front", "top")
ORIENTATIONS = ("portrait", "landscape")
COACHING = ("full", "partial", "timer_only")
LANDMARKS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")

PHASE_KINDS = ("ready", "concentric", "isometric", "hold", "eccentric", "rest", "steady")
BREATHING = ("inhale", "exhale", "normal", "rhythmic")
SIDED_ANGLES = ("hip_flex", "knee_flex", "shoulder_flex", "elbow_flex", "hip_abd")
WHOLE_BODY_ANGLES = ("trunk_incl", "neck_delta", "body_line", "knee_open", "knee_roll")
ANGLES = (*(f"{angle}.{side}" for angle in SIDED_ANGLES for side in "msb"), *WHOLE_BODY_ANGLES)

# What can be measured or asked for a cue beside the angles themselves, with the units it is given in.
METRIC_UNITS = {
    **dict.fromkeys(ANGLES, "deg"),
    "knee_flex": "deg",
    "trunk_incl_delta": "deg",
    "trunk_lat_lean": "deg",
    "hip_flex_delta.b": "deg",
    "hip_flex_delta.s": "deg",
    "pelvis_list": "deg",
    "pelvis_list_delta": "deg",
    "pelvis_roll_delta": "deg",
    "foot_incl.m": "deg",
    "hold_oscillation": "deg",
    "peak_angular_speed": "deg_per_s",
    "mid_hip_rise": "torso",
    "mid_hip_shift": "torso",
    "shoulder_rise": "torso",
    "heel_rise": "torso",
    "ankle_rise": "torso",
    "ankle_gap": "torso",
    "knee_over_toe": "torso",
    "elbow_shoulder_offset": "torso",
    "hip_line_vertical_ratio": "ratio",
    "leg_length_ratio.m": "ratio",
    "knee_gap_ratio": "ratio",
    "descent_time": "s",
    "rpe": "0-10",
    "wrist_on_thigh": "bool",
    "stick_contact_lost": "bool",
    "leg_pain_or_numbness_increase": "bool",
    "leg_symptom_distal_increase": "bool",
    "self_report_back_arch_pain": "bool",
    "self_report_back_gap_grew": "bool",
    "self_report_breath_hold": "bool",
    "self_report_tingling": "bool",
    "self_report_stretch_side": "enum",
}
OPERATORS = (">", "<", "==", "!=")
UNITS = tuple(sorted(set(METRIC_UNITS.values())))
SEVERITIES = ("stop", "correct", "info")
MEASURABLE = ("yes", "proxy", "self_report", "no")
EVIDENCE_LETTERS = ("E", "C", "B", "D")

# The article's own exercises, in the order in which it gives them; they are listed first.
ARTICLE_ORDER = (
    "walk",
    "swim",
    "bike",
    "abdominal_brace",
    "curl_up_reach",
    "quadruped_hip_extension",
    "side_lying_hip_abduction",
    "figure4_supine",
    "hamstring_supine",
)
