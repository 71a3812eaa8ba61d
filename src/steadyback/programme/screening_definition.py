"""What is asked at screening: items, follow-up facts, sliders and screens, read from screening.toml.

Specification 1.3, 1.4 and amendments 2. The texts are opaque English here; the edge translates them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from steadyback.programme.rules import read_table
from steadyback.records.reasons import Value
from steadyback.records.screening import Answer, Disposition, ScreeningAnswers, Urgency


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is asked: any alternative holds; an alternative is (key, allowed values) pairs that all hold.

    Without alternatives it always holds.
    """

    alternatives: tuple[tuple[tuple[str, frozenset[str]], ...], ...] = ()

    def __call__(self, answers: ScreeningAnswers) -> bool:
        return not self.alternatives or any(
            all(_word(answers, key) in allowed for key, allowed in pairs) for pairs in self.alternatives
        )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for pairs in self.alternatives for key, _ in pairs)


def _word(answers: ScreeningAnswers, key: str) -> str:
    answer = answers.answers.get(key)
    return str(answer.value) if isinstance(answer, Answer) else str(answers.facts.get(key))


def _condition(lines: Iterable[str]) -> Condition:
    alternatives = []
    for line in lines:
        pairs = (part.strip().split("=") for part in line.split("&"))
        alternatives.append(tuple((key, frozenset(values.split("|"))) for key, values in pairs))
    return Condition(tuple(alternatives))


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its id (A01 ... E17). `disposition` is what a yes means, `flags` what a yes or not sure sets.

    lasting: a yes at the next screening is the same thing still, not a new episode.
    unsure_is says which answer "not sure" counts as. no_is_caution: the answer No sets the flags (E13).
    """

    id: str
    group: str
    question: str
    help: str
    why: str
    disposition: Disposition
    urgency: Urgency | None
    flags: tuple[str, ...]
    answers: tuple[Answer, ...]
    follow_ups: tuple[str, ...]
    unsure_is: Answer
    no_is_caution: bool
    lasting: bool
    asked_when: Condition

    def counts(self, answers: ScreeningAnswers) -> bool:
        """Whether the answer has the cautious meaning: yes or not sure, or for E13 no or not sure."""
        answer = answers.answers.get(self.id)
        return answer is Answer.UNSURE or answer is (Answer.NO if self.no_is_caution else Answer.YES)


@dataclass(frozen=True, slots=True)
class Fact:
    """One follow-up fact. kind is year, date, weeks, choice, tick, number or text; low and high bound numbers.

    stamp_of: the edge stores the day on which that other fact was given; nobody is asked (see `stamped`).
    """

    id: str
    kind: str
    question: str
    help: str
    choices: tuple[tuple[str, str], ...]
    low: int | None
    high: int | None
    required: bool
    stamp_of: str | None
    asked_when: Condition

    def accepts(self, value: Value) -> bool:
        """Whether a stored value can be this fact. Odd values count as not given."""
        if self.kind == "choice":
            return isinstance(value, str) and value in {choice for choice, _ in self.choices}
        if self.kind == "tick":
            return isinstance(value, bool)
        if self.kind == "date":
            return as_date(value) is not None
        if self.kind == "text":
            return isinstance(value, str)
        return isinstance(value, int) and not isinstance(value, bool) and self._within(value)

    def _within(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Slider:
    """A 0-10 slider of the yellow flags: for talking, never for deciding (specification 1.4)."""

    id: str
    question: str
    low_text: str
    high_text: str
    topic: str
    talk_below: int | None
    talk_above: int | None

    def is_over(self, value: int) -> bool:
        below = self.talk_below is not None and value <= self.talk_below
        return below or (self.talk_above is not None and value >= self.talk_above)


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of questions. kind is checklist, list, facts, baseline or sliders.

    ask_again: asked anew at every re-screening (group A); the others may be confirmed as they stand.
    """

    id: str
    title: str
    intro: str
    kind: str
    items: tuple[str, ...]
    facts: tuple[str, ...]
    sliders: tuple[str, ...]
    ask_again: bool
    asked_when: Condition

    def applies(self, answers: ScreeningAnswers) -> bool:
        """Whether the page is shown at all, given what was answered so far."""
        return self.asked_when(answers)


