"""The emergency page, and the way back from it (specification 1.5, amendments 2)."""

from datetime import timedelta
from http import HTTPStatus

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from steadyback.programme.advice import Advice, load_advice
from steadyback.programme.rules import whole
from steadyback.programme.screening import emergency_words, words_for
from steadyback.records.screening import Disposition
from steadyback.web import clock
from steadyback.web.access import current_person
from steadyback.web.emergency_lock import may_go_back, note_first_seen, raised_at
from steadyback.web.emergency_numbers import emergency_number
from steadyback.web.models import EmergencyVisit, Person
from steadyback.web.standing import Standing, latest_visit, open_holds, standing_of
from steadyback.web.turns import in_turn


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Full screen: what to do now, whom to call, nothing else."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if not standing.is_emergency:
        return HttpResponseRedirect(reverse("home"))
    note_first_seen(standing)
    words = words_of(person, standing)
    context = {
        "words": words,
        "cauda_equina": any(advice.code == "emergency.CES" for advice in words),
        "number": emergency_number(str(person.settings.get("country", ""))),
        "may_go_back": may_go_back(person),
    }
    return render(request, "web/emergency.html", context)


def words_of(person: Person, standing: Standing) -> list[Advice]:
    """What to do, sign by sign, for the screening and for holds of sessions. Never empty."""
    rules = set()
    for hold in open_holds(person):
        if hold.concern["disposition"] == Disposition.EMERGENCY.value:
            rules |= {hold.concern["rule"], *(reason["rule"] for reason in hold.reasons)}
    codes = list(words_for(rules))
    if standing.outcome is not None and standing.outcome.disposition is Disposition.EMERGENCY:
        codes += [code for code in emergency_words(standing.outcome) if code not in codes]
    return [load_advice()[f"emergency.{code}"] for code in codes or ["CES"]]


class VisitForm(forms.Form):
    """Who saw the person, when, and what they said. The core decides whether that is enough."""

    seen_by = forms.CharField(
        label=gettext_lazy("Who saw you?"),
        max_length=200,
        help_text=gettext_lazy("A name and where, for example: Dr Lee, emergency department."),
        error_messages={"required": gettext_lazy("Please write who saw you.")},
    )
    seen_at = forms.DateTimeField(
        label=gettext_lazy("When was that?"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Please give the day and time."),
            "invalid": gettext_lazy("Please give a day and time, for example 2025-05-31 14:30."),
        },
    )
    what_they_said = forms.CharField(
        label=gettext_lazy("What did they say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In your own words."),
        error_messages={"required": gettext_lazy("Please write what they said.")},
    )

    def __init__(self, person: Person, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]
        self.person = person

    def clean_seen_at(self) -> object:
        """The person's local time as a moment, after the emergency was found and not in the future."""
        moment = self.cleaned_data["seen_at"].replace(tzinfo=clock.zone_of(self.person))
        raised = raised_at(self.person)
        if moment > clock.now():
            raise ValidationError(_("This is in the future. Please give the time when you were seen."))
        if raised is not None and moment < raised.replace(second=0, microsecond=0):
            raise ValidationError(_("This is before the warning sign was found here. Please be seen for it first."))
        return max(moment, raised) if raised is not None else moment


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Record having been seen; after 24 hours the full questions open again."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if not standing.is_emergency:
        return HttpResponseRedirect(reverse("home"))
    note_first_seen(standing)
    raised = raised_at(person)
    visit = latest_visit(person)
    seen = visit if visit and raised and visit.seen_at >= raised else None
    form = VisitForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _record_visit(person, form)
        return HttpResponseRedirect(reverse("emergency_back"))
    context = {
        "form": form,
        "visit": seen,
        "may_go_back": may_go_back(person),
        "opens_at": (raised + timedelta(hours=whole("G-01.cooling_hours"))).astimezone(clock.zone_of(person))
        if raised
        else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "web/emergency_back.html", context, status=status)


@in_turn
def _record_visit(person: Person, form: VisitForm) -> None:
    """Keep the visit. A screening that was begun before it does not count as the full re-screen."""
    EmergencyVisit.objects.create(
        person=person,
        recorded_at=clock.now(),
        seen_at=form.cleaned_data["seen_at"],
        seen_by=form.cleaned_data["seen_by"],
        what_they_said=form.cleaned_data["what_they_said"],
    )
    person.screenings.filter(outcome__isnull=True).delete()
