import html

import pytest
from django.test import Client

from steadyback.records.clearance import Policy
from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PainMode, PersonalSettings
from steadyback.web import clock
from steadyback.web.models import Person

pytestmark = pytest.mark.django_db

GOOD = {
    "policy": "screen",
    "pain_mode": "monitored",
    "country": "AU",
    "zone": "Australia/Perth",
    "tones_on": "on",
    "voice_rate": "0.85",
    "quiet_from_hour": "21",
    "quiet_until_hour": "8",
}


@pytest.fixture
def person() -> Person:
    return Person.objects.create(created_at=clock.now(), zone="Europe/Vienna", settings=to_json(PersonalSettings()))


def text_of(client: Client, address: str = "/settings/") -> str:
    return html.unescape(client.get(address).content.decode())


def test_it_shows_what_is_set_and_marks_the_defaults(client: Client, person: Person) -> None:
    page = text_of(client)
    assert 'value="strict" checked' in page
    assert 'value="brief_strict" checked' in page
    assert page.count(">default</em>") == 2
    assert '<option value="Europe/Vienna" selected>' in page
    assert '<option value="INT" selected>' in page


def test_a_person_who_has_set_nothing_sees_the_strict_defaults(client: Client) -> None:
    page = text_of(client)
    assert 'value="strict" checked' in page
    assert 'value="brief_strict" checked' in page


def test_saving_changes_all_of_it(client: Client, person: Person) -> None:
    answer = client.post("/settings/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/settings/?saved=1")
    person.refresh_from_db()
    assert person.zone == "Australia/Perth"
    assert from_json(PersonalSettings, person.settings) == PersonalSettings(
        policy=Policy.SCREEN,
        pain_mode=PainMode.MONITORED,
        country="AU",
        voice_on=False,
        tones_on=True,
        voice_rate=0.85,
        quiet_from_hour=21,
        quiet_until_hour=8,
    )
    page = text_of(client, "/settings/?saved=1")
    assert "Saved." in page
    assert "<strong>000</strong>" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("policy", "lax"),
        ("policy", ""),
        ("pain_mode", "none"),
        ("country", "Atlantis"),
        ("country", "au"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("voice_rate", "9"),
        ("voice_rate", "nan"),
        ("voice_rate", "fast"),
        ("quiet_from_hour", "24"),
        ("quiet_from_hour", "-1"),
        ("quiet_until_hour", "8.5"),
        ("quiet_until_hour", ""),
    ],
)
def test_an_impossible_value_is_refused_at_its_field_and_nothing_is_saved(
    client: Client, person: Person, field: str, value: str
) -> None:
    answer = client.post("/settings/", {**GOOD, field: value})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page
    assert "Nothing was saved yet" in page
    person.refresh_from_db()
    assert person.zone == "Europe/Vienna"
    assert from_json(PersonalSettings, person.settings) == PersonalSettings()


@pytest.mark.parametrize("field", sorted(set(GOOD) - {"tones_on"}))
def test_a_missing_field_is_refused(client: Client, person: Person, field: str) -> None:
    answer = client.post("/settings/", {key: value for key, value in GOOD.items() if key != field})
    assert answer.status_code == 400
    person.refresh_from_db()
    assert from_json(PersonalSettings, person.settings) == PersonalSettings()


def test_the_policy_page_says_what_the_article_asks(client: Client) -> None:
    page = text_of(client)
    assert "The article asks you to see a spine specialist first." in page
    assert "Choose this only when your clinician or trainer has told you to." in page


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/settings/").status_code == 405


def test_a_form_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/settings/", GOOD).status_code == 403
