"""What a person says of a whole day: ill (S-03), a flare-up (F-01) or away. Said in a tap, taken back in a tap."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from steadyback.programme.rules import thresholds, whole
from steadyback.programme.session_start import MAY_START
from steadyback.records.history import Mark
from steadyback.web import check_pages, clock, session_store, told
from steadyback.web.access import current_person
from steadyback.web.check_form import YES_NO_UNSURE, CheckForm
from steadyback.web.check_questions import SIGNS, VERY_ILL
from steadyback.web.flare_view import flare_view
from steadyback.web.history import programme_of
from steadyback.web.models import DayMark, Person
from steadyback.web.session_store import Taps
from steadyback.web.standing import Standing, standing_of
from steadyback.web.turns import writing_about
from steadyback.web.views.session_check import leads_to

DAY = timedelta(days=1)
LONGEST_AWAY = timedelta(days=180)
FURTHEST_AHEAD = timedelta(days=366)
CHOOSE_DAY = _("Choose a day.")


def _begun(request: HttpRequest, standing: Standing) -> HttpResponse | None:
    """A word about the weeks needs weeks: before the first plan there is nothing that it could change."""
    if programme_of(standing) is not None:
        return None
    return render(request, "web/marks_later.html", status=409 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def flare(request: HttpRequest) -> HttpResponse:
    """F-01: the seven taps first, then the gentle days. In a flare-up the same page is the check of each day."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    early = _begun(request, standing)
    if early is not None:
        return early
    address = reverse("flare")
    form = CheckForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        context = {**check_pages.asked(form, address), "flare": flare_view(programme_of(standing))}
        return render(request, "web/flare.html", context, status=422 if form is not None else 200)
    if form.cleaned_data["signs"] and request.POST.get("confirmed") != "yes":
        return render(request, "web/session_check_read_back.html", check_pages.read_back(form, address))
    return _flare_told(standing, form.taps())


def _flare_told(standing: Standing, taps: Taps) -> HttpResponse:
    programme = programme_of(standing)
    row = None
    with writing_about(standing.person):
        checked = session_store.check_only(standing.person, taps)
        if programme is not None and programme.course.flare is None:
            row = told.keep(DayMark, standing.person, on=standing.today, mark=Mark.FLARE.value)
            session_store.close_open_sessions(standing.person)
    if checked.decision.outcome not in MAY_START:
        return leads_to(checked)
    return redirect("week") if row is None else redirect("follows", kind="mark", entry_id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ill(request: HttpRequest) -> HttpResponse:
    """S-03 with the question of A09: how ill decides whether rest is enough."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    early = _begun(request, standing)
    if early is not None:
        return early
    said = request.POST.get("very_ill", "")
    choices = dict(YES_NO_UNSURE)
    context: dict[str, Any] = {"question": VERY_ILL, "answers": YES_NO_UNSURE, "address": reverse("ill")}
    if request.method != "POST" or said not in choices:
        context["missing"] = request.method == "POST"
        return render(request, "web/ill.html", context, status=422 if request.method == "POST" else 200)
    if said != "no" and request.POST.get("confirmed") != "yes":
        label = choices[said]
        shown = {"signs": [SIGNS["R5"]], "very_ill": said, "ill_question": VERY_ILL, "ill_label": label, "pain": None}
        return render(request, "web/session_check_read_back.html", {**context, **shown})
    with writing_about(person):
        taps = Taps({sign: sign == "R5" for sign in SIGNS}, said != "no", None)
        checked = session_store.check_only(person, taps)
        row = told.keep(DayMark, person, on=standing.today, mark=Mark.ILL.value)
    if said != "no":
        return leads_to(checked)
    return redirect("follows", kind="mark", entry_id=row.pk)


class AwayForm(forms.Form):
    """The first and the last day away. `today` is the person's own day."""

    first = forms.DateField(
        label=_("First day away"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), CHOOSE_DAY),
    )
    last = forms.DateField(
        label=_("Last day away"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), CHOOSE_DAY),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        for field in self.fields.values():
            field.widget.attrs.update(min=str(today), max=str(today + FURTHEST_AHEAD))

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if first > self.today + FURTHEST_AHEAD:
            raise forms.ValidationError(_("This is more than a year ahead. Choose an earlier day."))
        return first

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first. Please check both."))
        elif first and last and last - first > LONGEST_AWAY:
            self.add_error("last", _("Half a year is the longest. Choose an earlier last day."))
        return found

    def days(self) -> list[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return [first + DAY * offset for offset in range((last - first).days + 1)]


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    early = _begun(request, standing)
    if early is not None:
        return early
    form = AwayForm(request.POST if request.method == "POST" else None, today=standing.today)
    if request.method == "POST" and form.is_valid():
        told.keep_all(DayMark, person, [{"on": day, "mark": Mark.AWAY.value} for day in form.days()])
        return redirect("week")
    keep, down = (int(value) for value in thresholds("3.8.gap"))
    context = {
        "form": form,
        "told": away_days(person, standing.today),
        "days_kept": keep,
        "days_down": down,
        "days_asked": whole("X-01.rescreen_days"),
    }
    return render(request, "web/away.html", context, status=422 if form.errors else 200)


def away_days(person: Person, today: date) -> list[tuple[date, date]]:
    """From today on, the days away as first and last day of each stretch."""
    days = sorted(on for on, said in told.marks(person).items() if Mark.AWAY in said and on >= today)
    found: list[tuple[date, date]] = []
    for on in days:
        if found and found[-1][1] == on - DAY:
            found[-1] = (found[-1][0], on)
        else:
            found.append((on, on))
    return found


@require_POST
def take_back(request: HttpRequest, mark: str) -> HttpResponse:
    """A mark of these days was a mistake, or is over. What was found by the check stays (it is never taken back)."""
    person = current_person(request)
    if mark not in set(Mark):
        raise Http404
    first, last = _day(request.POST.get("first")), _day(request.POST.get("last"))
    said = told.marks(person)
    days = [on for on in sorted(said) if first <= on <= last and Mark(mark) in said[on]]
    rows = told.keep_all(DayMark, person, [{"on": on, "mark": mark, "taken_back": True} for on in days])
    if not rows or mark == Mark.AWAY:
        return redirect("week")
    return redirect("follows", kind="mark", entry_id=rows[0].pk)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Http404 from None
