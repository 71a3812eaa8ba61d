"""Every rule that the core can name has a sentence that people understand."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from django.template import Context, Template

from steadyback.programme.rules import load_rules
from steadyback.programme.screening import load_screening
from steadyback.records.reasons import Reason
from steadyback.web import labels
from steadyback.web.why import THRESHOLDS_OF, explain, explanation, has_words
from steadyback.web.why_words import WORDS

RULE = re.compile(r"(?:G|X|S|M|R|PL|P)-\d{2}(?:\.[a-z_]+)?|P14|K\d{2}|R\d|FALL|1\.6")
NOT_SAID = re.compile(r"fault|fail|regress|locked|non-responder|dead bug|superman|damage|danger|!", re.IGNORECASE)


THRESHOLDS = frozenset({"threshold", "thresholds", "whole", "at_level"})


def _rules_of_the_programme() -> Iterator[str]:
    """Every rule id in the programme's code, the names of thresholds aside, and the first word of every Reason."""
    for file in files("steadyback.programme").iterdir():
        if not file.name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from (_strings(node.args[:1]) if node.func.id == "Reason" else ())
                if node.func.id not in THRESHOLDS:
                    yield from (text for text in _strings(node.args) if RULE.fullmatch(text))
            elif isinstance(node, ast.Tuple | ast.List | ast.Dict):
                parts = [key for key in node.keys if key] if isinstance(node, ast.Dict) else node.elts
                yield from (text for text in _strings(parts) if RULE.fullmatch(text))


def _strings(nodes: list[ast.expr]) -> list[str]:
    """The string constants among some expressions, those of a choice (`a if x else b`) included."""
    found = []
    for node in nodes:
        for part in [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found.append(part.value)
    return found


def test_the_programme_names_rules() -> None:
    assert {"G-01", "G-04", "PL-01", "K07", "X-01", "M-03", "S-06", "PL-05.article", "1.6"} <= set(
        _rules_of_the_programme()
    )


@pytest.mark.parametrize("rule", sorted(set(_rules_of_the_programme())))
def test_every_rule_that_the_programme_names_has_words(rule: str) -> None:
    assert has_words(rule)
    assert len(explain(Reason(rule))) > 20


@pytest.mark.parametrize("rule", sorted([*load_screening().items, *load_screening().sliders]))
def test_every_question_of_the_screening_explains_itself(rule: str) -> None:
    assert "You said" in explain(Reason(rule)) or "What you answered" in explain(Reason(rule))


@pytest.mark.parametrize("rule", sorted(WORDS))
def test_the_last_sentence_of_a_rule_needs_no_values(rule: str) -> None:
    if rule not in load_screening().items:
        assert "%(" not in WORDS[rule][-1].text
        assert not WORDS[rule][-1].when
    assert explain(Reason(rule))


@pytest.mark.parametrize("rule", sorted(WORDS))
def test_no_sentence_uses_a_word_that_people_must_not_see(rule: str) -> None:
    for sentence in WORDS[rule]:
        assert not NOT_SAID.search(sentence.text)


def test_values_are_filled_in() -> None:
    assert "23 minutes a week" in explain(Reason("PL-02.activity", {"active_min_per_week": 23, "allows": 1}))


def test_a_missing_value_takes_the_general_sentence() -> None:
    assert "We do not know" in explain(Reason("PL-02.activity", {"active_min_per_week": None, "allows": 1}))


def test_flags_are_said_in_words() -> None:
    said = explain(Reason("PL-02.caution", {"flags": "ACTIVE,HTN,NECK"}))
    assert "you have high blood pressure and your neck limits you" in said
    assert "HTN" not in said


def test_a_rule_without_words_names_itself_and_breaks_nothing() -> None:
    assert "ZZ-99" in explain(Reason("ZZ-99", {"a": 1}))


def test_evidence_comes_from_the_rule_table() -> None:
    one = explanation(Reason("X-01", {"days_since_screening": 30}))
    assert (one.evidence, one.default) == ("D", True)


def test_the_tag_opens_to_each_reason_once() -> None:
    reasons = (Reason("K10", {"E13": "no"}), Reason("K10", {"E13": "no"}), Reason("G-04"))
    html = Template("{% load why %}{% why reasons %}").render(Context({"reasons": reasons}))
    assert html.count("<li>") == 2
    assert "<details" in html
    assert "G-04" in html


def test_the_tag_says_nothing_without_reasons() -> None:
    assert Template("{% load why %}{% why reasons %}").render(Context({"reasons": ()})).strip() == ""


def test_words_are_joined_as_people_write_them() -> None:
    assert labels.joined(["a"]) == "a"
    assert labels.joined(["a", "b", "c"]) == "a, b and c"


def test_thresholds_named_otherwise_are_in_the_rule_table() -> None:
    assert {name for names in THRESHOLDS_OF.values() for name in names} <= load_rules().keys()
    assert THRESHOLDS_OF.keys() <= WORDS.keys()
