"""The words that the exercise pages use for the codes of the catalogue, and what a search looks at."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from steadyback.exercises import CardioDosage, Exercise, RepetitionDosage, spoken
from steadyback.programme.dosing import dose_for
from steadyback.programme.rules import at_level
from steadyback.web import labels
from steadyback.web.dose_words import dose_words

LEVELS: tuple[str, ...] = (_("Settle"), _("Start"), _("Build"), _("Strong"), _("Advanced"))
LEVEL_MEANINGS: tuple[str, ...] = (
    _("for days when your back is easily stirred up"),
    _("the article's own exercises at the article's own dose"),
    _("when the first level has become easy"),
    _("when you want more"),
    _("only with your clinician's or trainer's agreement"),
)

HIGHEST_LEVEL = 3

# How a person looks for an exercise: by where the body is, and by what it works on.
PLACES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "standing": (_("Standing"), ("standing", "standing_wall", "seated_to_standing")),
    "chair": (_("Sitting"), ("seated", "seated_to_standing")),
    "back": (_("Lying on your back"), ("supine", "supine_hooklying", "supine_tabletop", "supine_one_knee_bent")),
    "side": (_("Lying on your side"), ("side_lying", "side_lying_elbow")),
    "front": (_("Lying on your front"), ("prone", "prone_elbow")),
    "knees": (_("On hands and knees, or kneeling"), ("quadruped", "kneeling_flexed", "half_kneeling")),
    "water": (_("In the water"), ("water",)),
}
# A saddle is a seat, but no chair.
OWN_PLACES: Mapping[str, str] = {"bike": _("sitting on the bike")}
AIMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "heart": (_("Heart and lungs"), ("cardio",)),
    "tummy": (_("Tummy"), ("abdominal",)),
    "buttocks": (_("Buttocks"), ("buttock",)),
    "hips": (_("Side of the hips"), ("hip_lateral",)),
    "back": (_("Back muscles"), ("back",)),
    "everyday": (_("Everyday strength"), ("functional",)),
    "movement": (_("Easy movement"), ("mobility",)),
    "stretch": (_("Stretches"), ("stretch_buttock", "stretch_hamstring", "stretch_hip_flexor", "stretch_back")),
}

PHASE_KINDS: Mapping[str, str] = {
    "ready": _("Get ready"),
    "concentric": _("Move"),
    "isometric": _("Hold"),
    "hold": _("Hold"),
    "eccentric": _("Come back"),
    "rest": _("Rest"),
    "steady": _("Keep going"),
}
BREATHING: Mapping[str, str] = {
    "inhale": _("breathe in"),
    "exhale": _("breathe out"),
    "normal": _("breathe normally"),
    "rhythmic": _("breathe in a steady rhythm"),
}
SIDES: Mapping[str, str] = {
    "none": "",
    "bilateral": _("Both sides move together."),
    "one_side_at_a_time": _("One side first, then the other, the same amount on each."),
    "alternate": _("Left and right take turns, the same amount on each."),
}
COACHING: Mapping[str, str] = {
    "full": _("A camera can see this movement well: how often, how far and how fast."),
    "partial": _("A camera can see part of this movement. The rest stays with how it feels."),
    "timer_only": _("A camera cannot judge this one. A timer and your own feeling lead it."),
}
VIEWS: Mapping[str, str] = {
    "none": "",
    "side": _("It would look from your side."),
    "front": _("It would look from the front."),
    "foot_end": _("It would look from where your feet are."),
}
EVIDENCE: Mapping[str, str] = {
    "E": _("research has looked at it"),
    "C": _("guidelines or experts agree on it"),
    "B": _("the article says it"),
    "D": _("our own careful default, which a clinician still has to sign"),
}
EVIDENCE_PARTS: Mapping[str, str] = {
    "selection": _("Why this exercise"),
    "dosage": _("How much of it"),
    "angles": _("How far to move"),
    "faults": _("What to watch"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Evidence letters for one part of an exercise, and what they mean."""

    part: str
    letters: str
    meaning: str


