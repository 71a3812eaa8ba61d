""" "I did it elsewhere": minutes, effort and pain of what was done without the product."""

import uuid
from datetime import date, timedelta
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from steadyback.web import clock, labels, told
from steadyback.web.access import current_person
from steadyback.web.models import Correction, ElsewhereActivity
from steadyback.web.past_day import PastDayField

STRENGTH, OTHER = "strength", "other"
WHAT = (
    *labels.CARDIO_KINDS.items(),
    (STRENGTH, _("My strength and stretch exercises")),
    (OTHER, _("Something else")),
)
SCALE = tuple((number, str(number)) for number in range(11))
LONGEST_MINUTES = 600
CHOOSE_ONE = _("Choose one of these.")
CHOOSE_NUMBER = _("Choose a number from 0 to 10.")
FURTHEST_BACK = timedelta(days=366)


class ElsewhereForm(forms.Form):
    """What was done. `today` is the person's own day: nothing was done after it."""

    what = forms.ChoiceField(
        label=_("What did you do?"),
        choices=WHAT,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_ONE),
    )
    on = PastDayField(
        label=_("On which day?"), error_messages={"too_early": _("This is more than a year ago. Choose a later day.")}
    )
    minutes = forms.IntegerField(
        label=_("For how many minutes?"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Enter whole minutes, from 1 to 600.")
        ),
    )
    effort = forms.TypedChoiceField(
        label=_("How hard was it?"),
        choices=SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER),
    )
    pain = forms.TypedChoiceField(
        label=_("How strong was your back pain while you did it?"),
        choices=SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        cast(PastDayField, self.fields["on"]).between(today - FURTHEST_BACK, today)

    def record(self) -> dict[str, object]:
        data = self.cleaned_data
        what = data["what"]
        cardio = what in labels.CARDIO_KINDS
        return {
            "on": data["on"],
            "kind": "cardio" if cardio else what,
            "exercise_id": what if cardio else "",
            "minutes": data["minutes"],
            "effort": data["effort"],
            "pain": data["pain"],
        }


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    today = clock.today(person)
    if request.method == "POST":
        form = ElsewhereForm(request.POST, today=today)
        if form.is_valid():
            told.keep(ElsewhereActivity, person, **form.record())
            return redirect("progress")
    else:
        form = ElsewhereForm(today=today)
    return render(request, "web/elsewhere.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Take back an activity that was written down by mistake. That it was told is kept; the page says what follows."""
    person = current_person(request)
    row = get_object_or_404(ElsewhereActivity, id=activity_id, person=person)
    said = told.corrections(person, "elsewhere").get(row.pk)
    if said is None:
        said = told.keep(Correction, person, on=row.on, kind="elsewhere", entry=row.pk)
    return redirect("follows", kind="correction", entry_id=said.pk)
