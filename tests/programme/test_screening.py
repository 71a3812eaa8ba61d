from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.programme.screening import (
    answered,
    emergency_words,
    evaluate,
    is_confirm_only,
    load_screening,
    missing_on,
    next_screen,
    read_back,
    read_baseline,
    stamped,
    withdrawn,
    words_for,
)
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Answer, Concern, Disposition, ScreeningAnswers, ScreeningOutcome, Urgency

TODAY = date(2026, 11, 23)
Answers = Callable[..., ScreeningAnswers]


def test_a_healthy_person_is_clear(screened: Any) -> None:
    outcome = screened()
    assert outcome.complete
    assert outcome.disposition is Disposition.CLEAR
    assert outcome.concerns == ()


def test_nothing_answered_is_not_complete_and_says_what_is_missing() -> None:
    outcome = evaluate(ScreeningAnswers(), TODAY)
    assert not outcome.complete
    assert {"A01", "year_of_birth", "pregnancy_gate", "E17"} <= set(outcome.missing)


def test_about_fifteen_screens_for_a_healthy_person(answers: Answers) -> None:
    given_, done = answers(), frozenset[str]()
    while (screen := next_screen(given_, done)) is not None:
        done |= {screen.id}
    assert len(done) == 15


def test_follow_up_pages_appear_only_when_something_was_ticked(answers: Answers) -> None:
    screening = load_screening()
    assert not screening.screen("more_about_signs").applies(answers())
    assert screening.screen("more_about_signs").applies(answers({"A08": "unsure"}))
    assert not screening.screen("pregnancy").applies(answers())
    assert screening.screen("pregnancy").applies(answers({}, {"pregnancy_gate": "unsure"}))


def test_a_person_can_leave_and_goes_on_at_the_first_open_page() -> None:
    given_ = ScreeningAnswers({}, {"year_of_birth": 1980, "first_episode": "no", "pain_began": "longer"})
    screen = next_screen(given_, frozenset({"about_you"}))
    assert screen is not None
    assert screen.id == "nerves"
    assert answered(load_screening().screen("about_you"), given_)


def test_a_finished_page_comes_back_when_an_answer_opens_a_question(answers: Answers) -> None:
    everything = frozenset(screen.id for screen in load_screening().screens)
    assert next_screen(answers(), everything) is None
    screen = next_screen(answers({"E03": "yes"}), everything)
    assert screen is not None
    assert screen.id == "back_and_legs"


def test_an_answer_that_is_not_on_offer_is_not_an_answer(answers: Answers) -> None:
    odd = answers({"B02": "prefer_not"})
    assert missing_on(load_screening().screen("your_health"), odd) == ("B02",)
    assert not evaluate(odd, TODAY).complete


@pytest.mark.parametrize("year", [2027, 1890, "1980", None, True])
def test_a_year_of_birth_that_cannot_be_is_missing(answers: Answers, year: Any) -> None:
    outcome = evaluate(answers({}, {"year_of_birth": year}), TODAY)
    assert outcome.missing == ("year_of_birth",)


def test_serious_answers_are_read_back(answers: Answers) -> None:
    changes = {"A03": "unsure", "B02": "yes", "C05": "yes", "C07": "no", "E05": "yes"}
    assert read_back(answers(changes)) == ("A03", "B02", "C05")
    assert read_back(answers({"C05": "yes", "C07": "yes"})) == ()
    assert read_back(answers()) == ()


def test_only_the_emergency_pages_are_asked_anew() -> None:
    anew = {screen.id for screen in load_screening().screens if not is_confirm_only(screen)}
    assert anew == {"nerves", "legs_and_injury", "unwell", "more_about_signs"}


@pytest.mark.parametrize(
    ("changes", "facts", "codes"),
    [
        ({"A10": "yes", "A03": "yes", "A09": "yes"}, {}, ("A10", "A09", "CES")),
        ({"A11": "yes"}, {}, ("A11",)),
        ({"A08": "yes"}, {}, ("A08",)),
        ({"A07": "unsure"}, {}, ("A07",)),
        ({"A12": "yes"}, {"A12.breathless": "no"}, ("A12",)),
        ({"A12": "yes"}, {}, ("A12",)),
        ({"B05": "yes", "B06": "yes"}, {}, ("A09",)),
        ({"B02": "yes", "A06": "yes"}, {"A06.kind": "pain_only"}, ("CES",)),
        ({"B02": "yes"}, {}, ()),
    ],
)
def test_the_emergency_words_fit_the_sign(
    screened: Any, changes: dict[str, str], facts: dict[str, str], codes: tuple[str, ...]
) -> None:
    assert emergency_words(screened(changes, facts)) == codes


