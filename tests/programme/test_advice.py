import re

import pytest

from steadyback.programme.advice import advice_text, load_advice
from steadyback.programme.pain_monitoring import decide_fall, fall_table, pain_table, stop_table, too_many_stops
from steadyback.programme.screening import load_screening

NOT_SAID = re.compile(
    r"fault|failed|regress|locked|form score|non-responder|sags|sinking|terrible|dead bug|superman|!", re.IGNORECASE
)


def test_every_decision_in_a_session_has_words() -> None:
    decisions = [*pain_table("brief_strict", 3), *stop_table().values(), *fall_table().values(), too_many_stops(2)]
    for decision in [*decisions, decide_fall(None)]:
        assert advice_text(decision.advice).lines


def test_emergency_words_bring_the_number() -> None:
    for code, advice in load_advice().items():
        assert advice.call_emergency == (code.startswith("emergency.") or code == "card.cauda_equina")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("emergency.A10", "Do not drive"),
        ("emergency.A11", "Lie still"),
        ("emergency.A09", "back pain and very unwell"),
        ("emergency.A08", "Do not bend or lift"),
        ("emergency.A12", "Do not massage"),
        ("emergency.A07", "unsteady or clumsy, with back pain"),
        ("emergency.CES", "cauda equina"),
    ],
)
def test_emergency_words_fit_the_sign(code: str, words: str) -> None:
    assert words in " ".join(advice_text(code).lines)


def test_nothing_unkind_is_said() -> None:
    screening = load_screening()
    texts = [text for advice in load_advice().values() for text in (advice.title, *advice.lines)]
    for item in screening.items.values():
        texts += [item.question, item.help, item.why]
    for fact in screening.facts.values():
        texts += [fact.question, fact.help, *(label for _, label in fact.choices)]
    for slider in screening.sliders.values():
        texts += [slider.question, slider.low_text, slider.high_text]
    for screen in screening.screens:
        texts += [screen.title, screen.intro]
    for text in texts:
        assert not NOT_SAID.search(text), text


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(KeyError, match="no such"):
        advice_text("no such")
