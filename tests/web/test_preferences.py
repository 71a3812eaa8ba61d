"""Choices: what a person may choose, what they may not, and the new version of the week that follows."""

import pytest
from django.test import Client

from steadyback.exercises import FLOOR_POSITIONS, load_catalogue
from steadyback.exercises.vocabulary import POSITIONS
from steadyback.records.plan import Preferences
from steadyback.web import clock, labels
from steadyback.web.models import Person, Plan
from steadyback.web.planning import keep_preferences, preferences_of, week_of
from steadyback.web.standing import standing_of
from steadyback.web.views.preferences import POSITION_GROUPS, PreferencesForm, initial_of

pytestmark = pytest.mark.django_db

CHOICES = {
    "training_days": ["0", "2", "4", "5"],
    "start_weekday": "0",
    "cardio_kind": "bike",
    "session_minutes": "45",
    "avoided": ["front", "kneeling"],
    "tummy_cue": "draw_in",
    "chair_for_floor": "no",
}


def test_it_keeps_what_was_chosen_and_makes_the_week(client: Client, cleared: Person) -> None:
    response = client.post("/week/choices/", CHOICES)
    assert response["Location"] == "/week/"
    cleared.refresh_from_db()
    assert preferences_of(cleared) == Preferences(
        start_weekday=0,
        training_days=(0, 2, 4, 5),
        cardio_kind="bike",
        session_minutes=45,
        positions_avoided=frozenset({"prone", "prone_elbow", "kneeling_flexed", "half_kneeling"}),
        tummy_cue="draw_in",
        chair_for_floor=False,
    )
    assert Plan.objects.count() == 1


def test_changed_choices_make_a_new_version_of_the_same_week(client: Client, cleared: Person) -> None:
    client.get("/week/")
    client.post("/week/choices/", CHOICES)
    first, second = Plan.objects.order_by("made_at")
    assert second.because == "choices"
    assert second.starts_on == first.starts_on
    assert "bike" in str(second.plan)
    assert "bike" not in str(first.plan["days"])


def test_the_same_choices_again_make_no_new_version(client: Client, cleared: Person) -> None:
    client.post("/week/choices/", CHOICES)
    client.post("/week/choices/", CHOICES)
    assert Plan.objects.count() == 1


def test_positions_that_cannot_be_taken_are_not_in_the_week(client: Client, cleared: Person) -> None:
    client.post("/week/choices/", {**CHOICES, "avoided": ["floor"]})
    cleared.refresh_from_db()
    week = week_of(standing_of(cleared, clock.today(cleared)))
    assert week is not None
    positions = {one.position for day in week.plan.days for session in day.sessions for one in session.exercises}
    assert positions.isdisjoint(FLOOR_POSITIONS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_weekday", "7"),
        ("start_weekday", "Monday"),
        ("training_days", ["9"]),
        ("training_days", ["3"]),
        ("cardio_kind", "bridge"),
        ("session_minutes", "31"),
        ("avoided", ["levitating"]),
        ("tummy_cue", "squeeze"),
        ("chair_for_floor", "maybe"),
        ("cardio_kind", ""),
    ],
)
def test_impossible_choices_are_refused_at_their_field(
    client: Client, cleared: Person, field: str, value: object
) -> None:
    before = cleared.preferences
    response = client.post("/week/choices/", {**CHOICES, field: value})
    assert response.status_code == 422
    page = response.content.decode()
    assert f'id="{field}-error"' in page
    assert f'href="#{field}"' in page
    cleared.refresh_from_db()
    assert cleared.preferences == before
    assert not Plan.objects.exists()


def test_an_empty_post_names_every_field_that_is_needed(client: Client, cleared: Person) -> None:
    page = client.post("/week/choices/", {}).content.decode()
    for field in ("start_weekday", "cardio_kind", "session_minutes", "tummy_cue", "chair_for_floor"):
        assert f'href="#{field}"' in page


def test_the_form_shows_what_is_kept(client: Client, cleared: Person) -> None:
    client.post("/week/choices/", CHOICES)
    page = client.get("/week/choices/").content.decode()
    assert page.count(" checked") == 4 + 1 + 1 + 1 + 2 + 1 + 1


@pytest.mark.parametrize(
    "preferences",
    [
        Preferences(),
        Preferences(positions_avoided=frozenset(FLOOR_POSITIONS)),
        Preferences(training_days=(1, 3), positions_avoided=frozenset({"quadruped", "seated", "seated_to_standing"})),
    ],
)
def test_what_is_kept_comes_back_from_the_form_unchanged(preferences: Preferences) -> None:
    initial = initial_of(preferences)
    form = PreferencesForm(dict(initial))
    assert form.is_valid(), form.errors
    assert form.preferences() == preferences


def test_every_position_of_the_catalogue_can_be_avoided_but_water() -> None:
    groups = {position for _label, positions in POSITION_GROUPS.values() for position in positions}
    assert groups == set(POSITIONS) - {"water"}


def test_every_cardio_exercise_can_be_chosen() -> None:
    assert set(labels.CARDIO_KINDS) == {exercise.id for exercise in load_catalogue().in_slot("cardio")}


def test_choices_may_be_made_while_the_gate_is_closed(client: Client, cleared: Person) -> None:
    cleared.approvals.all().delete()
    assert client.post("/week/choices/", CHOICES)["Location"] == "/week/"
    assert not Plan.objects.exists()


def test_it_refuses_other_methods(client: Client, cleared: Person) -> None:
    assert client.delete("/week/choices/").status_code == 405


def test_choices_and_week_are_kept_together_or_not_at_all(
    client: Client, cleared: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "no space left")

    before = cleared.preferences
    monkeypatch.setattr("steadyback.web.views.preferences.week_of", broken)
    assert client.post("/week/choices/", CHOICES).status_code == 507
    cleared.refresh_from_db()
    assert cleared.preferences == before


def test_keeping_choices_changes_nothing_else(cleared: Person) -> None:
    cleared.zone = "Europe/Berlin"
    keep_preferences(cleared, Preferences(session_minutes=15))
    cleared.refresh_from_db()
    assert cleared.zone == "UTC"
