"""Why something was decided, in a sentence: every reason of the core is said here and nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steadyback.exercises import load_catalogue
from steadyback.programme.rules import load_rules
from steadyback.programme.screening import load_screening
from steadyback.records.reasons import Reason, Value
from steadyback.web import labels
from steadyback.web.why_words import WORDS

# Rules without a threshold that are the article's own; all others without one are our defaults.
OF_THE_ARTICLE = frozenset({"G-04", "PL-04", "PL-05", "PL-05.article", "PL-05.instead"})

# Rules whose thresholds have other names in the rule table.
THRESHOLDS_OF: Mapping[str, tuple[str, ...]] = {
    "PL-02.function": ("PL-02.rmdq", "PL-02.activities"),
    "PL-02.activity": ("PL-02.active_min",),
    "PL-02.caution": ("PL-02.caution_cap",),
    "PL-02.age": ("PL-02.age_or_fall",),
    "PL-02.fall": ("PL-02.age_or_fall",),
    "PL-05.warm_up": ("PL-05.warm_up_minutes",),
    "W-01.worse": ("W-01.rise",),
    "3.8.stopped": ("3.8.stops",),
    "3.8.stopped_again": ("3.8.stops",),
    "3.8.effort_hard": ("3.8.effort",),
    "3.8.effort_very_hard": ("3.8.effort",),
    "3.8.long_gap": ("3.8.gap",),
    "3.8.restart": ("X-01.rescreen_days",),
    "3.8.top": ("3.8.steps",),
    "R-07.worse": ("R-07.week",),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason as people see it. `evidence` are letters (E research, C guideline, B the article, D default)."""

    text: str
    rule: str
    evidence: str
    default: bool


def explain(reason: Reason) -> str:
    """The reason as one plain sentence with its values filled in; a rule without words names itself."""
    for said in (_filled(reason), _answer(reason.rule)):
        if said:
            return said
    return _("Rule %(rule)s of the programme decided this.") % {"rule": reason.rule}


def explanation(reason: Reason) -> Explanation:
    letters, default = _evidence(reason.rule)
    return Explanation(explain(reason), reason.rule, letters, default)


def has_words(rule: str) -> bool:
    """Whether this exact rule has a sentence of its own."""
    return rule in WORDS or _answer(rule) is not None


def _filled(reason: Reason) -> str | None:
    """The first sentence of the rule that fits the values, or None."""
    values = {name: _shown(name, value) for name, value in reason.values.items() if value is not None}
    for sentence in WORDS.get(reason.rule, ()):
        wanted = all(reason.values.get(name) == value for name, value in sentence.when.items())
        if wanted and all(values.get(name) for name in _placeholders(sentence.text)):
            return _(sentence.text) % values
    return None


def _placeholders(text: str) -> list[str]:
    return [part.partition(")s")[0] for part in text.split("%(")[1:]]


def _answer(rule: str) -> str | None:
    """For an item or slider of the screening: the question that was answered."""
    definition = load_screening()
    question = definition.items.get(rule) or definition.sliders.get(rule)
    if question is None:
        return None
    return _("What you answered to: “%(question)s”") % {"question": _(question.question)}


def _evidence(rule: str) -> tuple[str, bool]:
    """The evidence letters of a rule's thresholds, and whether any of them awaits a clinician's signature."""
    named = THRESHOLDS_OF.get(rule, (rule,))
    rows = [row for row in load_rules().values() if row.id in named or row.id.startswith(f"{rule}.")]
    if not rows and rule in WORDS:
        return ("B", False) if rule in OF_THE_ARTICLE else ("D", True)
    letters = sorted({row.evidence for row in rows}, key="ECBD".index)
    return "/".join(letters), any(row.default for row in rows)


def _shown(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        return str(value)
    return _SHOWN.get(name, _as_it_is)(str(value))


def _as_it_is(value: str) -> str:
    return value


def _flags(value: str) -> str:
    return labels.flags_said(flag for flag in value.split(",") if flag and flag != "ACTIVE")


def _exercise(value: str) -> str:
    catalogue = load_catalogue()
    return _(catalogue[value].name) if value in catalogue else value


def _day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        return value


def _slot(value: str) -> str:
    return labels.say(labels.SLOTS, value)


def _positions(value: str) -> str:
    return labels.joined(labels.say(labels.POSITIONS, code) for code in value.split(",") if code)


def _question(value: str) -> str:
    item = load_screening().items.get(value)
    return _(item.question) if item else value


_SHOWN: Mapping[str, Callable[[str], str]] = {
    "flag": _flags,
    "flags": _flags,
    "exercise": _exercise,
    "excluded": _exercise,
    "chosen": _exercise,
    "kind": _exercise,
    "slot": _slot,
    "position": _positions,
    "positions": _positions,
    "expired_on": _day,
    "said_on": _day,
    "done_on": _day,
    "moved_to": _day,
    "item": _question,
}
