import re
from pathlib import Path

import pytest
import yaml

from steadyback.programme.screening import load_screening
from steadyback.records.screening import Answer, Disposition, ScreeningAnswers

SHARED = Path(__file__).resolve().parents[3] / "shared" / "clinical" / "screening.yaml"


def test_fifty_six_items_twelve_of_them_emergency_signs() -> None:
    items = load_screening().items
    assert len(items) == 56
    assert [key for key in items if key[0] == "A"] == [f"A{number:02}" for number in range(1, 13)]


def test_every_item_and_slider_and_fact_is_on_exactly_one_screen() -> None:
    screening = load_screening()
    items = [key for screen in screening.screens for key in screen.items]
    facts = [key for screen in screening.screens for key in screen.facts]
    assert sorted(items) == sorted(screening.items)
    assert sorted(facts) == sorted(screening.facts)
    assert [key for screen in screening.screens for key in screen.sliders] == list(screening.sliders)


def test_emergency_signs_come_as_three_short_checklists_asked_again_every_time() -> None:
    checklists = [screen for screen in load_screening().screens if screen.kind == "checklist"]
    assert len(checklists) == 3
    assert all(screen.ask_again and len(screen.items) <= 5 for screen in checklists)
    assert [key for screen in checklists for key in screen.items if key[0] != "A"] == []


def test_only_the_question_about_sexual_feeling_may_be_left_unsaid() -> None:
    for key, item in load_screening().items.items():
        assert (Answer.PREFER_NOT in item.answers) == (key == "A04")


def test_every_item_says_why_it_is_asked() -> None:
    for item in load_screening().items.values():
        assert item.why.endswith(".")
        assert item.question


def test_the_words_about_thoughts_are_the_amended_ones() -> None:
    assert load_screening().sliders["Y03"].question == "How much does pain fill your thoughts?"


def test_a_condition_without_alternatives_always_holds() -> None:
    assert load_screening().items["B01"].asked_when(ScreeningAnswers())


def test_a_fact_accepts_only_what_it_can_be() -> None:
    facts = load_screening().facts
    assert facts["pain_average"].accepts(10)
    for odd in (11, -1, True, "3", 2.5, None):
        assert not facts["pain_average"].accepts(odd)
    assert facts["first_episode"].accepts("unsure")
    assert not facts["first_episode"].accepts("maybe")
    assert facts["spine_operation_on"].accepts("2026-02-01")
    assert not facts["spine_operation_on"].accepts("last spring")
    assert facts["E10.KNEE_LOAD"].accepts(False)
    assert not facts["E10.KNEE_LOAD"].accepts("yes")
    assert facts["activity_1"].accepts("socks")


def test_an_unknown_screen_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        load_screening().screen("nowhere")


@pytest.fixture(scope="module")
def source() -> dict[str, dict[str, object]]:
    if not SHARED.is_file():
        pytest.skip("the clinical source beside the repository is not there")
    return {row["id"]: row for row in yaml.safe_load(SHARED.read_text(encoding="utf-8"))["items"]}


# Amendments 2 decide these by follow-up facts; tests/programme/test_screening_items.py has every branch.
BY_FACTS = {"C07", "E13", "E17"}


@pytest.mark.data
def test_no_item_is_milder_than_the_clinical_source(source: dict[str, dict[str, object]]) -> None:
    items = load_screening().items
    assert items.keys() == source.keys()
    for key, row in source.items():
        if key in BY_FACTS:
            continue
        assert items[key].disposition.severity >= Disposition(row["yes"]).severity, key
        assert (items[key].urgency.value if items[key].urgency else None) == row["urgency"], key


@pytest.mark.data
def test_every_item_sets_at_least_the_flags_of_the_clinical_source(source: dict[str, dict[str, object]]) -> None:
    for key, row in source.items():
        flags = row["flags"]
        assert isinstance(flags, list)
        assert set(flags) <= set(load_screening().items[key].flags), key


@pytest.mark.data
def test_the_sliders_have_the_thresholds_of_the_clinical_source() -> None:
    if not SHARED.is_file():
        pytest.skip("the clinical source beside the repository is not there")
    for row in yaml.safe_load(SHARED.read_text(encoding="utf-8"))["yellow_flags_0_10"]:
        slider = load_screening().sliders[row["id"]]
        low = slider.talk_below is not None
        bound = slider.talk_below if low else slider.talk_above
        assert row["threshold"] == (f"low <={bound}" if low else f"high >={bound}")


def syllables(word: str) -> int:
    word = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower()) or word
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade, crudely: a school year, about age minus five."""
    sentences = [part for part in re.split(r"[.?:]+", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9'-]+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_every_question_reads_at_about_the_age_of_thirteen_and_most_below() -> None:
    grades = {key: reading_grade(f"{item.question}. {item.help}") for key, item in load_screening().items.items()}
    assert {key: round(grade, 1) for key, grade in grades.items() if grade > 9.5} == {}
    assert sorted(grades.values())[len(grades) // 2] < 6


def test_the_eight_hard_questions_are_split_into_plain_sentences() -> None:
    for key in ("B01", "B07", "C05", "D02", "D04", "E01", "E08", "E16"):
        assert len(load_screening().items[key].question.split()) <= 20, key
