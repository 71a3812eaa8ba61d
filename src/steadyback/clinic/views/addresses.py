"""Changing an e-mail address: one's own, or by an operator. The password is asked for again."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from steadyback.clinic.addresses import TakenError, change
from steadyback.clinic.models import User


class AddressForm(forms.Form):
    """`asker` is who types their password; the address may be somebody else's."""

    address = forms.EmailField(
        label=gettext_lazy("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please type the new address.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Your own password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Please type your password.")},
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.request = request

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        # The same five tries in five minutes as at signing in; the adapter counts them.
        if not get_adapter(self.request).reauthenticate(self.request.user, typed):
            raise forms.ValidationError(_("This is not your password."))
        return typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_address(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    return _page(request, request.user, "account")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_address(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """By an operator, for somebody who no longer reads their address or mistyped it."""
    return _page(request, get_object_or_404(User, id=user_id), "accounts")


def _page(request: HttpRequest, user: User, back: str) -> HttpResponse:
    form = AddressForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change(user, form.cleaned_data["address"], keep=request.session.session_key)
        except TakenError:
            form.add_error("address", _("Another account has this address."))
        else:
            return redirect("account_of", user_id=user.id) if back == "accounts" else redirect(back)
    context = {"form": form, "of": user, "is_own": user == request.user, "back": back}
    return render(request, "clinic/address.html", context, status=422 if form.errors else 200)
