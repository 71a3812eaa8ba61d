"""The words people hear and read: the tummy cue put in, and the rules that every sentence keeps.

Sources: amendments 1 (tummy cue) and 6 (words people see), look.md (words), specification 2.4 rule 5 (calm cues).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from steadyback.exercises.model import Exercise

LONGEST_CUE = 90
LONGEST_SENTENCE_WORDS = 25
LONGEST_SETUP_SENTENCES = 3
MOST_WORDS_WHILE_MOVING = 10
PLACEHOLDERS = ("{tummy}", "{Tummy}")

# Word stems that must not reach a person: blame, threat, and names that put people off (amendments 6).
NOT_SAID = (
    "fault",
    "fail",
    "regress",
    "locked",
    "form score",
    "non-responder",
    "sag",
    "sink",
    "terrible",
    "dead bug",
    "superman",
    "damage",
    "injur",
    "danger",
    "harm",
    "wrong",
    "must not",
)
_NOT_SAID = re.compile(rf"\b(?:{'|'.join(map(re.escape, NOT_SAID))})|!", re.IGNORECASE)
_CODE_NAME = re.compile(r"\b[A-Za-z]+_[A-Za-z_]+\b|\b[A-Z]{4,}\b")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_BREATH_TOLD = re.compile(r"breathe (?:in|out)\b|inhale|exhale", re.IGNORECASE)
_SIDE_TOLD = re.compile(r"(?:change|swap|switch) (?:sides|legs)|other (?:side|leg)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?])\s+")

Finding = tuple[str, str, str]


@cache
def tummy_cues() -> dict[str, str]:
    """Choice of tummy cue to its wording, an imperative phrase without a capital (amendments 1)."""
    cues: dict[str, str] = tomllib.loads(
        (files("steadyback.exercises") / "wording.toml").read_text(encoding="utf-8").replace("\r\n", "\n")
    )["tummy"]
    return cues


def spoken(text: str, tummy_cue: str) -> str:
    """The text with the person's tummy cue put in.

    `tummy_cue` is "brace" (all round) or "draw_in" (belly button); another one is a ValueError.
    """
    cues = tummy_cues()
    if tummy_cue not in cues:
        raise ValueError(f"unknown tummy cue {tummy_cue!r}; allowed: {', '.join(cues)}")
    cue = cues[tummy_cue]
    return text.replace("{tummy}", cue).replace("{Tummy}", cue[0].upper() + cue[1:])


def texts_for_people(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Every text of the exercise that a person sees or hears, with its key.

    The field's own names (clinical name, synonyms, targets) and the notes for developers of the camera coach are not
    among them.
    """
    yield "name", exercise.name
    yield "summary", exercise.summary
    for key in ("setup", "watch", "cautions"):
        for index, text in enumerate(getattr(exercise, key)):
            yield f"{key}[{index}]", text
    for phase in exercise.phases:
        yield f"phases.{phase.id}.say", phase.say
    for fault in exercise.faults:
        yield f"faults.{fault.id}.cue", fault.cue
    for variant in exercise.variants:
        yield f"variants.{variant.id}.say", variant.say
    for flag, text in exercise.modify.items():
        yield f"modify.{flag}", text
    notes = {"sides_note": exercise.sides_note, "article_note": exercise.article_note}
    notes |= {"easier.note": exercise.easier.note, "harder.note": exercise.harder.note}
    yield from ((key, note) for key, note in notes.items() if note is not None)


def check_wording(exercise: Exercise) -> Iterator[Finding]:
    """Every rule of this module, on every text that a person sees or hears."""
    for key, text in texts_for_people(exercise):
        yield from nothing_unkind(key, text)
        yield from placeholders_are_known(key, text)
        if key != "name":
            yield from sentences_are_whole_and_short(key, text)
    yield from setup_is_short(exercise)
    yield from moves_are_told_in_few_words(exercise)
    for fault in exercise.faults:
        yield from cue_is_short(f"faults.{fault.id}.cue", fault.cue)


def nothing_unkind(key: str, text: str) -> Iterator[Finding]:
    """No blame, no threat, no shouting, and no code names in place of words."""
    for match in _NOT_SAID.finditer(text):
        yield key, f"the word {match.group()!r}", "plain, kind words (amendments 6)"
    for match in _CODE_NAME.finditer(_BRACES.sub("", text)):
        yield key, f"the code name {match.group()!r}", "what it means, in plain words"


def placeholders_are_known(key: str, text: str) -> Iterator[Finding]:
    for found in _BRACES.findall(text):
        if found not in PLACEHOLDERS:
            yield key, f"the placeholder {found}", " or ".join(PLACEHOLDERS)


def sentences_are_whole_and_short(key: str, text: str) -> Iterator[Finding]:
    if not text.endswith((".", "?")) or not (text[0].isupper() or text.startswith("{Tummy}") or text[0].isdigit()):
        yield key, repr(text), "a capital at the beginning and a full stop or question mark at the end"
    for sentence in _SENTENCE_END.split(text):
        longest = max(len(spoken(sentence, choice).split()) for choice in tummy_cues())
        if longest > LONGEST_SENTENCE_WORDS:
            yield key, f"{longest} words in {sentence!r}", f"{LONGEST_SENTENCE_WORDS} words or fewer"


def cue_is_short(key: str, cue: str) -> Iterator[Finding]:
    """A cue must be spoken in the pause between two repetitions, whichever tummy cue the person chose."""
    for choice in tummy_cues():
        length = len(spoken(cue, choice))
        if length > LONGEST_CUE:
            yield key, f"{length} characters with {choice}", f"{LONGEST_CUE} or fewer"


def setup_is_short(exercise: Exercise) -> Iterator[Finding]:
    """Spoken before the first repetition: three sentences at most (look.md, sound)."""
    sentences = sum(len(_SENTENCE_END.split(text)) for text in exercise.setup)
    if sentences > LONGEST_SETUP_SENTENCES:
        yield "setup", f"{sentences} sentences", f"{LONGEST_SETUP_SENTENCES} or fewer"


def moves_are_told_in_few_words(exercise: Exercise) -> Iterator[Finding]:
    """Words land on the movement (look.md, sound), and neither breath nor sides are told twice."""
    for phase in exercise.phases:
        key = f"phases.{phase.id}.say"
        words = max(len(spoken(phase.say, choice).split()) for choice in tummy_cues())
        if phase.kind in ("ready", "concentric", "eccentric", "isometric") and words > MOST_WORDS_WHILE_MOVING:
            yield key, f"{words} words", f"{MOST_WORDS_WHILE_MOVING} or fewer"
        if _BREATH_TOLD.search(phase.say):
            yield key, repr(phase.say), "no breath in words: it is announced from the key breathing"
        if exercise.sides == "one_side_at_a_time" and _SIDE_TOLD.search(phase.say):
            yield key, repr(phase.say), "no change of sides in words: it is announced when the side is done"
