"""Screening: what the answers mean and what to ask next (specification 1, amendments 2).

`evaluate` is the whole decision. Everything missing or odd takes the most cautious branch: an unanswered required
question leaves `complete` false, and then there is no programme.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from steadyback.programme.rules import whole
from steadyback.programme.screening_combinations import NOT_EXAMINED_FLAG, Finding, findings
from steadyback.programme.screening_definition import Screen, ScreeningDefinition, load_screening
from steadyback.programme.screening_items import Asked, Meaning, flags_of, meaning
from steadyback.records.reasons import Reason, Value
from steadyback.records.screening import (
    Answer,
    Baseline,
    Concern,
    Disposition,
    ScreeningAnswers,
    ScreeningOutcome,
    Urgency,
)

__all__ = [
    "NOT_EXAMINED_FLAG",
    "Screen",
    "ScreeningDefinition",
    "answered",
    "emergency_words",
    "evaluate",
    "is_confirm_only",
    "load_screening",
    "missing_on",
    "next_screen",
    "read_back",
    "read_baseline",
    "stamped",
    "withdrawn",
    "words_for",
]

_SERIOUS = Disposition.CLINICIAN_FIRST.severity
_ITEM_NOTES = {
    "C08": "no_breath_holding",
    "C10": "effort_not_heart_rate",
    "D04": "pelvic_health_physio",
    "E02": "physio_supervision",
    "E16": "axspa_advice",
}
_SLIDER_NOTES = {"Y04": "support_line", "Y05": "work_advice"}
_SETTLE_H = {"none": 0.0, "under_1h": 0.5, "under_24h": 12.0, "over_24h": 48.0}


@dataclass(frozen=True, slots=True)
class _Found:
    """One item or combination that fired, in one shape."""

    reason: Reason
    meaning: Meaning
    flags: frozenset[str]
    notes: tuple[str, ...]
    lasting: bool


def evaluate(
    answers: ScreeningAnswers,
    today: date,
    *,
    began_on: date | None = None,
    earlier: Iterable[Concern] = (),
) -> ScreeningOutcome:
    """What the answers come to on a day.

    began_on is the day of the answers (default today): concerns are raised on it, and E17 lapses after it. `earlier`
    are the concerns of the screening before: a lasting one that is still there, no more serious, keeps the day it was
    raised, so that an approval that covered it still does (amendments 3). What comes and goes may be a new episode and
    is raised anew. Never raises for odd answers.
    """
    asked = Asked(load_screening(), answers, today, began_on or today)
    found = (*_items_found(asked), *(_from_combination(finding) for finding in findings(asked)))
    concerns = _concerns(found, asked, tuple(earlier))
    yellow = _yellow_over(asked)
    missing = tuple(key for screen in asked.definition.screens for key in missing_on(screen, answers, today))
    flags = frozenset[str]().union(*(one.flags for one in found))
    return ScreeningOutcome(
        complete=not missing,
        disposition=max(
            (*(one.meaning.disposition for one in found), *(one.disposition for one in concerns)),
            key=_severity,
            default=Disposition.CLEAR,
        ),
        urgency=_most_urgent(concerns),
        concerns=concerns,
        flags=flags,
        reasons=tuple(one.reason for one in found),
        missing=missing,
        postponed="FEVER_ILL" in flags,
        yellow_over=yellow,
        notes=_notes(found, yellow),
    )


def _severity(disposition: Disposition) -> int:
    return disposition.severity


def _items_found(asked: Asked) -> tuple[_Found, ...]:
    found = []
    for item in asked.definition.items.values():
        if not asked.counts(item.id):
            continue
        values: dict[str, Value] = {"answer": asked.answers.answers[item.id].value}
        values |= {key: asked.fact(key) for key in item.follow_ups}
        notes = (_ITEM_NOTES[item.id],) if item.id in _ITEM_NOTES else ()
        found.append(_Found(Reason(item.id, values), meaning(item, asked), flags_of(item, asked), notes, item.lasting))
    return tuple(found)


def _from_combination(finding: Finding) -> _Found:
    meant = Meaning(finding.disposition, finding.urgency)
    return _Found(finding.reason, meant, finding.flags, finding.notes, finding.lasting)


def _concerns(found: Iterable[_Found], asked: Asked, earlier: tuple[Concern, ...]) -> tuple[Concern, ...]:
    """One concern for each rule that needs somebody, the most serious first."""
    by_rule: dict[str, Concern] = {}
    for one in found:
        disposition, urgency = one.meaning.disposition, one.meaning.urgency
        if disposition.severity < _SERIOUS and urgency is None:
            continue
        concern = Concern(one.reason.rule, disposition, urgency, asked.began_on)
        known = by_rule.get(concern.rule)
        if known is None or known.disposition.severity < disposition.severity:
            by_rule[concern.rule] = _overdue(_carried(concern, earlier) if one.lasting else concern, asked.today)
    return tuple(sorted(by_rule.values(), key=lambda concern: -concern.disposition.severity))


def _carried(concern: Concern, earlier: tuple[Concern, ...]) -> Concern:
    for before in earlier:
        same = before.rule == concern.rule and before.disposition.severity >= concern.disposition.severity
        if same and before.raised_on <= concern.raised_on:
            return Concern(concern.rule, concern.disposition, concern.urgency, before.raised_on)
    return concern


def _overdue(concern: Concern, today: date) -> Concern:
    """What a clinician had 14 days for and has not looked at comes before exercise from then on (K08)."""
    waited = (today - concern.raised_on).days
    if concern.urgency is not Urgency.FOURTEEN_DAYS or waited < whole("K08.days"):
        return concern
    return replace(concern, disposition=Disposition.CLINICIAN_FIRST, urgency=Urgency.DAYS)


def _most_urgent(concerns: Iterable[Concern]) -> Urgency | None:
    order = tuple(Urgency)
    return min((c.urgency for c in concerns if c.urgency is not None), key=order.index, default=None)


def _yellow_over(asked: Asked) -> tuple[str, ...]:
    """Sliders beyond their threshold. They colour the talk, they never block (specification 1.4)."""
    return tuple(
        slider.id
        for slider in asked.definition.sliders.values()
        if (value := asked.answers.sliders.get(slider.id)) in range(11) and value is not None and slider.is_over(value)
    )


def _notes(found: Iterable[_Found], yellow: tuple[str, ...]) -> tuple[str, ...]:
    notes = [note for one in found for note in one.notes]
    notes += [_SLIDER_NOTES[key] for key in yellow if key in _SLIDER_NOTES]
    if len(yellow) >= whole("PL-06.sliders"):
        notes.append("movement_is_safe")
    return tuple(dict.fromkeys(notes))


def missing_on(screen: Screen, answers: ScreeningAnswers, today: date | None = None) -> tuple[str, ...]:
    """Ids of the required items and facts of a page that are not answered, or not with an allowed answer.

    With `today`, a year of birth in the future or over 120 years ago counts as not answered.
    """
    definition = load_screening()
    items = (definition.items[key] for key in screen.items)
    facts = (definition.facts[key] for key in screen.facts)
    open_items = [i.id for i in items if i.asked_when(answers) and answers.answers.get(i.id) not in i.answers]
    asked = None if today is None else Asked(definition, answers, today, today)
    open_facts = [
        fact.id
        for fact in facts
        if fact.required
        and fact.asked_when(answers)
        and (not fact.accepts(answers.facts.get(fact.id)) or (fact.kind == "year" and asked and asked.age is None))
    ]
    # Tick boxes may all stay empty: then every one of them counts.
    return (*open_items, *(key for key in open_facts if definition.facts[key].kind != "tick"))


def answered(screen: Screen, answers: ScreeningAnswers) -> bool:
    """Whether nothing that is required on this page is open."""
    return not missing_on(screen, answers)


def next_screen(answers: ScreeningAnswers, done: frozenset[str]) -> Screen | None:
    """The first page that applies and was not finished, or has something required open. None: all is asked."""
    for screen in load_screening().screens:
        if screen.applies(answers) and (screen.id not in done or not answered(screen, answers)):
            return screen
    return None


def read_back(answers: ScreeningAnswers) -> tuple[str, ...]:
    """The serious answers to confirm before they count: "You said yes to ... Is that right?" (amendments 2)."""
    definition = load_screening()
    today = date.max
    asked = Asked(definition, answers, today, today)
    serious = [key for key, item in definition.items.items() if item.disposition.severity >= _SERIOUS]
    if asked.counts("C05") and answers.answers.get("C07") is not Answer.YES:
        serious.append("C05")
    return tuple(key for key in serious if asked.counts(key))


def withdrawn(before: ScreeningAnswers, said_on: date, now: ScreeningAnswers, today: date) -> tuple[Reason, ...]:
    """The serious answers of the screening before, not long ago, that are a no now: read back before that counts.

    "On DATE you said yes to ... Now you say no. Is that right?" (amendments 2). After X-01's days nothing is asked.
    """
    if (today - said_on).days > whole("X-01.rescreen_days"):
        return ()
    items = load_screening().items
    changed = [key for key in read_back(before) if now.answers.get(key) is Answer.NO and items[key].asked_when(now)]
    said = {key: before.answers[key].value for key in changed}
    return tuple(Reason("1.8", {"item": key, "said": said[key], "said_on": said_on.isoformat()}) for key in changed)


def is_confirm_only(screen: Screen) -> bool:
    """Whether a re-screening may offer this page's answers for confirmation instead of asking anew (1.8)."""
    return not screen.ask_again