def test_an_emergency_is_never_without_words() -> None:
    odd = ScreeningOutcome(True, Disposition.EMERGENCY, None, (), frozenset(), ())
    assert emergency_words(odd) == ("CES",)


def test_words_for_what_happens_outside_screening() -> None:
    assert words_for(("R1", "M-01")) == ("A10", "CES")
    assert words_for(("nothing",)) == ()


OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize("rule", ["B02", "B06", "B11", "B12"])
def test_a_lasting_concern_keeps_the_day_it_was_raised(answers: Answers, rule: str) -> None:
    before = (Concern(rule, Disposition.CLINICIAN_FIRST, Urgency.DAYS, OCTOBER),)
    again = evaluate(answers({rule: "yes", "B10": "yes"}), TODAY, earlier=before)
    assert {one.rule: one.raised_on for one in again.concerns} == {rule: OCTOBER, "B10": TODAY}


def test_known_disease_of_somebody_inactive_keeps_its_day(answers: Answers) -> None:
    before = (Concern("K05", Disposition.CLINICIAN_FIRST, Urgency.DAYS, OCTOBER),)
    (again,) = evaluate(answers({"C05": "yes", "C07": "no"}), TODAY, earlier=before).concerns
    assert (again.rule, again.raised_on) == ("K05", OCTOBER)


@pytest.mark.parametrize(
    "rule",
    [
        "A01",
        "A02",
        "A08",
        "A12",
        "B01",
        "B03",
        "B04",
        "B05",
        "B07",
        "B08",
        "B09",
        "B10",
        "B13",
        "C01",
        "C02",
        "C03",
        "C04",
        "C06",
        "C09",
        "D02",
        "D03",
    ],
)
def test_what_comes_and_goes_is_a_new_episode_each_time(answers: Answers, rule: str) -> None:
    facts = {"pregnancy_gate": "yes"} if rule.startswith("D") else {}
    told = {rule: "yes"} | ({"D01": "yes"} if rule == "D02" else {}) | ({"C08": "yes"} if rule == "C09" else {})
    first = evaluate(answers(told, facts), OCTOBER)
    again = evaluate(answers(told, facts), TODAY, earlier=first.concerns)
    assert {one.rule: one.raised_on for one in again.concerns}[rule] == TODAY


def test_a_serious_answer_that_is_a_no_now_is_to_be_read_back(answers: Answers) -> None:
    before = answers({"B05": "yes", "C01": "unsure", "E01": "yes", "A10": "yes"})
    found = withdrawn(before, OCTOBER, answers({"B02": "yes"}), date(2026, 10, 29))
    assert {reason.values["item"]: reason.values["said"] for reason in found} == {
        "B05": "yes",
        "C01": "unsure",
        "A10": "yes",
    }
    assert withdrawn(before, OCTOBER, before, date(2026, 10, 29)) == ()
    assert withdrawn(before, OCTOBER, answers(), date(2026, 10, 30)) == ()


def test_a_concern_that_grew_more_serious_is_new(answers: Answers) -> None:
    before = (Concern("A06", Disposition.CLINICIAN_FIRST, Urgency.SAME_DAY, date(2026, 10, 1)),)
    (concern,) = evaluate(answers({"A06": "yes"}, {"A06.kind": "weaker"}), TODAY, earlier=before).concerns
    assert concern.raised_on == TODAY


def test_the_most_urgent_and_the_most_serious_come_first(screened: Any) -> None:
    outcome = screened({"B02": "yes", "A03": "yes", "E04": "yes"}, {"E04.examined": "no"})
    assert [one.rule for one in outcome.concerns] == ["A03", "B02", "K08"]
    assert outcome.urgency is Urgency.NOW


