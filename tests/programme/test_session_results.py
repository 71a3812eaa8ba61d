"""Form from what a camera saw: nothing that it did not see, and no hint that is only information (2.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyback.exercises import load_catalogue
from steadyback.programme.session_results import form_of
from steadyback.records.session import StepSummary

BRIDGE = load_catalogue()["bridge"]


def step(led: int, seen: int, *adjusted: tuple[str, ...]) -> StepSummary:
    return StepSummary(3, "bridge", "full", repetitions=led, repetitions_seen=seen, adjusted=adjusted)


@pytest.mark.parametrize(
    ("summary", "form"),
    [
        (step(8, 8), 1.0),
        (step(8, 8, ("overarch",), ("too_fast", "overarch")), 0.75),
        (step(8, 4, ("overarch",)), 0.75),
        (step(8, 3), None),
        (step(20, 9), None),
        (step(20, 10), 1.0),
        (step(8, 0), None),
        (step(0, 0), None),
        (step(8, 8, ("too_low",), ("knees_apart", "too_low")), 1.0),
        (step(8, 8, ("too_low", "overarch")), 0.875),
        (step(8, 8, ("no_such_code",)), 0.875),
        (step(2, 2, ("overarch",), ("overarch",), ("overarch",)), 0.0),
    ],
)
def test_form_is_the_share_of_seen_repetitions_with_nothing_to_correct(
    summary: StepSummary, form: float | None
) -> None:
    assert form_of(summary, BRIDGE) == form


CODES = st.lists(st.sampled_from([fault.id for fault in BRIDGE.faults]), min_size=1, max_size=3).map(tuple)


@given(st.integers(0, 40), st.integers(0, 40), st.lists(CODES, max_size=40))
def test_form_is_a_share_and_more_to_correct_never_raises_it(led: int, seen: int, codes: list[Any]) -> None:
    form = form_of(step(led, seen, *codes), BRIDGE)
    more = form_of(step(led, seen, *codes, ("overarch",)), BRIDGE)
    assert (form is None) == (more is None)
    if form is not None and more is not None:
        assert 0 <= more <= form <= 1
