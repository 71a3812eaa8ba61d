"""Erasing one's own data and account, with the address typed as a confirmation."""

from django import forms
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from steadyback.clinic.access import roles_of
from steadyback.clinic.erasure import erase
from steadyback.clinic.models import Patient, User
from steadyback.clinic.roles import Role
from steadyback.web.access import current_person


class EraseForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Type your e-mail address to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please type your e-mail address.")},
    )

    def __init__(self, user: User, *args: object) -> None:
        super().__init__(*args, label_suffix="")  # type: ignore[arg-type, misc]
        self.user = user

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"].strip().lower()
        if typed != self.user.email.lower():
            raise ValidationError(_("This is not the address of this account. Nothing was erased."))
        return typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data_erase(request: HttpRequest) -> HttpResponse:
    current_person(request)
    assert isinstance(request.user, User)
    user = request.user
    form = EraseForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase(Patient.objects.select_related("person", "user").get(user=user))
        if not User.objects.filter(id=user.id).exists():
            logout(request)
        return redirect("home")
    context = {"form": form, "keeps_account": bool(roles_of(user) - {Role.PATIENT})}
    return render(request, "clinic/data_erase.html", context, status=422 if request.method == "POST" else 200)
