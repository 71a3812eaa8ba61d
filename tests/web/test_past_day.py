"""The question for a day that has come already."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from steadyback.web.past_day import PastDayField

FIRST, TODAY = date(2026, 2, 27), date(2026, 3, 1)


def a_field() -> PastDayField:
    field = PastDayField(error_messages={"too_early": "Too early."})
    field.between(FIRST, TODAY)
    return field


@pytest.mark.parametrize("day", [FIRST, date(2026, 2, 28), TODAY])
def test_a_day_between_is_taken(day: date) -> None:
    assert a_field().clean(str(day)) == day


@pytest.mark.parametrize(
    ("written", "why"),
    [("2026-02-26", "too_early"), ("2026-03-02", "too_late"), ("2026-02-29", "invalid"), ("", "required")],
)
def test_another_is_refused_in_words(written: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        a_field().clean(written)
    assert refused.value.code == why


def test_a_form_that_says_no_limits_takes_no_day() -> None:
    with pytest.raises(ValidationError):
        PastDayField(error_messages={"too_early": "Too early."}).clean(str(TODAY))


def test_two_forms_do_not_share_their_day() -> None:
    assert a_field().widget.attrs["max"] == "2026-03-01"
    assert "max" not in PastDayField().widget.attrs
