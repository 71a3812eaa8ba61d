"""The clinician's one page about a person, and saying that they looked at what was referred to them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic.access import seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.licences import need_valid
from steadyback.clinic.sheet import open_referrals, sheet_of
from steadyback.web import clock, told
from steadyback.web.models import ReferralReview
from steadyback.web.standing import standing_of
from steadyback.web.turns import writing_about


@never_cache
@require_safe
def person_sheet(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = seen(request).person
    standing = standing_of(person, clock.today(person))
    context = {
        "name": person.patient.user.name,
        "person_id": person.id,
        "standing": standing,
        "sheet": sheet_of(standing),
    }
    return render(request, "clinic/sheet.html", context)


class LookedForm(forms.Form):
    words = forms.CharField(max_length=2000)


@require_POST
def person_looked_at(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A clinician has looked at everything that the weeks referred (3.10): it is closed with their words."""
    found = seen(request)
    need_valid(found.carer, found.role)
    form, person = LookedForm(request.POST), found.person
    if not form.is_valid():
        messages.error(request, _("Please write what you found."), extra_tags="care")
        return redirect("person_sheet", person_id=person_id)
    with writing_about(person):
        standing = standing_of(person, clock.today(person))
        rules = sorted({one.rule for one in open_referrals(standing)})
        if rules:
            told.keep(
                ReferralReview,
                person,
                on=standing.today,
                seen_on=standing.today,
                role="clinician",
                seen_by=found.carer.name,
                what_they_said=form.cleaned_data["words"],
                rules=rules,
            )
            note_here("referrals_seen", person=person)
    return redirect("person_sheet", person_id=person_id)
