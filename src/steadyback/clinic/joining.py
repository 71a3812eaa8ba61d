"""How an account comes to be: only with an open invitation, which the browser session carries through signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steadyback.clinic.invitations import InvitationError, open_invitation
from steadyback.clinic.models import User
from steadyback.web import clock

CARRIED = "invitation"


class NameForm(forms.Form):
    """Besides address and password an account needs a name that others read."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As your trainer, your specialist or the people in your care should read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return carried_secret(request) is not None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Whoever holds an invitation was met by the clinic; it works without outgoing e-mail."""
        return super().is_email_verified(request, email) or carried_secret(request) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return self._next(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self._next(request)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""

    @staticmethod
    def _next(request: HttpRequest) -> str:
        return reverse("join_accept") if CARRIED in request.session else reverse("home")


def carried_secret(request: HttpRequest) -> str | None:
    """The secret of the invitation that this browser came with, while it is open."""
    secret = request.session.get(CARRIED)
    if not isinstance(secret, str):
        return None
    try:
        open_invitation(secret, clock.now())
    except InvitationError:
        return None
    return secret
