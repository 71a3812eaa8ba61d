"""How careful: what carers decide for a person in a clinic (specification 3.3 and 3.6, H26).

The pain mode may be changed by a trainer or a clinician; who needs a specialist first by a clinician alone.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from steadyback.clinic.access import seen
from steadyback.clinic.audit import note_here
from steadyback.clinic.licences import need_valid
from steadyback.clinic.roles import Role
from steadyback.records.clearance import Policy
from steadyback.records.codec import from_json, to_json
from steadyback.records.person import PainMode, PersonalSettings
from steadyback.web.settings_form import pain_options, policy_options
from steadyback.web.turns import writing_about


class CarefulForm(forms.Form):
    pain_mode = forms.ChoiceField(choices=[(one.value, one.value) for one in PainMode])
    policy = forms.ChoiceField(choices=[(one.value, one.value) for one in Policy])

    def __init__(self, role: Role, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = field.error_messages["invalid_choice"] = _("Please choose one.")
        if role is not Role.CLINICIAN:
            del self.fields["policy"]


@require_http_methods(["GET", "HEAD", "POST"])
def careful(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = seen(request)
    person = found.person
    now = to_json(from_json(PersonalSettings, person.settings))
    form = CarefulForm(found.role, request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        need_valid(found.carer, found.role)
        with writing_about(person):
            person.settings = {**now, **form.cleaned_data}
            person.save(update_fields=["settings"])
            note_here("careful_changed", person=person)
        return redirect("person", person_id=person_id)
    context = {
        "seen": found,
        "name": person.patient.user.name,
        "form": form,
        "pain_options": pain_options(),
        "policy_options": policy_options() if found.role is Role.CLINICIAN else None,
    }
    return render(request, "clinic/careful.html", context, status=422 if form.errors else 200)
