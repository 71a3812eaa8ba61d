"""The screening: one page at a time, kept as it goes, read back before serious answers count, then what to do next."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from steadyback.programme.advice import load_advice
from steadyback.programme.screening import (
    Screen,
    emergency_words,
    is_confirm_only,
    load_screening,
    missing_on,
    read_back,
)
from steadyback.records.screening import Answer, ScreeningAnswers
from steadyback.web import clock, screening_store
from steadyback.web.access import current_person
from steadyback.web.emergency_numbers import emergency_number
from steadyback.web.models import Screening
from steadyback.web.result_page import build_result
from steadyback.web.screening_questions import Page, build_page, has_open_more, in_words, read_page
from steadyback.web.screening_store import Progress, answers_of
from steadyback.web.standing import standing_of

View = Callable[..., HttpResponse]


def pages(view: View) -> View:
    """A page of questions. Where its screening was taken away meanwhile (by a hold, or a visit), it begins anew."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Screening.DoesNotExist:
            return HttpResponseRedirect(reverse("screening"))

    return require_http_methods(["GET", "HEAD", "POST"])(answer)


@pages
def start(request: HttpRequest) -> HttpResponse:
    """Before the first question, and the place to come back to."""
    person = current_person(request)
    if not person.notices_acknowledged_at:
        return HttpResponseRedirect(reverse("begin"))
    if request.method == "POST":
        return HttpResponseRedirect(next_url(screening_store.start(person)))
    row = screening_store.current_row(person)
    answers = answers_of(row) if row else ScreeningAnswers()
    context = {
        "row": row,
        "again": screening_store.previous_row(person) is not None,
        "screens": [screen for screen in load_screening().screens if screen.applies(answers)],
        "done": len(row.done_screens) if row else 0,
    }
    return render(request, "web/screening_start.html", context)


def next_url(row: Screening) -> str:
    """Where the screening goes on."""
    progress = screening_store.progress_of(row)
    if progress.place == "read_back":
        return reverse("screening_read_back")
    if progress.screen is not None:
        return reverse("screening_screen", args=[progress.screen.id])
    screening_store.finish(row)
    return reverse("screening_result")


@pages
def screen(request: HttpRequest, screen_id: str) -> HttpResponse:
    """The first part of a page."""
    return _page(request, screen_id, more=False)


@pages
def more(request: HttpRequest, screen_id: str) -> HttpResponse:
    """The follow-up questions that the answers of a page brought up."""
    return _page(request, screen_id, more=True)


def _page(request: HttpRequest, screen_id: str, *, more: bool) -> HttpResponse:
    asked = _screen_or_404(screen_id)
    row = screening_store.current_row(current_person(request))
    if row is None:
        return HttpResponseRedirect(reverse("screening"))
    answers = answers_of(row)
    progress = screening_store.progress_of(row)
    if not _may_open(asked, row, answers, progress):
        return HttpResponseRedirect(_place_url(progress))
    confirming = not more and _to_confirm(asked, row, answers) and "change" not in request.GET
    if confirming and (request.method != "POST" or request.POST.get("still_right") == "yes"):
        return _confirm_page(request, row, asked, answers)
    return _ask_page(request, row, build_page(asked, answers, more=more))


def _confirm_page(request: HttpRequest, row: Screening, asked: Screen, answers: ScreeningAnswers) -> HttpResponse:
    """At a re-screening: what was answered last time, to be confirmed or changed."""
    if request.method != "POST":
        return render(request, "web/screening_confirm.html", _confirm_context(asked, answers))
    screening_store.keep(row, answers, asked, done=True)
    return HttpResponseRedirect(next_url(row))


def _ask_page(request: HttpRequest, row: Screening, page: Page) -> HttpResponse:
    if not page.questions:
        return HttpResponseRedirect(reverse("screening_screen", args=[page.screen.id]))
    if request.method != "POST":
        return render(request, "web/screening_page.html", _page_context(page, page.answers))
    return _save_page(request, row, page)


