"""Settings: how cautious, where the person lives, how it sounds."""

from django.conf import settings as deployment
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PersonalSettings
from steadyback.web.access import current_person
from steadyback.web.emergency_numbers import emergency_number
from steadyback.web.settings_form import SettingsForm, pain_options, policy_options
from steadyback.web.turns import writing_about


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show what is set; a POST changes all of it or, with a fault at its field, nothing."""
    person = current_person(request)
    settings = from_json(PersonalSettings, person.settings)
    kept = settings if deployment.CLINIC else None
    posted = request.method == "POST"
    form = SettingsForm(request.POST, kept=kept) if posted else SettingsForm.showing(settings, person.zone, kept)
    if request.method == "POST" and form.is_valid():
        with writing_about(person):
            person.settings, person.zone = to_json(form.settings()), form.cleaned_data["zone"]
            person.save(update_fields=["settings", "zone"])
        return redirect(f"{reverse('settings')}?saved=1")
    context = {
        "form": form,
        "policy_options": policy_options(),
        "pain_options": pain_options(),
        "decided_by_carers": kept,
        "emergency_number": emergency_number(settings.country),
        "saved": "saved" in request.GET and not form.is_bound,
    }
    return render(request, "web/settings.html", context, status=400 if form.is_bound else 200)
