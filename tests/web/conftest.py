"""People at points of their way that many tests start from, made of real answers and the real programme."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from cleared_people import cleared_person
from django.http import HttpResponse
from django.test import Client

from steadyback.programme.screening import load_screening
from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.planning import week_of
from steadyback.web.screening_questions import build_page
from steadyback.web.screening_store import answers_of
from steadyback.web.standing import standing_of, unfinished_screening

MakePerson = Callable[..., Person]


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost:8000"})


@pytest.fixture
def make_cleared(db: None) -> MakePerson:
    return cleared_person


@pytest.fixture
def cleared(db: None) -> Person:
    return cleared_person()


@pytest.fixture
def begun(make_cleared: MakePerson) -> MakePerson:
    """A person whose first week began some days ago: `begun(days_ago, **facts)`."""

    def make(days_ago: int, **facts: object) -> Person:
        person = make_cleared(**facts)
        start = clock.today(person) - timedelta(days=days_ago)
        person.screenings.update(completed_on=start - timedelta(days=1))
        agreed = person.approvals.get()
        agreed.approval["decided_on"] = (start - timedelta(days=1)).isoformat()
        agreed.recorded_at -= timedelta(days=days_ago)
        agreed.save()
        assert week_of(standing_of(person, start)) is not None
        return person

    return make


QUIET = {
    "year_of_birth": "1980",
    "first_episode": "no",
    "pain_began": "longer",
    "pregnancy_gate": "no",
    "pain_average": "2",
    "pain_rest": "1",
    "pain_worst": "4",
    "settle": "under_1h",
    "activity_1": "Putting on socks",
    "activity_1_difficulty": "3",
    "active_min_per_week": "90",
    "E13": "yes",
}


class Walk:
    """A person who goes through the screening as a browser would.

    Answers quietly unless told otherwise: `answers` maps an item or fact to what is sent for it.
    """

    def __init__(self, client: Client, **answers: str | None) -> None:
        self.client = client
        self.answers = {**QUIET, **{key.replace("__", "."): value for key, value in answers.items()}}
        self.visited: list[str] = []

    def begin(self) -> str:
        """Acknowledge the notice where needed, and start; returns the first page."""
        self.client.post("/begin/", {"understood": "yes", "zone": "Europe/London"})
        response = self.client.post("/screening/")
        assert response.status_code == 302, response.content
        return response.headers["Location"]

    def to_the_end(self, start: str | None = None) -> str:
        """Go on until a page that is no question; returns its address."""
        url = start or self.begin()
        for _step in range(60):
            if not self._is_question(url):
                return url
            self.visited.append(url)
            response = self.send(url)
            assert response.status_code == 302, (url, response.status_code, response.content.decode())
            url = response.headers["Location"]
        raise AssertionError(f"no end in sight: {self.visited}")

    def through(self) -> str:
        """To the end, saying yes to the read-back."""
        url = self.to_the_end()
        while url == "/screening/read-back/":
            url = self.confirm().headers["Location"]
            url = self.to_the_end(url) if self._is_question(url) else url
        return url

    def confirm(self) -> HttpResponse:
        """Say that what is read back is right."""
        page = self.client.get("/screening/read-back/")
        found = re.search(r'name="shown" value="([^"]*)"', page.content.decode())
        return self.client.post("/screening/read-back/", {"shown": found.group(1) if found else ""})

    def send(self, url: str) -> HttpResponse:
        return self.client.post(url, self.form(url))

    def form(self, url: str) -> dict[str, str]:
        """What a browser would send from this page."""
        screen = load_screening().screen(url.split("/")[2])
        row = unfinished_screening(Person.objects.get())
        assert row is not None
        page = build_page(screen, answers_of(row), more=url.endswith("/more/"))
        sent = {question.id: self._value(question.id, question.kind) for question in page.questions}
        sent = {key: value for key, value in sent.items() if value is not None}
        if screen.kind == "checklist" and not sent:
            return {"none_of_these": "yes"}
        return sent

    def _value(self, key: str, kind: str) -> str | None:
        if key in self.answers:
            return self.answers[key]
        return {"choice": "no", "scale": "2"}.get(kind)

    @staticmethod
    def _is_question(url: str) -> bool:
        parts = url.strip("/").split("/")
        return parts[0] == "screening" and len(parts) > 1 and parts[1] not in ("read-back", "result")


@pytest.fixture
def walk(db: None, client: Client) -> Callable[..., Walk]:
    def make(**answers: str | None) -> Walk:
        return Walk(client, **answers)

    return make
