"""Somebody looked at what the weeks had referred (3.10): only that, or all health questions anew, closes a referral."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from steadyback.records.decisions import Referral
from steadyback.web import clock, told
from steadyback.web.access import current_person
from steadyback.web.decision_words import referral_words
from steadyback.web.models import ReferralReview
from steadyback.web.past_day import PastDayField
from steadyback.web.referrals import notes, with_referrals
from steadyback.web.standing import standing_of
from steadyback.web.weekly_form import CHOOSE_ONE

# From the one whose word covers least to the one whose word covers all of it.
_ROLES = ("trainer", "physiotherapist", "clinician")
ROLES = (
    ("clinician", _("A doctor or another clinician")),
    ("physiotherapist", _("A physiotherapist")),
    ("trainer", _("My trainer")),
)


class LookedAtForm(forms.Form):
    """Who looked, when, and what they said. `referrals` are those that it is about."""

    role = forms.ChoiceField(
        label=_("Who looked at it?"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_ONE),
    )
    seen_by = forms.CharField(
        label=_("Their name"), max_length=200, error_messages={"required": _("Write down their name.")}
    )
    seen_on = PastDayField(
        label=_("On which day?"),
        error_messages={"too_early": _("That was before we asked you to show it. Choose a later day.")},
    )
    what_they_said = forms.CharField(
        label=_("What did they say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write down in a few words what they said.")},
    )

    def __init__(self, data: QueryDict | None = None, *, referrals: tuple[Referral, ...], today: date) -> None:
        super().__init__(data)
        self.referrals = referrals
        first = max((one.raised_on for one in referrals), default=today)
        cast(PastDayField, self.fields["seen_on"]).between(first, today)

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if any(_rank(one.to) > _rank(role) for one in self.referrals):
            raise forms.ValidationError(_("One of these should be seen by somebody else too. Each note says by whom."))
        return role


def _rank(role: str) -> int:
    """How much somebody's word covers; whom we do not know here counts as a clinician."""
    return _ROLES.index(role) if role in _ROLES else len(_ROLES) - 1


@require_http_methods(["GET", "HEAD", "POST"])
def looked_at(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    found = notes(programme)
    if not found:
        return redirect("home")
    form = LookedAtForm(request.POST if request.method == "POST" else None, referrals=found, today=standing.today)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {**form.cleaned_data, "rules": sorted(one.rule for one in found)}
        told.keep(ReferralReview, person, on=standing.today, **said)
        return redirect("home")
    context = {"form": form, "referrals": [(one, referral_words(one)) for one in found]}
    return render(request, "web/looked_at.html", context, status=422 if form.errors else 200)