@dataclass(frozen=True, slots=True)
class ScreeningDefinition:
    screens: tuple[Screen, ...]
    items: Mapping[str, Item]
    facts: Mapping[str, Fact]
    sliders: Mapping[str, Slider]

    def screen(self, screen_id: str) -> Screen:
        """The screen with this id, or KeyError."""
        for screen in self.screens:
            if screen.id == screen_id:
                return screen
        raise KeyError(screen_id)


def as_date(value: Value) -> date | None:
    """A fact of kind date, or None when it is missing or not a date in ISO form."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        group=row["id"][0],
        question=row["question"],
        help=row.get("help", ""),
        why=row["why"],
        disposition=Disposition(row["disposition"]),
        urgency=Urgency(row["urgency"]) if "urgency" in row else None,
        flags=tuple(row.get("flags", ())),
        answers=tuple(Answer(word) for word in row.get("answers", ("yes", "no", "unsure"))),
        follow_ups=tuple(row.get("follow_ups", ())),
        unsure_is=Answer(row.get("unsure_is", "yes")),
        no_is_caution=row.get("no_is_caution", False),
        lasting=row.get("lasting", False),
        asked_when=_condition(row.get("asked_when", ())),
    )


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        help=row.get("help", ""),
        choices=tuple(row.get("choices", {}).items()),
        low=row.get("low"),
        high=row.get("high"),
        required=row.get("required", "stamp_of" not in row),
        stamp_of=row.get("stamp_of"),
        asked_when=_condition(row.get("asked_when", ())),
    )


def _slider(row: Mapping[str, Any]) -> Slider:
    return Slider(
        id=row["id"],
        question=row["question"],
        low_text=row["low_text"],
        high_text=row["high_text"],
        topic=row["topic"],
        talk_below=row.get("talk_below"),
        talk_above=row.get("talk_above"),
    )


def _screen(row: Mapping[str, Any], items: Mapping[str, Item], facts: Mapping[str, Fact]) -> Screen:
    conditions = [items[i].asked_when for i in row.get("items", ())]
    conditions += [facts[f].asked_when for f in row.get("facts", ())]
    # A page with one unconditional question is always shown; otherwise any of its questions brings it up.
    always = not conditions or any(not condition.alternatives for condition in conditions)
    alternatives = () if always else tuple(pairs for condition in conditions for pairs in condition.alternatives)
    return Screen(
        id=row["id"],
        title=row["title"],
        intro=row.get("intro", ""),
        kind=row["kind"],
        items=tuple(row.get("items", ())),
        facts=tuple(row.get("facts", ())),
        sliders=tuple(row.get("sliders", ())),
        ask_again=row.get("ask_again", False),
        asked_when=Condition(alternatives),
    )


@cache
def load_screening() -> ScreeningDefinition:
    """Read screening.toml once. A reference to an unknown item, fact or slider is a KeyError of our own data."""
    data = tomllib.loads(read_table("screening.toml"))
    items = {row["id"]: _item(row) for row in data["item"]}
    facts = {row["id"]: _fact(row) for row in data["fact"]}
    sliders = {row["id"]: _slider(row) for row in data["slider"]}
    screens = tuple(_screen(row, items, facts) for row in data["screen"])
    for key in (key for item in items.values() for key in item.follow_ups):
        facts[key]
    conditions = [item.asked_when for item in items.values()] + [fact.asked_when for fact in facts.values()]
    for key in frozenset(key for condition in conditions for key in condition.keys) - items.keys():
        facts[key]
    return ScreeningDefinition(screens, MappingProxyType(items), MappingProxyType(facts), MappingProxyType(sliders))
