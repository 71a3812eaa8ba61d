"""The words that people see for the codes of the core: slots, positions, caution flags, kinds of session and cardio.

Rooms below speak in codes; this module says them in a language. A code without words here is a gap that a test finds.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SLOTS: Mapping[str, str] = {
    "warm_up": _("warm-up"),
    "cardio": _("heart and lungs"),
    "abdominal": _("tummy"),
    "buttock": _("buttocks"),
    "hip_lateral": _("side of the hips"),
    "back": _("back"),
    "functional": _("everyday strength"),
    "mobility": _("easy movement"),
    "stretch_buttock": _("buttock stretch"),
    "stretch_hamstring": _("stretch for the back of the thigh"),
    "stretch_hip_flexor": _("stretch for the front of the hip"),
    "stretch_back": _("back stretch"),
}

POSITIONS: Mapping[str, str] = {
    "standing": _("standing"),
    "standing_wall": _("standing at a wall"),
    "seated": _("sitting on a chair"),
    "seated_to_standing": _("standing up from a chair"),
    "water": _("in the water"),
    "supine": _("lying on your back"),
    "supine_hooklying": _("lying on your back, knees bent"),
    "supine_tabletop": _("lying on your back, legs in the air"),
    "supine_one_knee_bent": _("lying on your back, one knee bent"),
    "quadruped": _("on hands and knees"),
    "side_lying": _("lying on your side"),
    "side_lying_elbow": _("on your side, leaning on your elbow"),
    "prone": _("lying on your front"),
    "prone_elbow": _("on your front, leaning on your elbows"),
    "kneeling_flexed": _("kneeling and folded forward"),
    "half_kneeling": _("kneeling on one knee"),
}

# Said after "because of": each completes that sentence.
FLAGS: Mapping[str, str] = {
    "FLEX_INTOL": _("bending or sitting makes your symptoms worse"),
    "EXT_INTOL": _("arching or standing makes your symptoms worse"),
    "OSTEOPOROSIS": _("your bones may be thinner"),
    "VERT_FX": _("you have had a broken bone in your spine"),
    "PREG_T2T3": _("you are 14 weeks pregnant or more"),
    "POSTPARTUM_EARLY": _("you gave birth a short time ago"),
    "DIASTASIS": _("your tummy wall or pelvic floor needs care"),
    "ABDO_SURGERY_RECENT": _("you had an operation a short time ago"),
    "SPINE_SURG_PAST": _("you have had a spine operation"),
    "SPINE_FUSION_RECENT": _("your spine was fused within the last 12 months, or we do not know when"),
    "HIP_REPLACEMENT": _("you have a replaced hip"),
    "KNEE_KNEEL": _("kneeling is hard for you"),
    "KNEE_LOAD": _("bending a loaded knee hurts"),
    "SHOULDER": _("your shoulder limits you"),
    "WRIST": _("your wrist limits you"),
    "NECK": _("your neck limits you"),
    "BALANCE": _("you have fallen or feel unsteady"),
    "HTN": _("you have high blood pressure"),
    "CVD": _("you have a heart, vessel, diabetes or kidney condition"),
    "RADIC_STABLE": _("you have leg pain or tingling"),
    "RADIC_NOT_EXAMINED": _("nobody has examined your leg pain or tingling yet"),
    "STENOSIS": _("your legs ache when you walk and ease when you sit"),
    "SPONDYLOLISTHESIS": _("you were told of a slip or stress fracture in your spine"),
    "GLAUCOMA": _("you have glaucoma or had an eye operation"),
    "VERTIGO": _("lying down or rolling makes you dizzy"),
    "REFLUX": _("lying flat brings on acid reflux"),
    "SEIZURE": _("you have epilepsy"),
    "SKIN_WOUND": _("you have an open wound or skin infection"),
    "FEVER_ILL": _("you do not feel well"),
    "MEMBRANES_RUPTURED": _("your waters have broken"),
    "FLOOR_UNABLE": _("getting down to the floor and up again is hard"),
    "ACUTE_HIGH_IRRIT": _("your back is easily stirred up at the moment"),
    "NO_CLINICIAN_OK": _("it needs a clinician's or trainer's agreement first"),
    "HR_MED": _("you take a medicine that slows your heart"),
    "AXSPA_ADVICE": _("your back is stiff in the morning and eases with moving"),
    "ACTIVE": _("you already exercise"),
    "BALANCE_WORK": _("balance practice would help"),
}

KINDS: Mapping[str, str] = {
    "strength": _("Strength and stretch"),
    "cardio": _("Heart and lungs"),
    "other": _("Something else"),
}
CARDIO_KINDS: Mapping[str, str] = {
    "walk": _("Walking"),
    "swim": _("Swimming"),
    "bike": _("Cycling"),
    "march_in_place": _("Marching on the spot"),
}

# How a session ended, or that it happened elsewhere.
OUTCOMES: Mapping[str, str] = {
    "done": _("Done"),
    "part": _("Part of it, and that counts"),
    "stopped": _("Stopped early to look after you"),
    "under_way": _("Started"),
    "elsewhere": _("Done elsewhere"),
}


def say(words: Mapping[str, str], code: str) -> str:
    """The words for a code; the code in plain letters where there are none, so that nothing is hidden."""
    return gettext(words[code]) if code in words else code.replace("_", " ").lower()


def flags_said(flags: Iterable[str]) -> str:
    """Several caution flags as one phrase: "... and ..."."""
    return joined(say(FLAGS, flag) for flag in sorted(flags))


def joined(parts: Iterable[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def clock_words(at_s: float) -> str:
    """Minutes and seconds of a session: "2:05"."""
    return f"{int(at_s) // 60}:{int(at_s) % 60:02}"
