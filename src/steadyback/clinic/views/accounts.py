"""The operator's page: who has an account, in which roles; giving and ending roles, closing an account.

An operator sees names and roles, and nothing of anybody's health.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic import access
from steadyback.clinic.models import User
from steadyback.clinic.roles import Role
from steadyback.clinic.words import role_words
from steadyback.web import clock


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: how to sign in, and where one is signed in."""
    return render(request, "clinic/account.html")


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do about a forgotten password: nothing is sent, so nothing is promised."""
    return render(request, "clinic/forgotten.html")


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def account_roles(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give or end a role. Nobody ends the last operator, and a patient is made by an invitation only."""
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise Http404
    try:
        role = Role(request.POST.get("role", ""))
    except ValueError:
        return _page(request, _("Please choose a role."))
    if request.POST.get("give") == "yes":
        if role is Role.PATIENT:
            return _page(request, _("A patient comes in by an invitation."))
        access.grant(user, role, clock.now())
        return redirect("accounts")
    if role is Role.OPERATOR and access.operators() == 1:
        return _page(request, _("This is the last operator. Give the role to somebody else first."))
    access.end_role(user, role, clock.now())
    return redirect("accounts")


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    rows = [
        {
            "user": user,
            "roles": [(role.value, role_words(role)) for role in sorted(access.roles_of(user))],
            "could_be": [
                (role.value, role_words(role))
                for role in (Role.TRAINER, Role.CLINICIAN, Role.OPERATOR)
                if role not in access.roles_of(user)
            ],
        }
        for user in User.objects.order_by("name", "email")
    ]
    context = {"rows": rows, "error": error}
    return render(request, "clinic/accounts.html", context, status=422 if error else 200)
