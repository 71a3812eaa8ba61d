"""Where an account is signed in, and ending that. Live streams of an ended sign-in close by themselves."""

from django.contrib.sessions.models import Session as BrowserSession

from steadyback.clinic.models import User


def end_all(user: User, but: str | None = None) -> None:
    """Sign this account out of every browser, except the one with this session key."""
    for session in BrowserSession.objects.exclude(session_key=but or "").iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
