import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from steadyback.web.article import load_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> str:
    return html.unescape(client.get("/article/").content.decode())


def test_it_shows_every_point_with_its_number_and_what_the_product_does(page: str) -> None:
    for point in load_article().points:
        assert f'id="point-{point.number}"' in page
        assert point.says in page
        assert point.does in page


def test_it_shows_every_honest_note(page: str) -> None:
    for note in load_article().notes.values():
        assert note.text in page


def test_every_place_it_names_is_a_link_that_leads_somewhere(client: Client, page: str) -> None:
    main = page[page.index("<main") : page.index("</main>")]
    for address in set(re.findall(r'href="(/[^"]*)"', main)):
        assert client.get(address).status_code in (200, 302), address
    assert f'href="{reverse("week")}"' in main


def test_it_only_reads(client: Client) -> None:
    assert client.post("/article/").status_code == 405