def test_yellow_flags_talk_and_never_block(answers: Answers) -> None:
    base = answers()
    sliders = {"Y01": 3, "Y02": 4, "Y04": 7, "Y05": 7, "Y06": 6, "Y03": 99}
    outcome = evaluate(ScreeningAnswers(base.answers, base.facts, sliders), TODAY)
    assert outcome.yellow_over == ("Y01", "Y04", "Y05")
    assert outcome.disposition is Disposition.CLEAR
    assert {"support_line", "work_advice", "movement_is_safe"} <= set(outcome.notes)


def test_notes_name_advice_that_exists(screened: Any) -> None:
    from steadyback.programme.advice import advice_text

    serious = dict.fromkeys(load_screening().items, "yes")
    outcome = screened(serious | {"C07": "no"}, {"pregnancy_gate": "yes"})
    assert "pelvic_health_physio" in outcome.notes
    for note in (*outcome.notes, "K08"):
        assert advice_text(f"note.{note}").lines


def test_the_day_of_the_weeks_is_noted_and_kept_until_the_weeks_change() -> None:
    empty = ScreeningAnswers()
    first = stamped(empty, ScreeningAnswers(facts={"pregnancy_weeks": 9}), TODAY)
    assert first.facts["pregnancy_weeks_on"] == "2026-11-23"
    kept = stamped(first, first, date(2026, 12, 1))
    assert kept.facts["pregnancy_weeks_on"] == "2026-11-23"
    changed = ScreeningAnswers(facts={**first.facts, "pregnancy_weeks": 11})
    assert stamped(first, changed, date(2026, 12, 1)).facts["pregnancy_weeks_on"] == "2026-12-01"
    assert "pregnancy_weeks_on" not in stamped(first, ScreeningAnswers(), TODAY).facts


def test_the_baseline_is_read_from_the_facts() -> None:
    facts = {
        "pain_average": 4,
        "pain_rest": 2,
        "pain_worst": 11,
        "settle": "under_24h",
        "activity_1": " putting on socks ",
        "activity_1_difficulty": 6,
        "activity_2": "",
        "activity_2_difficulty": 6,
        "activity_3": "lifting",
        "active_min_per_week": 90,
    }
    baseline = read_baseline(ScreeningAnswers(facts=facts))
    assert baseline.pain_average == 4
    assert baseline.pain_worst is None
    assert baseline.settle_h == 12
    assert baseline.activities == (("putting on socks", 6),)
    assert baseline.active_min_per_week == 90
    assert read_baseline(ScreeningAnswers(facts={"settle": "unsure"})).settle_h is None


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 3000), st.floats(allow_nan=True), st.text(max_size=12),
    st.sampled_from(["yes", "no", "unsure", "older", "within_6_weeks", "2026-01-01", "operation"]),
)  # fmt: skip
ANY_ANSWERS = st.builds(
    ScreeningAnswers,
    st.dictionaries(st.sampled_from([*load_screening().items, "Z99"]), st.sampled_from(Answer), max_size=56),
    st.dictionaries(st.sampled_from([*load_screening().facts, "odd"]), VALUES, max_size=30),
    st.dictionaries(st.sampled_from(["Y01", "Y04", "Y9"]), st.integers(-3, 12)),
)


@settings(max_examples=150, deadline=None)
@given(ANY_ANSWERS)
def test_any_answers_are_taken_and_the_most_serious_concern_decides(answers: ScreeningAnswers) -> None:
    outcome = evaluate(answers, TODAY)
    worst = max((one.disposition.severity for one in outcome.concerns), default=0)
    assert outcome.disposition.severity >= worst
    assert outcome.complete == (not outcome.missing)
    assert from_json(ScreeningOutcome, to_json(outcome)) == outcome
    read_back(answers)
    emergency_words(outcome)


@settings(max_examples=150, deadline=None)
@given(ANY_ANSWERS, st.sampled_from(list(load_screening().items)))
def test_taking_a_clear_answer_away_never_opens_the_screening(answers: ScreeningAnswers, item_id: str) -> None:
    item = load_screening().items[item_id]
    fewer = ScreeningAnswers({k: v for k, v in answers.answers.items() if k != item_id}, answers.facts)
    if item.asked_when(fewer):
        assert not evaluate(fewer, TODAY).complete
