"""How the product follows the article: points, honest notes and proofs, read from article.toml.

`/article/` shows them and docs/article.md is written from them, so that both always say the same.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_noop as _

# The pages a point may name: url name -> title. A page about one session or exercise has no address of its own here.
PAGES: Mapping[str, str] = MappingProxyType(
    {
        "begin": _("Begin"),
        "screening": _("Safety questions"),
        "safety_card": _("Warning signs"),
        "summary": _("Summary for your clinician"),
        "clearance": _("Your specialist's answer"),
        "week": _("Your week"),
        "preferences": _("Your choices"),
        "library": _("Exercises"),
        "session": _("The guided session"),
        "progress": _("Progress"),
        "settings": _("Settings"),
    }
)
PAGES_WITHOUT_ADDRESS = frozenset({"session"})


@dataclass(frozen=True, slots=True)
class Note:
    """Where evidence or wording differs from the article: the row of specification 5, in plain words."""

    number: int
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the article says and where the product does it. facts: values that a test holds against the product."""

    number: int
    part: str
    says: str
    does: str
    pages: tuple[str, ...]
    exercises: tuple[str, ...]
    rules: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    tests: tuple[str, ...]
    honest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of the article with its points in the article's order."""

    id: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """All passages in order, and the honest notes by number."""

    parts: tuple[Part, ...]
    notes: Mapping[int, Note]

    @property
    def points(self) -> Iterator[Point]:
        for part in self.parts:
            yield from part.points


@cache
def load_article() -> Article:
    """The coverage file. Points are numbered through, in the order of the article."""
    raw = tomllib.loads(files("steadyback.web").joinpath("article.toml").read_text(encoding="utf-8"))
    points = [_point(number, row) for number, row in enumerate(raw["point"], start=1)]
    parts = tuple(
        Part(part["id"], part["title"], tuple(point for point in points if point.part == part["id"]))
        for part in raw["part"]
    )
    notes = {row["number"]: Note(row["number"], row["about"], row["text"]) for row in raw["honest"]}
    return Article(parts, MappingProxyType(notes))


def _point(number: int, row: Mapping[str, Any]) -> Point:
    lists = {key: tuple(row.get(key, ())) for key in ("pages", "exercises", "rules", "facts", "tests", "honest")}
    return Point(number=number, part=row["part"], says=row["says"], does=row["does"], **lists)
