"""Where an account is signed in, and ending that. Live streams of an ended sign-in close by themselves."""

import hashlib
from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from steadyback.clinic.audit import where_of
from steadyback.clinic.models import User


def end_all(user: User, but: str | None = None) -> None:
    """Sign this account out of every browser, except the one with this session key."""
    for session in BrowserSession.objects.exclude(session_key=but or "").iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


class SignInsSeen:
    """Middleware: keeps when and from where each browser was last seen, for the list of sign-ins.

    Once in five minutes and for each new place: a page that is only read writes nothing else.
    """

    EVERY_S: Final = 300

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            seen = f"{key} {where_of(request)} {request.headers.get('User-Agent', '')}"
            if cache.add(f"signed-in.{hashlib.sha256(seen.encode()).hexdigest()}", True, self.EVERY_S):
                UserSession.objects.create_from_request(request)
        return self.get_response(request)
