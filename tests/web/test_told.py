"""What people tell, in any order and amount: no page breaks, the last word counts, and looking changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadyback.records.codec import to_json
from steadyback.records.history import LegSymptoms, Mark, WeeklyAnswers
from steadyback.web import clock, told
from steadyback.web.history import programme_of, programme_without
from steadyback.web.models import DayMark, ExerciseChoice, MorningPain, MovedDay, Person, Score, WeeklyCheck
from steadyback.web.standing import standing_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Begun = Callable[..., Person]
NUMBER = st.none() | st.integers(0, 10)
DAYS_BACK = st.integers(-3, 20)
ENTRY = st.one_of(
    st.tuples(st.just("morning"), DAYS_BACK, st.integers(0, 10)),
    st.tuples(st.just("mark"), DAYS_BACK, st.tuples(st.sampled_from([one.value for one in Mark]), st.booleans())),
    st.tuples(
        st.just("weekly"),
        DAYS_BACK,
        st.builds(WeeklyAnswers, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, st.sampled_from([None, *LegSymptoms])),
    ),
    st.tuples(st.just("score"), DAYS_BACK, st.tuples(st.just("rmdq"), st.none() | st.integers(0, 24))),
    st.tuples(st.just("choice"), DAYS_BACK, st.tuples(st.sampled_from(["back", "nose"]), st.just("bird_dog"))),
    st.tuples(st.just("moved"), DAYS_BACK, st.tuples(st.integers(-3, 9), st.integers(-3, 9))),
)


def tell(person: Person, kind: str, days_back: int, what: Any) -> None:
    on = clock.today(person) - DAY * days_back
    if kind == "morning":
        told.keep(MorningPain, person, on=on, pain=what)
    elif kind == "mark":
        told.keep(DayMark, person, on=on, mark=what[0], taken_back=what[1])
    elif kind == "weekly":
        told.keep(WeeklyCheck, person, on=on, answers=to_json(what))
    elif kind == "score":
        told.keep(Score, person, on=on, measure=what[0], value=what[1], source="x")
    elif kind == "choice":
        told.keep(ExerciseChoice, person, on=on, slot=what[0], exercise_id=what[1])
    else:
        told.keep(MovedDay, person, on=on, from_on=on + DAY * what[0], to_on=on + DAY * what[1])


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(entries=st.lists(ENTRY, min_size=3, max_size=25))
def test_whatever_is_told_in_whatever_order_no_page_breaks(client: Client, begun: Begun, entries: list[Any]) -> None:
    Person.objects.all().delete()
    person = begun(15)
    for kind, days_back, what in entries:
        tell(person, kind, days_back, what)
    on = clock.today(person) - DAY
    for address in ("/", "/week/", "/week/history/", f"/week/on/{on}/", "/progress/measures/", "/week/questions/"):
        assert client.get(address).status_code in (200, 302), address


def test_the_same_without_an_entry_is_as_before_it(begun: Begun) -> None:
    person = begun(9)
    today = clock.today(person)
    before = programme_of(standing_of(person, today))
    row = told.keep(DayMark, person, on=today, mark="flare")
    assert programme_of(standing_of(person, today)) != before
    without = programme_without(standing_of(person, today), {row.pk})
    assert before is not None
    assert without is not None
    assert (without.versions, without.decisions, without.free_days) == (
        before.versions,
        before.decisions,
        before.free_days,
    )


def test_each_word_is_later_than_the_one_before_whatever_the_clock_says(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = begun(1)
    moments = [datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2028, 2, 29, 11, tzinfo=UTC)] * 3
    monkeypatch.setattr(clock, "now", lambda: moments.pop())
    for pain in range(6):
        told.keep(MorningPain, person, on=datetime(2028, 2, 29, tzinfo=UTC).date(), pain=pain)
    rows = list(told.rows_of(MorningPain, person))
    assert [row.pain for row in rows] == [0, 1, 2, 3, 4, 5]
    assert len({row.recorded_at for row in rows}) == 6


def test_of_several_rows_that_belong_together_none_is_kept_when_one_cannot_be(begun: Begun) -> None:
    person = begun(1)
    today = clock.today(person)
    with pytest.raises(TypeError):
        told.keep_all(DayMark, person, [{"on": today, "mark": "away"}, {"on": today, "colour": "red"}])
    assert not DayMark.objects.exists()
