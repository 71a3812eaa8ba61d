"""docs/article.md, written from the same file as the page /article/ (tools/write_article_document.py)."""

from collections.abc import Iterator

from django.urls import reverse

from steadyback.exercises import load_catalogue
from steadyback.web.article import PAGES, PAGES_WITHOUT_ADDRESS, Article, Point

OPENING = """# How SteadyBack follows the article

SteadyBack follows one article about exercises and stretches for back pain. This page goes through everything the
article says, in our own words, and says where the product does it. Where today's evidence differs, a note (N) says
what we changed and why. The same is in the product at `/article/`.

Written from `src/steadyback/web/article.toml` by `tools/write_article_document.py`; a test keeps the two equal and
checks every page, exercise, rule, value and test that is named.
"""


def as_markdown(article: Article) -> str:
    """The whole document."""
    return "\n".join(_lines(article))


def _lines(article: Article) -> Iterator[str]:
    yield OPENING
    for part in article.parts:
        yield f"## {part.title}\n"
        yield "| # | The article says | What SteadyBack does | Where |"
        yield "|---|---|---|---|"
        for point in part.points:
            notes = "".join(f" (N{number})" for number in point.honest)
            yield f"| {point.number} | {point.says} | {point.does}{notes} | {_where(point)} |"
        yield ""
    yield "## Notes: where we differ, and why\n"
    for note in article.notes.values():
        yield f"- **N{note.number} {note.about}.** {note.text}"
    yield ""


def _where(point: Point) -> str:
    catalogue = load_catalogue()
    found = [f"{PAGES[name]} {_address(name)}".strip() for name in point.pages]
    found += [f"{catalogue[name].name} `{reverse('exercise', args=[name])}`" for name in point.exercises]
    if point.rules:
        found.append(f"rules {', '.join(point.rules)}")
    found += [f"`{name}`" for name in point.tests]
    return "; ".join(found)


def _address(name: str) -> str:
    return "" if name in PAGES_WITHOUT_ADDRESS else f"`{reverse(name)}`"
