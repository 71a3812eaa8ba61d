"""A screening that is left and taken up again: nothing serious fades, nothing old counts as asked today."""

from dataclasses import replace
from datetime import timedelta

import pytest

from steadyback.programme.screening import load_screening
from steadyback.records.codec import to_json
from steadyback.records.screening import Answer
from steadyback.web import clock, screening_store
from steadyback.web.models import Person
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_an_emergency_answer_that_was_never_read_back_does_not_fade_overnight(
    cleared: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = screening_store.start(cleared)
    kept = screening_store.answers_of(row)
    row.answers = to_json(replace(kept, answers={**kept.answers, "A03": Answer.YES, "A05": Answer.NO}))
    row.save()
    assert not standing_of(cleared, clock.today(cleared)).is_open
    later(monkeypatch, 1)
    taken_up = screening_store.current_row(cleared)
    assert taken_up is not None
    answers = screening_store.answers_of(taken_up).answers
    assert (answers.get("A03"), answers.get("A05")) == (Answer.YES, None)
    assert not standing_of(cleared, clock.today(cleared)).is_open
    assert screening_store.progress_of(taken_up).place == "read_back"


def test_answers_of_a_screening_left_for_four_weeks_are_gone_through_again(
    cleared: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = screening_store.start(cleared)
    row.done_screens = [screen.id for screen in load_screening().screens]
    row.save()
    later(monkeypatch, 28)
    taken_up = screening_store.current_row(cleared)
    assert taken_up is not None
    assert taken_up.done_screens == []
