import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from steadyback.exercises import load_catalogue
from steadyback.programme.screening import load_screening
from steadyback.records.clearance import GateStatus
from steadyback.records.screening import Concern, Disposition, Urgency
from steadyback.web import clock
from steadyback.web.emergency_lock import ALWAYS, OWN_DATA
from steadyback.web.models import EmergencyVisit, Hold, Person, Screening, Session
from steadyback.web.standing import raise_hold, standing_of

pytestmark = pytest.mark.django_db
Walk = Callable[..., Any]
READ_BACK, EMERGENCY, BACK = "/screening/read-back/", "/emergency/", "/back/"
FOLLOW_UPS = {
    "A01__when": "within_6_weeks",
    "A01__checked": "no",
    "A02__when": "unsure",
    "A02__checked": "no",
    "A06__kind": "weaker",
    "A08__when": "within_6_weeks",
    "A08__checked": "no",
    "A12__breathless": "yes",
}
SIGNS = [key for key in load_screening().items if key.startswith("A")]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock on."""

    def move(by: timedelta) -> None:
        later = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: later)

    return move


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the product with its name, with a plausible value for each part that varies."""

    def walk_resolver(patterns: list[Any], prefix: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk_resolver(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield "/" + _filled(route), pattern.name or ""

    yield from walk_resolver(get_resolver().url_patterns, "")


def _filled(route: str) -> str:
    values = {"uuid": str(uuid.uuid4()), "int": "1"}
    named = {
        "screen_id": "nerves",
        "exercise_id": "bird_dog",
        "kind": "strength",
        "on": "2025-06-02",
        "day": "2025-06-02",
    }

    def fill(match: re.Match[str]) -> str:
        converter, _, name = match.group(1).rpartition(":")
        return values.get(converter) or named.get(name, "walk")

    return re.sub(r"<([^>]+)>", fill, route)


def locked_person(walk: Walk, **answers: str) -> Person:
    assert walk(**{"A03": "yes", **answers}).through() == EMERGENCY
    return Person.objects.get()


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_leads_to_the_emergency_page(walk: Walk, client: Client, sign: str, word: str) -> None:
    follow_ups = {key: value for key, value in FOLLOW_UPS.items() if key.startswith(sign)}
    someone = walk(**{sign: word, **follow_ups})
    assert someone.to_the_end() == READ_BACK
    assert "your_pain" not in "".join(someone.visited), "an emergency is not delayed by other questions"
    assert someone.confirm().headers["Location"] == EMERGENCY
    page = client.get(EMERGENCY)
    assert page.status_code == 200
    assert 'href="tel:112"' in page.content.decode()


def test_a_sure_sign_goes_to_read_back_from_its_own_page(walk: Walk) -> None:
    someone = walk(A03="yes")
    someone.to_the_end()
    assert someone.visited == ["/screening/about_you/", "/screening/nerves/"]


def test_a_sign_with_follow_ups_is_asked_for_them_at_once(walk: Walk) -> None:
    someone = walk(A01="yes", **FOLLOW_UPS)
    assert someone.to_the_end() == READ_BACK
    assert someone.visited == ["/screening/about_you/", "/screening/nerves/", "/screening/more_about_signs/"]


def test_an_old_explained_problem_goes_on(walk: Walk) -> None:
    someone = walk(A01="yes", A01__when="older", A01__checked="explained")
    assert someone.through() == "/screening/result/"


def test_fever_with_weak_immunity_is_an_emergency_at_once(walk: Walk) -> None:
    someone = walk(B05="yes", B06="unsure")
    assert someone.to_the_end() == READ_BACK
    assert someone.visited[-1] == "/screening/your_health/"


def test_a_wrong_tick_can_be_changed_before_it_counts(walk: Walk, client: Client) -> None:
    someone = walk(A03="yes")
    someone.to_the_end()
    someone.answers.pop("A03")
    assert someone.send("/screening/nerves/?change=1").headers["Location"] == "/screening/legs_and_injury/"
    assert someone.to_the_end("/screening/legs_and_injury/") == "/screening/result/"


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("A10", "Do not drive"),
        ("A11", "Lie still"),
        ("A09", "back pain and very unwell"),
        ("A08", "Do not bend or lift"),
        ("A12", "Do not massage the calf"),
        ("A07", "unsteady or clumsy, with back pain"),
        ("A03", "worried about cauda equina"),
    ],
)
def test_the_words_fit_the_sign(walk: Walk, client: Client, sign: str, said: str) -> None:
    walk(**{sign: "yes", **{k: v for k, v in FOLLOW_UPS.items() if k.startswith(sign)}}).through()
    page = client.get(EMERGENCY).content.decode()
    assert said in page
    assert "Nobody watches your answers live" in page
    assert ("between your legs, around" in page) is (sign == "A03")


