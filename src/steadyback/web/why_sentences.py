"""What a rule's words are made of: sentences, with the values that must be so for each to be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from steadyback.records.reasons import Value


@dataclass(frozen=True, slots=True)
class Sentence:
    """English source text with %(name)s placeholders; `when` are the values that must be so for it to be said."""

    text: str
    when: Mapping[str, Value] = field(default_factory=dict)


def when(text: str, **when: Value) -> Sentence:
    return Sentence(text, when)


def say(*texts: str | Sentence) -> tuple[Sentence, ...]:
    return tuple(text if isinstance(text, Sentence) else Sentence(text) for text in texts)