def level_name(tier: int) -> str:
    return gettext(LEVELS[tier])


def place_of(exercise: Exercise) -> str:
    """The usual position, as a phrase."""
    if exercise.id in OWN_PLACES:
        return gettext(OWN_PLACES[exercise.id])
    return labels.say(labels.POSITIONS, exercise.positions[0])


def aims_of(exercise: Exercise) -> str:
    return labels.joined(labels.say(labels.SLOTS, slot) for slot in exercise.slots)


def evidence_of(exercise: Exercise) -> list[Letter]:
    """The letters of the exercise with their meaning; parts to which evidence does not apply are left out."""
    found = []
    for part, title in EVIDENCE_PARTS.items():
        letters = [letter for letter in getattr(exercise.evidence, part).split("/") if letter in EVIDENCE]
        if letters:
            meaning = labels.joined(gettext(EVIDENCE[letter]) for letter in letters)
            found.append(Letter(gettext(title), "/".join(letters), meaning))
    return found


def seconds(amount: float) -> str:
    """A length of time as people say it: seconds up to a minute and a half, then minutes."""
    if amount >= 90:
        minutes = round(amount / 60)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    whole = round(amount)
    return ngettext("%(n)d second", "%(n)d seconds", whole) % {"n": whole}


@dataclass(frozen=True, slots=True)
class LevelDose:
    """What the programme gives at one level, in words."""

    level: str
    dose: str
    days: str


def doses_by_level(exercise: Exercise) -> list[LevelDose]:
    """The dose at each level that offers the exercise (PL-03); the last level stands for what needs permission."""
    found = []
    for level in range(HIGHEST_LEVEL + 1):
        highest = at_level("PL-03.highest_tier", level)
        if exercise.tier <= highest or level == HIGHEST_LEVEL:
            dose = dose_words(exercise, dose_for(exercise, exercise.slots[0], level))
            name = gettext("Level %(number)d · %(name)s") % {"number": level, "name": level_name(level)}
            found.append(LevelDose(name, dose, _days(exercise, level)))
    return found


def _days(exercise: Exercise, level: int) -> str:
    rule = "PL-03.cardio_days" if isinstance(exercise.dosage, CardioDosage) else "PL-03.strength_days"
    days = at_level(rule, level)
    return ngettext("%(n)d day a week", "%(n)d days a week", days) % {"n": days}


def tempo_words(exercise: Exercise) -> str:
    tempo = exercise.tempo
    if tempo is None or isinstance(exercise.dosage, CardioDosage):
        return ""
    words = gettext("%(lift)s to move, %(lower)s to come back") % {
        "lift": seconds(tempo.lift),
        "lower": seconds(tempo.lower),
    }
    return (
        words
        if tempo.rest < 1
        else gettext("%(words)s, then %(rest)s of rest")
        % {
            "words": words,
            "rest": seconds(tempo.rest),
        }
    )


def hold_of(exercise: Exercise, phase_kind: str, usual_s: float) -> float:
    """How long a phase lasts: the dose governs holds (amendments 4)."""
    dosage = exercise.dosage
    if phase_kind in ("hold", "isometric") and isinstance(dosage, RepetitionDosage) and dosage.hold_s:
        return dosage.hold_s
    return usual_s


def searched_text(exercise: Exercise, tummy_cue: str) -> str:
    """Everything a search may find an exercise by, folded."""
    words: Iterable[str] = (
        gettext(exercise.name),
        exercise.name,
        exercise.id.replace("_", " "),
        exercise.clinical_name,
        *exercise.synonyms,
        *exercise.targets_primary,
        *exercise.targets_secondary,
        spoken(gettext(exercise.summary), tummy_cue),
        *(labels.say(labels.SLOTS, slot) for slot in exercise.slots),
        *(labels.say(labels.POSITIONS, position) for position in exercise.positions),
    )
    return folded(" ".join(words))


def folded(text: str) -> str:
    """Letters without case, accents, hyphens and doubled spaces, so that "Curl Up" finds "curl-up"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (" " if char in "-–—'’()," else char for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
