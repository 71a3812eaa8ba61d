"""Every sentence of the article is covered, and every proof that a point names holds."""

import re
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from steadyback.exercises import Exercise, load_catalogue
from steadyback.exercises.wording import NOT_SAID
from steadyback.programme.rules import at_level, load_rules, threshold
from steadyback.web.article import PAGES, PAGES_WITHOUT_ADDRESS, Point, load_article
from steadyback.web.article_document import as_markdown
from steadyback.web.why import has_words

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT.parent / "shared" / "clinical" / "000_b381fe5a92be8845.txt"
POINTS = list(load_article().points)
SESSION = {"session_id": "0b7c1e1e-6a53-4c57-9a5e-0d3d6a4b8f10"}

# What each sentence of the article is about, and the points that cover it, in the article's order.
SENTENCES = (
    ("The Best Back Pain Relief Exercises", (1,)),
    ("Exercise can be the key", (2, 3)),
    ("Before beginning an exercise regime", (4, 5)),
    ("On the doctor", (6, 7, 8, 9, 10)),
    ("The exercises have to work on three levels", (11, 12, 13)),
    ("Cardio vascular exercise", (14, 15, 16, 17)),
    ("Alternating this with", (18,)),
    ("Abdominal Strengthening exercise", (19, 20)),
    ("Keeping the spine in a neutral position", (21, 22)),
    ("Lie down and keep the knees bent", (23, 24, 25, 26)),
    ("Hold this position for a few seconds", (27, 28)),
    ("Exhale as you go up", (29,)),
    ("Strengthening the buttock muscles", (30, 31, 32)),
    ("Do it slowly without rocking", (33, 34)),
    ("Hip strengthening exercise", (35, 36, 37)),
    ("Repeat on the other side", (38,)),
    ("Do 8 reps", (39,)),
    ("Follow it up with stretches", (40,)),
    ("Buttock stretch", (41,)),
    ("Hold the left knee", (42, 43)),
    ("Hold and gently come", (44,)),
    ("Hamstring Stretch", (45,)),
    ("Try to straighten the knee", (46, 47)),
    ("Hold for 20 seconds", (48,)),
    ("Follow it up on the other leg", (49,)),
    ("All these exercises should help", (50, 51, 52, 53)),
    ("Here’s another great series", (54,)),
)


def test_every_sentence_has_its_points_and_every_point_its_sentence() -> None:
    covered = [number for _start, numbers in SENTENCES for number in numbers]
    assert covered == [point.number for point in POINTS]


@pytest.mark.data
@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside the repository")
def test_no_sentence_of_the_article_is_left_out() -> None:
    text = " ".join(ARTICLE.read_text(encoding="utf-8").replace(".Follow", ". Follow").split())
    places = [text.index(start) for start, _numbers in SENTENCES]
    assert places == sorted(places)
    for begin, end in zip(places, [*places[1:], len(text)], strict=True):
        passage = text[begin:end].strip().rstrip(".")
        inner = [part for part in re.split(r"\.\s+(?=[A-Z])", passage) if part.strip()]
        assert len(inner) == 1, f"more than one sentence from {text[begin : begin + 40]!r}: {inner}"


@pytest.mark.data
@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside the repository")
def test_the_points_are_in_our_own_words() -> None:
    article = re.sub(r"[^a-z0-9 ]", "", " ".join(ARTICLE.read_text(encoding="utf-8").lower().split()))
    for point in POINTS:
        said = re.sub(r"[^a-z0-9 ]", "", point.says.lower()).split()
        for start in range(len(said) - 8):
            run = " ".join(said[start : start + 9])
            assert run not in article, f"point {point.number} copies {run!r}"


def proofs(point: Point) -> Iterator[str]:
    yield from (f"page {name}" for name in point.pages)
    yield from (f"exercise {name}" for name in point.exercises)
    yield from (f"rule {name}" for name in point.rules)
    yield from (f"test {name}" for name in point.tests)
    yield from (f"fact {fact}" for fact in point.facts)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: str(point.number))
def test_a_point_names_at_least_one_proof(point: Point) -> None:
    assert point.says
    assert point.does
    assert list(proofs(point))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: str(point.number))
def test_the_pages_exercises_rules_and_tests_of_a_point_exist(point: Point) -> None:
    for name in point.pages:
        assert name in PAGES
        assert reverse(name, kwargs=SESSION if name in PAGES_WITHOUT_ADDRESS else None)
    for name in point.exercises:
        assert name in load_catalogue()
    for rule in point.rules:
        assert is_rule(rule), f"point {point.number}: no rule {rule}"
    for test in point.tests:
        assert (ROOT / test).is_file(), f"point {point.number}: no test {test}"


@pytest.mark.parametrize("point", [point for point in POINTS if point.facts], ids=lambda point: str(point.number))
def test_the_facts_of_a_point_hold(point: Point) -> None:
    for fact in point.facts:
        check(fact, value_of(fact))


def test_every_note_is_there_once_and_is_used() -> None:
    notes = load_article().notes
    assert list(notes) == list(range(1, 20))
    assert {number for point in POINTS for number in point.honest} == set(notes)


def test_every_point_belongs_to_a_part_that_exists() -> None:
    assert sum(len(part.points) for part in load_article().parts) == len(POINTS)
    assert all(part.points for part in load_article().parts)


def test_the_document_is_written_from_the_same_file() -> None:
    written = (ROOT / "docs" / "article.md").read_text(encoding="utf-8")
    assert written == as_markdown(load_article()), "run: python tools/write_article_document.py"


def test_the_words_are_kind_and_promise_nothing() -> None:
    ours = [point.does for point in POINTS] + [note.text for note in load_article().notes.values()]
    for text in ours:
        found = [word for word in NOT_SAID if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]
        assert set(found) <= {"harm"}, text  # "a harmless habit", "prevents harm": no threat in either
        assert "!" not in text
        assert not re.search(r"\b(cures?|heals?|prevents? back pain|clinically proven)\b", text, re.IGNORECASE)


def is_rule(rule: str) -> bool:
    """A threshold of the rule table, a family of them, or a rule that the product can explain."""
    return any(row == rule or row.startswith(f"{rule}.") for row in load_rules()) or has_words(rule)


def value_of(fact: Mapping[str, Any]) -> Any:
    if "rule" in fact:
        return at_level(fact["rule"], fact["level"]) if "level" in fact else threshold(fact["rule"])
    exercise = load_catalogue()[fact["exercise"]]
    return part_of(exercise, fact["path"])


def part_of(exercise: Exercise, path: str) -> Any:
    if path == "texts":
        return (*exercise.setup, *exercise.watch, *(phase.say for phase in exercise.phases))
    if path == "faults":
        return tuple(fault.cue for fault in exercise.faults)
    if path == "phases":
        return tuple(phase.say for phase in exercise.phases)
    if path.startswith("phases."):
        _phases, phase_id, key = path.split(".")
        return getattr(next(phase for phase in exercise.phases if phase.id == phase_id), key)
    return attrgetter(path)(exercise)


def check(fact: Mapping[str, Any], value: Any) -> None:
    if "is" in fact:
        assert value == fact["is"], fact
    elif "at_least" in fact:
        assert value >= fact["at_least"], fact
    else:
        texts = (value,) if isinstance(value, str) else value
        assert any(fact["holds"] in text for text in texts), (fact, value)
