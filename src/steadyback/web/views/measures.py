"""Outcomes: our three questions, totals of questionnaires by hand, and what a change means (specification 4.1)."""

import uuid
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.outcomes.change import MeasureError, checked
from steadyback.outcomes.measures import load_measures
from steadyback.records.outcomes import Measurement
from steadyback.web import clock, told
from steadyback.web.access import current_person
from steadyback.web.history import begun_on
from steadyback.web.measuring import NAMES, OWN, is_asked, known_activities, measured
from steadyback.web.models import Person, Score
from steadyback.web.past_day import PastDayField
from steadyback.web.standing import standing_of
from steadyback.web.weekly_form import CHOOSE_NUMBER, SCALE

MOST_ACTIVITIES = 3
FURTHEST_BACK = timedelta(days=3653)
# A comparison with the beginning is asked once there is something to compare.
_COMPARES_AFTER = timedelta(days=7)
CHANGES = tuple((number, f"{number:+d}" if number else "0") for number in range(-5, 6))


class NowForm(forms.Form):
    """Pain, own activities and the change as a whole. `names`: the activities that are known already."""

    pain = forms.TypedChoiceField(
        label=_("Your back pain over the last seven days, on average"),
        choices=SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER),
    )
    global_change = forms.TypedChoiceField(
        label=_("All in all, how is your back compared with the beginning?"),
        choices=CHANGES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a number from -5 to 5.")),
    )

    def __init__(self, data: QueryDict | None = None, *, names: tuple[str, ...], compares: bool) -> None:
        super().__init__(data)
        self.names = names
        change = self.fields.pop("global_change")
        for number in range(1, MOST_ACTIVITIES + 1) if not names else ():
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("An activity that your back makes hard"), max_length=120, required=number == 1,
                error_messages={"required": _("Name one activity at least.")},
            )  # fmt: skip
        for number, _name in enumerate(names or range(MOST_ACTIVITIES), 1):
            self.fields[f"hard_{number}"] = forms.TypedChoiceField(
                label=names[number - 1] if names else _("How hard is it?"),
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=bool(names) or number == 1,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER),
            )
        if compares:
            self.fields["global_change"] = change

    def activities(self) -> list[Any]:
        """The fields of each activity, for the page: its name's field where it is still to be named, and its score."""
        count = len(self.names) or MOST_ACTIVITIES
        return [
            (None if self.names else self[f"name_{number}"], self[f"hard_{number}"]) for number in range(1, count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for number in range(1, MOST_ACTIVITIES + 1) if not self.names else ():
            name, hard = found.get(f"name_{number}"), found.get(f"hard_{number}")
            if bool(name) != (hard is not None) and f"hard_{number}" not in self.errors and number > 1:
                self.add_error(f"hard_{number}", _("An activity needs its name and its number."))
        return found

    def parts(self) -> list[tuple[str, int]]:
        found = self.cleaned_data
        if self.names:
            return [(name, found[f"hard_{number}"]) for number, name in enumerate(self.names, 1)]
        pairs = [(found[f"name_{n}"], found[f"hard_{n}"]) for n in range(1, MOST_ACTIVITIES + 1)]
        return [(name, hard) for name, hard in pairs if name and hard is not None]

    def scores(self, on: date) -> list[dict[str, Any]]:
        found, parts = self.cleaned_data, self.parts()
        mean = sum(hard for _name, hard in parts) / len(parts)
        rows: list[dict[str, Any]] = [
            {"on": on, "measure": "pain", "value": float(found["pain"])},
            {"on": on, "measure": "activities", "value": mean, "parts": [list(one) for one in parts]},
        ]
        if "global_change" in found:
            rows.append({"on": on, "measure": "global_change", "value": float(found["global_change"])})
        return rows


class TotalForm(forms.Form):
    """The total of a questionnaire that somebody holds a licence for. None of its wording is here."""

    measure = forms.ChoiceField(
        label=_("Which questionnaire?"),
        choices=[(one.id, NAMES.get(one.id, one.name)) for one in load_measures().values() if not one.own_wording],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these.")),
    )
    on = PastDayField(
        label=_("On which day was it filled in?"),
        error_messages={"too_early": _("This is more than ten years ago. Choose a later day.")},
    )
    value = forms.FloatField(
        label=_("Its total"), error_messages=dict.fromkeys(("required", "invalid"), _("Enter the total as a number."))
    )
    source = forms.CharField(
        label=_("Who scored it, or which form was it?"),
        max_length=200,
        error_messages={
            "required": _("Write down where the total comes from."),
            "max_length": _("Please say it shorter."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        cast(PastDayField, self.fields["on"]).between(today - FURTHEST_BACK, today)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        measure, value, on = found.get("measure"), found.get("value"), found.get("on")
        if measure and value is not None and on:
            known = load_measures()[measure]
            try:
                checked(Measurement(measure, on, value, found.get("source") or "-"))
            except MeasureError:
                values = {"lowest": f"{known.lowest:g}", "highest": f"{known.highest:g}"}
                self.add_error("value", _("This total goes from %(lowest)s to %(highest)s. Please check it.") % values)
        return found


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    context = {
        "measured": measured(person),
        "due": is_asked(person, clock.today(person)),
        "begun": begun_on(person) is not None,
    }
    return render(request, "web/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_now(request: HttpRequest) -> HttpResponse:
    """Our three questions of today. Asked again on the same day, the last answer counts."""
    person = current_person(request)
    today = clock.today(person)
    form = NowForm(
        request.POST if request.method == "POST" else None,
        names=_names(person, today),
        compares=_compares(person, today),
    )
    if request.method == "POST" and form.is_valid():
        told.keep_all(Score, person, form.scores(today))
        return redirect("measures")
    return render(request, "web/measure_now.html", {"form": form}, status=422 if form.errors else 200)


def _names(person: Person, today: date) -> tuple[str, ...]:
    return known_activities(person, standing_of(person, today).baseline)[:MOST_ACTIVITIES]


def _compares(person: Person, today: date) -> bool:
    begun = begun_on(person)
    return begun is not None and today - begun >= _COMPARES_AFTER


@require_http_methods(["GET", "HEAD", "POST"])
def measure_total(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    form = TotalForm(request.POST if request.method == "POST" else None, today=clock.today(person))
    if request.method == "POST" and form.is_valid():
        row = told.keep(Score, person, **form.cleaned_data)
        return redirect("follows", kind="score", entry_id=row.pk)
    return render(request, "web/measure_total.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def measure_remove(request: HttpRequest, score_id: uuid.UUID) -> HttpResponse:
    """Take back a score that was entered by mistake; that it was is kept."""
    person = current_person(request)
    row = get_object_or_404(Score, id=score_id, person=person)
    taken = told.keep(Score, person, on=row.on, measure=row.measure, value=None)
    return redirect("measures") if row.measure in OWN else redirect("follows", kind="score", entry_id=taken.pk)
