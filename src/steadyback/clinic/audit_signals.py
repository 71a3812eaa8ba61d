"""What the accounts' package tells of, for the audit: signing in and out, and changes of how one signs in."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from steadyback.clinic.audit import note, where_of
from steadyback.clinic.models import User

_TOLD: tuple[tuple[Signal, str], ...] = (
    (auth.user_logged_in, "signed_in"),
    (auth.user_logged_out, "signed_out"),
    (account.password_changed, "password_changed"),
    (account.password_reset, "password_changed"),
    (account.email_changed, "address_changed"),
    (mfa.authenticator_added, "way_in_added"),
    (mfa.authenticator_removed, "way_in_removed"),
    (mfa.authenticator_reset, "way_in_renewed"),
)


def connect() -> None:
    for signal, action in _TOLD:
        signal.connect(_receiver(action), weak=False, dispatch_uid=f"audit of {action} {id(signal)}")


def _receiver(action: str) -> Any:
    def receive(sender: object, request: HttpRequest | None = None, user: object = None, **_more: object) -> None:
        if isinstance(user, User):
            note(action, actor=user, where=where_of(request))

    return receive