_WORDS = {
    "A10": ("A10", "R4", "M-01", "R-09"),
    "A11": ("A11",),
    "A09": ("A09", "K03", "R5"),
    "A08": ("A08", "R6", "FALL"),
    "A12": ("A12",),
    "A07": ("A07",),
    "CES": ("A01", "A02", "A03", "A04", "A05", "A06", "K02", "R1", "R2", "R-01"),
}


def words_for(rules: Iterable[str]) -> tuple[str, ...]:
    """Codes of the emergency words that fit these rule ids, in the order in which they are said (amendments 2).

    A code is the key of a text in advice.toml, "emergency.A10" for A10. Rules without words of their own add none.
    """
    given = set(rules)
    return tuple(code for code, known in _WORDS.items() if given.intersection(known))


def emergency_words(outcome: ScreeningOutcome) -> tuple[str, ...]:
    """The emergency words for a screening. A12 has them even when it asks for a clinician on the same day.

    An emergency that no words fit gets those of the cauda equina card.
    """
    rules = {c.rule for c in outcome.concerns if c.disposition is Disposition.EMERGENCY or c.rule == "A12"}
    words = words_for(rules)
    return words or (("CES",) if outcome.disposition is Disposition.EMERGENCY else ())


def stamped(before: ScreeningAnswers, after: ScreeningAnswers, today: date) -> ScreeningAnswers:
    """The new answers with the day noted beside every fact that changes by calendar (weeks of pregnancy, H14)."""
    facts = dict(after.facts)
    for fact in load_screening().facts.values():
        if fact.stamp_of is None:
            continue
        if facts.get(fact.stamp_of) is None:
            facts.pop(fact.id, None)
        elif facts[fact.stamp_of] != before.facts.get(fact.stamp_of) or facts.get(fact.id) is None:
            facts[fact.id] = today.isoformat()
    return ScreeningAnswers(after.answers, facts, after.sliders)


def read_baseline(answers: ScreeningAnswers) -> Baseline:
    """Pain, function and activity as PL-01 and PL-02 take them. What is odd or missing stays None."""
    facts = load_screening().facts

    def number(key: str) -> int | None:
        value = answers.facts.get(key)
        return value if facts[key].accepts(value) and isinstance(value, int) else None

    activities = []
    for index in (1, 2, 3):
        name, difficulty = answers.facts.get(f"activity_{index}"), number(f"activity_{index}_difficulty")
        if isinstance(name, str) and name.strip() and difficulty is not None:
            activities.append((name.strip(), difficulty))
    return Baseline(
        pain_average=number("pain_average"),
        pain_rest=number("pain_rest"),
        pain_worst=number("pain_worst"),
        settle_h=_SETTLE_H.get(str(answers.facts.get("settle"))),
        rmdq=number("rmdq"),
        activities=tuple(activities),
        active_min_per_week=number("active_min_per_week"),
    )
