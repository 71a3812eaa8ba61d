import pytest
from django.test import Client

from steadyback.web.models import Person

pytestmark = pytest.mark.django_db


def person() -> Person:
    return Person.objects.get()


def test_the_notice_has_to_be_acknowledged(client: Client) -> None:
    response = client.post("/begin/", {"zone": "Europe/Paris"})
    assert response.status_code == 422
    assert "Please tick that you have read this" in response.content.decode()
    assert person().notices_acknowledged_at is None
    assert person().zone == "UTC"


def test_nothing_is_ticked_beforehand(client: Client) -> None:
    assert " checked" not in client.get("/begin/").content.decode()
    client.post("/begin/", {"understood": "yes"})
    assert " checked" not in client.get("/begin/rehearsal/").content.decode()


def test_the_zone_of_the_browser_is_kept(client: Client) -> None:
    response = client.post("/begin/", {"understood": "yes", "zone": "Pacific/Auckland"})
    assert response.headers["Location"] == "/begin/country/"
    assert person().zone == "Pacific/Auckland"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "x" * 500, "/etc", "\x00"])
def test_a_zone_that_does_not_exist_is_left_out(client: Client, zone: str) -> None:
    client.post("/begin/", {"understood": "yes", "zone": zone})
    assert person().zone == "UTC"
    assert person().notices_acknowledged_at is not None


@pytest.mark.parametrize("page", ["/begin/country/", "/begin/rehearsal/", "/begin/safety-card/", "/screening/"])
def test_no_page_is_reached_before_the_notice(client: Client, page: str) -> None:
    assert client.get(page).headers["Location"] == "/begin/"
    assert client.post(page).headers["Location"] == "/begin/"


def test_the_country_decides_the_number(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    assert client.post("/begin/country/", {"country": "GB"}).headers["Location"] == "/begin/rehearsal/"
    assert person().settings["country"] == "GB"


def test_a_country_outside_the_list_is_refused(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    assert client.post("/begin/country/", {"country": "Atlantis"}).status_code == 422
    assert "country" not in person().settings


def test_reading_along_switches_the_sound_off(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    assert client.post("/begin/rehearsal/", {"sound": "captions"}).headers["Location"] == "/begin/safety-card/"
    assert person().settings["voice_on"] is False
    assert person().settings["tones_on"] is False
    assert person().rehearsed_at is not None


def test_sound_is_never_chosen_for_somebody(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    assert client.post("/begin/rehearsal/", {"sound": "loud"}).status_code == 422
    assert client.post("/begin/rehearsal/").status_code == 422
    assert person().rehearsed_at is None


def test_everyone_sees_the_safety_card_before_the_questions(client: Client) -> None:
    client.post("/begin/", {"understood": "yes"})
    page = client.get("/begin/safety-card/").content.decode()
    assert "between your legs" in page
    assert client.post("/begin/safety-card/").headers["Location"] == "/screening/"


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete("/begin/").status_code == 405
    assert client.put("/screening/nerves/").status_code == 405
