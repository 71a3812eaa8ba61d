"""Steps of a dose (3.8, PL-06): P8, P9, P10, and the clinical reference model on everything that both can say."""

from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from steadyback.exercises import load_catalogue
from steadyback.programme.course_state import dosage_of
from steadyback.programme.dose_steps import (
    Cardio,
    Work,
    as_work,
    base_cardio,
    base_work,
    cardio_down,
    cardio_share,
    cardio_up,
    easy_week,
    first_quota,
    is_top,
    quota_met,
    quota_missed,
    share_of,
    step_down,
    step_up,
    top_cardio,
    top_work,
)

DOSED = [one for one in load_catalogue() if one.category in ("strength", "motor_control")]
CURL_UP = dosage_of(load_catalogue()["curl_up_reach"])
TOP = Work(3, 12)
works = st.builds(Work, st.integers(1, 3), st.integers(1, 12))
exercises = st.sampled_from(DOSED)


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (Work(1, 5), Work(1, 7)),
        (Work(1, 8), Work(1, 10)),
        (Work(1, 11), Work(1, 12)),
        (Work(1, 12), Work(2, 8)),
        (Work(2, 8), Work(2, 10)),
        (Work(2, 12), Work(3, 8)),
        (Work(3, 12), None),
        (Work(1, 4), Work(1, 5)),
    ],
)
def test_repetitions_grow_by_two_to_twelve_then_a_set_comes_at_eight(work: Work, expected: Work | None) -> None:
    assert step_up(work, CURL_UP, TOP) == expected


def test_a_level_ends_at_the_dose_with_which_the_next_begins() -> None:
    assert [top_work(CURL_UP, level) for level in range(4)] == [Work(1, 8), Work(2, 8), Work(2, 10), Work(3, 12)]
    assert step_up(Work(1, 7), CURL_UP, Work(1, 8)) == Work(1, 8)
    assert step_up(Work(1, 8), CURL_UP, Work(1, 8)) is None
    assert step_up(Work(2, 8), CURL_UP, Work(2, 8)) is None
    assert is_top(Work(2, 10), CURL_UP, Work(2, 10))


def test_a_specialists_highest_level_ends_at_its_own_dose() -> None:
    assert top_work(CURL_UP, 1, highest_level=1) == base_work(CURL_UP, 1) == Work(1, 8)
    assert top_cardio(2, highest_level=1) == base_cardio(1) == Cardio(20, 3)


@given(exercises, works, st.integers(0, 3), st.one_of(st.none(), st.integers(1, 60)))
def test_p8_a_step_stays_within_the_exercise_the_level_and_two_fifths(
    exercise: object, work: Work, level: int, room: int | None
) -> None:
    dosage = dosage_of(exercise)  # type: ignore[arg-type]
    top = top_work(dosage, level)
    assume(work.sets <= top.sets and work.reps <= dosage.reps_range[1])
    more = step_up(work, dosage, top, room)
    if more is None:
        return
    assert work.volume <= more.volume
    assert more.volume <= max(1.4 * work.volume, work.volume + work.sets)
    assert more.sets <= top.sets
    assert more.reps <= dosage.reps_range[1]
    assert more.sets == work.sets or more.reps <= work.reps
    assert room is None or more.volume <= room


@given(exercises, works, st.floats(0.1, 1.0))
def test_p8_nothing_that_makes_less_makes_more(exercise: object, work: Work, share: float) -> None:
    dosage = dosage_of(exercise)  # type: ignore[arg-type]
    for less in (step_down(work, dosage), easy_week(work), share_of(work, share)):
        assert less is None or less.volume <= work.volume
    assert share_of(work, share).volume <= max(1, work.volume * share)


@pytest.mark.parametrize(
    ("work", "down", "easy"),
    [
        (Work(3, 10), Work(2, 10), Work(2, 10)),
        (Work(1, 12), Work(1, 10), Work(1, 9)),
        (Work(1, 8), Work(1, 6), Work(1, 6)),
        (Work(1, 6), Work(1, 5), Work(1, 5)),
        (Work(1, 5), None, Work(1, 5)),
    ],
)
def test_down_takes_a_set_else_two_repetitions_never_below_five(work: Work, down: Work | None, easy: Work) -> None:
    assert step_down(work, CURL_UP) == down
    assert easy_week(work) == easy


def test_the_reference_steps_are_ours_where_both_speak(reference: ModuleType) -> None:
    for sets in (1, 2, 3):
        for reps in range(5, 13):
            work, state = Work(sets, reps), {"sets": sets, "reps": reps, "tier": 1}
            theirs = reference.progress(state)
            ours = step_up(work, CURL_UP, TOP)
            if ours is not None:
                assert ours.volume <= max(theirs["sets"] * theirs["reps"], work.volume + sets)
            if ours is not None and theirs["tier"] == 1 and theirs["sets"] * theirs["reps"] <= 1.4 * work.volume:
                assert (ours.sets, ours.reps) == (theirs["sets"], theirs["reps"])
            easy = reference.deload(state)
            assert easy_week(work) == Work(easy["sets"], easy["reps"])
            less = reference.regress(state)
            assert step_down(work, CURL_UP) in (None, Work(less["sets"], less["reps"]))


@given(st.integers(5, 30), st.integers(3, 5), st.integers(0, 3))
def test_p9_cardio_grows_in_minutes_or_days_never_both(minutes: int, days: int, level: int) -> None:
    more = cardio_up(Cardio(minutes, days), top_cardio(level))
    if more is None:
        return
    assert 0 <= more.minutes - minutes <= 5
    assert 0 <= more.days - days <= 1
    assert (more.minutes > minutes) != (more.days > days)
    assert more.minutes <= 30
    assert more.days <= 5


def test_cardio_grows_by_two_minutes_or_a_tenth_to_thirty_then_by_a_day(reference: ModuleType) -> None:
    top = top_cardio(3)
    for minutes in range(5, 31):
        for days in (3, 4, 5):
            theirs = reference.cardio_next(minutes, days, "PROGRESS", 3)
            ours = cardio_up(Cardio(minutes, days), top) or Cardio(minutes, days)
            assert (ours.minutes, ours.days) == theirs
            assert cardio_down(minutes) == reference.cardio_next(minutes, days, "REGRESS", 3)[0]
            assert cardio_share(minutes, 0.7) == reference.cardio_next(minutes, days, "DELOAD", 3)[0]


def test_cardio_of_a_level_ends_at_the_next_ones() -> None:
    assert cardio_up(Cardio(25, 3), top_cardio(1)) == Cardio(25, 4)
    assert cardio_up(Cardio(25, 4), top_cardio(1)) is None
    assert cardio_up(Cardio(30, 5), top_cardio(3)) is None


def test_p10_the_quota_follows_the_reference(reference: ModuleType) -> None:
    assert first_quota((10, 10, 11)) == 8
    assert first_quota((1, 1, 1)) == 1
    for quota in range(1, 60):
        assert quota_met(quota) == reference.quota_next(quota, True, False)
        assert quota_missed(quota) == reference.quota_next(quota, False, True)
        assert first_quota((quota, quota + 1, quota + 5)) == reference.quota([quota, quota + 1, quota + 5])


@given(st.integers(-3, 80), works)
def test_a_quota_in_sets_is_never_more_than_the_quota(quota: int, most: Work) -> None:
    work = as_work(quota, most)
    assert work.volume <= max(1, quota)
    assert work.at_most(most) == work
