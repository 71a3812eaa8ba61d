"""Coming in by an invitation: what it is for, then an account, then in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from steadyback.clinic.invitations import InvitationError, open_invitation
from steadyback.clinic.invitations import accept as accept_invitation
from steadyback.clinic.joining import CARRIED
from steadyback.clinic.models import User
from steadyback.clinic.words import role_words
from steadyback.web import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Say what the invitation is for; taking it puts it into this browser's session."""
    try:
        invitation = open_invitation(secret, clock.now())
    except InvitationError as error:
        return _refused(request, error)
    if request.method == "POST":
        request.session[CARRIED] = secret
        if request.user.is_authenticated:
            return redirect("join_accept")
        return redirect("account_login" if "have_account" in request.POST else "account_signup")
    context = {
        "invitation": invitation,
        "role": role_words(invitation.role),
        "carer_role": role_words(invitation.carer_role),
        "for_carer": invitation.person_id is not None,
    }
    return render(request, "clinic/join.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Take the carried invitation for the account that is signed in now; a patient then decides what to show."""
    secret = request.session.pop(CARRIED, None)
    if not isinstance(secret, str) or not isinstance(request.user, User):
        return redirect("home")
    try:
        done = accept_invitation(secret, request.user, clock.now())
    except InvitationError as error:
        return _refused(request, error)
    if done.relation is not None and done.role is not None:
        return redirect("care_with", relation_id=done.relation.id)
    if done.relation is not None:
        return redirect("person", person_id=done.relation.person_id)
    if done.not_yet is not None:
        return render(request, "clinic/not_yet.html", {"name": done.not_yet.name})
    return redirect("home")


def _refused(request: HttpRequest, error: InvitationError) -> HttpResponse:
    status = 404 if error.code == "unknown" else 410 if error.code in ("expired", "used", "cancelled") else 403
    return render(request, "clinic/join_refused.html", {"code": error.code}, status=status)
