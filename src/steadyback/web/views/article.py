"""How this follows the article: what it says, what the product does, and where they differ."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadyback.exercises import load_catalogue
from steadyback.web.article import PAGES, PAGES_WITHOUT_ADDRESS, Point, load_article


@require_safe
def article(request: HttpRequest) -> HttpResponse:
    found = load_article()
    parts = [
        {"id": part.id, "title": _(part.title), "points": [_shown(point) for point in part.points]}
        for part in found.parts
    ]
    notes = [{"number": note.number, "about": _(note.about), "text": _(note.text)} for note in found.notes.values()]
    return render(request, "web/article.html", {"parts": parts, "notes": notes})


def _shown(point: Point) -> dict[str, object]:
    """One point in words; a page or exercise becomes a link where it has an address."""
    catalogue = load_catalogue()
    pages = [
        {"title": _(PAGES[name]), "url": "" if name in PAGES_WITHOUT_ADDRESS else reverse(name)} for name in point.pages
    ]
    exercises = [
        {"title": _(catalogue[name].name), "url": reverse("exercise", args=[name])} for name in point.exercises
    ]
    notes = load_article().notes
    return {
        "number": point.number,
        "says": _(point.says),
        "does": _(point.does),
        "where": pages + exercises,
        "rules": point.rules,
        "notes": [{"number": number, "text": _(notes[number].text)} for number in point.honest],
    }