def _save_page(request: HttpRequest, row: Screening, page: Page) -> HttpResponse:
    read_page(page, request.POST, clock.today(row.person))
    if not page.is_valid:
        context = _page_context(page, answers_of(row))
        return render(request, "web/screening_page.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    open_more = has_open_more(page.screen, page.answers, sent_more=page.more)
    screening_store.keep(row, page.answers, page.screen, done=not open_more)
    progress = screening_store.progress_of(row)
    if open_more and progress.screen == page.screen:
        return HttpResponseRedirect(reverse("screening_more", args=[page.screen.id]))
    return HttpResponseRedirect(next_url(row))


def _screen_or_404(screen_id: str) -> Screen:
    try:
        return load_screening().screen(screen_id)
    except KeyError:
        raise Http404(_("There is no such page of questions.")) from None


def _place_url(progress: Progress) -> str:
    if progress.screen is not None:
        return reverse("screening_screen", args=[progress.screen.id])
    return reverse("screening_read_back" if progress.place == "read_back" else "screening")


def _may_open(asked: Screen, row: Screening, answers: ScreeningAnswers, progress: Progress) -> bool:
    """Pages that were done may be changed; the next one may be filled in; none may be skipped to."""
    return asked.applies(answers) and (asked.id in row.done_screens or asked == progress.screen)


def _to_confirm(asked: Screen, row: Screening, answers: ScreeningAnswers) -> bool:
    """Whether a page of a re-screening holds full earlier answers that only need a "still right"."""
    has_kept = any(key in answers.answers for key in asked.items) or any(key in answers.facts for key in asked.facts)
    fits = is_confirm_only(asked) and asked.kind in ("list", "facts") and asked.id not in row.done_screens
    return fits and has_kept and not missing_on(asked, answers) and screening_store.previous_row(row.person) is not None


def _confirm_context(asked: Screen, answers: ScreeningAnswers) -> dict[str, object]:
    questions = [*build_page(asked, answers, more=False).questions, *build_page(asked, answers, more=True).questions]
    kept = [(question, in_words(question)) for question in questions]
    return {"screen": asked, "kept": kept, **_place_context(asked, answers)}


def _page_context(page: Page, answers: ScreeningAnswers) -> dict[str, object]:
    return {
        "page": page,
        "screen": page.screen,
        "missing_count": sum(1 for question in page.questions if question.error),
        "optional": bool(page.questions) and all(question.optional for question in page.questions),
        **_place_context(page.screen, answers),
    }


def _place_context(asked: Screen, answers: ScreeningAnswers) -> dict[str, object]:
    """Which page of how many this is, and the one before it."""
    shown = [one for one in load_screening().screens if one.applies(answers) or one == asked]
    place = shown.index(asked)
    before = reverse("screening_screen", args=[shown[place - 1].id]) if place else reverse("screening")
    return {"number": place + 1, "count": len(shown), "back_url": before}


@pages
def read_back_page(request: HttpRequest) -> HttpResponse:
    """Serious answers are said back before they count: "Is that right?" """
    person = current_person(request)
    row = screening_store.current_row(person)
    if row is None:
        return HttpResponseRedirect(reverse("screening"))
    if screening_store.progress_of(row).place != "read_back":
        return HttpResponseRedirect(next_url(row) if request.method == "POST" else reverse("screening"))
    if request.method != "POST":
        answers = answers_of(row)
        context = {
            "serious": _serious(answers),
            "taken_back": _taken_back(row),
            "shown": screening_store.serious_as_shown(row),
        }
        return render(request, "web/screening_read_back.html", context)
    if not screening_store.confirm(row, request.POST.get("shown", "")):
        return HttpResponseRedirect(reverse("screening_read_back"))
    if row.outcome is not None:
        return HttpResponseRedirect(reverse("emergency"))
    return HttpResponseRedirect(next_url(row))


def _serious(answers: ScreeningAnswers) -> list[dict[str, object]]:
    items = load_screening().items
    return [
        {"item": items[key], "unsure": answers.answers[key] is Answer.UNSURE, "change_url": _change_url(key)}
        for key in read_back(answers)
    ]


def _taken_back(row: Screening) -> list[dict[str, object]]:
    """What was serious the last time and is a no now, with the day of the last time."""
    items = load_screening().items
    return [
        {
            "item": items[str(reason.values["item"])],
            "unsure": reason.values["said"] == Answer.UNSURE.value,
            "said_on": date.fromisoformat(str(reason.values["said_on"])),
            "change_url": _change_url(str(reason.values["item"])),
        }
        for reason in screening_store.withdrawn_in(row)
    ]


def _change_url(item_id: str) -> str:
    page = next(screen.id for screen in load_screening().screens if item_id in screen.items)
    return reverse("screening_screen", args=[page]) + "?change=1"


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """What to do next, and why."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if standing.outcome is None:
        return HttpResponseRedirect(reverse("screening"))
    advice = load_advice()
    context = {
        "result": build_result(standing),
        "standing": standing,
        "calf": [advice["emergency.A12"]] if "A12" in emergency_words(standing.outcome) else [],
        "number": emergency_number(str(person.settings.get("country", ""))),
    }
    return render(request, "web/screening_result.html", context)
