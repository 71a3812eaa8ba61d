"""The way back from an emergency in a clinic: a clinician says that the person was seen (G-01, amendments 2)."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic.access import seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.licences import need_valid
from steadyback.programme.rules import whole
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.emergency_lock import may_go_back, note_first_seen, raised_at
from steadyback.web.models import EmergencyVisit
from steadyback.web.standing import latest_visit, standing_of


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """What the person still waits for. They do not write it down themselves here."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if not standing.is_emergency:
        return redirect(reverse("home"))
    note_first_seen(standing)
    raised, visit = raised_at(person), latest_visit(person)
    seen_since = visit if visit and raised and visit.seen_at >= raised else None
    opens_at = raised + timedelta(hours=whole("G-01.cooling_hours")) if raised else None
    context = {
        "visit": seen_since,
        "may_go_back": may_go_back(person),
        "opens_at": opens_at.astimezone(clock.zone_of(person)) if opens_at else None,
    }
    return render(request, "web/emergency_back.html", context)


class SeenForm(forms.Form):
    words = forms.CharField(max_length=2000)


@require_POST
def person_seen(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A clinician saw the person after the warning sign: after 24 hours all health questions open again."""
    found = seen(request)
    need_valid(found.carer, found.role)
    form, person = SeenForm(request.POST), found.person
    standing = standing_of(person, clock.today(person))
    if not standing.is_emergency:
        messages.error(request, _("No warning sign is open."), extra_tags="care")
    elif not form.is_valid():
        messages.error(request, _("Please write what you found."), extra_tags="care")
    else:
        note_first_seen(standing)
        with transaction.atomic():
            now = clock.now()
            EmergencyVisit.objects.create(
                person=person,
                recorded_at=now,
                seen_at=now,
                seen_by=found.carer.name,
                what_they_said=form.cleaned_data["words"],
            )
            # What was begun before does not count as the full re-screen.
            person.screenings.filter(outcome__isnull=True).delete()
            note_here("emergency_visit_written", person=person)
        messages.success(
            request, _("Kept. The health questions open again 24 hours after the sign was found."), extra_tags="care"
        )
    return redirect("person_clearance", person_id=person_id)