def test_a_swollen_calf_alone_is_seen_today(walk: Walk, client: Client) -> None:
    assert walk(A12="yes", A12__breathless="no").through() == "/screening/result/"
    page = client.get("/screening/result/").content.decode()
    assert "Get seen today" in page
    assert "Do not massage the calf" in page


def test_the_number_is_the_one_of_the_country(walk: Walk, client: Client) -> None:
    person = locked_person(walk)
    person.settings = {**person.settings, "country": "US"}
    person.save()
    assert 'href="tel:911"' in client.get(EMERGENCY).content.decode()


def test_no_address_of_the_product_shows_exercise_in_an_emergency(walk: Walk, client: Client) -> None:
    locked_person(walk)
    names = [exercise.name for exercise in load_catalogue()]
    tried = 0
    for address, name in addresses():
        open_area = name in ALWAYS or name.split("_")[0] in OWN_DATA
        for send in (client.get, client.post):
            response = send(address)
            tried += 1
            if open_area:
                body = b"".join(response) if response.streaming else response.content
                shown = [one for one in names if one in body.decode(errors="replace")]
                assert not shown, (address, shown)
            elif address.startswith("/api/"):
                assert response.status_code == 403, address
                assert response.json()["error"] == "gate_closed"
            else:
                assert response.headers.get("Location") == EMERGENCY, (address, name, response.status_code)
    assert tried > 30
    assert not Session.objects.exists()


def test_the_lock_survives_a_restart(walk: Walk) -> None:
    locked_person(walk)
    assert Client(headers={"host": "localhost"}).get("/").headers["Location"] == EMERGENCY


def test_without_an_emergency_there_is_no_emergency_page(cleared: Person, client: Client) -> None:
    assert client.get(EMERGENCY).headers["Location"] == "/"
    assert client.get(BACK).headers["Location"] == "/"


def seen(client: Client, moment: datetime, **changes: str) -> Any:
    sent = {"seen_by": "Dr Lee", "seen_at": f"{moment:%Y-%m-%dT%H:%M}", "what_they_said": "All clear"}
    return client.post(BACK, {**sent, **changes})


def local(person: Person) -> datetime:
    person.refresh_from_db()
    return clock.now().astimezone(clock.zone_of(person))


def test_the_way_back_waits_for_24_hours_and_a_full_screening(
    walk: Walk, client: Client, now: Callable[[timedelta], None]
) -> None:
    person = locked_person(walk)
    now(timedelta(hours=3))
    assert seen(client, local(person)).status_code == 302
    assert client.get("/screening/").headers["Location"] == EMERGENCY
    assert "open again on" in client.get(BACK).content.decode()
    now(timedelta(hours=20, minutes=59))
    assert client.post("/screening/").headers["Location"] == EMERGENCY
    now(timedelta(minutes=2))
    assert standing_of(person, clock.today(person)).is_emergency
    assert "Go to the questions" in client.get(BACK).content.decode()
    again = walk()
    url = client.post("/screening/").headers["Location"]
    while url not in ("/screening/result/", READ_BACK):
        still = "Still right" in client.get(url).content.decode()
        response = client.post(url, {"still_right": "yes"}) if still else again.send(url)
        assert (
            standing_of(person, clock.today(person)).is_emergency
            or response.headers["Location"] == "/screening/result/"
        )
        url = response.headers["Location"]
    assert url == READ_BACK, "a sign that is a no now is read back"
    assert "Now you say no." in client.get(READ_BACK).content.decode()
    assert standing_of(person, clock.today(person)).is_emergency
    again.confirm()
    standing = standing_of(person, clock.today(person))
    assert standing.gate.status is GateStatus.WAIT_CLINICIAN, "strict still asks for a specialist"


def test_without_a_visit_time_alone_opens_nothing(walk: Walk, client: Client, now: Callable[[timedelta], None]) -> None:
    locked_person(walk)
    now(timedelta(days=40))
    assert client.get("/screening/").headers["Location"] == EMERGENCY
    assert client.get("/").headers["Location"] == EMERGENCY


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_visit_before_the_sign_or_in_the_future_is_refused(walk: Walk, client: Client, hours: int) -> None:
    person = locked_person(walk)
    assert seen(client, local(person) + timedelta(hours=hours)).status_code == 422
    assert not EmergencyVisit.objects.exists()


