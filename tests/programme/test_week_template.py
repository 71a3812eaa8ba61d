from itertools import combinations

import pytest

from steadyback.programme.week_template import TEMPLATE_COUNTS, template_for


def counts(week: tuple[str, ...]) -> tuple[int, int]:
    return sum("C" in day for day in week), sum("S" in day for day in week)


def strength_in_a_row(week: tuple[str, ...]) -> bool:
    return any("S" in week[day] and "S" in week[(day + 1) % 7] for day in range(7))


@pytest.mark.parametrize("start", range(7))
@pytest.mark.parametrize("wanted", TEMPLATE_COUNTS)
def test_p4_every_template_has_its_counts_a_rest_day_and_no_two_strength_days_in_a_row(
    wanted: tuple[int, int], start: int
) -> None:
    week, reasons = template_for(*wanted, start_weekday=start)
    assert counts(week) == wanted
    assert week.count("-") >= 1
    assert not strength_in_a_row(week)
    assert week[start] == "C"
    assert reasons[0].rule == "PL-04"


@pytest.mark.parametrize("wanted", TEMPLATE_COUNTS)
def test_p4_holds_on_any_days_that_a_person_chooses(wanted: tuple[int, int]) -> None:
    cardio, strength = wanted
    for size in range(1, 8):
        for days in combinations(range(7), size):
            for start in (0, 3):
                week, reasons = template_for(cardio, strength, start_weekday=start, training_days=days)
                used = {day for day in range(7) if week[day] != "-"}
                assert used <= set(days)
                assert week.count("-") >= 1
                assert not strength_in_a_row(week)
                found = counts(week)
                assert found[0] <= cardio
                assert found[1] <= strength
                assert found[1] >= 1
                assert reasons[0].values["days_chosen"] == size
                assert (reasons[0].values["cardio"], reasons[0].values["strength"]) == found


def test_enough_days_bring_the_whole_week() -> None:
    week, _ = template_for(3, 2, training_days=(0, 1, 2, 4, 5))
    assert counts(week) == (3, 2)
    assert "CS" not in week


def test_three_days_bring_cardio_on_strength_days_and_say_so() -> None:
    week, reasons = template_for(3, 2, training_days=(0, 2, 4))
    assert counts(week) == (3, 2)
    assert week.count("CS") == 2
    assert reasons[0].rule == "PL-04.days"
    assert reasons[0].values["days_needed"] == 5


def test_weekdays_that_do_not_exist_are_ignored() -> None:
    assert template_for(3, 2, training_days=(9, -1)) == template_for(3, 2)


def test_an_unknown_week_is_an_error() -> None:
    with pytest.raises(ValueError, match="no week has 1 cardio"):
        template_for(1, 1)


@pytest.mark.data
def test_the_templates_are_those_of_the_reference_model(reference: object) -> None:
    theirs = reference.WEEK  # type: ignore[attr-defined]
    assert {key: tuple(week) for key, week in theirs.items()} == {key: template_for(*key)[0] for key in TEMPLATE_COUNTS}