@pytest.mark.parametrize("field", ["seen_by", "seen_at", "what_they_said"])
def test_a_visit_needs_who_when_and_what(walk: Walk, client: Client, field: str) -> None:
    person = locked_person(walk)
    response = seen(client, local(person), **{field: ""})
    assert response.status_code == 422
    assert "error-text" in response.content.decode()
    assert not EmergencyVisit.objects.exists()


def test_an_odd_time_is_refused(walk: Walk, client: Client) -> None:
    person = locked_person(walk)
    for odd in ("yesterday", "2025-13-45T99:00", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert seen(client, local(person), seen_at=odd).status_code == 422
    assert not EmergencyVisit.objects.exists()


def test_a_sign_found_again_on_the_way_back_locks_again(
    walk: Walk, client: Client, now: Callable[[timedelta], None]
) -> None:
    person = locked_person(walk)
    now(timedelta(hours=1))
    seen(client, local(person))
    now(timedelta(hours=24))
    client.post("/screening/")
    client.post("/screening/about_you/", {"still_right": "yes"})
    assert client.post("/screening/nerves/", {"A05": "yes"}).headers["Location"] == READ_BACK
    assert walk().confirm().headers["Location"] == EMERGENCY
    assert client.get("/screening/").headers["Location"] == EMERGENCY, "the visit was before this sign"
    assert Screening.objects.count() == 2


def stop_rule(person: Person, disposition: Disposition = Disposition.EMERGENCY) -> Hold:
    urgency = Urgency.NOW if disposition is Disposition.EMERGENCY else Urgency.SAME_DAY
    rule = "M-01" if disposition is Disposition.EMERGENCY else "R-02"
    return raise_hold(person, Concern(rule, disposition, urgency, clock.today(person)), "session")


def test_a_stop_rule_locks_as_screening_does(cleared: Person, client: Client) -> None:
    stop_rule(cleared)
    assert client.get("/").headers["Location"] == EMERGENCY
    assert "Do not drive" in client.get(EMERGENCY).content.decode()


def test_an_approval_from_before_does_not_outlive_an_emergency(
    cleared: Person, walk: Walk, client: Client, now: Callable[[timedelta], None]
) -> None:
    hold = stop_rule(cleared)
    now(timedelta(hours=1))
    seen(client, local(cleared))
    now(timedelta(hours=24))
    again = walk()
    url = client.post("/screening/").headers["Location"]
    while url != "/screening/result/":
        still = "Still right" in client.get(url).content.decode()
        response = client.post(url, {"still_right": "yes"}) if still else again.send(url)
        assert response.status_code == 302, response.content.decode()
        url = response.headers["Location"]
    hold.refresh_from_db()
    assert hold.closed_at is not None
    standing = standing_of(cleared, clock.today(cleared))
    assert standing.approval is None
    assert standing.gate.status is GateStatus.WAIT_CLINICIAN


def test_a_screening_begun_before_a_stop_rule_cannot_end_it(cleared: Person, client: Client) -> None:
    client.post("/screening/")
    assert Screening.objects.filter(outcome__isnull=True).count() == 1
    stop_rule(cleared)
    assert Screening.objects.filter(outcome__isnull=True).count() == 0


def test_a_stop_that_needs_a_clinician_wants_a_screening_and_a_new_answer(cleared: Person) -> None:
    stop_rule(cleared, Disposition.CLINICIAN_FIRST)
    standing = standing_of(cleared, clock.today(cleared))
    assert standing.gate.status is GateStatus.SCREENING_NEEDED
    assert standing.approval is None
    assert [one.rule for one in standing.concerns] == ["R-02"]


@pytest.mark.parametrize("first_page", ["/", EMERGENCY, BACK])
def test_an_emergency_that_only_the_calendar_brought_has_a_way_back(
    cleared: Person, client: Client, now: Callable[[timedelta], None], first_page: str
) -> None:
    row = cleared.screenings.get()
    row.answers["answers"]["A03"] = "yes"  # as if a new rule made these answers an emergency
    row.save()
    assert standing_of(cleared, clock.today(cleared)).is_emergency
    client.get(first_page)
    hold = Hold.objects.get()
    assert (hold.concern["rule"], hold.source) == ("A03", "calendar")
    now(timedelta(hours=2))
    client.get(first_page)
    assert Hold.objects.count() == 1
    assert seen(client, local(cleared)).status_code == 302
    now(timedelta(hours=23))
    assert "Go to the questions" in client.get(BACK).content.decode()
